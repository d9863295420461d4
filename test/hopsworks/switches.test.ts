import * as fc from 'fast-check';
import type { hopsworks } from '../../lib';
import { MANAGED_POLICY_LIMIT } from '../../lib/private/aws/quotas';
import { longestDocument } from '../../lib/private/role/quotas';
import { splitForManagedPolicies } from '../../lib/private/vendor/vendor-role';
import type { PolicyDocument } from '../support';
import { actionsOf, CrossAccountPolicy, everyScope, importedProfile, importedVpc, place, rendered } from './support';

/** The statements that each switch of the hardened policy brings, and the actions that it adds to the list. */
const SWITCHES: Record<string, { sids: string[]; listed?: string[] }> = {
  backupTag: {
    sids: [
      'CreateTaggedSnapshots',
      'RegisterTaggedImages',
      'SnapshotTaggedVolumes',
      'TagBackups',
      'UseTaggedImages',
      'UseTaggedSnapshots',
    ],
    listed: ['ec2:DescribeImages', 'ec2:DescribeSnapshots'],
  },
  instanceTag: { sids: ['AttachInstanceProfiles'] },
  instanceTypeChange: { sids: ['ResizeInstances'] },
  loadBalancers: {
    sids: ['ManageLoadBalancers', 'ManageTargetGroups', 'TagNewLoadBalancers'],
    listed: ['elasticloadbalancing:DescribeTargetGroups'],
  },
  roleTesting: { sids: ['TestInstanceRoles'] },
  spot: { sids: ['CreateSpotServiceRole'] },
  ebsKmsKeys: { sids: ['LendEbsKeys', 'UseEbsKeys'] },
  openPorts: { sids: ['OpenPorts'] },
  vpcWarnings: { sids: [], listed: ['ec2:DescribeRouteTables', 'ec2:DescribeVpcAttribute'] },
};
const ALWAYS = [
  'LaunchFromImages',
  'LaunchInVpcs',
  'LaunchWithInstanceProfiles',
  'LaunchWithKeysAndVolumes',
  'ListResources',
  'OperateInstances',
  'PassInstanceRoles',
  'ReadInstanceProfiles',
  'TagAtLaunch',
];

const { stack, vpcs, instanceProfiles } = place();
const furtherVpcs = Array.from({ length: 8 }, (_, index) => importedVpc(stack, `vpc-${index}`));
const furtherProfiles = Array.from({ length: 8 }, (_, index) =>
  importedProfile(stack, `profile-${index}`, `role-${index}`),
);
const scopes = {
  ...everyScope(stack),
  imageOwners: undefined,
  securityGroups: undefined,
  openPorts: true,
  vpcWarnings: true,
};

function locked(on: string[], more: Partial<hopsworks.LockedPolicyProps> = {}) {
  const given = Object.keys(SWITCHES).map((name) => {
    const off = ['openPorts', 'vpcWarnings'].includes(name) ? false : undefined;
    return [name, on.includes(name) ? scopes[name as keyof typeof scopes] : off];
  });
  const switches = Object.fromEntries(given) as Partial<hopsworks.LockedPolicyProps>;
  return CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles, ...switches, ...more });
}

const someSwitches = fc.subarray(Object.keys(SWITCHES));

test('each switch brings its own statements and no other, whatever else is on', () => {
  fc.assert(
    fc.property(someSwitches, (on) => {
      const document = rendered(stack, locked(on));
      const expected = [...ALWAYS, ...on.flatMap((name) => SWITCHES[name]?.sids ?? [])];
      expect(document.Statement.map(({ Sid }) => Sid).sort()).toEqual(expected.sort());
      const listed = [document.Statement.find(({ Sid }) => Sid === 'ListResources')?.Action ?? []].flat();
      for (const [name, { listed: own = [] }] of Object.entries(SWITCHES)) {
        for (const action of own) expect(listed.includes(action)).toBe(on.includes(name));
      }
    }),
    { numRuns: 60 },
  );
});

test('a split policy says what the whole one says, in documents that IAM takes', () => {
  const count = fc.integer({ min: 0, max: 8 });
  fc.assert(
    fc.property(someSwitches, count, count, (on, moreVpcs, moreProfiles) => {
      const policy = locked(on, {
        vpcs: [...vpcs, ...furtherVpcs.slice(0, moreVpcs)],
        instanceProfiles: [...instanceProfiles, ...furtherProfiles.slice(0, moreProfiles)],
      });
      const parts = splitForManagedPolicies(stack, policy, 0, '');
      for (const part of parts) expect(longestDocument(stack, part.toJSON())).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
      const statements = parts.flatMap((part) => (part.toJSON() as PolicyDocument).Statement);
      expect(statements).toEqual((policy.toJSON() as PolicyDocument).Statement);
    }),
    { numRuns: 60 },
  );
});

test('the default has the actions of the restricted policy, and reads the profiles besides', () => {
  const restricted = rendered(
    stack,
    CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles, asDocumented: true, backup: false }),
  );
  const byDefault = rendered(stack, CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles }));
  expect(actionsOf(byDefault).filter((action) => !actionsOf(restricted).includes(action))).toEqual([
    'iam:GetInstanceProfile',
  ]);
});
