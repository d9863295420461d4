import { Validations, aws_iam as iam } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RoleChainingChecks, Severity } from '../../lib';

/** What only an administrator may: a role that a config makes one stops the synth, unless the config says why. */
export const OF_ADMINISTRATORS = ['selfEscalation', 'passRoleTooWide', 'unscopedDiskAccess'];

/**
 * Has the checks of this library look at the app at synth: an error that nobody acknowledged stops it.
 *
 * That nobody can read the boundary of a role is nothing new to whoever set it in the config, which names a policy of elsewhere.
 */
export function addChainChecks(app: App): void {
  const bounded = app.node
    .findAll()
    .filter((each) => each instanceof iam.Role && each.permissionsBoundary !== undefined);
  for (const role of bounded) acknowledgeRule(role, 'notDecided', 'the config names its permissions boundary');
  const severities = Object.fromEntries(OF_ADMINISTRATORS.map((rule) => [rule, Severity.ERROR]));
  Validations.of(app).addPlugins(new RoleChainingChecks({ severities }));
}

/** Acknowledges on one role, for the reason that the config gives, that it is an administrator. */
export function acknowledgeAdministrator(role: IConstruct, reason: string): void {
  for (const rule of OF_ADMINISTRATORS) acknowledgeRule(role, rule, reason);
}

/** Acknowledges one rule on one role. */
export function acknowledgeRule(role: IConstruct, rule: string, reason: string): void {
  Validations.of(role).acknowledge({ id: `RoleChainingChecks::${rule}`, reason });
}
