import { decide, refused, type RequestedResource } from '../identity-simulator';
import { lint } from '../policy-lint';
import { PROVED, isSubset, never, type Requests } from '../proofs';
import { type IdentityPolicy, actionsMatching } from '../service-authorization';
import { type DeployedRole, Deployed, list, newStack } from '../support';
import { type DeployedRoles, deployRoles, dualRoles, grant } from './support';

const hardened = deployRoles();
const withFleets = deployRoles({ heterogeneousClusters: true });
const documented = deployRoles({ asDocumented: true, heterogeneousClusters: true });

const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
const profile = (role: string) => `arn:aws:iam::111122223333:instance-profile/${role}`;
const INSTANCE = ec2('instance/i-1');
const VOLUME = ec2('volume/vol-1');
const of = (role: string) => ({ 'ec2:InstanceProfile': profile(role) });
const marked = (role: string) => ({ 'aws:ResourceTag/secondary-role': role });
const marking = (role: string) => ({ 'aws:RequestTag/secondary-role': role });

const allows = (role: DeployedRole, action: string, ...resources: RequestedResource[]) =>
  refused({ principal: role.arn, policies: role.permissions, action: `ec2:${action}`, resources });
const on = (resource: string, context: RequestedResource['context'] = {}) => ({ resource, context });

const image = (owner: string) => on('arn:aws:ec2:eu-west-1::image/ami-1', { 'ec2:Owner': owner });
const launch = (instance: RequestedResource, ...others: RequestedResource[]) => [
  instance,
  image('805246085872'),
  on(ec2('network-interface/eni-1')),
  on(ec2('security-group/sg-1')),
  on(ec2('subnet/subnet-1')),
  on(ec2('volume/vol-2')),
  ...others,
];

describe('a Secondary role', () => {
  const { cluster } = hardened;

  test('launches with its own instance profile only', async () => {
    expect(await allows(cluster, 'RunInstances', ...launch(on(INSTANCE, of('cluster'))))).toEqual([]);
    expect(await allows(cluster, 'RunInstances', ...launch(on(INSTANCE, of('other'))))).toEqual([INSTANCE]);
    expect(await allows(cluster, 'RunInstances', ...launch(on(INSTANCE)))).toEqual([INSTANCE]);
  });

  test('requests spot instances from the images of others, and passes itself to EC2 only', async () => {
    const parts = [image('805246085872'), on(ec2('spot-instances-request/sir-1')), on(ec2('subnet/subnet-1'))];
    expect(await allows(cluster, 'RequestSpotInstances', ...parts)).toEqual([]);
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
    const snapshot = on('arn:aws:ec2:eu-west-1::snapshot/snap-1');
    const instance = on(INSTANCE, of('cluster'));
    expect(await allows(cluster, 'RunInstances', instance, own)).toEqual([own.resource]);
    expect(await allows(cluster, 'RunInstances', ...launch(instance, snapshot))).toEqual([snapshot.resource]);
    const { cluster: asked } = deployRoles({ allowSnapshots: true });
    expect(await allows(asked, 'RunInstances', instance, own, snapshot)).toEqual([]);
  });

  test.each(['StartInstances', 'StopInstances', 'TerminateInstances', 'ModifyInstanceAttribute', 'CreateTags'])(
    '%s on instances with its own profile only',
    async (action) => {
      expect(await allows(cluster, action, on(INSTANCE, of('cluster')))).toEqual([]);
      expect(await allows(cluster, action, on(INSTANCE, of('other')))).toEqual([INSTANCE]);
      expect(await allows(cluster, action, on(INSTANCE))).toEqual([INSTANCE]);
      expect(await allows(cluster, action, on(INSTANCE, marked('cluster')))).toEqual([INSTANCE]);
    },
  );

  test.each(['AttachVolume', 'DetachVolume'])('%s joins its own volumes and its own instances', async (action) => {
    const [own, ownVolume] = [on(INSTANCE, of('cluster')), on(VOLUME, marked('cluster'))];
    expect(await allows(cluster, action, own, ownVolume)).toEqual([]);
    expect(await allows(cluster, action, own, on(VOLUME, marked('other')))).toEqual([VOLUME]);
    expect(await allows(cluster, action, own, on(VOLUME))).toEqual([VOLUME]);
    expect(await allows(cluster, action, on(INSTANCE, of('other')), ownVolume)).toEqual([INSTANCE]);
  });

  test('makes empty volumes with its own tag only', async () => {
    const own = marking('cluster');
    const fromSnapshot = { ...own, 'ec2:ParentSnapshot': 'arn:aws:ec2:eu-west-1::snapshot/snap-1' };
    expect(await allows(cluster, 'CreateVolume', on(VOLUME, own))).toEqual([]);
    expect(await allows(cluster, 'CreateVolume', on(VOLUME, marking('other')))).toEqual([VOLUME]);
    expect(await allows(cluster, 'CreateVolume', on(VOLUME))).toEqual([VOLUME]);
    expect(await allows(cluster, 'CreateVolume', on(VOLUME, fromSnapshot))).toEqual([VOLUME]);
    const { cluster: asked } = deployRoles({ allowSnapshots: true });
    const snapshot = on('arn:aws:ec2:eu-west-1::snapshot/snap-1');
    expect(await allows(asked, 'CreateVolume', on(VOLUME, fromSnapshot), snapshot)).toEqual([]);
  });

  test.each([
    ['DeleteVolume', VOLUME],
    ['DeleteTags', VOLUME],
    ['DeleteSecurityGroup', ec2('security-group/sg-1')],
    ['AuthorizeSecurityGroupIngress', ec2('security-group/sg-1')],
    ['AuthorizeSecurityGroupEgress', ec2('security-group/sg-1')],
    ['RevokeSecurityGroupIngress', ec2('security-group/sg-1')],
    ['RevokeSecurityGroupEgress', ec2('security-group/sg-1')],
    ['CancelSpotInstanceRequests', ec2('spot-instances-request/sir-1')],
  ])('%s on what carries its own tag only', async (action, resource) => {
    expect(await allows(cluster, action, on(resource, marked('cluster')))).toEqual([]);
    expect(await allows(cluster, action, on(resource, marked('other')))).toEqual([resource]);
    expect(await allows(cluster, action, on(resource))).toEqual([resource]);
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
  const { service, cluster, other } = hardened;
  for (const name of ['cluster', 'other']) {
    expect(await allows(service, 'RunInstances', ...launch(on(INSTANCE, of(name))))).toEqual([]);
    expect(await allows(service, 'DeleteVolume', on(VOLUME, marked(name)))).toEqual([]);
  }
  expect(await allows(service, 'RunInstances', ...launch(on(INSTANCE, of('service'))))).toEqual([INSTANCE]);
  const keys = ['ec2:InstanceProfile', 'ec2:ParentSnapshot', 'ec2:CreateAction', 'ec2:Owner', ...TAGS];
  const within = { Action: await ec2Actions(service) };
  const options = { keys, within };
  expect(await isSubset(ofEc2(cluster), ofEc2(service), { keys, within })).toMatchObject(PROVED);
  expect(await isSubset(ofEc2(other), ofEc2(service), options)).toMatchObject(PROVED);
});

const TAGS = ['aws:RequestTag/secondary-role', 'aws:ResourceTag/secondary-role'];

/** The policies about EC2, without the denials that every proof would have to model. */
function ofEc2(role: DeployedRole): IdentityPolicy[] {
  const statements = role.permissions.flatMap(({ Statement }) => Statement);
  return [{ Statement: statements.filter(({ Action }) => list(Action).some((each) => each.startsWith('ec2:'))) }];
}

async function ec2Actions(role: DeployedRole): Promise<string[]> {
  const patterns = ofEc2(role).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => list(Action)));
  const actions = await Promise.all(
    patterns.filter((each) => each.startsWith('ec2:') && each !== 'ec2:Describe*').map(actionsMatching),
  );
  return [...new Set(actions.flat())];
}

/**
 * Whatever is called, and in whatever order: what belongs to another stays another's, because no call on it is allowed that would
 * change whose it is, or that would use it.
 */
describe.each([
  ['plain clusters', hardened],
  ['heterogeneous clusters', withFleets],
])('for every request, with %s', (_, { service, cluster, other }: DeployedRoles) => {
  const keys = ['ec2:InstanceProfile', 'ec2:ParentSnapshot', 'ec2:CreateAction', 'ec2:Owner', ...TAGS];
  const impossible = (role: DeployedRole, requests: Requests) => never(ofEc2(role), requests, { keys });
  const makes = ['CreateVolume', 'CreateSecurityGroup', 'RunInstances', 'RequestSpotInstances'];
  const fleets = ['CreateFleet', 'CreateLaunchTemplate', 'RequestSpotFleet'];
  const existing = { StringNotEquals: { 'ec2:CreateAction': [...makes, ...fleets] } };
  /** Actions whose resource is not there before them. */
  const creating = [...makes, ...fleets, 'ImportKeyPair'].map((action) => `ec2:${action}`);
  const others = async (role: DeployedRole) => (await ec2Actions(role)).filter((action) => !creating.includes(action));

  test('an instance with the profile of another is never touched', async () => {
    const foreign = { ArnNotEquals: { 'ec2:InstanceProfile': profile('cluster') }, ...existing };
    const Action = [...(await others(cluster)), 'ec2:RunInstances'];
    expect(await impossible(cluster, { Action, resourceTypes: ['instance'], Condition: foreign })).toMatchObject(
      PROVED,
    );
  });

  test('no instance gets another profile', async () => {
    const Action = ['Associate', 'Disassociate', 'Replace'].flatMap((verb) =>
      verb === 'Replace' ? ['ec2:ReplaceIamInstanceProfileAssociation'] : [`ec2:${verb}IamInstanceProfile`],
    );
    for (const role of [service, cluster, other]) expect(await impossible(role, { Action })).toMatchObject(PROVED);
  });

  test('a volume, security group, spot request or launch template with the tag of another, or none, is never touched', async () => {
    const foreign = { StringNotEquals: { 'aws:ResourceTag/secondary-role': 'cluster' } };
    const resourceTypes = ['volume', 'spot-instances-request', 'launch-template', 'spot-fleet-request'];
    const Action = (await others(cluster)).filter((action) => action !== 'ec2:CreateTags');
    expect(await impossible(cluster, { Action, resourceTypes, Condition: foreign })).toMatchObject(PROVED);
    const onGroups = { Action, resourceTypes: ['security-group'], Condition: foreign };
    expect(await impossible(cluster, onGroups)).toMatchObject(PROVED);
    const launching = ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:RequestSpotFleet'];
    const templates = { Action: launching, resourceTypes: ['launch-template'], Condition: foreign };
    expect(await impossible(cluster, templates)).toMatchObject(PROVED);
  });

  test('no tag is given to what exists beside own instances, nor the name of another to what is made', async () => {
    const resourceTypes = [
      'volume',
      'security-group',
      'spot-instances-request',
      'launch-template',
      'snapshot',
      'image',
    ];
    const tagging = { Action: 'ec2:CreateTags', resourceTypes };
    for (const role of [service, cluster]) {
      expect(await impossible(role, { ...tagging, Condition: existing })).toMatchObject(PROVED);
    }
    const others = { Null: { [TAGS[0]!]: 'false' }, StringNotEquals: { [TAGS[0]!]: 'cluster' } };
    expect(await impossible(cluster, { ...tagging, Condition: others })).toMatchObject(PROVED);
  });

  test('no disk comes from a snapshot or an image of the account', async () => {
    for (const role of [service, cluster]) {
      const fromSnapshot = { Action: 'ec2:CreateVolume', Condition: { Null: { 'ec2:ParentSnapshot': 'false' } } };
      expect(await impossible(role, fromSnapshot)).toMatchObject(PROVED);
      expect(await impossible(role, { Action: creating, resourceTypes: ['snapshot'] })).toMatchObject(PROVED);
      const ownImages = { StringEquals: { 'ec2:Owner': '111122223333' } };
      expect(
        await impossible(role, { Action: creating, resourceTypes: ['image'], Condition: ownImages }),
      ).toMatchObject(PROVED);
    }
  });
});

test('each of these proofs fails for the documented policies', async () => {
  const touched = (requests: Requests) => never(ofEc2(documented.cluster), requests, { keys: ['iam:AWSServiceName'] });
  expect(await touched({ Action: 'ec2:StopInstances' })).not.toMatchObject(PROVED);
  expect(await touched({ Action: 'ec2:DeleteVolume' })).not.toMatchObject(PROVED);
  expect(await touched({ Action: 'ec2:CreateTags', resourceTypes: ['volume'] })).not.toMatchObject(PROVED);
  expect(await touched({ Action: 'ec2:CreateVolume', resourceTypes: ['snapshot'] })).not.toMatchObject(PROVED);
});

test.each([
  ['plain clusters', hardened, deployRoles({ asDocumented: true })],
  ['heterogeneous clusters', withFleets, documented],
])('with %s, no role may do what the documented one may not, apart from revoking egress', async (_, roles, wider) => {
  const keys = ['ec2:InstanceProfile', 'ec2:ParentSnapshot', 'ec2:CreateAction', 'ec2:Owner', ...TAGS];
  for (const name of ['service', 'cluster'] as const) {
    const Action = (await ec2Actions(roles[name])).filter((action) => action !== 'ec2:RevokeSecurityGroupEgress');
    const proof = await isSubset(ofEc2(roles[name]), ofEc2(wider[name]), { keys, within: { Action } });
    expect(proof).toMatchObject(PROVED);
  }
});

test.each([
  ['plain clusters', hardened],
  ['heterogeneous clusters', withFleets],
  ['snapshots', deployRoles({ allowSnapshots: true, aclActions: true })],
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
  const TEMPLATE = ec2('launch-template/lt-1');
  const FLEET = ec2('spot-fleet-request/sfr-1');

  test('templates and fleets carry the tag of their cluster', async () => {
    const { cluster } = withFleets;
    expect(await allows(cluster, 'CreateLaunchTemplate', on(TEMPLATE, marking('cluster')))).toEqual([]);
    expect(await allows(cluster, 'CreateLaunchTemplate', on(TEMPLATE, marking('other')))).toEqual([TEMPLATE]);
    expect(await allows(cluster, 'CreateLaunchTemplateVersion', on(TEMPLATE, marked('cluster')))).toEqual([]);
    expect(await allows(cluster, 'CreateLaunchTemplateVersion', on(TEMPLATE, marked('other')))).toEqual([TEMPLATE]);
    const parts = [on(ec2('subnet/subnet-1')), on(TEMPLATE, marked('cluster'))];
    expect(await allows(cluster, 'RequestSpotFleet', on(FLEET, marking('cluster')), ...parts)).toEqual([]);
    expect(await allows(cluster, 'RequestSpotFleet', on(FLEET), ...parts)).toEqual([FLEET]);
    expect(await allows(cluster, 'CancelSpotFleetRequests', on(FLEET, marked('cluster')))).toEqual([]);
    expect(await allows(cluster, 'CancelSpotFleetRequests', on(FLEET, marked('other')))).toEqual([FLEET]);
    expect(await allows(hardened.cluster, 'CreateLaunchTemplate', on(TEMPLATE, marking('cluster')))).toEqual([
      TEMPLATE,
    ]);
  });

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

  test('the role of Spot Fleet has the fixed name and the published trust and policy, once for an account', () => {
    const roles = (deployed: Deployed) =>
      deployed
        .ofType('AWS::IAM::Role')
        .filter(({ Properties }) => Properties.RoleName === 'qubole-ec2-spot-fleet-role')
        .map(({ Properties }) => Properties);
    const stack = newStack();
    dualRoles({ heterogeneousClusters: true }, stack);
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
            },
          ],
        },
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole'],
        RoleName: 'qubole-ec2-spot-fleet-role',
      },
    ]);
    expect(roles(hardened.deployed)).toEqual([]);
  });
});

test.each([
  ['eu-west-1', 'ec2.amazonaws.com'],
  ['cn-north-1', ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']],
  [undefined, ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']],
])('in region %s, roles are passed to %s', (region, expected) => {
  const stack = newStack(region === undefined ? undefined : { account: '111122223333', region });
  const roles = dualRoles({}, stack);
  const passing = new Deployed(stack)
    .of(roles.secondaryRole)
    .permissions.flatMap(({ Statement }) => Statement)
    .find(({ Sid }) => Sid === 'PassToInstances');
  expect(passing?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': expected } });
});
