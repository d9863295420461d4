import type { Estate } from '../model/estate';
import type { Principal } from '../model/model';
import { isAction } from '../policy/actions';
import { accountOfRoot } from '../policy/caller';
import { conditionText } from '../policy/decide';
import type { PrincipalName, Statement } from '../policy/statement';
import { type SessionAction, decideTrust } from '../policy/trust';
import { conditionsOf } from './assume';
import type { Edge, Mechanism } from './edge';

/** Who becomes a role of the model without being a principal of it: services, identity providers, and other accounts. */
export function outsideEdges(estate: Estate): Edge[] {
  const accounts = new Set(estate.model.principals.map((principal) => estate.accountOf(principal)));
  const edges = estate.model.principals.flatMap((role) =>
    estate.trustOf(role).flatMap((statement) => {
      const { effect, principals } = statement;
      if (effect !== 'Allow' || principals === undefined) return [];
      if (principals.not) return edgeFromAnybody(role, statement);
      return principals.names.flatMap((name) => edgeFrom(estate, role, name, accounts) ?? []);
    }),
  );
  const podIdentities = estate.model.podIdentities.flatMap((association) => {
    const role = estate.principalNamed('role', association.role, association.place);
    const { cluster, namespace, serviceAccount } = association;
    if (role === undefined) return [];
    // EKS says of every pod whose it is.
    const context = {
      'aws:RequestTag/kubernetes-namespace': namespace,
      'aws:RequestTag/kubernetes-service-account': serviceAccount,
    };
    const trust = decideTrust(estate.trustOf(role), { type: 'service', names: [PODS] }, 'sts:AssumeRole', { context });
    const complete = trust.answer !== 'no';
    const why = `its trust does not let ${PODS} in for this service account`;
    return [
      {
        from: `${cluster}/${namespace}/${serviceAccount}`,
        to: role.id,
        mechanism: 'podIdentity' as const,
        conditions: [...new Set(conditionsOf(trust))],
        complete,
        ...(complete ? {} : { missing: { half: 'trust' as const, why } }),
      },
    ];
  });
  return unique([...edges, ...podIdentities]);
}

const PODS = 'pods.eks.amazonaws.com';

function edgeFrom(
  estate: Estate,
  role: Principal,
  principal: PrincipalName,
  accounts: ReadonlySet<string>,
): Edge | undefined {
  const { type, name } = principal;
  const to = role.id;
  if (type === 'Service') {
    return decided(estate, role, { type: 'service', names: [name] }, 'sts:AssumeRole', {
      from: name,
      to,
      mechanism: name === PODS ? 'podIdentity' : 'service',
    });
  }
  if (type === 'Federated') {
    const action = name.includes(':saml-provider/') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
    return decided(estate, role, { type: 'federated', names: [name] }, action, {
      from: name,
      to,
      mechanism: 'webIdentity',
    });
  }
  if (type !== 'AWS' || estate.principalOf(name) !== undefined) return undefined;
  const account = accountOfRoot(name);
  if (account !== undefined && accounts.has(account)) return undefined;
  const from = account === undefined || name.startsWith('arn:') ? name : `arn:aws:iam::${account}:root`;
  const caller = account === undefined ? name : `arn:aws:iam::${account}:role/\${somebody}`;
  return decided(estate, role, { type: 'aws', names: [caller] }, 'sts:AssumeRole', { from, to, mechanism: 'assume' });
}

function decided(
  estate: Estate,
  role: Principal,
  caller: Parameters<typeof decideTrust>[1],
  action: SessionAction,
  ends: { readonly from: string; readonly to: string; readonly mechanism: Mechanism },
): Edge | undefined {
  const trust = decideTrust(estate.trustOf(role), caller, action);
  return trust.answer === 'no' ? undefined : { ...ends, conditions: [...new Set(conditionsOf(trust))], complete: true };
}

function edgeFromAnybody({ id }: Principal, { actions, conditions }: Statement): Edge[] {
  if (isAction(actions, 'sts:AssumeRole') === false) return [];
  return [{ from: '*', to: id, mechanism: 'assume', conditions: conditions.map(conditionText), complete: true }];
}

function unique(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [JSON.stringify([edge.from, edge.to, edge.mechanism]), edge])).values()];
}
