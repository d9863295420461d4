import type { Environment, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from '../../lib';
import { Deployed, type DeployedRole, newStack, PLATFORM, type Statement } from '../support';

export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** A resource role of the platform's account, or of another environment, with what it is granted. */
export function roleWith(
  grant: (role: ResourceRole) => iam.Grant,
  env: Required<Environment> = PLATFORM,
): DeployedRole {
  const stack = newStack(env);
  const head = new InstanceProfileRole(stack, 'Head');
  const role = new ResourceRole(stack, 'Ledger', { chainingRoles: [head], roleName: 'ledger' });
  grant(role);
  return new Deployed(stack).of(role);
}

/** The statements that a resource role gets by a grant. */
export function statementsWith(grant: (role: ResourceRole) => iam.Grant, env = PLATFORM): Statement[] {
  return roleWith(grant, env).permissions.flatMap(({ Statement }) => Statement);
}
