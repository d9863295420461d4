import type { ReportFinding, ReportNode } from '../report';
import type { Address } from './address';
import type { Estate, Project } from './estate';
import type { Place } from './places';
import { walk } from './reach';

/** Filters by finding that are no rule. */
export const OPEN_FINDINGS = 'open';
export const ACKNOWLEDGED_FINDINGS = 'acknowledged';

/** What is left of an estate by account, project and finding. */
export interface Filter {
  readonly isOn: boolean;
  node(node: ReportNode): boolean;
  place(place: Place): boolean;
  project(project: Project): boolean;
  finding(finding: ReportFinding): boolean;
}

export function filterOf(estate: Estate, { account, project, finding }: Address): Filter {
  const chosen = estate.project(project);
  const ofProject = chosen === undefined ? undefined : walk(estate, rolesOf(chosen), 'forward');
  const isFound = (each: ReportFinding) =>
    finding === '' ||
    each.rule === finding ||
    (finding === OPEN_FINDINGS && !each.acknowledged) ||
    (finding === ACKNOWLEDGED_FINDINGS && each.acknowledged);
  const isNodeLeft = (node: ReportNode) =>
    (account === '' || node.account === account) &&
    (ofProject?.has(node.id) ?? true) &&
    (finding === '' || estate.findingsOf(node).some(isFound));
  const isOn = account !== '' || ofProject !== undefined || finding !== '';
  const left = new Map<Place, boolean>();
  const isHeld = (place: Place) => {
    const known = left.get(place) ?? estate.holdingsAt(place).some(({ node }) => isNodeLeft(node));
    left.set(place, known);
    return known;
  };
  return {
    isOn,
    node: isNodeLeft,
    place: (place) => !isOn || estate.placesOver(place).some(isHeld),
    project: (each) =>
      (chosen === undefined || each === chosen) &&
      ((account === '' && finding === '') || rolesOf(each).some((role) => isNodeLeft(role))),
    finding: (each) =>
      isFound(each) &&
      ((account === '' && ofProject === undefined) ||
        (each.node !== undefined &&
          (account === '' || estate.node(each.node).account === account) &&
          (ofProject?.has(each.node) ?? true))),
  };
}

export function rolesOf(project: Project): ReportNode[] {
  return [...new Set(project.mappings.map(({ role }) => role))];
}
