import type { View } from '../../../lib/checks/private/view';
import type { Edge, Outside } from '../../../lib/private/access/graph/edge';
import type { Gap, Principal } from '../../../lib/private/access/model/model';
import { segmentsOf } from '../../../lib/private/access/policy/text';
import type { NodeType, Report, ReportEdge, ReportFinding, ReportMapping, ReportNode } from '../../../report/report';
import { type Mapping, ProjectRole } from '../mappings/document';
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
  const byPath = new Map(model.principals.map(({ id, place }) => [place.path, id]));
  return {
    version: 1,
    title,
    nodes: [
      ...model.principals.map((principal) => nodeOf(view, principal, statements)),
      ...graph.outside.filter(({ id }) => named.has(id)).map(outsideNode),
      ...serviceAccounts.nodes,
    ],
    edges: [
      ...kept.map(({ missing, ...edge }): ReportEdge => {
        return missing === undefined ? edge : { ...edge, missing: missingText(missing, view.principal(edge.to)) };
      }),
      ...serviceAccounts.edges,
    ],
    data: graph.data,
    findings: findings.map((finding) => {
      const node = byPath.get(finding.path);
      return node === undefined ? finding : { ...finding, node };
    }),
    mappings: mappings.map((mapping) => mappingOf(mapping, estate.principalOf(mapping.role))),
    gaps,
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

function outsideNode({ id, type }: Outside): ReportNode {
  const isArn = id.startsWith('arn:');
  return {
    id,
    type,
    name: outsideName(id, type),
    ...(isArn ? accountOf(id) : {}),
    path: '',
    ...(isArn ? { arn: id } : {}),
  };
}

function outsideName(id: string, type: Outside['type']): string {
  if (type === 'anybody') return 'anybody';
  if (type === 'account') return segmentsOf(id)[4] ?? id;
  // What follows the account, without what the type says already.
  const resource = id.startsWith('arn:') ? segmentsOf(id).slice(5).join(':') : id;
  return resource.replace(/^(oidc|saml)-provider\//, '');
}

function accountOf(arn: string): { readonly account?: string } {
  const account = segmentsOf(arn)[4] ?? '';
  return account === '' || account.includes('${') ? {} : { account };
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
