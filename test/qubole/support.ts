import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_s3 as s3, type Stack } from 'aws-cdk-lib';
import { qubole } from '../../lib';
import { type Options, PROVED, type Requests, never, unrefuted } from '../proofs';
import type { IdentityPolicy } from '../service-authorization';
import { Deployed, type DeployedRole, PLATFORM, type PolicyDocument, newStack } from '../support';

export const QUBOLE = '805246085872';
export const EXTERNAL_ID = 'external-id';

/** Default location and data in one bucket, data in another, and something that is not secure. */
export const RESULTS = 'arn:aws:s3:::lake/results/';
export const PUBLIC = 'arn:aws:s3:::weather';
export const CLAIMS = 'arn:aws:s3:::lake/claims/';
export const LEDGER = 'arn:aws:s3:::ledger';
export const FRAUD = 'arn:aws:s3:::fraud';

/** Fleets can't be kept from snapshots. */
export const FLEETS = { heterogeneousClusters: true, allowSnapshots: true };

export const imported = (stack: Stack, name: string): s3.IBucket =>
  (stack.node.tryFindChild(name) as unknown as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, name, name);

export function dualRoles(props: Partial<qubole.DualRolesProps> = {}, stack = newStack(PLATFORM)): qubole.DualRoles {
  return new qubole.DualRoles(stack, 'Roles', {
    vendorAccountId: QUBOLE,
    externalId: EXTERNAL_ID,
    serviceRoleName: 'service',
    secondaryRoleName: 'cluster',
    defaultLocation: { bucket: imported(stack, 'lake'), prefix: 'results' },
    nonSecureLocations: [{ bucket: imported(stack, 'weather') }],
    dataLocations: [{ bucket: imported(stack, 'lake'), prefix: 'claims/' }, { bucket: imported(stack, 'ledger') }],
    ...props,
  });
}

export interface DeployedRoles {
  readonly deployed: Deployed;
  readonly service: DeployedRole;
  readonly cluster: DeployedRole;
  /** Of a second cluster, with the bucket fraud. */
  readonly other: DeployedRole;
}

/** Dual roles with two clusters. */
export function deployRoles(props: Partial<qubole.DualRolesProps> = {}): DeployedRoles {
  const stack = newStack(PLATFORM, 'Stack', new App());
  const roles = dualRoles(props, stack);
  const other = roles.addSecondaryRole('Other', {
    dataLocations: [{ bucket: imported(stack, 'fraud') }],
    roleName: 'other',
  });
  const deployed = new Deployed(stack);
  return {
    deployed,
    service: deployed.of(roles.serviceRole),
    cluster: deployed.of(roles.secondaryRole),
    other: deployed.of(other),
  };
}

/** The policies of a role by the construct ids that they were given. */
export function policiesOf(deployed: Deployed, role: string): Record<string, PolicyDocument> {
  const policies = Object.entries(deployed.resources).filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy');
  return Object.fromEntries(
    policies.flatMap(([logicalId, { Properties }]) => {
      const id = new RegExp(`^Roles${role}([A-Z].*?)[0-9A-F]{8}$`).exec(logicalId)?.[1];
      return id === undefined ? [] : [[id, deployed.evaluate(Properties.PolicyDocument) as PolicyDocument]];
    }),
  );
}

/** What Qubole publishes, with the names of these tests in the place of its placeholders. */
export function published(name: string): PolicyDocument {
  const file = join(__dirname, '..', 'fixtures', 'vendor', 'qubole', `${name}.json`);
  const text = readFileSync(file, 'utf8')
    .replaceAll('<Bucket1path>', 'home')
    .replaceAll('${defloc}', 'home')
    .replaceAll('<Secondary_Role>', 'cluster')
    .replaceAll('<arn_number>', PLATFORM.account)
    .replaceAll('<account>', PLATFORM.account)
    .replaceAll('${qubole-aws-account-id}', QUBOLE)
    .replaceAll('${qubole-external-id}', EXTERNAL_ID);
  return (JSON.parse(text) as { document: PolicyDocument }).document;
}

/** Everything that somebody might grant to a role later. */
export function grant(...actions: string[]): IdentityPolicy {
  return { Statement: [{ Sid: 'Later', Effect: 'Allow', Action: actions, Resource: '*' }] };
}

/** Proves that requests are never allowed, and that the proof says something of each: one other statement would refute it. */
export async function expectNever(policies: IdentityPolicy[], requests: Requests, options: Options): Promise<void> {
  expect(await never(policies, requests, options)).toMatchObject(PROVED);
  expect(await unrefuted(policies, requests, options)).toEqual([]);
}
