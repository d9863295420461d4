import { arnLike, mayFit } from '../../../lib/private/access/policy/pattern';
import { segmentsOf } from '../../../lib/private/access/policy/text';
import { Estate } from '../../../report/estate/estate';
import { type Place, overlaps } from '../../../report/estate/places';
import { walk } from '../../../report/estate/reach';
import type { Report, ReportData, ReportNode } from '../../../report/report';
import { idNamed } from '../access/named';
import { UserError } from '../errors';

export interface Selection {
  /** An ARN, a construct path or a name. */
  readonly from?: string;
  /** An ARN, or a pattern of ARNs. */
  readonly to?: string;
}

/** What a report says of the ways from somebody, to some data, or between both. Half edges are shown, and lead nowhere. */
export function selectionOf(report: Report, { from, to }: Selection): Report {
  if (from === undefined && to === undefined) return report;
  const estate = new Estate(report);
  const everybody = new Set(report.nodes.map(({ id }) => id));
  const start = from === undefined ? undefined : nodeNamed(from, report.nodes);
  const isMeant = to === undefined ? () => true : meantBy(to);
  const holders = report.data.filter(isMeant).map(({ principal }) => estate.node(principal));
  if (to !== undefined && holders.length === 0) throw nobodyReaches(to, report.data);
  const reached = start === undefined ? everybody : walk(estate, [start], 'forward');
  const reaching = to === undefined ? everybody : walk(estate, holders, 'backward');
  const edges = report.edges.filter((edge) => reached.has(edge.from) && reaching.has(edge.to));
  const ends = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const isShown = (id: string) => ends.has(id) || (reached.has(id) && reaching.has(id));
  const nodes = report.nodes.filter(({ id }) => isShown(id));
  if (nodes.length === 0)
    throw new UserError(`${from ?? ''} reaches nothing that ${to ?? ''} may be: no way is even half there.`);
  return withStatementsOf(nodes, {
    ...report,
    edges,
    data: report.data.filter(
      (data) => isShown(data.principal) && (to === undefined ? reached.has(data.principal) : isMeant(data)),
    ),
    findings: report.findings.filter(({ node }) => node !== undefined && isShown(node)),
    mappings: report.mappings.filter(({ role }) => isShown(role)),
  });
}

function nodeNamed(given: string, nodes: readonly ReportNode[]): ReportNode {
  const id = idNamed(
    given,
    // What has no path is not called by an empty one.
    nodes.map(({ id: own, name, path, arn }) => ({ id: own, names: [name, arn, ...(path === '' ? [] : [path])], arn })),
  );
  return nodes.find((node) => node.id === id) as ReportNode;
}

/** Whether data is what somebody asks for: the bucket for what is in it, a pattern for what it may mean, and the other way round. */
function meantBy(to: string): (data: ReportData) => boolean {
  const [, , service] = segmentsOf(to);
  return (data) => {
    if (data.resource === '*') return data.service === '*' || data.service === service;
    const below = data.resource.startsWith(`${to}/`) || data.resource.startsWith(`${to}:`);
    return below || mayFit(arnLike(data.resource), to) !== false || overlaps(pattern(data.resource), pattern(to));
  };
}

function pattern(resource: string): Place {
  return { key: resource, service: '', resource, isPattern: true };
}

const LISTED = 20;

function nobodyReaches(to: string, data: readonly ReportData[]): UserError {
  const known = [...new Set(data.map(({ resource }) => resource))].sort();
  const more = known.length > LISTED ? ` and ${known.length - LISTED} more` : '';
  return new UserError(
    `--to ${to}: nobody here has access to it; give an ARN. There is access to ${known.slice(0, LISTED).join(', ') || 'nothing'}${more}.`,
  );
}

/** Only the statements that some nodes name, counted anew. */
function withStatementsOf(nodes: readonly ReportNode[], report: Report): Report {
  const numbers = new Map<number, number>();
  const renumbered = (old: number) => {
    const number = numbers.get(old) ?? numbers.size;
    numbers.set(old, number);
    return number;
  };
  return {
    ...report,
    nodes: nodes.map((node) =>
      node.documents === undefined
        ? node
        : {
            ...node,
            documents: node.documents.map(({ name, statements }) => ({ name, statements: statements.map(renumbered) })),
          },
    ),
    statements: [...numbers.keys()].map((old) => report.statements[old] ?? ''),
  };
}
