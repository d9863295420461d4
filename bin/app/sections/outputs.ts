import { z } from 'zod';
import { listOf } from '../fields';
import { pascalCase } from '../names';
import { section } from '../section';
import type { Report } from '../section';
import type { ChainingRoles } from './chaining-role-types';
import { checkDeclared } from './accounts';
import type { Accounts } from './accounts';
import type { Defaults } from './defaults';
import { isExisting } from './existing-roles';
import { declaredResourceRoles } from './resource-role-schema';
import type { ResourceRoles } from './resource-role-schema';
import { ChainingRole, InstanceProfileRole } from '../../../lib';

const schema = z
  .union([z.boolean(), listOf(z.string().describe('Key of a role.'), 'name a role, or say false')], {
    error: ({ input }) => `got ${JSON.stringify(input)}, expected true, false or a list of roles`,
  })
  .default(true)
  .describe(
    "Whether the stacks output their roles' ARNs, or the keys of the roles whose ARNs they output: ChainingRoleArn…, " +
      'InstanceProfileName…, InstanceProfileArn… and ResourceRoleArn…, each followed by the key of the role in PascalCase.',
  );

export type Outputs = z.infer<typeof schema>;

interface OutputsConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly outputs: Outputs;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
}

export const outputs = section({
  key: 'outputs',
  schema,
  check(config: OutputsConfig, report) {
    if (config.outputs === false) return;
    const chaining = Object.entries(config.chainingRoles).flatMap(([key, role]) =>
      isExisting(role) ? [] : { key, account: role.account },
    );
    const resource = declaredResourceRoles(config);
    const isListed = ({ key }: { key: string }) => isOutput(key, config);
    checkNames('chainingRoles', chaining.filter(isListed), report);
    checkNames('resourceRoles', resource.filter(isListed), report);
    const keys = Object.fromEntries([...chaining, ...resource].map(({ key }) => [key, key]));
    for (const [index, key] of Array.isArray(config.outputs) ? config.outputs.entries() : []) {
      checkDeclared('role that is made here', key, keys, ['outputs', index], report);
    }
  },
  render(config: OutputsConfig, rendering) {
    for (const [key, role] of rendering.chainingRoles) {
      if (!isOutput(key, config) || !(role instanceof ChainingRole)) continue;
      const name = pascalCase(key);
      rendering.output(role, `ChainingRoleArn${name}`, role.roleArn, `ARN of the chaining role ${key}`);
      if (!(role instanceof InstanceProfileRole)) continue;
      const { instanceProfileName, instanceProfileArn } = role.instanceProfile;
      rendering.output(role, `InstanceProfileName${name}`, instanceProfileName, `Instance profile of ${key}`);
      rendering.output(role, `InstanceProfileArn${name}`, instanceProfileArn, `ARN of the instance profile of ${key}`);
    }
    for (const { key, role } of rendering.resourceRoles) {
      if (!isOutput(key, config)) continue;
      rendering.output(role, `ResourceRoleArn${pascalCase(key)}`, role.roleArn, `ARN of the resource role ${key}`);
    }
  },
});

function isOutput(key: string, { outputs: given }: OutputsConfig): boolean {
  return Array.isArray(given) ? given.includes(key) : given;
}

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
