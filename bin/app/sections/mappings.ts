import { z } from 'zod';
import { hopsworks } from '../../../lib';
import { PROJECT_NAME, PROJECT_NAME_RULE } from '../../../lib/hopsworks/private/project-name';
import { strict, text } from '../fields';
import { acknowledgeWarning } from '../nag';
import { formatPath } from '../problems';
import { section } from '../section';
import type { Report } from '../section';
import { checkDeclared } from './accounts';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import type { Defaults } from './defaults';
import { isExisting } from './existing-roles';
import type { ExistingResourceRole } from './existing-roles';
import { declaredResourceRoles } from './resource-role-schema';
import type { ResourceRoles } from './resource-role-schema';

const schema = z
  .array(
    strict({
      project: text(PROJECT_NAME, PROJECT_NAME_RULE).describe('Name of the Hopsworks project.'),
      projectRole: z
        .enum(hopsworks.ProjectRole)
        .default(hopsworks.ProjectRole.ALL)
        .describe('Which of its members may assume the role: ALL (default), DATA_OWNER or DATA_SCIENTIST.'),
      role: z.string().describe('Key of a resource role.'),
      account: z.string().optional().describe('Name of the account whose role is meant, where the role is in several.'),
      defaultRole: z
        .boolean()
        .optional()
        .describe('Whether members get this role when they name none; without it, that is left as it is in Hopsworks.'),
    }).describe('Lets members of a project assume a role.'),
  )
  .default([])
  .describe(
    'Who in which Hopsworks project may assume which resource role. The stacks output it, and the command ' +
      '`cdk-iam-role-chaining mappings` brings it to a cluster.',
  );

interface MappingsConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
  readonly mappings: z.infer<typeof schema>;
}

export const mappings = section({
  key: 'mappings',
  schema,
  check(config: MappingsConfig, report) {
    for (const [index, { role, account }] of config.mappings.entries()) {
      const at = ['hopsworks', 'mappings', index];
      const isChainingRole = Object.hasOwn(config.chainingRoles, role);
      const elsewhere = isChainingRole ? 'it is a chaining role, and projects have resource roles' : undefined;
      if (!checkDeclared('resource role', role, config.resourceRoles, [...at, 'role'], report, elsewhere)) continue;
      const given = config.resourceRoles[role];
      if (given !== undefined && isExisting(given)) {
        if (account !== undefined)
          report([...at, 'account'], `${role} exists already, and its ARN says it; remove this key`);
        for (const key of keysNotSent(given)) {
          report([...at, 'role'], `${role} asks for ${key}, which Hopsworks does not send: it would be refused`);
        }
        continue;
      }
      const accounts = declaredResourceRoles(config).flatMap((each) => (each.key === role ? each.account : []));
      if (account !== undefined) {
        checkDeclared(
          'account of the role',
          account,
          Object.fromEntries(accounts.map((each) => [each, each])),
          [...at, 'account'],
          report,
        );
      } else if (accounts.length > 1) {
        report(at, `${role} is in ${accounts.join(', ')}; say which one is meant, as account: ${accounts[0] ?? ''}`);
      }
    }
    checkDefaults(config.mappings, report);
  },
  render(config: MappingsConfig, rendering) {
    const ofStack = new Map<string, hopsworks.RoleMappings>();
    for (const [index, { role: key, account, ...mapping }] of config.mappings.entries()) {
      const existing = rendering.existingRoles.get(key);
      const role =
        existing ??
        rendering.resourceRoles.find((each) => each.key === key && (account === undefined || each.account === account))
          ?.role;
      if (role === undefined) continue;
      const made =
        ofStack.get(role.stack.stackName) ??
        rendering.at(['hopsworks', 'mappings'], () => new hopsworks.RoleMappings(role.stack, 'RoleMappings'));
      ofStack.set(role.stack.stackName, made);
      rendering.at(['hopsworks', 'mappings', index], () => {
        made.addMapping({ ...mapping, role });
      });
      if (existing !== undefined)
        acknowledgeWarning(made, 'hopsworksMappedRoleNotSeen', 'owners/ says what its chain needs');
    }
  },
});

/** What an existing role demands and Hopsworks does not send; what its owner demands beside, nobody knows here. */
function keysNotSent({ externalId, conditions = {} }: ExistingResourceRole): string[] {
  const keys = Object.entries(conditions).flatMap(([operator, values]) =>
    operator === 'Null' || operator.endsWith('IfExists') ? [] : Object.keys(values),
  );
  return [
    ...(externalId === undefined ? [] : ['externalId']),
    ...keys.filter((key) => /^(sts:(ExternalId|SourceIdentity)|aws:RequestTag\/.*)$/i.test(key)),
  ];
}

/** The library sees the mappings of one stack; a project may have roles of several accounts. */
function checkDefaults(given: MappingsConfig['mappings'], report: Report): void {
  const taken = new Map<string, number>();
  for (const [index, { project, projectRole, defaultRole }] of given.entries()) {
    if (defaultRole !== true) continue;
    const other = taken.get(`${project}\n${projectRole}`);
    if (other === undefined) taken.set(`${project}\n${projectRole}`, index);
    else {
      report(
        ['hopsworks', 'mappings', index, 'defaultRole'],
        `project "${project}" has a default for ${projectRole} already, ${formatPath(['hopsworks', 'mappings', other])}; Hopsworks keeps one`,
      );
    }
  }
}
