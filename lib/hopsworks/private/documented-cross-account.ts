import { oneOrMany, type StatementEntry, when } from '../../private/aws/statements';
import { BACKUP, type Features, LOAD_BALANCERS, listingActions } from './features';
import type { Lock } from './lock';

// Sids, their spelling included, order and resources are the vendor's.

const ANY = ['*'];

/** "Default permissions" of the vendor's guide. */
export function unrestrictedStatements(features: Features): StatementEntry[] {
  return [
    { sid: 'ListResources', actions: [...listingActions(features), 'iam:GetInstanceProfile'], resources: ANY },
    { sid: 'IAMPassRoleToInstance', actions: ['iam:PassRole'], resources: ANY },
    {
      sid: 'AllowInstanceActions',
      actions: [
        'ec2:RunInstances',
        'ec2:StopInstances',
        'ec2:TerminateInstances',
        'ec2:StartInstances',
        'ec2:CreateTags',
        'ec2:AssociateIamInstanceProfile',
      ],
      resources: ANY,
    },
    {
      sid: 'AllowNetworkRessourcesCreation',
      actions: [
        'ec2:CreateVpc',
        'ec2:ModifyVpcAttribute',
        'ec2:CreateInternetGateway',
        'ec2:AttachInternetGateway',
        'ec2:CreateSubnet',
        'ec2:CreateSecurityGroup',
        'ec2:CreateRouteTable',
        'ec2:CreateRoute',
        'ec2:AssociateRouteTable',
      ],
      resources: ANY,
    },
    {
      sid: 'AllowNetworkRessourcesDeletion',
      actions: [
        'ec2:DeleteSubnet',
        'ec2:DeleteRouteTable',
        'ec2:DeleteInternetGateway',
        'ec2:DeleteRoute',
        'ec2:DetachInternetGateway',
        'ec2:DisassociateRouteTable',
        'ec2:DeleteSecurityGroup',
        'ec2:DeleteVpc',
      ],
      resources: ANY,
    },
    ...when(features.openPorts, { sid: 'AllowOpeningPorts', actions: PORTS, resources: ANY }),
    ...when(features.roleTesting, ROLE_TESTING),
    ...when(features.backup, { sid: 'HopsworksAIBackup', actions: BACKUP, resources: ANY }),
    ...when(features.instanceTypeChange, INSTANCE_TYPE_CHANGE),
    ...when(features.loadBalancers, MANAGE_LOAD_BALANCERS),
  ];
}

/** The restricted policy of the vendor's guide. What that one lacks is added as the default permissions have it. */
export function restrictedStatements(lock: Lock, features: Features): StatementEntry[] {
  const iamArns = (type: string) => lock.profiles.map(({ name }) => `arn:${lock.partition}:iam::*:${type}/${name}`);
  const ec2Arn = (type: string, account = '*') => `arn:${lock.partition}:ec2:*:${account}:${type}/*`;
  const withProfile = { ArnLike: { 'ec2:InstanceProfile': oneOrMany(iamArns('instance-profile')) } };
  const vpcArns = lock.vpcs.map(({ id }) => `arn:${lock.partition}:ec2:*:*:vpc/${id}`);
  const inVpc = { ArnLike: { 'ec2:vpc': oneOrMany(vpcArns) } };
  return [
    { sid: 'NonResourceBasedPermissions', actions: listingActions(features), resources: ANY },
    { sid: 'IAMPassRoleToInstance', actions: ['iam:PassRole'], resources: iamArns('role') },
    {
      sid: 'EC2RunInstancesOnlyWithGivenRole',
      actions: ['ec2:RunInstances'],
      resources: [ec2Arn('instance')],
      conditions: withProfile,
    },
    {
      sid: 'EC2RunInstancesOnlyInGivenVpc',
      actions: ['ec2:RunInstances'],
      resources: [ec2Arn('subnet')],
      conditions: inVpc,
    },
    {
      sid: 'AllowInstanceActions',
      actions: [
        'ec2:StopInstances',
        'ec2:TerminateInstances',
        'ec2:StartInstances',
        'ec2:CreateTags',
        'ec2:AssociateIamInstanceProfile',
      ],
      resources: [ec2Arn('instance')],
      conditions: withProfile,
    },
    {
      sid: 'RemainingRunInstancePermissions',
      actions: ['ec2:RunInstances'],
      resources: [
        ec2Arn('volume'),
        ec2Arn('image', ''),
        ec2Arn('snapshot', ''),
        ec2Arn('network-interface'),
        ec2Arn('key-pair'),
        ec2Arn('security-group'),
      ],
    },
    ...when(features.openPorts, {
      sid: 'EC2VpcNonResourceSpecificActions',
      actions: PORTS,
      resources: ANY,
      conditions: inVpc,
    }),
    ...when(features.backup, { sid: 'EC2BackupCreation', actions: BACKUP, resources: ANY }),
    ...when(features.roleTesting, ROLE_TESTING),
    ...when(features.instanceTypeChange, INSTANCE_TYPE_CHANGE),
    ...when(features.loadBalancers, MANAGE_LOAD_BALANCERS),
  ];
}

const PORTS = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'];

const ROLE_TESTING: StatementEntry = {
  sid: 'AllowTestingOfInstanceRole',
  actions: ['iam:SimulatePrincipalPolicy'],
  resources: ANY,
};

const INSTANCE_TYPE_CHANGE: StatementEntry = {
  sid: 'HopsworksAIModifyInstanceType',
  actions: ['ec2:ModifyInstanceAttribute'],
  resources: ANY,
};

const MANAGE_LOAD_BALANCERS: StatementEntry = {
  sid: 'ManageLoadBalancersForExternalAccess',
  actions: LOAD_BALANCERS,
  resources: ANY,
};
