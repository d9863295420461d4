import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { DeployedRole, PolicyDocument } from './support';

/** One call that IAM decides. */
export interface Call {
  /** The ARN of the caller: a role, or a service or federated principal of a trust. */
  readonly principal: string;
  readonly action: string;
  readonly role: DeployedRole;
  readonly context?: Record<string, string | string[]>;
  /** What the caller's own account lets it do. */
  readonly permissions?: PolicyDocument[];
  /** A policy of the organization about the resources of its accounts. */
  readonly resourceControlPolicy?: object;
}

/** A policy of an organization, as it stands on its root; none if there is none. */
export function onRoot(policy: object | undefined, ...others: object[]) {
  if (policy === undefined) return [];
  const policies = [policy, ...others].map((each, index) => ({ name: `policy${index}`, policy: each }));
  return [{ orgIdentifier: 'r-ab12', policies }];
}

/**
 * Decides a call on a role in a strict simulator; throws where the simulator would decide something else than what was asked.
 *
 * The simulator's data knows no issuer of an EKS cluster and would drop its keys, which makes every denial vacuous: they are given
 * other names, in the request and in the policies alike.
 */
export async function isAllowed(call: Call): Promise<boolean> {
  const { principal, action, role, context = {}, permissions = [], resourceControlPolicy } = call;
  const account = role.arn.split(':')[4] ?? '';
  const result = await runSimulation(
    withKnownIssuer({
      request: { principal, action, resource: { resource: role.arn, accountId: account }, contextVariables: context },
      identityPolicies: permissions.map((policy, index) => ({ name: `policy${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: onRoot(resourceControlPolicy),
      resourcePolicy: role.trust,
    }),
    { simulationMode: 'Strict' },
  );
  if (result.resultType !== 'single') throw new Error(`the simulator did not decide: ${JSON.stringify(result)}`);
  const { ignoredContextKeys = [] } = result.result;
  if (ignoredContextKeys.length > 0) throw new Error(`the simulator ignored ${ignoredContextKeys.join(', ')}`);
  return result.overallResult === 'Allowed';
}

function withKnownIssuer<T>(simulation: T): T {
  const text = JSON.stringify(simulation);
  return JSON.parse(text.replace(/"oidc\.eks\.[^":]+:(aud|sub)"/g, '"cognito-identity.amazonaws.com:$1"')) as T;
}
