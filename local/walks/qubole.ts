/** Dual roles: Qubole's control plane reaches results and no claims, the cluster reaches both; so it stays with more granted. */
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Chain, Login, Walk } from '../chain';
import { prepared, type Check } from '../check';
import { PLATFORM, QUBOLE, type DeployedRole, type Outputs } from '../quickstart';

const { home } = QUBOLE;

interface DualRoles {
  readonly service: DeployedRole;
  readonly cluster: DeployedRole & { readonly instanceProfile: string };
}

function dualRoles({ output }: { output: Outputs }): DualRoles {
  const arn = output('QuboleServiceRoleArn');
  const instanceProfile = output('QuboleSecondaryRoleInstanceProfileName');
  return {
    service: { name: 'control-plane', account: PLATFORM, arn },
    // Qubole takes one name for the role and the instance profile.
    cluster: { name: 'cluster', account: PLATFORM, arn: arn.replace(/[^/]*$/, instanceProfile), instanceProfile },
  };
}

export const qubole: Walk = {
  name: 'dual roles of Qubole',
  checks: (chain) => {
    const { aws } = chain;
    const roles = dualRoles(chain);
    const withId = (externalId?: string) => () =>
      aws.assumeRole(aws.root(QUBOLE.account), roles.service.arn, externalId);
    const controlPlane = withId(QUBOLE.externalId);
    // On EC2 the instance metadata would hand out this session.
    const cluster = () => aws.assumeRole(aws.root(roles.cluster.account), roles.cluster.arn);
    return [
      { name: 'Qubole becomes control-plane with its external id', expected: 'allowed', run: controlPlane },
      { name: 'the same without external id', expected: 'refused', run: withId() },
      { name: 'the same with another one', expected: 'refused', run: withId('another-external-id') },
      {
        name: 'the instance profile cluster holds the role cluster',
        expected: 'allowed',
        run: () => assertHolds(chain),
      },
      { name: 'account root, for EC2, becomes cluster', expected: 'allowed', run: cluster },
      {
        name: 'control-plane becomes cluster',
        expected: 'refused',
        run: () => chain.become(controlPlane, roles.cluster),
      },
      { name: 'cluster puts claims/a', expected: 'allowed', run: () => chain.put(cluster, home, 'claims/a') },
      { name: 'cluster gets claims/a', expected: 'allowed', run: () => chain.get(cluster, home, 'claims/a') },
      { name: 'cluster lists claims/', expected: 'allowed', run: () => chain.list(cluster, home, 'claims/') },
      { name: 'cluster puts results/a', expected: 'allowed', run: () => chain.put(cluster, home, 'results/a') },
      {
        name: 'control-plane gets results/a',
        expected: 'allowed',
        run: () => chain.get(controlPlane, home, 'results/a'),
      },
      {
        name: 'control-plane puts results/b',
        expected: 'allowed',
        run: () => chain.put(controlPlane, home, 'results/b'),
      },
      { name: 'cluster gets results/b', expected: 'allowed', run: () => chain.get(cluster, home, 'results/b') },
      ...refusals(chain, controlPlane, ''),
      ...withMoreGranted(chain, controlPlane),
    ];
  },
};

/** Each differs from an allowed call in its place only. */
function refusals(chain: Chain, controlPlane: Login, granted: string, around = unchanged): Check[] {
  const { get, put, list } = {
    get: (key: string) => () => around(chain, () => chain.get(controlPlane, home, key)),
    put: (key: string) => () => around(chain, () => chain.put(controlPlane, home, key)),
    list: (prefix?: string) => () => around(chain, () => chain.list(controlPlane, home, prefix)),
  };
  return [
    { name: `control-plane${granted} gets claims/a, which exists`, expected: 'refused', run: get('claims/a') },
    { name: `control-plane${granted} puts claims/b`, expected: 'refused', run: put('claims/b') },
    { name: `control-plane${granted} lists claims/`, expected: 'refused', run: list('claims/') },
    { name: `control-plane${granted} lists the whole bucket`, expected: 'refused', run: list() },
    { name: `control-plane${granted} lists results/`, expected: 'allowed', run: list('results/') },
  ];
}

function withMoreGranted(chain: Chain, controlPlane: Login): Check[] {
  const deletePolicy = async () => {
    const s3 = chain.aws.s3(await prepared(controlPlane()));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: home }));
  };
  return [
    ...refusals(chain, controlPlane, ', with s3:* on *,', withEverythingOfS3),
    {
      name: 'control-plane, with s3:* on *, deletes the policy of the bucket',
      expected: 'refused',
      run: () => withEverythingOfS3(chain, deletePolicy),
    },
    {
      name: 'the same without its barrier gets claims/a',
      expected: 'allowed',
      run: () =>
        withEverythingOfS3(chain, () => withoutBarrier(chain, () => chain.get(controlPlane, home, 'claims/a'))),
    },
    {
      name: 'control-plane as it was gets claims/a',
      expected: 'refused',
      run: () => chain.get(controlPlane, home, 'claims/a'),
    },
  ];
}

async function unchanged(_: Chain, attempt: () => Promise<void>): Promise<void> {
  await attempt();
}

async function withEverythingOfS3(chain: Chain, attempt: () => Promise<void>): Promise<void> {
  const { aws } = chain;
  const roles = dualRoles(chain);
  const iam = aws.iam(aws.root(roles.service.account));
  const policy = { RoleName: roles.service.name, PolicyName: 'granted-later' };
  const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [everything] });
  await prepared(iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument })));
  try {
    await attempt();
  } finally {
    await prepared(iam.send(new DeleteRolePolicyCommand(policy)));
  }
}

async function withoutBarrier(chain: Chain, attempt: () => Promise<void>): Promise<void> {
  const { aws } = chain;
  const roles = dualRoles(chain);
  const iam = aws.iam(aws.root(roles.service.account));
  const RoleName = roles.service.name;
  const attached = await prepared(iam.send(new ListAttachedRolePoliciesCommand({ RoleName })));
  const barrier = attached.AttachedPolicies?.find(({ PolicyName }) => PolicyName?.includes('Barrier'));
  if (barrier === undefined) {
    throw new Error(`${RoleName} has no barrier attached.`);
  }
  const { PolicyArn } = barrier;
  await prepared(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
  try {
    await attempt();
  } finally {
    await prepared(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })));
  }
}

async function assertHolds(chain: Chain): Promise<void> {
  const { aws } = chain;
  const { cluster } = dualRoles(chain);
  const command = new GetInstanceProfileCommand({ InstanceProfileName: cluster.instanceProfile });
  const answer = await aws.iam(aws.root(cluster.account)).send(command);
  const held = answer.InstanceProfile?.Roles?.map(({ Arn }) => Arn).join() ?? '';
  if (held !== cluster.arn) {
    throw new Error(`it holds ${held}, expected ${cluster.arn}`);
  }
}
