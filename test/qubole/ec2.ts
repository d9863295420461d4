import { type RequestedResource, refused } from '../identity-simulator';
import { type IdentityPolicy, actionsMatching } from '../service-authorization';
import { type DeployedRole, list } from '../support';
import { QUBOLE } from './support';

/** Calls of EC2, as AWS checks them: every resource by itself, with the keys that it carries. */

export const ACCOUNT = '111122223333';
export const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:${ACCOUNT}:${resource}`;
export const profile = (role: string) => `arn:aws:iam::${ACCOUNT}:instance-profile/${role}`;
export const INSTANCE = ec2('instance/i-1');
export const VOLUME = ec2('volume/vol-1');
export const TEMPLATE = ec2('launch-template/lt-1');
export const SNAPSHOT = 'arn:aws:ec2:eu-west-1::snapshot/snap-1';

export const on = (resource: string, context: RequestedResource['context'] = {}) => ({ resource, context });
export const of = (role: string) => ({ 'ec2:InstanceProfile': profile(role) });
export const marked = (role: string) => ({ 'aws:ResourceTag/secondary-role': role });
export const marking = (role: string) => ({ 'aws:RequestTag/secondary-role': role });

/** An image of Qubole's, whose root volume comes from a snapshot of Qubole's, as that of every image does. */
export const image = (owner = QUBOLE) => on('arn:aws:ec2:eu-west-1::image/ami-1', { 'ec2:Owner': owner });
export const rootVolume = (context: RequestedResource['context'] = {}) =>
  on(ec2('volume/vol-2'), { 'ec2:ParentSnapshot': 'arn:aws:ec2:eu-west-1::snapshot/snap-of-image', ...context });

/** The resources of a call that a role may not use: the call is allowed if there are none. */
export const allows = (role: DeployedRole, action: string, ...resources: RequestedResource[]) =>
  refused({ principal: role.arn, policies: role.permissions, action: `ec2:${action}`, resources });

export const launch = (instance: RequestedResource, ...others: RequestedResource[]) => [
  instance,
  image(),
  on(ec2('network-interface/eni-1')),
  on(ec2('security-group/sg-1')),
  on(ec2('subnet/subnet-1')),
  rootVolume(),
  ...others,
];

export const TAGS = ['aws:RequestTag/secondary-role', 'aws:ResourceTag/secondary-role'] as const;
/** Every key of the policies about EC2: one that was forgotten here is an error of the proof. */
export const keys = ['ec2:InstanceProfile', 'ec2:ParentSnapshot', 'ec2:CreateAction', 'ec2:Owner', ...TAGS];

/** The policies about EC2, without the denials that every proof would have to model. */
export function ofEc2(role: DeployedRole): IdentityPolicy[] {
  const statements = role.permissions.flatMap(({ Statement }) => Statement);
  return [{ Statement: statements.filter(({ Action }) => list(Action).some((each) => each.startsWith('ec2:'))) }];
}

/** What a role may call in EC2, apart from describing. */
export async function ec2Actions(role: DeployedRole): Promise<string[]> {
  const patterns = ofEc2(role).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => list(Action)));
  const actions = await Promise.all(
    patterns.filter((each) => each.startsWith('ec2:') && each !== 'ec2:Describe*').map(actionsMatching),
  );
  return [...new Set(actions.flat())];
}
