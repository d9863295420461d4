import type { JSX } from 'preact';
import { MECHANISMS, shown } from '../estate/words';
import type { ReportEdge } from '../report';
import { usePage } from './page';
import { NodeName } from './parts';
import { Table } from './table';

/** Chains that lead nowhere, as one of their two policies is missing. */
export function HalfTable({ halves }: { readonly halves: readonly ReportEdge[] }): JSX.Element {
  const { estate } = usePage();
  return (
    <Table
      caption="Broken chains"
      rows={halves}
      none="No broken chain."
      note={
        halves.length === 0
          ? undefined
          : 'One half is missing, so nobody gets over them: no path on this page follows them.'
      }
      columns={[
        {
          head: 'From',
          text: ({ from }) => estate.node(from).name,
          cell: ({ from }) => <NodeName node={estate.node(from)} />,
        },
        {
          head: 'To',
          text: ({ to }) => estate.node(to).name,
          cell: ({ to }) => <NodeName node={estate.node(to)} />,
        },
        { head: 'How', text: ({ mechanism }) => MECHANISMS[mechanism] },
        {
          head: 'What is missing',
          text: ({ missing }) => missing ?? '',
          cell: ({ missing }) => <span class="missing">✕ {shown(missing ?? 'one half')}</span>,
        },
      ]}
    />
  );
}
