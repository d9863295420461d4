import type { View } from '../../../lib/checks/private/view';
import type { Edge } from '../../../lib/private/access/graph/edge';
import type { Gap, Principal } from '../../../lib/private/access/model/model';
import type { NodeType, Report, ReportEdge, ReportFinding, ReportMapping, ReportNode } from '../../../report/report';
import { type Mapping, ProjectRole } from '../mappings/document';
import { accountOf, outsideNode } from './outside';
import { reachedData } from './reached-data';
import { serviceAccountsOf } from './service-accounts';
import { Statements } from './statements';

export interface Ingredients {
  readonly title: string;
  readonly view: View;
  readonly findings: readonly Omit<ReportFinding, 'node'>[];
  readonly mappings: readonly Mapping[];
  readonly gaps: readonly Gap[];
}

/** Everything that a report says of what is in view. */
export function reportOf({ title, view, findings, mappings, gaps }: Ingredients): Report {
  const { estate, graph } = view;
  const { model } = estate;
  const statements = new Statements(view);
  const serviceAccounts = serviceAccountsOf(estate, graph.edges);
  const kept = graph.edges.filter((edge) => !serviceAccounts.replaced.has(edge));
  const named = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const principals = model.principals.map((principal) => nodeOf(view, principal, statements));
  const { strangers, data, gaps: unseen } = reachedData(graph.data, estate, statements);
  const known = new Set(strangers.map(({ id }) => id));
  const byPath = new Map(model.principals.map(({ id, place }) => [place.path, id]));
  return {
    version: 1,
    title,
    nodes: [
      ...principals,
      ...graph.outside.filter(({ id }) => named.has(id) && !known.has(id)).map(outsideNode),
      ...strangers,
      ...serviceAccounts.nodes,
    ],
    edges: [
      ...kept.map(({ missing, ...edge }): ReportEdge => {
        return missing === undefined ? edge : { ...edge, missing: missingText(missing, view.principal(edge.to)) };
      }),
      ...serviceAccounts.edges,
    ],
    data,
    findings: findings.map((finding) => {
      const node = byPath.get(finding.path);
      return node === undefined ? finding : { ...finding, node };
    }),
    mappings: mappings.map((mapping) => mappingOf(mapping, estate.principalOf(mapping.role))),
    gaps: [...gaps, ...unseen],
    statements: statements.texts,
  };
}

function missingText({ half, why }: NonNullable<Edge['missing']>, role: Principal | undefined): string {
  // Of a role elsewhere, nobody here knows whether its trust is there.
  if (role === undefined) return why;
  return half === 'trust' ? `the trust policy does not let it in: ${why}` : `its own policies do not allow it: ${why}`;
}

const TYPES: Readonly<Record<Principal['type'], NodeType>> = {
  role: 'role',
  user: 'user',
  group: 'group',
  'permission set': 'permissionSet',
};

function nodeOf(view: View, principal: Principal, statements: Statements): ReportNode {
  const { estate, chaining } = view;
  const { id, type, name, place } = principal;
  return {
    id,
    type: TYPES[type],
    name: estate.text(name, place),
    ...accountOf(estate.arnOf(principal)),
    path: place.path,
    arn: estate.arnOf(principal),
    ...(chaining.has(principal) ? { isChainingRole: true as const } : {}),
    documents: statements.documentsOf(principal),
  };
}

function mappingOf(
  { project, projectRole, role, defaultRole }: Mapping,
  principal: Principal | undefined,
): ReportMapping {
  return {
    platform: 'Hopsworks',
    project,
    ...(projectRole === ProjectRole.ALL ? {} : { projectRole }),
    isDefault: defaultRole === true,
    role: principal?.id ?? role,
  };
}
