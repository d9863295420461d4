import { Validations } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RoleChainingChecks, Severity } from '../../lib';

/** What only an administrator may: a role that a config makes one stops the synth, unless the config says why. */
export const OF_ADMINISTRATORS = ['selfEscalation', 'passRoleTooWide', 'unscopedDiskAccess'];

/** Has the checks of this library look at the app at synth: an error that nobody acknowledged stops it. */
export function addChainChecks(app: App): void {
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
