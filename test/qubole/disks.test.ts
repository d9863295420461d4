import { changesAbout, never, type Requests } from '../proofs';
import { type IdentityPolicy, checkedOn } from '../service-authorization';
import type { DeployedRole } from '../support';
import {
  ACCOUNT,
  INSTANCE,
  SNAPSHOT,
  TEMPLATE,
  allows,
  ec2,
  ec2Actions,
  image,
  keys,
  marked,
  marking,
  of,
  ofEc2,
  on,
  rootVolume,
} from './ec2';
import { FLEETS, deployRoles } from './support';

/*
 * Snapshots, and the account's own images, hold the disks of any instance. EC2 is asked for a disk with what they hold in several
 * ways, and each carries the snapshot elsewhere.
 */

type Checked = Omit<Requests, 'Action'>;

const BY_SNAPSHOT: Checked = { resourceTypes: ['snapshot'] };
const ON_NEW_VOLUME: Checked = {
  resourceTypes: ['volume'],
  Condition: { Null: { 'ec2:ParentSnapshot': 'false' } },
};
const OF_OWN_IMAGE: Checked = {
  resourceTypes: ['image'],
  Condition: { StringEquals: { 'ec2:Owner': ACCOUNT } },
};
const BY_TEMPLATE: Checked = { resourceTypes: ['launch-template'] };

/** On what EC2 checks each way: all of it must be allowed. A check that AWS's data does not have is an error of the proofs. */
const WAYS: Record<string, { readonly action: string; readonly checked: Checked[] }> = {
  'a volume of a snapshot': { action: 'ec2:CreateVolume', checked: [BY_SNAPSHOT, ON_NEW_VOLUME] },
  'a launch with a block device of a snapshot': {
    action: 'ec2:RunInstances',
    checked: [BY_SNAPSHOT, ON_NEW_VOLUME],
  },
  'a launch of an own image': { action: 'ec2:RunInstances', checked: [OF_OWN_IMAGE, ON_NEW_VOLUME] },
  'a launch by a template with a block device of a snapshot': {
    action: 'ec2:RunInstances',
    checked: [BY_TEMPLATE, BY_SNAPSHOT, ON_NEW_VOLUME],
  },
  'a spot request with a block device of a snapshot': {
    action: 'ec2:RequestSpotInstances',
    checked: [BY_SNAPSHOT],
  },
  'a spot request for an own image': { action: 'ec2:RequestSpotInstances', checked: [OF_OWN_IMAGE] },
  'a spot fleet with a block device of a snapshot': {
    action: 'ec2:RequestSpotFleet',
    checked: [BY_SNAPSHOT],
  },
  'a spot fleet of an own image': { action: 'ec2:RequestSpotFleet', checked: [OF_OWN_IMAGE] },
  // Nothing that AWS publishes says that what stands in the template is checked then.
  'a spot fleet by a template with a block device of a snapshot': {
    action: 'ec2:RequestSpotFleet',
    checked: [BY_TEMPLATE],
  },
  // Never checked on the snapshot, neither by the template nor by an override of it.
  'a fleet with a block device of a snapshot': {
    action: 'ec2:CreateFleet',
    checked: [BY_TEMPLATE, ON_NEW_VOLUME],
  },
  'a fleet of an own image': {
    action: 'ec2:CreateFleet',
    checked: [BY_TEMPLATE, OF_OWN_IMAGE, ON_NEW_VOLUME],
  },
};

/** Ways that are closed as soon as one of their checks is never allowed. */
async function isOpen(policies: IdentityPolicy[], { action, checked }: (typeof WAYS)[string]): Promise<boolean> {
  for (const each of checked) {
    const { proved } = await never(policies, { Action: action, ...each }, { keys });
    if (proved) return false;
  }
  return true;
}

async function openWays(policies: IdentityPolicy[]): Promise<string[]> {
  const open: string[] = [];
  for (const [name, way] of Object.entries(WAYS)) if (await isOpen(policies, way)) open.push(name);
  return open;
}

const both = ({ service, cluster }: ReturnType<typeof deployRoles>) => [service, cluster];
const names = Object.keys(WAYS);
const plain = deployRoles();
const withFleets = deployRoles(FLEETS);

test('no disk comes from a snapshot or an image of the account, and one statement more would open each way', async () => {
  for (const role of both(plain)) {
    expect(await openWays(ofEc2(role))).toEqual([]);
    for (const [name, way] of Object.entries(WAYS)) {
      const opened = await Promise.all(changesAbout(way.action, ofEc2(role)).map((change) => isOpen([change], way)));
      expect([name, opened.includes(true)]).toEqual([name, true]);
    }
  }
});

test('with snapshots, every way is open but those of fleets and templates; with fleets, every way is', async () => {
  const single = names.filter((name) => !/fleet|template/.test(name));
  for (const role of both(deployRoles({ allowSnapshots: true }))) {
    expect(await openWays(ofEc2(role))).toEqual(single);
  }
  for (const role of both(withFleets)) expect(await openWays(ofEc2(role))).toEqual(names);
});

test('the ways are those of all that roles may call about snapshots, images and templates', async () => {
  const harmless = [
    'ec2:CreateLaunchTemplate',
    'ec2:CreateLaunchTemplateVersion',
    'ec2:CreateTags',
    'ec2:DeleteLaunchTemplate',
    'ec2:DeleteLaunchTemplateVersions',
    'ec2:DeleteTags',
  ];
  for (const role of both(withFleets)) {
    const about = checkedOn(['image', 'launch-template', 'snapshot'], await ec2Actions(role));
    const modelled = new Set(Object.values(WAYS).map(({ action }) => action));
    expect(about.filter((action) => !modelled.has(action)).sort()).toEqual(harmless);
    expect([...modelled].filter((action) => !about.includes(action))).toEqual([]);
  }
});

describe('fleets without snapshots, which the library refuses,', () => {
  /** As fleets would be if snapshots and own images were refused to them, as they are to launches. */
  const closed = withFleets.cluster.permissions.map((policy) => ({
    ...policy,
    Statement: policy.Statement.map((statement) => {
      if (statement.Sid !== 'LaunchAnyDisk') return statement;
      const Condition = { StringNotEquals: { 'ec2:Owner': ACCOUNT } };
      return { ...statement, Resource: 'arn:aws:ec2:eu-west-1::image/*', Condition };
    }),
  }));
  const cluster: DeployedRole = { ...withFleets.cluster, permissions: closed };
  const fleet = [
    on(ec2('fleet/fleet-1'), marking('cluster')),
    on(INSTANCE, of('cluster')),
    on(TEMPLATE, marked('cluster')),
    on(ec2('subnet/subnet-1')),
    image(),
  ];
  const stolen = on(ec2('volume/vol-3'), { 'ec2:ParentSnapshot': SNAPSHOT });

  test('would read every snapshot all the same', async () => {
    expect(await openWays(ofEc2(cluster))).toEqual([
      'a spot fleet by a template with a block device of a snapshot',
      'a fleet with a block device of a snapshot',
    ]);
    expect(await allows(cluster, 'CreateFleet', ...fleet, rootVolume(), stolen)).toEqual([]);
  });

  test('would launch no image at all, were they kept from volumes of snapshots', async () => {
    const kept: IdentityPolicy = {
      Statement: [
        { Effect: 'Deny', Action: 'ec2:CreateFleet', Resource: '*', Condition: ON_NEW_VOLUME.Condition ?? {} },
      ],
    };
    const role = { ...cluster, permissions: [...closed, kept] as DeployedRole['permissions'] };
    expect(await allows(role, 'CreateFleet', ...fleet, stolen)).toEqual([stolen.resource]);
    expect(await allows(role, 'CreateFleet', ...fleet, rootVolume())).toEqual([rootVolume().resource]);
  });
});
