import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import { ChainTrust, ResourceRole } from '../../../lib';
import { trustPolicyLimit } from '../../../lib/private/role/quotas';
import { conditionTexts } from '../fields';
import { acknowledgeWarning } from '../nag';
import { formatPath } from '../problems';
import type { Rendering } from '../rendering';
import type { Report } from '../section';
import { checkPartition } from './accounts';
import type { Accounts } from './accounts';
import { askForPermission } from './existing-chaining-roles';
import { accountIn, declaredAccountOf, keeperIn } from './existing-roles';
import type { DeclaredExistingRole } from './resource-role-schema';

export function checkExistingResourceRole(
  { key, arn }: DeclaredExistingRole,
  accounts: Accounts,
  report: Report,
): void {
  const at = ['resourceRoles', key, 'arn'];
  const declared = declaredAccountOf(arn, accounts);
  if (declared !== undefined) checkPartition(arn, declared, accounts, at, report);
  if (keeperIn(arn) !== undefined) {
    report(at, 'is a role whose trust AWS keeps: nobody can add a chaining role to it');
  }
}

/** Lets its chaining roles become an existing role, and asks its owner to trust them. */
export function renderExistingRole(role: DeclaredExistingRole, rendering: Rendering): iam.IRole {
  const { key, arn, chainedFrom, externalId, organizationId, conditions } = role;
  const at = ['resourceRoles', key];
  const chainingRoles = chainedFrom.flatMap((name) => rendering.chainingRoles.get(name) ?? []);
  const [first] = chainingRoles;
  if (first === undefined) throw new Error(`${formatPath(at)} has no chaining role`);
  // Beside what becomes it: the stack of its account, which may not be declared, might hold nothing else.
  const imported = iam.Role.fromRoleArn(Stack.of(first), `Existing ${key}`, arn);
  for (const chainingRole of chainingRoles) chainingRole.allowAssuming(imported);
  const statements = ResourceRole.trustStatements(chainingRoles, {
    trust: role.trust === 'account-root' ? ChainTrust.accountRoot() : ChainTrust.exactRole(),
    externalId,
    organizationId,
    conditions: conditions && conditionTexts(conditions),
  });
  const { length } = JSON.stringify(statements.map((each) => each.toStatementJson() as unknown));
  const limit = trustPolicyLimit(imported);
  if (length > limit) {
    rendering.refuse(
      at,
      `its owner would have to add ${length} characters to its trust, and IAM takes ${limit}, the owner's own included: name fewer ` +
        'chaining roles, or have the quota raised (up to 8,192) and say so with the context key "cdk-iam-role-chaining:trustPolicyLimit"',
    );
  }
  rendering.owners.add(accountIn(arn), {
    kind: 'trust policy',
    of: arn,
    statements,
    why: `${formatPath(at)}: lets ${chainedFrom.map((name) => `chainingRoles.${name}`).join(', ')} become it`,
  });
  acknowledgeWarning(imported, 'trustPolicyNotWritten', 'owners/ holds it for the owner of the role');
  for (const name of chainedFrom) askForPermission(name, imported, at, rendering);
  return imported;
}
