import type { hopsworks } from '../../lib';
import { decide } from '../identity-simulator';
import { never, type Proof, PROVED, type Requests, isSubset } from '../proofs';
import type { PolicyDocument, Statement } from '../support';
import {
  ACCOUNT,
  BACKUP_TAG,
  CrossAccountPolicy,
  everyScope,
  INSTANCE_TAG,
  KEY_POLICY,
  OWN_KEY,
  place,
  REGION,
  rendered,
  statementOf,
} from './support';

/** Every condition key of the policies: one that was forgotten here is an error of the proof. */
const keys = [
  'aws:RequestTag/hopsworks-backup',
  'aws:ResourceTag/hopsworks',
  'aws:ResourceTag/hopsworks-backup',
  'ec2:Attribute',
  'ec2:CreateAction',
  'ec2:InstanceProfile',
  'ec2:MetadataHttpTokens',
  'ec2:NewInstanceProfile',
  'ec2:Owner',
  'ec2:Vpc',
  'elasticloadbalancing:CreateAction',
  'iam:AWSServiceName',
  'iam:PassedToService',
  'kms:GrantIsForAWSResource',
  'kms:ViaService',
];

const { stack, ...lock } = place();
const { spot, ebsKmsKeys, ...scopes } = everyScope(stack);
const locked = (props: Partial<hopsworks.LockedPolicyProps>) =>
  rendered(stack, CrossAccountPolicy.lockedTo({ ...lock, ...props }));
const everything = locked({ ...scopes, spot, ebsKmsKeys });
const withoutAdditions = locked(scopes);
const byDefault = locked({});
const documented = locked({ asDocumented: true, instanceTypeChange: true, roleTesting: true });
const unrestricted = rendered(stack, CrossAccountPolicy.unrestricted());

const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/hopsworks`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/hopsworks-role`;
const VPC = `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc/vpc-good`;
const OTHER_PROFILE = { ArnNotEquals: { 'ec2:InstanceProfile': PROFILE } };
const [OF_BACKUP, FOR_BACKUP] = [`aws:ResourceTag/${BACKUP_TAG.key}`, `aws:RequestTag/${BACKUP_TAG.key}`];
const OF_INSTANCES = `aws:ResourceTag/${INSTANCE_TAG.key}`;
const KEY_ACTIONS = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
].map((action) => `kms:${action}`);
const NO_BACKUP_TAG = { StringNotEquals: { [OF_BACKUP]: BACKUP_TAG.value } };

/** A statement of ours, and what of it has to go for the invariant to fall: condition keys, or `Resource`. */
type Hole = [sid: string, ...what: string[]];

/** What must never be allowed, whether the published policy allows it, and what of ours keeps it. */
const INVARIANTS: [invariant: string, requests: Requests, documentedHolds: boolean, ...holes: Hole[]][] = [
  [
    'no subnet of another VPC',
    { Action: 'ec2:RunInstances', resourceTypes: ['subnet'], Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } } },
    false,
    ['LaunchInVpcs', 'ec2:Vpc'],
  ],
  [
    'no network interface of another VPC',
    {
      Action: 'ec2:RunInstances',
      resourceTypes: ['network-interface'],
      Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } },
    },
    false,
    ['LaunchInVpcs', 'ec2:Vpc'],
  ],
  [
    'no security group of another VPC',
    { Action: 'ec2:RunInstances', resourceTypes: ['security-group'], Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } } },
    false,
    ['LaunchInVpcs', 'ec2:Vpc'],
  ],
  [
    'no launch with another profile or none',
    { Action: 'ec2:RunInstances', resourceTypes: ['instance'], Condition: OTHER_PROFILE },
    false,
    ['LaunchWithInstanceProfiles', 'ec2:InstanceProfile'],
  ],
  [
    'no launch from a snapshot without the tag',
    { Action: 'ec2:RunInstances', resourceTypes: ['snapshot'], Condition: NO_BACKUP_TAG },
    false,
    ['UseTaggedSnapshots', OF_BACKUP],
  ],
  [
    'no role is passed but the given one',
    { Action: 'iam:PassRole', NotResource: ROLE },
    false,
    ['PassInstanceRoles', 'Resource'],
  ],
  [
    'no role is passed to anything but EC2',
    { Action: 'iam:PassRole', Condition: { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
    false,
    ['PassInstanceRoles', 'iam:PassedToService'],
  ],
  [
    'no other profile is read',
    { Action: 'iam:GetInstanceProfile', NotResource: PROFILE },
    true,
    ['ReadInstanceProfiles', 'Resource'],
  ],
  [
    'no other profile is attached',
    {
      Action: ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'],
      Condition: { ArnNotEquals: { 'ec2:NewInstanceProfile': PROFILE } },
    },
    false,
    ['AttachInstanceProfiles', 'ec2:NewInstanceProfile'],
  ],
  [
    'no profile is attached where there is one',
    { Action: 'ec2:AssociateIamInstanceProfile', Condition: { Null: { 'ec2:InstanceProfile': 'false' } } },
    false,
    ['AttachInstanceProfiles', 'ec2:InstanceProfile'],
  ],
  [
    'no profile is attached without the tag',
    {
      Action: 'ec2:AssociateIamInstanceProfile',
      Condition: { StringNotEquals: { [OF_INSTANCES]: INSTANCE_TAG.value } },
    },
    false,
    ['AttachInstanceProfiles', OF_INSTANCES],
  ],
  [
    'no instance without an own profile is started, stopped, terminated or changed',
    {
      Action: ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances', 'ec2:ModifyInstanceAttribute'],
      resourceTypes: ['instance'],
      Condition: OTHER_PROFILE,
    },
    false,
    ['OperateInstances', 'ec2:InstanceProfile'],
    ['ResizeInstances', 'ec2:InstanceProfile'],
  ],
  [
    'nothing of an instance is changed but its type',
    {
      Action: 'ec2:ModifyInstanceAttribute',
      Condition: { StringNotEqualsIgnoreCase: { 'ec2:Attribute': 'InstanceType' } },
    },
    false,
    ['ResizeInstances', 'ec2:Attribute'],
  ],
  [
    'nothing that exists is tagged',
    { Action: 'ec2:CreateTags', Condition: { Null: { 'ec2:CreateAction': 'true' } } },
    false,
    ['TagAtLaunch', 'ec2:CreateAction'],
    ['TagBackups', 'ec2:CreateAction'],
  ],
  [
    'nothing is copied from a volume without the tag',
    { Action: 'ec2:CreateSnapshot', resourceTypes: ['volume'], Condition: NO_BACKUP_TAG },
    false,
    ['SnapshotTaggedVolumes', OF_BACKUP],
  ],
  [
    'no image is made from a snapshot without the tag',
    { Action: 'ec2:RegisterImage', resourceTypes: ['snapshot'], Condition: NO_BACKUP_TAG },
    false,
    ['UseTaggedSnapshots', OF_BACKUP],
  ],
  [
    'no snapshot and no image is made without the tag',
    {
      Action: ['ec2:CreateSnapshot', 'ec2:RegisterImage'],
      resourceTypes: ['image', 'snapshot'],
      Condition: {
        StringNotEquals: {
          [FOR_BACKUP]: BACKUP_TAG.value,
          [OF_BACKUP]: BACKUP_TAG.value,
        },
      },
    },
    false,
    ['CreateTaggedSnapshots', FOR_BACKUP],
    ['RegisterTaggedImages', FOR_BACKUP],
  ],
  [
    'no snapshot and no image without the tag is deleted',
    { Action: ['ec2:DeleteSnapshot', 'ec2:DeregisterImage'], Condition: NO_BACKUP_TAG },
    false,
    ['UseTaggedSnapshots', OF_BACKUP],
    ['UseTaggedImages', OF_BACKUP],
  ],
  [
    'no port of another VPC is opened or closed',
    {
      Action: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      NotResource: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-cluster`,
      Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } },
    },
    false,
    ['OpenPorts', 'Resource', 'ec2:Vpc'],
  ],
  [
    'no role is tested but the given one',
    { Action: 'iam:SimulatePrincipalPolicy', NotResource: ROLE },
    false,
    ['TestInstanceRoles', 'Resource'],
  ],
];

/** What must never be allowed with every switch on, because a switch was asked for. */
const WITH_SWITCHES: [invariant: string, requests: Requests, ...holes: Hole[]][] = [
  [
    'no launch without IMDSv2',
    {
      Action: 'ec2:RunInstances',
      resourceTypes: ['instance'],
      Condition: { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } },
    },
    ['LaunchWithInstanceProfiles', 'ec2:MetadataHttpTokens'],
  ],
  [
    "no launch of a stranger's image, but of the cluster's backups",
    {
      Action: 'ec2:RunInstances',
      resourceTypes: ['image'],
      Condition: { StringNotEquals: { 'ec2:Owner': 'amazon', [OF_BACKUP]: BACKUP_TAG.value } },
    },
    ['LaunchFromImages', 'ec2:Owner'],
    ['UseTaggedImages', OF_BACKUP],
  ],
  [
    'no instance without the tag is started, stopped, terminated or changed',
    {
      Action: ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances', 'ec2:ModifyInstanceAttribute'],
      resourceTypes: ['instance'],
      Condition: { StringNotEquals: { [OF_INSTANCES]: INSTANCE_TAG.value } },
    },
    ['OperateInstances', OF_INSTANCES],
    ['ResizeInstances', OF_INSTANCES],
  ],
  [
    'no other key is used',
    { Action: KEY_ACTIONS, NotResource: OWN_KEY },
    ['UseEbsKeys', 'Resource'],
    ['LendEbsKeys', 'Resource'],
  ],
  [
    'no key is used but through EC2',
    { Action: KEY_ACTIONS, Condition: { StringNotEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } } },
    ['UseEbsKeys', 'kms:ViaService'],
    ['LendEbsKeys', 'kms:ViaService'],
  ],
  [
    'no key is lent but to a service of AWS',
    { Action: 'kms:CreateGrant', Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } } },
    ['LendEbsKeys', 'kms:GrantIsForAWSResource'],
  ],
  [
    'no service-linked role but that of spot instances',
    {
      Action: 'iam:CreateServiceLinkedRole',
      Condition: { StringNotEquals: { 'iam:AWSServiceName': 'spot.amazonaws.com' } },
    },
    ['CreateSpotServiceRole', 'iam:AWSServiceName'],
  ],
  [
    'no load balancer of another account or region',
    {
      Action: ['AddTags', 'CreateListener', 'CreateLoadBalancer', 'DeleteLoadBalancer', 'DeleteTargetGroup'].map(
        (action) => `elasticloadbalancing:${action}`,
      ),
      NotResource: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:*`,
    },
    ['TagNewLoadBalancers', 'Resource'],
    ['ManageLoadBalancers', 'Resource'],
    ['ManageTargetGroups', 'Resource'],
  ],
  [
    'no load balancer that exists is tagged',
    {
      Action: 'elasticloadbalancing:AddTags',
      Condition: { Null: { 'elasticloadbalancing:CreateAction': 'true' } },
    },
    ['TagNewLoadBalancers', 'elasticloadbalancing:CreateAction'],
  ],
];

describe.each([
  ['every switch on', everything],
  ['the default', byDefault],
])('the hardened policy, %s', (_, policy) => {
  test.each(INVARIANTS)('%s', async (__, requests, ___, ...holes) => {
    await expectKept(policy, requests, holes);
  });
});

test.each(WITH_SWITCHES)('every switch on: %s', async (_, requests, ...holes) => {
  await expectKept(everything, requests, holes);
});

test.each(INVARIANTS)('%s: what the published policies say of it', async (_, requests, documentedHolds) => {
  const proof = await never([documented], requests, { keys });
  if (documentedHolds) expect(proof).toMatchObject(PROVED);
  else await expectRefuted(proof, documented);
  await expectRefuted(await never([unrestricted], requests, { keys }), unrestricted);
});

test('what the hardened policy allows, the default permissions allow too, but for spot instances and keys', async () => {
  expect(await isSubset([withoutAdditions], [unrestricted], { keys })).toMatchObject(PROVED);
  expect(await isSubset([byDefault], [unrestricted], { keys })).toMatchObject(PROVED);
  await expectRefuted(await isSubset([unrestricted], [withoutAdditions], { keys }), unrestricted);

  const additions = everything.Statement.filter(
    ({ Sid }) => !['CreateSpotServiceRole', 'LendEbsKeys', 'UseEbsKeys'].includes(Sid),
  );
  expect(await isSubset([{ ...everything, Statement: additions }], [unrestricted], { keys })).toMatchObject(PROVED);
  expect(await isSubset([everything], [unrestricted], { keys })).toMatchObject({ proved: false });
});

test('no switch widens another: the default is within every policy that has more switches on', async () => {
  const narrowing = {
    instanceTag: undefined,
    imageOwners: undefined,
    requireImdsV2: undefined,
    securityGroups: undefined,
  };
  const wider = { ...scopes, ...narrowing };
  expect(await isSubset([byDefault], [locked(wider)], { keys })).toMatchObject(PROVED);
  expect(await isSubset([locked(wider)], [byDefault], { keys })).toMatchObject({ proved: false });
});

/** A policy keeps an invariant, and each policy that differs from it in one statement that matters does not. */
async function expectKept(policy: PolicyDocument, requests: Requests, holes: Hole[]): Promise<void> {
  const kept = await never([policy], requests, { keys });
  expect(kept).toMatchObject(PROVED);
  for (const hole of holes) {
    const holed = withHole(policy, hole);
    await expectRefuted(await never([holed], requests, { keys }), holed);
  }
  // No action and no type that the invariant names is passed over: each of them could be granted.
  const { resourceTypes: types = [undefined] } = requests;
  const asked = [requests.Action]
    .flat()
    .flatMap((action) => types.map((type) => ({ action, type })))
    .filter(({ action, type }) => type === undefined || kept.checks.includes(`${action} on ${type}`));
  expect(new Set(asked.map(({ action }) => action))).toEqual(new Set([requests.Action].flat()));
  expect(new Set(asked.map(({ type }) => type))).toEqual(new Set(types));
  for (const { action, type } of asked) {
    const granted = { Sid: 'Granted', Effect: 'Allow', Action: action, Resource: '*' };
    const wider = { ...policy, Statement: [...policy.Statement, granted] };
    const within = { ...requests, Action: action, resourceTypes: type === undefined ? undefined : [type] };
    await expectRefuted(await never([wider], within, { keys }), wider);
  }
}

/** A policy with one statement changed; one that it does not have is added, as it is with every switch on. */
function withHole(policy: PolicyDocument, [sid, ...what]: Hole): PolicyDocument {
  const statement = [policy, everything].map((each) => statementOf(each, sid)).find((found) => found !== undefined)!;
  const conditions = Object.entries(statement.Condition ?? {}).map(([operator, values]) => [
    operator,
    Object.fromEntries(Object.entries(values).filter(([key]) => !what.includes(key))),
  ]);
  const holed = {
    ...statement,
    Condition: Object.fromEntries(conditions) as Statement['Condition'],
    ...(what.includes('Resource') && { Resource: '*' }),
  };
  expect(holed).not.toEqual(statement);
  return { ...policy, Statement: [...policy.Statement.filter(({ Sid }) => Sid !== sid), holed] };
}

/** A proof that fails names a request, and another engine finds it allowed too. */
async function expectRefuted({ proved, witness }: Proof, policy: PolicyDocument): Promise<void> {
  expect(proved).toBe(false);
  const principal = `arn:aws:iam::${ACCOUNT}:role/control-plane`;
  const resourcePolicy = witness!.action.startsWith('kms:') ? KEY_POLICY : undefined;
  const call = { ...witness!, principal, policies: [policy], resourcePolicy, resourceAccount: ACCOUNT };
  expect(await decide(call)).toBe(true);
}
