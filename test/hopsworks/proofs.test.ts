import type { hopsworks } from '../../lib';
import { decide } from '../identity-simulator';
import { never, type Proof, PROVED, type Requests, isSubset, unrefuted } from '../proofs';
import type { PolicyDocument } from '../support';
import { ACCOUNT, BACKUP_TAG, CrossAccountPolicy, everyScope, INSTANCE_TAG, place, REGION, rendered } from './support';

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
const NO_BACKUP_TAG = { StringNotEquals: { [`aws:ResourceTag/${BACKUP_TAG.key}`]: BACKUP_TAG.value } };

/** What must never be allowed, and whether the published policy allows it. */
const INVARIANTS: [invariant: string, requests: Requests, documentedHolds: boolean][] = [
  [
    'no subnet of another VPC',
    { Action: 'ec2:RunInstances', resourceTypes: ['subnet'], Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } } },
    false,
  ],
  [
    'no network interface of another VPC',
    {
      Action: 'ec2:RunInstances',
      resourceTypes: ['network-interface'],
      Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } },
    },
    false,
  ],
  [
    'no security group of another VPC',
    { Action: 'ec2:RunInstances', resourceTypes: ['security-group'], Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } } },
    false,
  ],
  [
    'no launch with another profile or none',
    { Action: 'ec2:RunInstances', resourceTypes: ['instance'], Condition: OTHER_PROFILE },
    false,
  ],
  [
    'no launch from a snapshot without the tag',
    { Action: 'ec2:RunInstances', resourceTypes: ['snapshot'], Condition: NO_BACKUP_TAG },
    false,
  ],
  ['no role is passed but the given one', { Action: 'iam:PassRole', NotResource: ROLE }, false],
  [
    'no role is passed to anything but EC2',
    { Action: 'iam:PassRole', Condition: { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
    false,
  ],
  ['no other profile is read', { Action: 'iam:GetInstanceProfile', NotResource: PROFILE }, true],
  [
    'no other profile is attached',
    {
      Action: ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'],
      Condition: { ArnNotEquals: { 'ec2:NewInstanceProfile': PROFILE } },
    },
    false,
  ],
  [
    'no profile is attached where there is one',
    { Action: 'ec2:AssociateIamInstanceProfile', Condition: { Null: { 'ec2:InstanceProfile': 'false' } } },
    false,
  ],
  [
    'no profile is attached without the tag',
    {
      Action: 'ec2:AssociateIamInstanceProfile',
      Condition: { StringNotEquals: { [`aws:ResourceTag/${INSTANCE_TAG.key}`]: INSTANCE_TAG.value } },
    },
    false,
  ],
  [
    'no instance without an own profile is started, stopped, terminated or changed',
    {
      Action: ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances', 'ec2:ModifyInstanceAttribute'],
      resourceTypes: ['instance'],
      Condition: OTHER_PROFILE,
    },
    false,
  ],
  [
    'nothing of an instance is changed but its type',
    {
      Action: 'ec2:ModifyInstanceAttribute',
      Condition: { StringNotEqualsIgnoreCase: { 'ec2:Attribute': 'InstanceType' } },
    },
    false,
  ],
  [
    'nothing that exists is tagged',
    { Action: 'ec2:CreateTags', Condition: { Null: { 'ec2:CreateAction': 'true' } } },
    false,
  ],
  [
    'nothing is copied from a volume without the tag',
    { Action: 'ec2:CreateSnapshot', resourceTypes: ['volume'], Condition: NO_BACKUP_TAG },
    false,
  ],
  [
    'no image is made from a snapshot without the tag',
    { Action: 'ec2:RegisterImage', resourceTypes: ['snapshot'], Condition: NO_BACKUP_TAG },
    false,
  ],
  [
    'no snapshot and no image is made without the tag',
    {
      Action: ['ec2:CreateSnapshot', 'ec2:RegisterImage'],
      resourceTypes: ['image', 'snapshot'],
      Condition: {
        StringNotEquals: {
          [`aws:RequestTag/${BACKUP_TAG.key}`]: BACKUP_TAG.value,
          [`aws:ResourceTag/${BACKUP_TAG.key}`]: BACKUP_TAG.value,
        },
      },
    },
    false,
  ],
  [
    'no snapshot and no image without the tag is deleted',
    { Action: ['ec2:DeleteSnapshot', 'ec2:DeregisterImage'], Condition: NO_BACKUP_TAG },
    false,
  ],
  [
    'no port of another VPC is opened or closed',
    {
      Action: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      NotResource: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-cluster`,
      Condition: { ArnNotEquals: { 'ec2:Vpc': VPC } },
    },
    false,
  ],
  ['no role is tested but the given one', { Action: 'iam:SimulatePrincipalPolicy', NotResource: ROLE }, false],
];

describe.each([
  ['every switch on', everything],
  ['the default', byDefault],
])('the hardened policy, %s', (_, policy) => {
  test.each(INVARIANTS)('%s', async (__, requests) => {
    expect(await never([policy], requests, { keys })).toMatchObject(PROVED);
    expect(await unrefuted([policy], requests, { keys })).toEqual([]);
  });
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

/** A proof that fails names a request, and another engine finds it allowed too. */
async function expectRefuted({ proved, witness }: Proof, policy: PolicyDocument): Promise<void> {
  expect(proved).toBe(false);
  const principal = `arn:aws:iam::${ACCOUNT}:role/control-plane`;
  expect(await decide({ ...witness!, principal, policies: [policy], resourceAccount: ACCOUNT })).toBe(true);
}
