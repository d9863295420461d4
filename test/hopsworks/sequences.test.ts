import type { hopsworks } from '../../lib';
import { allowedBy } from '../proofs';
import type { PolicyDocument, Statement } from '../support';
import {
  ACCOUNT,
  actionsOf,
  BACKUP_TAG,
  CrossAccountPolicy,
  everyScope,
  INSTANCE_TAG,
  place,
  REGION,
  rendered,
} from './support';

/**
 * A small EC2: an account in which others have machines and disks, and every call on them that could matter. A call that the policy
 * allows is made, and what it changes is there for the next ones, until nothing new can be reached. Things only gain tags, profiles
 * and copies here, so that the order of calls cannot hide one from the search.
 */

const keys = [
  'aws:RequestTag/hopsworks',
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
];
const OWN = `arn:aws:iam::${ACCOUNT}:instance-profile/hopsworks`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:instance-profile/admin`;
const TAGS = [undefined, BACKUP_TAG, INSTANCE_TAG];
type Tag = (typeof TAGS)[number];

interface Thing {
  readonly id: string;
  readonly type: 'instance' | 'volume' | 'snapshot' | 'image';
  /** Whose data it holds; a copy holds that of its source. */
  readonly data: 'own' | 'foreign';
  readonly isForeign: boolean;
  readonly profile?: string;
  readonly tag?: Tag;
}

/** One resource of a call, as EC2 checks it. */
interface Checked {
  readonly resource: string;
  readonly context: Record<string, string>;
}

interface Call {
  readonly action: string;
  readonly on: Thing;
  readonly checked: Checked[];
  /** Tags at creation are a check of their own. */
  readonly tagging?: Checked;
  readonly result?: Thing;
}

const FOREIGN: Thing[] = [
  { id: 'i-admin', type: 'instance', data: 'foreign', isForeign: true, profile: ADMIN },
  { id: 'i-bare', type: 'instance', data: 'foreign', isForeign: true },
  { id: 'vol-foreign', type: 'volume', data: 'foreign', isForeign: true },
  { id: 'snap-foreign', type: 'snapshot', data: 'foreign', isForeign: true },
];
/** The user's own machine, made by hand for the cluster. */
const HAND_MADE: Thing = { id: 'i-hand-made', type: 'instance', data: 'own', isForeign: false, tag: INSTANCE_TAG };
const PUBLIC_IMAGE: Thing = { id: 'ami-public', type: 'image', data: 'own', isForeign: false };
/** Whom `imageOwners` does not name: without it, an image of others may be launched, as docs/security.md says. */
const FOREIGN_IMAGE: Thing = { id: 'ami-foreign', type: 'image', data: 'foreign', isForeign: true };
const AT_FIRST = [...FOREIGN, HAND_MADE, PUBLIC_IMAGE];

function arnOf({ type, id }: Thing): string {
  return `arn:aws:ec2:${REGION}:${['image', 'snapshot'].includes(type) ? '' : ACCOUNT}:${type}/${id}`;
}

function contextOf({ id, type, profile, tag }: Thing): Record<string, string> {
  return {
    ...(type === 'instance' && profile !== undefined && { 'ec2:InstanceProfile': profile }),
    ...(tag !== undefined && { [`aws:ResourceTag/${tag.key}`]: tag.value }),
    ...(type === 'image' && { 'ec2:Owner': id === PUBLIC_IMAGE.id ? 'amazon' : ACCOUNT }),
  };
}

function checkedOf(thing: Thing, more: Record<string, string> = {}): Checked {
  return { resource: arnOf(thing), context: { ...contextOf(thing), ...more } };
}

function requestTag(tag: Tag): Record<string, string> {
  return tag === undefined ? {} : { [`aws:RequestTag/${tag.key}`]: tag.value };
}

/** A thing that a call makes: the tag of the request is checked with it, and once more by itself. */
function creation(action: string, made: Thing): { checked: Checked; tagging?: Checked } {
  const { tag, ...untagged } = made;
  const requested = requestTag(tag);
  return {
    checked: checkedOf(untagged, requested),
    ...(tag !== undefined && {
      tagging: checkedOf(untagged, { ...requested, 'ec2:CreateAction': action.replace('ec2:', '') }),
    }),
  };
}

/** Every call on a thing. */
function callsOn(on: Thing): Call[] {
  const call = (action: string, more: Record<string, string> = {}, result?: Thing): Call => ({
    action,
    on,
    checked: [checkedOf(on, more)],
    ...(result !== undefined && { result }),
  });
  const copy = (action: string, type: Thing['type'], tag: Tag): Call => {
    const made: Thing = {
      id: `${type}-of-${on.data}-data-${tag?.key ?? 'bare'}`,
      type,
      data: on.data,
      isForeign: false,
      tag,
    };
    const { checked, tagging } = creation(action, made);
    return { action, on, checked: [checkedOf(on), checked], tagging, result: made };
  };
  const retagged = [BACKUP_TAG, INSTANCE_TAG].map((tag) => call('ec2:CreateTags', requestTag(tag), { ...on, tag }));
  switch (on.type) {
    case 'instance':
      return [
        ...retagged,
        ...['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances'].map((action) => call(action)),
        ...['InstanceType', 'UserData'].map((attribute) =>
          call('ec2:ModifyInstanceAttribute', { 'ec2:Attribute': attribute }),
        ),
        ...['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'].flatMap((action) =>
          [OWN, ADMIN].map((profile) => call(action, { 'ec2:NewInstanceProfile': profile }, { ...on, profile })),
        ),
        call('ec2:DisassociateIamInstanceProfile', {}, { ...on, profile: undefined }),
      ];
    case 'volume':
      return [...retagged, ...TAGS.map((tag) => copy('ec2:CreateSnapshot', 'snapshot', tag))];
    case 'snapshot':
      return [
        ...retagged,
        call('ec2:DeleteSnapshot'),
        ...TAGS.map((tag) => copy('ec2:RegisterImage', 'image', tag)),
        ...TAGS.flatMap((tag) => launches(PUBLIC_IMAGE, tag, on)),
      ];
    case 'image':
      return [...retagged, call('ec2:DeregisterImage'), ...TAGS.flatMap((tag) => launches(on, tag))];
  }
}

/** A launch, with a disk of a snapshot if one is given; what the disks then hold. */
function launches(image: Thing, tag: Tag, snapshot?: Thing): Call[] {
  const on = snapshot ?? image;
  const base = { data: on.data, isForeign: false, tag } as const;
  return [OWN, ADMIN].flatMap((profile) => {
    const suffix = `of-${on.data}-data-${tag?.key ?? 'bare'}-${profile === OWN ? 'own' : 'admin'}`;
    const made: Thing[] = [
      { ...base, id: `i-${suffix}`, type: 'instance', profile },
      { ...base, id: `vol-${suffix}`, type: 'volume' },
    ];
    return made.map((result): Call => {
      const other = made.find((each) => each !== result)!;
      const { checked, tagging } = creation('ec2:RunInstances', result);
      const imds = { 'ec2:MetadataHttpTokens': 'required' };
      const instance = (each: Checked) => ({ ...each, context: { ...each.context, ...imds } });
      const disks = [checked, checkedOf({ ...other, tag: undefined })].map((each) =>
        each.resource.includes(':instance/') ? instance(each) : each,
      );
      return {
        action: 'ec2:RunInstances',
        on,
        checked: [checkedOf(image), ...(snapshot === undefined ? [] : [checkedOf(snapshot)]), ...disks],
        tagging,
        result,
      };
    });
  });
}

/** All calls that can be made, one after the other, from what is there at first. */
async function reachable(policy: PolicyDocument, ...others: Thing[]): Promise<Call[]> {
  const asked = [...new Set(AT_FIRST.flatMap(callsOn).map(({ action }) => action))];
  const relevant = policy.Statement.filter(({ Action }) => asked.some((action) => [Action].flat().includes(action)));
  const access = await allowedBy([{ Statement: relevant }], { Action: [...asked, 'ec2:CreateTags'] }, { keys });
  const allowed = (action: string, { resource, context }: Checked) => access.has({ action, resource, context });
  const known = new Set<string>();
  const made: Call[] = [];
  const open = [...AT_FIRST, ...others];
  for (const thing of open) {
    for (const call of callsOn(thing)) {
      const possible =
        call.checked.every((checked) => allowed(call.action, checked)) &&
        (call.tagging === undefined || allowed('ec2:CreateTags', call.tagging));
      if (!possible) continue;
      made.push(call);
      const state = JSON.stringify(call.result);
      if (call.result === undefined || known.has(state)) continue;
      known.add(state);
      open.push(call.result);
    }
  }
  return made;
}

const { stack, ...lock } = place();
const locked = (props: Partial<hopsworks.LockedPolicyProps>) =>
  rendered(stack, CrossAccountPolicy.lockedTo({ ...lock, ...props }));
const scopes = { ...everyScope(stack), securityGroups: undefined, ebsKmsKeys: undefined };
const OF_INSTANCES = `aws:ResourceTag/${INSTANCE_TAG.key}`;
const OF_BACKUP = `aws:ResourceTag/${BACKUP_TAG.key}`;

const touchesForeign = ({ on }: Call) => on.isForeign;
const holdsForeign = ({ result }: Call) => result?.data === 'foreign';
/** Whether a call is about a machine or disk of others, copies its data, or lends a machine another profile. */
const isForeign = (call: Call) => touchesForeign(call) || holdsForeign(call) || call.result?.profile === ADMIN;

test.each<[string, PolicyDocument, ...Thing[]]>([
  ['by default', locked({})],
  ['with every switch on', locked(scopes), FOREIGN_IMAGE],
  ['with backups only', locked({ backupTag: BACKUP_TAG })],
  ['with an instance tag only', locked({ instanceTag: INSTANCE_TAG })],
  ['with one tag for both', locked({ backupTag: INSTANCE_TAG, instanceTag: INSTANCE_TAG, instanceTypeChange: true })],
])('%s, no sequence of allowed calls reaches a foreign machine, disk or profile', async (_name, policy, ...others) => {
  const calls = await reachable(policy, ...others);
  expect(calls.filter(isForeign)).toEqual([]);
  // The search went somewhere: it launched, and stopped what it launched.
  expect(calls.map(({ action }) => action)).toEqual(expect.arrayContaining(['ec2:RunInstances']));
  expect(calls.filter(({ action }) => action === 'ec2:StopInstances').map(({ on }) => on.isForeign)).toContain(false);
});

test('with backups, the search goes all the way round: launch, snapshot, image, launch', async () => {
  const calls = await reachable(locked(scopes));
  const actions = new Set(calls.map(({ action }) => action));
  expect([...actions].sort()).toEqual([
    'ec2:AssociateIamInstanceProfile',
    'ec2:CreateSnapshot',
    'ec2:DeleteSnapshot',
    'ec2:DeregisterImage',
    'ec2:ModifyInstanceAttribute',
    'ec2:RegisterImage',
    'ec2:RunInstances',
    'ec2:StartInstances',
    'ec2:StopInstances',
    'ec2:TerminateInstances',
  ]);
});

describe('the same search finds the holes of the published policies', () => {
  test("the restricted one: anybody's disk becomes a machine of the control plane", async () => {
    const calls = await reachable(locked({ asDocumented: true }));
    const copied = calls.filter(holdsForeign);
    expect(copied.map(({ action, on }) => `${action} on ${on.id}`)).toEqual(
      expect.arrayContaining([
        'ec2:CreateSnapshot on vol-foreign',
        'ec2:RegisterImage on snap-foreign',
        'ec2:RunInstances on snap-foreign',
      ]),
    );
    expect(
      copied.some(({ on, action }) => action === 'ec2:RunInstances' && on.id.startsWith('snapshot-of-foreign')),
    ).toBe(true);
    expect(calls.filter(touchesForeign).map(({ action }) => action)).toContain('ec2:DeleteSnapshot');
  });

  test('the default one: every machine', async () => {
    const calls = await reachable(rendered(stack, CrossAccountPolicy.unrestricted()));
    const reached = new Set(calls.filter(touchesForeign).map(({ action, on }) => `${action} on ${on.id}`));
    expect(reached).toContain('ec2:ModifyInstanceAttribute on i-admin');
    expect(reached).toContain('ec2:AssociateIamInstanceProfile on i-bare');
    expect(reached).toContain('ec2:TerminateInstances on i-admin');
  });
});

/** Every condition of the policy that keeps others' machines and disks, and what is found without it. */
const NEEDED: [sid: string, key: string, policy?: PolicyDocument][] = [
  ['LaunchWithInstanceProfiles', 'ec2:InstanceProfile'],
  ['LaunchFromImages', 'ec2:Owner'],
  ['TagAtLaunch', 'ec2:CreateAction'],
  // With an instance tag, profile and tag keep the same machines.
  ['OperateInstances', 'ec2:InstanceProfile', locked({ ...scopes, instanceTag: undefined })],
  ['ResizeInstances', 'ec2:InstanceProfile', locked({ ...scopes, instanceTag: undefined })],
  ['AttachInstanceProfiles', 'ec2:NewInstanceProfile'],
  ['AttachInstanceProfiles', OF_INSTANCES],
  ['SnapshotTaggedVolumes', OF_BACKUP],
  ['UseTaggedSnapshots', OF_BACKUP],
  ['UseTaggedImages', OF_BACKUP],
  ['TagBackups', 'ec2:CreateAction'],
];

/** Of the others, most are about something else; `proofs.test.ts` shows each to be needed for what it keeps. */
const OTHERS = [
  'PassInstanceRoles iam:PassedToService',
  'LaunchWithInstanceProfiles ec2:MetadataHttpTokens',
  'LaunchInVpcs ec2:Vpc',
  'CreateSpotServiceRole iam:AWSServiceName',
  `OperateInstances ${OF_INSTANCES}`,
  `ResizeInstances ${OF_INSTANCES}`,
  'ResizeInstances ec2:Attribute',
  'AttachInstanceProfiles ec2:InstanceProfile',
  'OpenPorts ec2:Vpc',
  `CreateTaggedSnapshots aws:RequestTag/${BACKUP_TAG.key}`,
  `RegisterTaggedImages aws:RequestTag/${BACKUP_TAG.key}`,
  'TagNewLoadBalancers elasticloadbalancing:CreateAction',
];

test.each(NEEDED)(
  'without %s: %s, the search finds a way to what is not its own',
  async (sid, key, policy = locked(scopes)) => {
    const holed = policy.Statement.map((statement) => (statement.Sid === sid ? without(statement, key) : statement));
    expect(holed).not.toEqual(policy.Statement);
    expect((await reachable(policy, FOREIGN_IMAGE)).filter(isForeign)).toEqual([]);
    const calls = await reachable({ ...policy, Statement: holed }, FOREIGN_IMAGE);
    expect(calls.filter(isForeign)).not.toEqual([]);
  },
);

test('no condition of the policy is left out of these', () => {
  const all = locked(scopes).Statement.flatMap(({ Sid, Condition }) =>
    Object.values(Condition ?? {}).flatMap((values) => Object.keys(values).map((key) => `${Sid} ${key}`)),
  );
  expect([...NEEDED.map(([sid, key]) => `${sid} ${key}`), ...OTHERS].sort()).toEqual([...all].sort());
});

function without(statement: Statement, key: string): Statement {
  const conditions = Object.entries(statement.Condition ?? {}).map(([operator, values]) => [
    operator,
    Object.fromEntries(Object.entries(values).filter(([each]) => each !== key)),
  ]);
  return { ...statement, Condition: Object.fromEntries(conditions) as Statement['Condition'] };
}

test('the search knows every action of the hardened policy that changes a machine or a disk', () => {
  const ec2Actions = actionsOf(locked(scopes)).filter((action) => /^ec2:(?!Describe)/.test(action));
  const asked = new Set(AT_FIRST.flatMap(callsOn).map(({ action }) => action));
  expect(ec2Actions.filter((action) => !asked.has(action))).toEqual([
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:RevokeSecurityGroupIngress',
  ]);
});
