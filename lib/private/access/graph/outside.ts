import type { Estate } from '../model/estate';
import type { PodIdentityAssociation, Principal } from '../model/model';
import { callerNamed, idOf } from '../policy/caller';
import type { PrincipalName } from '../policy/statement';
import { type SessionAction, decideTrust } from '../policy/trust';
import { conditionsOf } from './assume';
import type { Edge, Mechanism } from './edge';

/** Who becomes a role of the model without being a principal of it: services, identity providers, and other accounts. */
export function outsideEdges(estate: Estate): Edge[] {
  const edges = estate.model.principals.flatMap((role) =>
    estate.trustOf(role).flatMap(({ effect, principals }) => {
      const named = effect === 'Allow' ? (principals?.names ?? []) : [];
      return named.filter((name) => estate.isOutside(name)).flatMap((name) => edgeFrom(estate, role, name));
    }),
  );
  const ofPods = estate.model.podIdentities.flatMap((association) => podEdge(estate, association));
  const unique = new Map(
    [...edges, ...ofPods].map((edge) => [JSON.stringify([edge.from, edge.to, edge.mechanism]), edge]),
  );
  return [...unique.values()];
}

const PODS = 'pods.eks.amazonaws.com';

function edgeFrom(estate: Estate, role: Principal, principal: PrincipalName): Edge[] {
  const [action, mechanism] = wayOf(principal);
  const trust = decideTrust(estate.trustOf(role), callerNamed(principal), action);
  if (trust.answer === 'no') return [];
  return [{ from: idOf(principal), to: role.id, mechanism, conditions: conditionsOf(trust), complete: true }];
}

function wayOf({ type, name }: PrincipalName): [SessionAction, Mechanism] {
  if (type === 'Federated')
    return [
      name.includes(':saml-provider/') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity',
      'webIdentity',
    ];
  return ['sts:AssumeRole', type === 'AWS' ? 'assume' : name === PODS ? 'podIdentity' : 'service'];
}

function podEdge(estate: Estate, association: PodIdentityAssociation): Edge[] {
  const { cluster, namespace, serviceAccount, place } = association;
  const role = estate.principalNamed('role', association.role, place);
  if (role === undefined) return [];
  // EKS says of every pod whose it is.
  const context = {
    'aws:RequestTag/kubernetes-namespace': namespace,
    'aws:RequestTag/kubernetes-service-account': serviceAccount,
  };
  const trust = decideTrust(estate.trustOf(role), { type: 'service', names: [PODS] }, 'sts:AssumeRole', { context });
  const edge = {
    from: `${cluster}/${namespace}/${serviceAccount}`,
    to: role.id,
    mechanism: 'podIdentity' as const,
    conditions: conditionsOf(trust),
  };
  const why = `its trust does not let ${PODS} in for this service account`;
  return [
    trust.answer === 'no' ? { ...edge, complete: false, missing: { half: 'trust', why } } : { ...edge, complete: true },
  ];
}
