import type { ReportData, ReportNode } from '../report';
import { compare, type Estate, grouped, type Holding, type Project, type Step } from './estate';
import type { Place } from './places';

/** How a walk came to a node: the first and shortest way. */
export interface Reached {
  readonly node: ReportNode;
  /** Undefined where the walk began. */
  readonly by?: Step;
  readonly distance: number;
}

export type Walk = ReadonlyMap<string, Reached>;

/** Everything that can be become from some nodes, or that can become one of them. Half edges lead nowhere. */
export function walk(estate: Estate, starts: readonly ReportNode[], direction: 'forward' | 'backward'): Walk {
  const reached = new Map<string, Reached>(starts.map((node) => [node.id, { node, distance: 0 }]));
  // A map is walked in the order of insertion, what is added meanwhile included.
  for (const { node, distance } of reached.values())
    for (const step of estate.stepsFrom(node, direction)) {
      const next = direction === 'forward' ? step.to : step.from;
      if (!reached.has(next.id)) reached.set(next.id, { node: next, by: step, distance: distance + 1 });
    }
  return reached;
}

/** The steps between a node and where the walk began, in the order in which they are gone. */
export function pathOf(walked: Walk, node: ReportNode): Step[] {
  const steps: Step[] = [];
  for (let at = walked.get(node.id); at?.by !== undefined;) {
    steps.push(at.by);
    const isForward = at.by.to.id === at.node.id;
    at = walked.get(isForward ? at.by.from.id : at.by.to.id);
    if (steps.length > walked.size) break;
  }
  const [first] = steps;
  return first !== undefined && first.to.id === node.id ? steps.reverse() : steps;
}

/** What somebody gets to, as whom, and how they become that. */
export interface Access {
  readonly node: ReportNode;
  readonly holder: ReportNode;
  /** What the holder may do, at least one thing. */
  readonly holdings: readonly Holding[];
  readonly level: Level;
  readonly path: readonly Step[];
}

/** All data that a node gets to, by itself and as whom it can become: one for each of these and place. */
export function accessFrom(estate: Estate, start: ReportNode, walked = walk(estate, [start], 'forward')): Access[] {
  return [...walked.values()].flatMap(({ node }) => {
    const holdings = estate.holdingsOf(node);
    const path = holdings.length === 0 ? [] : pathOf(walked, node);
    return [...grouped(holdings, ({ place }) => place).values()].map((each) => accessBy(start, node, each, path));
  });
}

export function placesIn({ holdings }: Access): Place[] {
  return holdings.map(({ place }) => place);
}

/** More than anybody reads, and few enough for a page. */
export const MOST_ACCESSES = 20_000;

/** Everybody who gets to a place: who holds it, and who can become one who does. */
export function accessTo(estate: Estate, place: Place): Access[] {
  const accesses: Access[] = [];
  for (const [holder, holdings] of grouped(holdingsOver(estate, place), ({ node }) => node)) {
    const walked = walk(estate, [holder], 'backward');
    for (const { node } of walked.values()) {
      if (accesses.length === MOST_ACCESSES) return accesses;
      accesses.push(accessBy(node, holder, holdings, pathOf(walked, node)));
    }
  }
  return accesses.sort((a, b) => a.path.length - b.path.length || compare(a.node.name, b.node.name));
}

function accessBy(node: ReportNode, holder: ReportNode, holdings: readonly Holding[], path: readonly Step[]): Access {
  return { node, holder, holdings, level: highest(holdings.map(({ data }) => data.level)) ?? 'read', path };
}

/** Holdings of a place, and of each pattern that means it too. */
export function holdingsOver(estate: Estate, place: Place): Holding[] {
  return estate.placesOver(place).flatMap((each) => estate.holdingsAt(each));
}

/** The mappings that begin at one of the nodes. */
export function mappingsTo(
  estate: Estate,
  nodes: { has(id: string): boolean },
): { readonly project: Project; readonly mapping: Project['mappings'][number] }[] {
  return estate.projects.flatMap((project) =>
    project.mappings.flatMap((mapping) => (nodes.has(mapping.role.id) ? [{ project, mapping }] : [])),
  );
}

export type Level = ReportData['level'];
const LEVELS: readonly Level[] = ['admin', 'write', 'read'];

export function highest(levels: readonly Level[]): Level | undefined {
  return LEVELS.find((level) => levels.includes(level));
}
