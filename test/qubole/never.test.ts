import { PROVED, type Requests, allowedBy, isSubset, never } from '../proofs';
import { type IdentityPolicy, checkedOn } from '../service-authorization';
import type { DeployedRole } from '../support';
import { TAGS, ec2Actions, keys, ofEc2, profile } from './ec2';
import { FLEETS, deployRoles, expectNever } from './support';

/*
 * Whatever is called, and in whatever order: what belongs to another stays another's, because no call on it is allowed that would
 * change whose it is, or that would use it.
 */

const [REQUESTED, TAGGED] = TAGS;
const LAUNCHING = ['ec2:RunInstances', 'ec2:RequestSpotInstances', 'ec2:CreateFleet', 'ec2:RequestSpotFleet'];
const MAKING = [...LAUNCHING, 'ec2:CreateVolume', 'ec2:CreateSecurityGroup', 'ec2:CreateLaunchTemplate'];
/** `CreateTags` carries it while something is made; all that other calls are about is there already. */
const EXISTING = { 'ec2:CreateAction': MAKING.map((action) => action.replace('ec2:', '')) };

/** What is told from others' by its tag, and what could be. */
const OWNED_BY_TAG = [
  'fleet',
  'launch-template',
  'security-group',
  'spot-fleet-request',
  'spot-instances-request',
  'volume',
];

interface Granted {
  /** What the role may call. */
  readonly actions: string[];
  /** The Secondary roles whose clusters are the role's own. */
  readonly names: string[];
}

const NEVER: Record<string, (granted: Granted) => Requests> = {
  'is an instance touched with the profile of another, or none': ({ actions, names }) => {
    const resourceTypes = ['instance'];
    return {
      Action: checkedOn(resourceTypes, actions),
      resourceTypes,
      Condition: { ArnNotEquals: { 'ec2:InstanceProfile': names.map(profile) }, StringNotEquals: EXISTING },
    };
  },
  'does an instance get another profile': () => ({
    Action: [
      'AssociateIamInstanceProfile',
      'DisassociateIamInstanceProfile',
      'ReplaceIamInstanceProfileAssociation',
    ].map((action) => `ec2:${action}`),
  }),
  'is anything touched that carries the tag of another, or none': ({ actions, names }) => {
    const others = actions.filter((action) => ![...MAKING, 'ec2:CreateTags'].includes(action));
    return {
      Action: checkedOn(OWNED_BY_TAG, others),
      resourceTypes: OWNED_BY_TAG,
      Condition: { StringNotEquals: { [TAGGED]: names } },
    };
  },
  'is a launch template used with the tag of another, or none': ({ names }) => {
    const resourceTypes = ['launch-template'];
    return {
      Action: checkedOn(resourceTypes, LAUNCHING),
      resourceTypes,
      Condition: { StringNotEquals: { [TAGGED]: names } },
    };
  },
  'is anything tagged that exists, apart from own instances': ({ names }) => ({
    Action: 'ec2:CreateTags',
    Condition: { ArnNotEquals: { 'ec2:InstanceProfile': names.map(profile) }, StringNotEquals: EXISTING },
  }),
  'is anything tagged with the name of another': ({ names }) => ({
    Action: 'ec2:CreateTags',
    Condition: {
      ArnNotEquals: { 'ec2:InstanceProfile': names.map(profile) },
      Null: { [REQUESTED]: 'false' },
      StringNotEquals: { [REQUESTED]: names },
    },
  }),
  'is a volume made without the own tag': ({ names }) => ({
    Action: 'ec2:CreateVolume',
    resourceTypes: ['volume'],
    Condition: { StringNotEquals: { [REQUESTED]: names } },
  }),
  'is a security group made without the own tag': ({ names }) => ({
    Action: 'ec2:CreateSecurityGroup',
    resourceTypes: ['security-group'],
    Condition: { StringNotEquals: { [REQUESTED]: names } },
  }),
  'is a template or fleet made without the own tag': ({ names }) => ({
    Action: ['ec2:CreateLaunchTemplate', 'ec2:CreateFleet', 'ec2:RequestSpotFleet'],
    resourceTypes: ['fleet', 'launch-template', 'spot-fleet-request'],
    Condition: { StringNotEquals: { [REQUESTED]: names, [TAGGED]: names } },
  }),
};

const plain = deployRoles();
const withFleets = deployRoles(FLEETS);

describe.each([
  ['plain clusters', plain],
  ['heterogeneous clusters', withFleets],
])('with %s', (_, { service, cluster }) => {
  describe.each([
    ['a Secondary role', cluster, ['cluster']],
    ['the Service role', service, ['cluster', 'other']],
  ])('of %s', (__, role, names) => {
    test.each(Object.entries(NEVER))('never %s; one statement more would allow it', async (___, requestsOf) => {
      const requests = requestsOf({ actions: await ec2Actions(role), names });
      await expectNever(ofEc2(role), requests, { keys });
    });
  });
});

describe('with untagged resources', () => {
  const { cluster } = deployRoles({ ...FLEETS, untaggedResources: true });
  const aboutInstances = ([name]: [string, unknown]) => /is an instance|an instance get/.test(name);

  test.each(Object.entries(NEVER).filter(aboutInstances))('never %s still', async (_, requestsOf) => {
    const requests = requestsOf({ actions: await ec2Actions(cluster), names: ['cluster'] });
    await expectNever(ofEc2(cluster), requests, { keys });
  });

  test.each(Object.entries(NEVER).filter((each) => !aboutInstances(each)))('%s', async (_, requestsOf) => {
    const requests = requestsOf({ actions: await ec2Actions(cluster), names: ['cluster'] });
    expect(await never(ofEc2(cluster), requests, { keys })).toMatchObject({ proved: false });
  });
});

/** Whether each action of one role is within the other's; without the right to it, none would be. */
async function expectWithin(role: DeployedRole, wider: IdentityPolicy[], actions: string[]): Promise<void> {
  expect(await isSubset(ofEc2(role), wider, { keys, within: { Action: actions } })).toMatchObject(PROVED);
  const rights = await Promise.all(actions.map((Action) => allowedBy(ofEc2(role), { Action }, { keys })));
  expect(actions.filter((_, index) => rights[index]!.isEmpty)).toEqual([]);
}

test('what a Secondary role may, the Service role may with its clusters', async () => {
  const { service, cluster, other } = plain;
  for (const role of [cluster, other]) await expectWithin(role, ofEc2(service), await ec2Actions(role));
  const options = { keys, within: { Action: await ec2Actions(service) } };
  expect(await isSubset(ofEc2(service), ofEc2(cluster), options)).toMatchObject({ proved: false });
});

test.each([
  ['plain clusters', plain, deployRoles({ asDocumented: true })],
  ['heterogeneous clusters', withFleets, deployRoles({ asDocumented: true, heterogeneousClusters: true })],
  ['untagged resources', deployRoles({ untaggedResources: true }), deployRoles({ asDocumented: true })],
])(
  'with %s, no role may do what the documented one may not, apart from revoking egress',
  async (_, roles, documented) => {
    const revoking = 'ec2:RevokeSecurityGroupEgress';
    for (const name of ['service', 'cluster'] as const) {
      const actions = await ec2Actions(roles[name]);
      const wider = ofEc2(documented[name]);
      await expectWithin(
        roles[name],
        wider,
        actions.filter((action) => action !== revoking),
      );
      expect(actions).toContain(revoking);
      const further = await isSubset(ofEc2(roles[name]), wider, { keys, within: { Action: revoking } });
      expect(further).toMatchObject({ proved: false });
    }
  },
);
