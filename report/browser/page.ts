import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReportNode } from '../report';
import { type Address, hashOf, START } from '../estate/address';
import { Estate } from '../estate/estate';
import { type Filter, filterOf } from '../estate/filter';

/** What every part of the page knows. */
export interface Page {
  readonly estate: Estate;
  readonly address: Address;
  readonly filter: Filter;
  readonly showStatements: (node: ReportNode) => void;
}

const nothing = new Estate({
  version: 1,
  title: '',
  nodes: [],
  edges: [],
  data: [],
  findings: [],
  mappings: [],
  gaps: [],
  statements: [],
});

export const PageContext = createContext<Page>({
  estate: nothing,
  address: START,
  filter: filterOf(nothing, START),
  showStatements: () => undefined,
});

export function usePage(): Page {
  return useContext(PageContext);
}

/** The address of another view; filters stay. */
export function useLink(): (to: Partial<Address>) => string {
  const { address } = usePage();
  return (to) => hashOf({ ...address, id: '', ...to });
}
