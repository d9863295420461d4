import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IChainingRole } from '../chaining-role';
import { deployAfter } from './deployment-order';
import { literalJson, warn } from './messages';
import { checkPair } from './pair-check';
import { ownedIdentity, parseRoleArn } from './role-arn';
import { type SessionFeatures, TrustHalf } from './trust-half';

/**
 * Writes the trust half of a role for one chaining role, unless it stands already.
 *
 * @returns what the permission half must carry to match it
 */
export function linkTrust(role: iam.IRole, chainingRole: IChainingRole): SessionFeatures {
  const written = TrustHalf.of(role);
  if (written?.chainingRoles.includes(chainingRole) === true) return written.featuresFor(chainingRole);
  const identity = ownedIdentity(role) ?? parseRoleArn(role, '', role.roleArn);
  if (identity !== undefined) checkPair(role, '', identity, chainingRole);
  const trustHalf = written ?? trustHalfOfPlainRole(role);
  if (trustHalf === undefined) {
    const literal = new TrustHalf({});
    literal.add(chainingRole);
    warn(role, 'trustHalfNotWritten', trustHalfNotWritten(role, chainingRole, literal.statements));
    return literal.featuresFor(chainingRole);
  }
  trustHalf.add(chainingRole);
  if (trustHalf.needsChainingRole) deployAfter(role, chainingRole);
  return trustHalf.featuresFor(chainingRole);
}

/** A role that this app creates with other constructs: its trust gets a statement of ours beside its own. */
function trustHalfOfPlainRole(role: iam.IRole): TrustHalf | undefined {
  if (!iam.Role.isRole(role) || role.assumeRolePolicy === undefined) return undefined;
  const trustHalf = new TrustHalf({}, role);
  trustHalf.belongTo(role);
  trustHalf.addToAssumeRolePolicy(role.assumeRolePolicy);
  return trustHalf;
}

function trustHalfNotWritten(role: iam.IRole, chainingRole: IChainingRole, statements: iam.PolicyStatement[]): string {
  const json = literalJson(
    chainingRole,
    statements.map((statement) => statement.toStatementJson() as unknown),
  );
  return (
    `The trust of ${literalJson(role, role.roleArn)} is not written, because this app does not create that role. ` +
    `Until its owner adds these statements to its trust policy, ${chainingRole.node.path} is refused: ${json}` +
    placeholderNote(chainingRole, json)
  );
}

/** Says what stands for the account that only the deployment knows. */
export function placeholderNote(construct: Construct | IChainingRole, json: string): string {
  return json.includes('${AWS::') && Token.isUnresolved(Stack.of(construct).account)
    ? ` (\${AWS::…} stands for what ${Stack.of(construct).node.path} is deployed to)`
    : '';
}
