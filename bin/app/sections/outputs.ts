import { z } from 'zod';
import { pascalCase } from '../names';
import { section } from '../section';
import type { Report } from '../section';
import type { ChainingRoles } from './chaining-role-types';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { isExisting } from './existing-roles';
import { declaredResourceRoles } from './resource-role-schema';
import type { ResourceRoles } from './resource-role-schema';
import { ChainingRole, InstanceProfileRole } from '../../../lib';

interface OutputsConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly outputs: boolean;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
}

export const outputs = section({
  key: 'outputs',
  schema: z
    .boolean()
    .default(true)
    .describe(
      "Whether the stacks output their roles' ARNs: ChainingRoleArn…, InstanceProfileName…, InstanceProfileArn… and " +
        'ResourceRoleArn…, each followed by the key of the role in PascalCase.',
    ),
  check(config: OutputsConfig, report) {
    if (!config.outputs) return;
    const chaining = Object.entries(config.chainingRoles).flatMap(([key, role]) =>
      isExisting(role) ? [] : { key, account: role.account },
    );
    checkNames('chainingRoles', chaining, report);
    checkNames('resourceRoles', declaredResourceRoles(config), report);
  },
  render(config: OutputsConfig, rendering) {
    if (!config.outputs) return;
    for (const [key, role] of rendering.chainingRoles) {
      if (!(role instanceof ChainingRole)) continue;
      const name = pascalCase(key);
      rendering.output(role, `ChainingRoleArn${name}`, role.roleArn, `ARN of the chaining role ${key}`);
      if (!(role instanceof InstanceProfileRole)) continue;
      const { instanceProfileName, instanceProfileArn } = role.instanceProfile;
      rendering.output(role, `InstanceProfileName${name}`, instanceProfileName, `Instance profile of ${key}`);
      rendering.output(role, `InstanceProfileArn${name}`, instanceProfileArn, `ARN of the instance profile of ${key}`);
    }
    for (const { key, role } of rendering.resourceRoles) {
      rendering.output(role, `ResourceRoleArn${pascalCase(key)}`, role.roleArn, `ARN of the resource role ${key}`);
    }
  },
});

/** Two roles of a stack may not write the same output. */
function checkNames(kind: string, roles: readonly { key: string; account: string }[], report: Report): void {
  const taken = new Map<string, string>();
  for (const { key, account } of roles) {
    const output = `${account} ${pascalCase(key)}`;
    const other = taken.get(output);
    if (other === undefined) taken.set(output, key);
    else {
      report(
        [kind, key],
        `would write the same outputs (…${pascalCase(key)}) as ${kind}.${other}; rename one of the two, or set outputs: false`,
      );
    }
  }
}
