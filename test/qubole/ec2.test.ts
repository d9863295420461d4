import type { aws_iam as iam } from 'aws-cdk-lib';
import { decide } from '../identity-simulator';
import { lint } from '../policy-lint';
import { isAllowed } from '../simulator';
import { Deployed, PLATFORM, list, newStack } from '../support';
import { INSTANCE, SNAPSHOT, VOLUME, allows, image, launch, marked, marking, of, on } from './ec2';
import { FLEETS, deployRoles, dualRoles, grant } from './support';

const hardened = deployRoles();
const withFleets = deployRoles(FLEETS);

describe('a Secondary role', () => {
  const { cluster } = hardened;

  test('passes itself to EC2 only', async () => {
    const passing = (resource: string, service: string) =>
      decide({
        principal: cluster.arn,
        policies: cluster.permissions,
        action: 'iam:PassRole',
        resource,
        context: { 'iam:PassedToService': service },
      });
    expect(await passing(cluster.arn, 'ec2.amazonaws.com')).toBe(true);
    expect(await passing(cluster.arn, 'lambda.amazonaws.com')).toBe(false);
    expect(await passing(hardened.other.arn, 'ec2.amazonaws.com')).toBe(false);
  });

  test("launches no image of its own account and no snapshot, which hold others' disks", async () => {
    const own = image('111122223333');
    const snapshot = on(SNAPSHOT);
    const instance = on(INSTANCE, of('cluster'));
    expect(await allows(cluster, 'RunInstances', instance, own)).toEqual([own.resource]);
    expect(await allows(cluster, 'RunInstances', ...launch(instance, snapshot))).toEqual([snapshot.resource]);
    const { cluster: asked } = deployRoles({ allowSnapshots: true });
    expect(await allows(asked, 'RunInstances', instance, own, snapshot)).toEqual([]);
  });

  test('does nothing to an instance by its tag, which whoever owns it may have given', async () => {
    const tagged = on(INSTANCE, marked('cluster'));
    expect(await allows(cluster, 'StopInstances', tagged)).toEqual([INSTANCE]);
    expect(await allows(cluster, 'StopInstances', on(INSTANCE, { ...marked('cluster'), ...of('cluster') }))).toEqual(
      [],
    );
  });

  test('makes empty volumes with its own tag only', async () => {
    const own = marking('cluster');
    const fromSnapshot = { ...own, 'ec2:ParentSnapshot': SNAPSHOT };
    expect(await allows(cluster, 'CreateVolume', on(VOLUME, own))).toEqual([]);
    expect(await allows(cluster, 'CreateVolume', on(VOLUME, marking('other')))).toEqual([VOLUME]);
    expect(await allows(cluster, 'CreateVolume', on(VOLUME))).toEqual([VOLUME]);
    expect(await allows(cluster, 'CreateVolume', on(VOLUME, fromSnapshot))).toEqual([VOLUME]);
    const { cluster: asked } = deployRoles({ allowSnapshots: true });
    const snapshot = on(SNAPSHOT);
    expect(await allows(asked, 'CreateVolume', on(VOLUME, fromSnapshot), snapshot)).toEqual([]);
  });

  test('tags what it makes, never with the name of another, and nothing that exists beside instances', async () => {
    const making = { 'ec2:CreateAction': 'CreateVolume' };
    expect(await allows(cluster, 'CreateTags', on(VOLUME, { ...making, ...marking('cluster') }))).toEqual([]);
    expect(await allows(cluster, 'CreateTags', on(VOLUME, making))).toEqual([]);
    expect(await allows(cluster, 'CreateTags', on(VOLUME, { ...making, ...marking('other') }))).toEqual([VOLUME]);
    expect(await allows(cluster, 'CreateTags', on(VOLUME, marking('cluster')))).toEqual([VOLUME]);
    expect(await allows(cluster, 'CreateTags', on(VOLUME, marked('cluster')))).toEqual([VOLUME]);
  });

  test("reads its own instances' user data only", async () => {
    expect(await allows(cluster, 'DescribeInstanceAttribute', on(INSTANCE, of('cluster')))).toEqual([]);
    expect(await allows(cluster, 'DescribeInstanceAttribute', on(INSTANCE, of('other')))).toEqual([INSTANCE]);
    expect(await allows(cluster, 'DescribeInstances', on('*'))).toEqual([]);
  });
});

test('the Service role does with each Secondary role what that one does itself, and no more', async () => {
  const { service } = hardened;
  for (const name of ['cluster', 'other']) {
    expect(await allows(service, 'RunInstances', ...launch(on(INSTANCE, of(name))))).toEqual([]);
    expect(await allows(service, 'DeleteVolume', on(VOLUME, marked(name)))).toEqual([]);
  }
  expect(await allows(service, 'RunInstances', ...launch(on(INSTANCE, of('service'))))).toEqual([INSTANCE]);
});

test.each([
  ['plain clusters', hardened],
  ['heterogeneous clusters', withFleets],
  ['snapshots', deployRoles({ allowSnapshots: true, aclActions: true })],
  ['untagged resources', deployRoles({ ...FLEETS, untaggedResources: true })],
])('every action, resource and condition key of the policies can apply: %s', async (_, roles) => {
  for (const { permissions } of [roles.service, roles.cluster]) {
    const faults = await Promise.all(permissions.map(lint));
    expect(faults.flat()).toEqual([]);
    for (const { Statement } of permissions) {
      expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
      for (const { Action } of Statement) expect(list(Action)).toEqual([...list(Action)].sort());
    }
  }
});

test('the roles of spot instances are made, by their service only, and never changed', async () => {
  const { arn: principal, permissions: policies } = hardened.service;
  const resource = 'arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot';
  const makes = (service: string) =>
    decide({
      principal,
      policies,
      action: 'iam:CreateServiceLinkedRole',
      resource,
      context: { 'iam:AWSServiceName': service },
    });
  expect(await makes('spot.amazonaws.com')).toBe(true);
  expect(await makes('ecs.amazonaws.com')).toBe(false);
  expect(await decide({ principal, policies, action: 'iam:PutRolePolicy', resource })).toBe(false);
  expect(await decide({ principal, policies: [grant('iam:*')], action: 'iam:PutRolePolicy', resource })).toBe(true);
});

describe('heterogeneous clusters', () => {
  test('the role of Spot Fleet is passed to it, and to nothing else', async () => {
    const fleetRole = 'arn:aws:iam::111122223333:role/qubole-ec2-spot-fleet-role';
    for (const { arn: principal, permissions: policies } of [withFleets.service, withFleets.cluster]) {
      const passing = (service: string) =>
        decide({
          principal,
          policies,
          action: 'iam:PassRole',
          resource: fleetRole,
          context: { 'iam:PassedToService': service },
        });
      const reading = (resource: string) => decide({ principal, policies, action: 'iam:GetRole', resource });
      expect([await reading(fleetRole), await reading(withFleets.cluster.arn)]).toEqual([true, true]);
      expect(await reading('arn:aws:iam::111122223333:role/admin')).toBe(false);
      expect(await passing('spotfleet.amazonaws.com')).toBe(true);
      expect(await passing('ec2.amazonaws.com')).toBe(false);
    }
  });

  test('the role of Spot Fleet has the fixed name and the published policy, and is for requests of the account', () => {
    const roles = (deployed: Deployed) =>
      deployed
        .ofType('AWS::IAM::Role')
        .filter(({ Properties }) => Properties.RoleName === 'qubole-ec2-spot-fleet-role')
        .map(({ Properties }) => Properties);
    const stack = newStack(PLATFORM);
    dualRoles(FLEETS, stack);
    expect(roles(new Deployed(stack))).toEqual([
      {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AllowSpotFleet',
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'spotfleet.amazonaws.com' },
              Condition: {
                StringEquals: { 'aws:SourceAccount': '111122223333' },
                ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:*:111122223333:spot-fleet-request/sfr-*' },
              },
            },
          ],
        },
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole'],
        RoleName: 'qubole-ec2-spot-fleet-role',
      },
    ]);
    expect(roles(hardened.deployed)).toEqual([]);
  });

  test('Spot Fleet takes that role for requests of the account, of any region, and for nobody else', async () => {
    const stack = newStack(PLATFORM);
    const role = dualRoles(FLEETS, stack).node.findChild('SpotFleetRole') as iam.Role;
    const request = (account: string, region: string, id = 'sfr-1') => ({
      'aws:SourceAccount': account,
      'aws:SourceArn': `arn:aws:ec2:${region}:${account}:spot-fleet-request/${id}`,
    });
    const deployed = new Deployed(stack).of(role);
    const takes = (context: Record<string, string>, principal = 'spotfleet.amazonaws.com') =>
      isAllowed({ action: 'sts:AssumeRole', principal, role: deployed, context });
    expect(await takes(request('111122223333', 'eu-west-1'))).toBe(true);
    expect(await takes(request('111122223333', 'us-east-1'))).toBe(true);
    expect(await takes(request('444455556666', 'eu-west-1'))).toBe(false);
    expect(await takes({ 'aws:SourceAccount': '111122223333' })).toBe(false);
    expect(await takes(request('111122223333', 'eu-west-1', 'fleet-1'))).toBe(false);
    expect(await takes(request('111122223333', 'eu-west-1'), 'ec2.amazonaws.com')).toBe(false);
  });
});

const BOTH = ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'];

test.each([
  ['eu-west-1', 'ec2.amazonaws.com', 'ec2.amazonaws.com'],
  ['cn-north-1', BOTH, BOTH],
  // A trust that names a service of another partition is refused, a condition on its name is not.
  [undefined, BOTH, 'ec2.amazonaws.com'],
])('in region %s, roles are passed to %s and trust %s', (region, passedTo, trusted) => {
  const stack = newStack(region === undefined ? undefined : { account: '111122223333', region });
  const { secondaryRole } = dualRoles({}, stack);
  const { trust, permissions } = new Deployed(stack).of(secondaryRole);
  const passing = permissions.flatMap(({ Statement }) => Statement).find(({ Sid }) => Sid === 'PassToInstances');
  expect(passing?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': passedTo } });
  expect(trust.Statement).toEqual([
    { Sid: 'AllowEc2Instances', Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: trusted } },
  ]);
});
