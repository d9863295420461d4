import * as iam from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  AccessLevel,
  AthenaAccess,
  DynamoDbAccess,
  GlueAccess,
  hopsworks,
  KmsAccess,
  S3Access,
  SecretsManagerAccess,
} from '../../../lib';
import { endOf, literalArn } from '../../../lib/private/role/identity';
import { policiesOfOthers } from '../../../lib/private/vendor/data-owners';
import { formatPath } from '../problems';
import type { Rendering } from '../rendering';
import type { Accounts } from './accounts';
import type { DataAccess } from './data-access';

/** The statements that the library grants for an entry, as a role of the stack would get them; none for an entry of another kind. */
export function dataStatements(stack: Stack, entry: DataAccess, accounts: Accounts): iam.PolicyStatement[] {
  const grantee = new FutureRole(stack);
  try {
    grant(grantee, entry, accounts);
  } finally {
    stack.node.tryRemoveChild(grantee.node.id);
  }
  return grantee.statements;
}

/** What an entry lets a role use, for people, and by which statements. */
export interface RoleData {
  readonly covered: string;
  readonly statements: iam.PolicyStatement[];
}

/** Asks the owners of data in other accounts to let a role in: there, the role's own policy is not enough. */
export function askOwnersOfData(role: iam.IRole, key: string, data: RoleData[], { owners }: Rendering): void {
  const end = endOf(role);
  const caller = { scope: role, account: end.account, principal: () => new iam.ArnPrincipal(literalArn(end)) };
  for (const { covered, statements } of data) {
    for (const { account, ...policy } of policiesOfOthers(caller, statements)) {
      owners.add(account, { ...policy, why: `${formatPath(['resourceRoles', key])}: uses ${covered}` });
    }
  }
}

/** Stands for a role that is about to be made: what it is granted becomes a part of the policy that the role is made with. */
class FutureRole extends Construct implements iam.IPrincipal {
  public readonly grantPrincipal = this;
  public readonly assumeRoleAction = 'sts:AssumeRole';
  public readonly statements: iam.PolicyStatement[] = [];

  public constructor(stack: Stack) {
    super(stack, 'FutureRole');
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return new iam.AnyPrincipal().policyFragment;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.statements.push(statement);
    return { statementAdded: true, policyDependable: this };
  }
}

function grant(grantee: iam.IGrantable, entry: DataAccess, accounts: Accounts): void {
  const inAccount = <Place extends { account?: string | undefined }>(place: Place) => ({
    ...place,
    account: accountOf(place, accounts),
  });
  const { s3, glue, athena, dynamodb, secretsManager, kms, redshift } = entry;
  if (s3) {
    const { level, ...location } = inAccount(s3);
    const writes = level === 'read-write';
    S3Access.grant(grantee, { ...location, level: writes ? AccessLevel.READ_WRITE : AccessLevel.READ });
  }
  if (glue) GlueAccess.grant(grantee, inAccount(glue));
  if (athena) AthenaAccess.grant(grantee, { ...athena, resultsLocation: inAccount(athena.resultsLocation) });
  if (dynamodb) DynamoDbAccess.grant(grantee, dynamodb);
  if (secretsManager) SecretsManagerAccess.grant(grantee, secretsManager);
  if (kms) KmsAccess.grant(grantee, kms);
  if (redshift) {
    const { clusterIdentifier, workgroupId, dbUsers = [], dbNames = [], ...rest } = inAccount(redshift);
    if (clusterIdentifier !== undefined) {
      hopsworks.RedshiftAccess.grantProvisioned(grantee, { ...rest, clusterIdentifier, dbUsers, dbNames });
    }
    if (workgroupId !== undefined) hopsworks.RedshiftAccess.grantServerless(grantee, { ...rest, workgroupId });
  }
}

/** The digits of an account that the config names, or gives. */
export function accountOf({ account }: { account?: string | undefined }, accounts: Accounts): string | undefined {
  return account === undefined ? undefined : (accounts[account]?.id ?? account);
}
