import { conditionsOf } from '../../../lib/private/access/graph/assume';
import type { Edge } from '../../../lib/private/access/graph/edge';
import { isAction } from '../../../lib/private/access/policy/actions';
import type { Estate } from '../../../lib/private/access/model/estate';
import type { Principal } from '../../../lib/private/access/model/model';
import type { Condition } from '../../../lib/private/access/policy/statement';
import { segmentsOf } from '../../../lib/private/access/policy/text';
import { decideTrust } from '../../../lib/private/access/policy/trust';
import type { ReportEdge, ReportNode } from '../../../report/report';
import { type Subject, trustingRoles } from '../manifests/service-accounts';

export interface ServiceAccounts {
  readonly nodes: readonly ReportNode[];
  readonly edges: readonly ReportEdge[];
  /** What is told of the graph's edges here in more detail. */
  readonly replaced: ReadonlySet<Edge>;
}

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** The service accounts of Kubernetes that hold roles: in a graph, they are conditions of an identity provider, or names of EKS. */
export function serviceAccountsOf(estate: Estate, edges: readonly Edge[]): ServiceAccounts {
  const trusting = trustingRoles(estate);
  const byToken = trusting.flatMap(({ role, subjects }) => subjects.map((subject) => ofToken(estate, role, subject)));
  const roles = new Map(trusting.map(({ role }) => [role.id, role]));
  const known = new Map(
    estate.model.podIdentities.map(({ cluster, namespace, serviceAccount, place }) => [
      `${cluster}/${namespace}/${serviceAccount}`,
      node(`${namespace}/${serviceAccount}`, estate.text(cluster, place), estate.accountAt(place)),
    ]),
  );
  const associated = edges.flatMap((edge) => {
    const account = edge.mechanism === 'podIdentity' ? known.get(edge.from) : undefined;
    return account === undefined ? [] : [{ edge, node: account }];
  });
  const byProvider = edges.filter(({ from, to, mechanism }) => {
    const role = roles.get(to);
    return mechanism === 'webIdentity' && role !== undefined && asksForSubject(estate, role, from);
  });
  return {
    nodes: unique([...byToken, ...associated].map((each) => each.node)),
    edges: [
      ...byToken.map((each) => each.edge),
      ...associated.map(({ edge, node: { id } }) => ({ ...edge, from: id, missing: edge.missing?.why })),
    ],
    replaced: new Set([...byProvider, ...associated.map(({ edge }) => edge)]),
  };
}

function ofToken(
  estate: Estate,
  role: Principal,
  { subject, issuer, provider, kind }: Subject,
): { readonly node: ReportNode; readonly edge: ReportEdge } {
  const account = provider === undefined ? undefined : segmentsOf(provider)[4];
  const own = node(subject.replace(/^system:serviceaccount:([^:]*):/, '$1/'), issuer, account);
  const edge = { from: own.id, to: role.id, mechanism: 'webIdentity' as const };
  if (kind === 'vain' || provider === undefined) {
    const missing = 'no service account has this name, or no token of the trusted issuer can meet the conditions';
    return { node: own, edge: { ...edge, conditions: [], complete: false, missing } };
  }
  // A pattern is a condition itself, which the name tells.
  const context = { [`${issuer}:sub`]: subject };
  const trust = decideTrust(estate.trustOf(role), { type: 'federated', names: [provider] }, ACTION, { context });
  return { node: own, edge: { ...edge, conditions: conditionsOf(trust), complete: true } };
}

function node(name: string, cluster: string, account: string | undefined): ReportNode {
  return {
    id: `serviceaccount:${cluster}/${name}`,
    type: 'serviceAccount',
    name: `${name} (${cluster})`,
    ...(account === undefined || account.includes('${') ? {} : { account }),
    path: '',
  };
}

/** Whether every statement that lets an identity provider in asks for a subject, so that service accounts tell all of it. */
function asksForSubject(estate: Estate, role: Principal, provider: string): boolean {
  const isAbout = ({ key, operator }: Condition) =>
    key.toLowerCase().endsWith(':sub') && /^String(Equals|Like)/.test(operator);
  return estate
    .trustOf(role)
    .filter(
      ({ effect, principals, actions }) =>
        effect === 'Allow' &&
        isAction(actions, ACTION) !== false &&
        principals?.names.some(({ name }) => name === provider),
    )
    .every(({ conditions }) => conditions.some(isAbout));
}

function unique(nodes: readonly ReportNode[]): ReportNode[] {
  return [...new Map(nodes.map((each) => [each.id, each])).values()];
}
