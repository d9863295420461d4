import { aws_kms as kms } from 'aws-cdk-lib';
import { type RequestedResource, decide } from '../identity-simulator';
import { type DeployedRole, newStack } from '../support';
import {
  ACCOUNT,
  INSTANCE,
  SNAPSHOT,
  TAGS,
  TEMPLATE,
  VOLUME,
  allows,
  ec2,
  image,
  launch,
  marked,
  marking,
  of,
  on,
  profile,
  rootVolume,
} from './ec2';
import { FLEETS, deployRoles } from './support';

/*
 * The calls of a cluster's life, of each kind of cluster that Qubole offers. All are allowed, and for each resource of each call, the
 * neighbour that differs in one fact is refused: another's profile or tag, none, an image of the account, another region.
 */

type Call = [action: string, ...resources: RequestedResource[]];

const EBS_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/disks`;
const [REQUESTED, TAGGED] = TAGS;
const during = (action: string) => ({ 'ec2:CreateAction': action });

const own = on(INSTANCE, of('cluster'));
const [KEY_PAIR, SUBNET] = [on(ec2('key-pair/qubole')), on(ec2('subnet/subnet-1'))];
const GROUP = ec2('security-group/sg-1');
const SPOT_REQUEST = ec2('spot-instances-request/sir-1');
const SPOT_FLEET = ec2('spot-fleet-request/sfr-1');
const FLEET = ec2('fleet/fleet-1');
const ownGroup = on(GROUP, marked('cluster'));
const ownVolume = on(VOLUME, marked('cluster'));
const ownTemplate = on(TEMPLATE, marked('cluster'));
const snapshot = on(SNAPSHOT);
const ofSnapshot = { 'ec2:ParentSnapshot': SNAPSHOT };
const encrypted = { 'ec2:Encrypted': 'true' };

const makingTemplate: Call[] = [
  ['CreateLaunchTemplate', on(TEMPLATE, marking('cluster'))],
  ['CreateTags', on(TEMPLATE, { ...during('CreateLaunchTemplate'), ...marking('cluster') })],
  ['CreateLaunchTemplateVersion', ownTemplate],
];
const deletingTemplate: Call[] = [
  ['DeleteLaunchTemplateVersions', ownTemplate],
  ['DeleteLaunchTemplate', ownTemplate],
];

const plain = deployRoles().cluster;
const withFleets = deployRoles(FLEETS).cluster;
const keyed = deployRoles({ ebsKmsKeys: [kms.Key.fromKeyArn(newStack(), 'Key', EBS_KEY)] });

interface Life {
  readonly role: DeployedRole;
  /** Whether images of the account may be launched too. */
  readonly ownImages?: boolean;
  readonly calls: Call[];
}

const LIVES: Record<string, Life> = {
  'on demand': {
    role: plain,
    calls: [
      ['ImportKeyPair', KEY_PAIR],
      ['CreateSecurityGroup', on(ec2('vpc/vpc-1')), on(GROUP, marking('cluster'))],
      ['CreateTags', on(GROUP, { ...during('CreateSecurityGroup'), ...marking('cluster') })],
      ['AuthorizeSecurityGroupIngress', ownGroup],
      ['AuthorizeSecurityGroupEgress', ownGroup],
      ['RunInstances', ...launch(own, KEY_PAIR)],
      ['CreateTags', on(INSTANCE, { ...during('RunInstances'), ...marking('cluster') })],
      ['CreateTags', own],
      ['CreateVolume', on(VOLUME, marking('cluster'))],
      ['CreateTags', on(VOLUME, { ...during('CreateVolume'), ...marking('cluster') })],
      ['AttachVolume', own, ownVolume],
      ['ModifyInstanceAttribute', own],
      ['StopInstances', own],
      ['StartInstances', own],
      ['DetachVolume', own, ownVolume],
      ['DeleteTags', ownVolume],
      ['DeleteVolume', ownVolume],
      ['TerminateInstances', own],
      ['RevokeSecurityGroupIngress', ownGroup],
      ['RevokeSecurityGroupEgress', ownGroup],
      ['DeleteSecurityGroup', ownGroup],
    ],
  },
  'by spot requests': {
    role: plain,
    calls: [
      ['RequestSpotInstances', image(), KEY_PAIR, on(GROUP), SUBNET, on(SPOT_REQUEST)],
      ['CreateTags', on(SPOT_REQUEST, { ...during('RequestSpotInstances'), ...marking('cluster') })],
      ['RunInstances', ...launch(own, on(SPOT_REQUEST))],
      ['CancelSpotInstanceRequests', on(SPOT_REQUEST, marked('cluster'))],
    ],
  },
  'by spot fleets': {
    role: withFleets,
    ownImages: true,
    calls: [
      ...makingTemplate,
      ['RequestSpotFleet', on(SPOT_FLEET, marking('cluster')), ownTemplate, on(GROUP), SUBNET],
      ['RequestSpotFleet', on(SPOT_FLEET, marking('cluster')), image(), KEY_PAIR, on(GROUP), SUBNET],
      ['CreateTags', on(SPOT_FLEET, { ...during('RequestSpotFleet'), ...marking('cluster') })],
      ['CancelSpotFleetRequests', on(SPOT_FLEET, marked('cluster'))],
      ...deletingTemplate,
    ],
  },
  'of several instance types, by fleets': {
    role: withFleets,
    ownImages: true,
    calls: [
      ...makingTemplate,
      ['CreateFleet', on(FLEET, marking('cluster')), own, ownTemplate, image(), SUBNET, rootVolume()],
      ['CreateTags', on(FLEET, { ...during('CreateFleet'), ...marking('cluster') })],
      ['CreateTags', on(INSTANCE, { ...during('CreateFleet'), ...marking('cluster') })],
      ['RunInstances', ...launch(own, ownTemplate)],
      ...deletingTemplate,
    ],
  },
  'with disks of snapshots': {
    role: deployRoles({ allowSnapshots: true }).cluster,
    ownImages: true,
    calls: [
      ['RunInstances', ...launch(own, snapshot, on(ec2('volume/vol-3'), ofSnapshot))],
      ['RequestSpotInstances', image(), on(SPOT_REQUEST), snapshot],
      ['CreateVolume', on(VOLUME, { ...ofSnapshot, ...marking('cluster') }), snapshot],
    ],
  },
  'with volumes that a key encrypts': {
    role: keyed.cluster,
    calls: [
      ['RunInstances', own, image(), SUBNET, rootVolume(encrypted)],
      ['CreateVolume', on(VOLUME, { ...encrypted, ...marking('cluster') })],
      ['AttachVolume', own, on(VOLUME, { ...encrypted, ...marked('cluster') })],
    ],
  },
  'of a Qubole that tags instances only': {
    role: deployRoles({ untaggedResources: true }).cluster,
    calls: [
      ['CreateSecurityGroup', on(ec2('vpc/vpc-1')), on(GROUP)],
      ['CreateTags', on(GROUP)],
      ['AuthorizeSecurityGroupIngress', on(GROUP)],
      ['RunInstances', ...launch(own)],
      ['CreateTags', own],
      ['CreateVolume', on(VOLUME)],
      ['AttachVolume', own, on(VOLUME)],
      ['CancelSpotInstanceRequests', on(SPOT_REQUEST)],
      ['TerminateInstances', own],
      ['DeleteVolume', on(VOLUME)],
      ['DeleteSecurityGroup', on(GROUP)],
    ],
  },
  'of a Qubole that tags instances only, by fleets': {
    role: deployRoles({ ...FLEETS, untaggedResources: true }).cluster,
    ownImages: true,
    calls: [
      ['CreateLaunchTemplate', on(TEMPLATE)],
      ['CreateTags', on(TEMPLATE)],
      ['CreateFleet', on(FLEET), own, on(TEMPLATE), image(), SUBNET, rootVolume()],
      ['RequestSpotFleet', on(SPOT_FLEET), on(TEMPLATE)],
      ['CancelSpotFleetRequests', on(SPOT_FLEET)],
      ['DeleteLaunchTemplate', on(TEMPLATE)],
    ],
  },
};

/** The other values that a fact of a resource may have. */
const OTHER_FACTS: Record<string, (string | undefined)[]> = {
  'ec2:Owner': [ACCOUNT],
  'ec2:InstanceProfile': [profile('admin'), undefined],
  'ec2:CreateAction': ['CopySnapshot', undefined],
  [REQUESTED]: ['other', undefined],
  [TAGGED]: ['other', undefined],
};

function neighboursOf(action: string, { resource, context = {} }: RequestedResource, ownImages = false) {
  const elsewhere = { resource: resource.replace('eu-west-1', 'us-east-1'), context };
  const others = Object.keys(context).flatMap((key) =>
    (OTHER_FACTS[key] ?? [])
      // What is made need not be tagged by a tag of ours.
      .filter((other) => action !== 'CreateTags' || key !== REQUESTED || other !== undefined)
      .filter(() => !ownImages || key !== 'ec2:Owner')
      .map((other) => {
        const facts = Object.entries(context).filter(([each]) => each !== key);
        return { resource, context: Object.fromEntries(other === undefined ? facts : [...facts, [key, other]]) };
      }),
  );
  return [elsewhere, ...others];
}

describe.each(Object.entries(LIVES))('a cluster %s', (_, { role, ownImages, calls }) => {
  test.each(calls)('may %s, and not the neighbour of anything in it', async (action, ...resources) => {
    expect(await allows(role, action, ...resources)).toEqual([]);
    for (const each of resources) {
      for (const neighbour of neighboursOf(action, each, ownImages)) {
        expect([neighbour, await allows(role, action, neighbour)]).toEqual([neighbour, [neighbour.resource]]);
      }
    }
  });
});

test.each(Object.entries(LIVES).filter(([, { role }]) => role !== plain && role !== keyed.cluster))(
  'a cluster %s needs to be asked for',
  async (_, { calls }) => {
    const refusals = await Promise.all(calls.map(([action, ...resources]) => allows(plain, action, ...resources)));
    expect(refusals.flat()).not.toEqual([]);
  },
);

describe('the key of volumes', () => {
  const keyPolicy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
  const through = (service: string) => ({ 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });
  const lent = { 'kms:GrantIsForAWSResource': 'true' };

  test.each([
    ['kms:Decrypt', {}],
    ['kms:DescribeKey', {}],
    ['kms:GenerateDataKeyWithoutPlaintext', {}],
    ['kms:ReEncryptFrom', {}],
    ['kms:ReEncryptTo', {}],
    ['kms:CreateGrant', lent],
  ])('is there for %s, of both roles and through EC2 only', async (action, context) => {
    for (const { arn: principal, permissions: policies } of [keyed.service, keyed.cluster]) {
      const uses = (resource: string, service: string, more: object = context) =>
        decide({
          principal,
          policies,
          action,
          resource,
          context: { ...through(service), ...more },
          resourcePolicy: keyPolicy,
        });
      expect(await uses(EBS_KEY, 'ec2')).toBe(true);
      expect(await uses(EBS_KEY, 's3')).toBe(false);
      expect(await uses(`${EBS_KEY}2`, 'ec2')).toBe(false);
      if (context === lent) expect(await uses(EBS_KEY, 'ec2', { 'kms:GrantIsForAWSResource': 'false' })).toBe(false);
    }
    const { arn: principal, permissions: policies } = plain;
    const asked = { action, resource: EBS_KEY, context: { ...through('ec2'), ...context }, resourcePolicy: keyPolicy };
    expect(await decide({ principal, policies, ...asked })).toBe(false);
  });
});
