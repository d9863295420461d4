import { runSimulation } from '@cloud-copilot/iam-simulate';
import { carries } from '../lib/private/aws/actions/service-authorization';
import { type IdentityPolicy, checksOf } from './service-authorization';
import { onRoot } from './simulator';

/** What an organization attaches to each account, so that its other policies need to deny only. */
const FULL_AWS_ACCESS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** A resource of a call, and what the request says about it. */
export interface RequestedResource {
  /** The ARN, or `*` for an action without resource types. */
  readonly resource: string;
  /** `aws:PrincipalArn` is filled in. */
  readonly context?: Record<string, string | string[]>;
}

export interface Caller {
  /** The ARN of the role that calls. */
  readonly principal: string;
  readonly action: string;
  readonly policies: IdentityPolicy[];
  readonly permissionsBoundary?: IdentityPolicy;
  /** The policy of the resource, such as a bucket's. */
  readonly resourcePolicy?: object;
  /** A policy of the organization about what the principals of its accounts may do. */
  readonly serviceControlPolicy?: object;
  /** Who owns the resource; by default the account in its ARN, or the caller's if there is none. */
  readonly resourceAccount?: string;
}

export type IdentityCall = Caller & RequestedResource;

/**
 * Decides a call in a strict simulator. It throws where the simulator would decide something else than what was asked: unknown
 * actions, resources of no type of the action, keys that such a request never carries.
 *
 *     expect(await decide({ principal, policies, action: 's3:GetObject', resource: 'arn:aws:s3:::lake/a' })).toBe(true);
 */
export async function decide(call: IdentityCall): Promise<boolean> {
  const { principal, resource, policies, permissionsBoundary, resourcePolicy, serviceControlPolicy } = call;
  const context = { 'aws:PrincipalArn': principal, ...call.context };
  const accountId = call.resourceAccount ?? (resource.split(':')[4] || (principal.split(':')[4] ?? ''));
  const simulated = await runSimulation(
    {
      request: { principal, action: call.action, resource: { resource, accountId }, contextVariables: context },
      identityPolicies: policies.map((policy, index) => ({ name: `policy${index}`, policy })),
      permissionBoundaryPolicies: permissionsBoundary && [{ name: 'boundary', policy: permissionsBoundary }],
      serviceControlPolicies: onRoot(serviceControlPolicy, FULL_AWS_ACCESS),
      resourceControlPolicies: [],
      resourcePolicy,
      additionalSettings: { s3: { bucketAbacEnabled: true } },
    },
    { simulationMode: 'Strict' },
  );
  if (simulated.resultType !== 'single') throw new Error(`the simulator did not decide: ${JSON.stringify(simulated)}`);
  const { ignoredContextKeys = [], resourceType = '*' } = simulated.result;
  const check = checksOf(call.action).find((candidate) => candidate.resourceType === resourceType)!;
  const foreign = Object.keys(context).filter((key) => !carries(check, key));
  const ignored = [...new Set([...ignoredContextKeys, ...foreign])];
  if (ignored.length > 0) throw new Error(`${call.action} on ${resourceType} never carries ${ignored.join(', ')}`);
  return simulated.overallResult === 'Allowed';
}

/**
 * The resources of a call that are refused; the call is allowed if there are none. EC2 checks every resource of a call by itself:
 * a launch has an instance, a network interface, a subnet, and so on.
 */
export async function refused(call: Caller & { readonly resources: RequestedResource[] }): Promise<string[]> {
  const decisions = await Promise.all(
    call.resources.map(async (one) => ({ one, allowed: await decide({ ...call, ...one }) })),
  );
  return decisions.filter(({ allowed }) => !allowed).map(({ one }) => one.resource);
}
