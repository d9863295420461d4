import { App, aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import { hopsworks } from '../../lib';
import { newStack, PLATFORM } from '../support';
import { problemsOfUntyped, type UntypedCall } from '../untyped';
import {
  CrossAccountPolicy,
  everyScope,
  importedBucket,
  importedProfile,
  InstanceProfilePolicy,
  place,
} from './support';

const { stack, vpcs, instanceProfiles } = place();
const bucket = importedBucket(stack);
const scopes = everyScope(stack);
const kmsKeys = scopes.ebsKmsKeys;
const policy = CrossAccountPolicy.lockedTo({ vpcs, instanceProfiles });
const fresh = () => newStack(PLATFORM, 'Stack', new App());
const role = (scope = fresh()) => new iam.Role(scope, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
const redshift = { clusterIdentifier: 'analytics', dbUsers: ['hopsworks'], dbNames: ['dev'], dbGroups: ['readers'] };

const calls: Record<string, UntypedCall> = {
  'CrossAccountPolicy.lockedTo': {
    call: (props) => CrossAccountPolicy.lockedTo(props),
    right: () => ({ vpcs, instanceProfiles, ...scopes }),
    props: {
      vpcs: 'list',
      instanceProfiles: 'list',
      imageOwners: 'list',
      securityGroups: 'list',
      ebsKmsKeys: 'list',
      backupTag: 'object',
      instanceTag: 'object',
      vpcOwnerAccountId: 'text',
    },
    optional: ['imageOwners', 'securityGroups', 'ebsKmsKeys', 'backupTag', 'instanceTag', 'vpcOwnerAccountId'],
  },
  'CrossAccountPolicy.unrestricted': {
    call: (props) => CrossAccountPolicy.unrestricted(props),
    right: () => ({}),
    props: {},
  },
  CrossAccountRole: {
    call: (props) => new hopsworks.CrossAccountRole(fresh(), 'ControlPlane', props),
    right: () => ({ vendorAccountId: '999988887777', externalId: 'id', policy }),
    props: { vendorAccountId: 'text', externalId: 'text', policy: 'object' },
  },
  'InstanceProfilePolicy.forCluster': {
    call: (props) => InstanceProfilePolicy.forCluster(props),
    right: () => ({ bucket, kmsKeys, region: 'eu-west-1', eksClusterName: 'a', clusterId: 'c1' }),
    props: {
      bucket: 'object',
      kmsKeys: 'list',
      region: 'text',
      eksClusterName: 'text',
      clusterId: 'text',
      ecrRegistryAccount: 'text',
      hopsworksRegistryAccount: 'text',
    },
    optional: [
      ...['kmsKeys', 'region', 'eksClusterName', 'clusterId'],
      ...['ecrRegistryAccount', 'hopsworksRegistryAccount'],
    ],
  },
  'InstanceProfilePolicy.forEksNodes': {
    call: (props) => InstanceProfilePolicy.forEksNodes(props),
    right: () => ({ bucket }),
    props: { bucket: 'object', kmsKeys: 'list', repositoryNamespace: 'text' },
    optional: ['kmsKeys', 'repositoryNamespace'],
  },
  ClusterNetwork: {
    call: (props) => new hopsworks.ClusterNetwork(fresh(), 'Network', props),
    right: () => ({ s3Endpoint: true }),
    props: { staticOutboundCidrs: 'list', endpointPolicies: 'list', vpc: 'object', securityGroup: 'object' },
    optional: ['staticOutboundCidrs', 'endpointPolicies', 'vpc', 'securityGroup'],
  },
  'RedshiftAccess.grantProvisioned': {
    call: (props) => hopsworks.RedshiftAccess.grantProvisioned(role(), props),
    right: () => redshift,
    props: { clusterIdentifier: 'text', dbUsers: 'list', dbNames: 'list', dbGroups: 'list', account: 'text' },
    optional: ['dbGroups', 'account'],
  },
  'RedshiftAccess.grantServerless': {
    call: (props) => hopsworks.RedshiftAccess.grantServerless(role(), props),
    right: () => ({ workgroupId: 'a' }),
    props: { workgroupId: 'text', region: 'text' },
    optional: ['region'],
  },
  RoleMappings: {
    call: (props) => new hopsworks.RoleMappings(fresh(), 'Mappings', props),
    right: () => ({ outputName: 'Mappings' }),
    props: { outputName: 'text' },
    optional: ['outputName'],
  },
  'a mapping': {
    call: (props) => new hopsworks.RoleMappings(fresh(), 'Mappings', { mappings: [props] }),
    right: () => ({ project: 'fraud', projectRole: 'ALL', role: iam.Role.fromRoleName(fresh(), 'Fraud', 'fraud') }),
    props: { project: 'text', role: 'object', projectRole: 'text' },
    optional: ['projectRole'],
  },
};

test.each(Object.entries(calls))('%s names the prop that is missing or of another kind', (name, call) => {
  const problems = problemsOfUntyped(call);
  // The props of a mapping are a member of a list.
  expect(name === 'a mapping' ? problems.filter((each) => !each.startsWith('props')) : problems).toEqual([]);
});

test('lists of mappings are lists of mappings', () => {
  const make = (mappings: unknown) => () =>
    new hopsworks.RoleMappings(fresh(), 'Mappings', { mappings } as hopsworks.RoleMappingsProps);
  expect(make('fraud')).toThrow('Stack/Mappings: mappings is "fraud": a list of mappings is expected.');
  expect(make([undefined])).toThrow('Stack/Mappings: mappings[0] is missing: mappings is a list of mappings.');
  expect(make([])).not.toThrow();
  const mappings = new hopsworks.RoleMappings(fresh(), 'Mappings');
  expect(() => {
    mappings.addMapping(undefined as never);
  }).toThrow('Stack/Mappings: the mapping is missing: an object');
});

test.each([undefined, null, 7, 'role', {}])('nothing is granted to %j', (grantee) => {
  expect(() => hopsworks.RedshiftAccess.grantServerless(grantee as never, { workgroupId: 'a' })).toThrow(
    'RedshiftAccess.grantServerless: grantee',
  );
});

test('parts of tags are named, and so is what is given in the place of another thing', () => {
  const lock = { vpcs, instanceProfiles };
  const locked = (props: object) => () => CrossAccountPolicy.lockedTo({ ...lock, ...props });
  expect(locked({ backupTag: { key: 'k' } })).toThrow('backupTag has the value undefined');
  expect(locked({ instanceTag: { value: 'v' } })).toThrow('instanceTag has the key undefined');
  expect(locked({ vpcs: vpcs[0] })).toThrow('vpcs is the construct Stack/vpc-good: a list of VPCs is expected.');
  expect(locked({ vpcs: instanceProfiles })).toThrow(
    'vpcs[0] is the construct Stack/hopsworks: vpcs is a list of VPCs',
  );
  expect(locked({ backupTag: { key: 'k', value: 'v' } })).not.toThrow();
});

test('lists are taken as they were given', () => {
  const given = {
    vpcs: [...vpcs],
    instanceProfiles: [...instanceProfiles],
    imageOwners: ['amazon'],
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Own', 'sg-own')],
  };
  const document = CrossAccountPolicy.lockedTo(given);
  const before = JSON.stringify(stack.resolve(document));
  for (const list of Object.values(given)) list.length = 0;
  expect(JSON.stringify(stack.resolve(document))).toBe(before);
  given.instanceProfiles.push(importedProfile(stack, 'later', 'later-role', '444455556666'));
  // The role compares the account of the profiles with its own: those that the policy is locked to.
  const controlPlane = { vendorAccountId: '999988887777', externalId: 'id', policy: document };
  expect(() => new hopsworks.CrossAccountRole(fresh(), 'ControlPlane', controlPlane)).not.toThrow();
  const mapped = newStack(PLATFORM, 'Mapped', new App());
  const mappings = [{ project: 'a', role: iam.Role.fromRoleArn(mapped, 'A', 'arn:aws:iam::111122223333:role/a') }];
  new hopsworks.RoleMappings(mapped, 'Mappings', { mappings });
  mappings.length = 0;
  const reader = role(mapped);
  const names = { ...redshift, dbUsers: [...redshift.dbUsers] };
  hopsworks.RedshiftAccess.grantProvisioned(reader, names);
  names.dbUsers.push('admin');
  const template = JSON.stringify((mapped.node.root as App).synth().getStackByName('Mapped').template);
  expect(template).toContain('role/a');
  expect(template).not.toContain('admin');
});

test('a flag as text, and a listing that there is not, are errors', () => {
  const allowing = (props: object) => () => CrossAccountPolicy.unrestricted(props);
  expect(allowing({ roleTesting: 'false' })).toThrow('roleTesting is "false": true or false.');
  expect(allowing({ listing: 'everything' })).toThrow('listing is "everything": ControlPlaneListing.CONSOLE or');
  expect(allowing({ roleTesting: false, listing: hopsworks.ControlPlaneListing.TERRAFORM })).not.toThrow();
});
