import { type CfnResource, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { readable } from '../words/errors';
import type { Carrier, KeptRole } from './kept-role';
import { intruders, isSettledAtSynth, type NamingText } from './late-tokens';
import { isOverridden, render } from './rendering';
import { KEEP } from './rendered-role';

interface Statement {
  readonly Sid?: string;
  readonly Action?: string | string[];
}

/** What CDK's roles keep of their policies beside their L1; an import keeps the first only. */
interface Policies {
  /** What grants are written into. */
  readonly defaultPolicy?: iam.Policy;
  readonly managedPolicies?: readonly iam.IManagedPolicy[];
  readonly inlinePolicies?: Readonly<Record<string, iam.PolicyDocument>>;
}

/** What was taken away, after it was declared, of what a role may do or of what bounds it. */
export function lostPolicies({ role, resource }: KeptRole, constructs: Set<IConstruct>): string[] {
  const policies = role as unknown as Policies;
  const lost = lostGrants(role, policies, constructs);
  if (resource === undefined || !iam.Role.isRole(role)) return lost;
  return lost.concat(
    intruders(resource, namedPolicies(role, policies)).map((error) => `${role.node.path}: ${error}`),
    lostBoundary(role, resource)
      .concat(lostManagedPolicies(policies, resource), lostInlinePolicies(policies, resource))
      .map((what) => `${role.node.path} is not rendered as declared: ${what} is missing. ${KEEP}`),
  );
}

function lostGrants(role: Carrier, { defaultPolicy: policy }: Policies, constructs: Set<IConstruct>): string[] {
  if (policy === undefined) return [];
  const { defaultChild: resource, path } = policy.node;
  if (resource === undefined || !constructs.has(policy)) {
    const granted = statementsOf(policy.document.toJSON()).map(nameOf).join(', ');
    return [
      `${role.node.path} has lost ${path}, which was removed from the tree, and with it what was granted: ${granted}. ` +
        'Keep it, or remove the whole construct.',
    ];
  }
  if (!(resource instanceof iam.CfnPolicy)) return [];
  const isAsMade = resource.policyDocument === policy.document && Token.isUnresolved(resource.roles);
  if (isAsMade && !isOverridden(resource, 'PolicyDocument', 'Roles')) return [];
  const { PolicyDocument: document, Roles: roles } = render(resource).Properties ?? {};
  const isAttached = JSON.stringify(roles ?? []).includes(JSON.stringify(resource.stack.resolve(role.roleName)));
  return [
    ...(isAttached ? [] : ['the role that it is attached to']),
    ...missingStatements(resource, policy.document, document),
  ].map((what) => `${path} is not rendered as declared: ${what} is missing. ${KEEP}`);
}

function lostBoundary({ permissionsBoundary: declared }: iam.Role, resource: iam.CfnRole): string[] {
  if (declared === undefined) return [];
  // Whoever writes it without types may give a token that is no text.
  const given: unknown = resource.permissionsBoundary;
  const isPlain = typeof given === 'string' && given !== '' && !isSettledAtSynth(given);
  if (isPlain && !isOverridden(resource, 'PermissionsBoundary')) return [];
  return Boolean(render(resource).Properties?.PermissionsBoundary) ? [] : ['its permissionsBoundary'];
}

function lostManagedPolicies({ managedPolicies = [] }: Policies, resource: iam.CfnRole): string[] {
  if (managedPolicies.length === 0) return [];
  const isAsMade = Token.isUnresolved(resource.managedPolicyArns) && !isOverridden(resource, 'ManagedPolicyArns');
  if (isAsMade) return [];
  const { ManagedPolicyArns: rendered } = render(resource).Properties ?? {};
  const texts = [rendered ?? []].flat().map((each) => JSON.stringify(each));
  return managedPolicies
    .map(({ managedPolicyArn }) => managedPolicyArn)
    .filter((arn) => !texts.includes(JSON.stringify(resource.stack.resolve(arn))))
    .map((arn) => `the managed policy ${readable(resource, arn)}`);
}

/** The policies that are named by their ARNs. */
function namedPolicies({ permissionsBoundary }: iam.Role, { managedPolicies = [] }: Policies): NamingText[] {
  return [
    ...(permissionsBoundary === undefined
      ? []
      : [{ where: 'its permissionsBoundary', text: permissionsBoundary.managedPolicyArn, mayBeLeftOut: true }]),
    ...managedPolicies.map(({ managedPolicyArn: text }) => ({
      where: 'its managedPolicies',
      text,
      mayBeLeftOut: true,
    })),
  ];
}

function lostInlinePolicies({ inlinePolicies = {} }: Policies, resource: iam.CfnRole): string[] {
  const declared = Object.entries(inlinePolicies);
  if (declared.length === 0) return [];
  const { policies } = resource;
  const documents = new Set(
    Array.isArray(policies)
      ? policies.map((each): unknown => ('policyDocument' in each ? each.policyDocument : undefined))
      : [],
  );
  if (declared.every(([, document]) => documents.has(document)) && !isOverridden(resource, 'Policies')) return [];
  const { Policies: rendered } = render(resource).Properties ?? {};
  const byName = new Map(
    [(rendered ?? []) as { PolicyName?: unknown; PolicyDocument?: unknown }[]]
      .flat()
      .map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]),
  );
  return declared.flatMap(([name, document]) =>
    missingStatements(resource, document, byName.get(resource.stack.resolve(name))).map(
      (what) => `${what} of the inline policy "${name}"`,
    ),
  );
}

/** The statements of a document that are not in what is rendered of it, by their names. */
export function missingStatements({ stack }: CfnResource, document: iam.PolicyDocument, rendered: unknown): string[] {
  const present = new Set(statementsOf(rendered).map((each) => JSON.stringify(each)));
  return statementsOf(stack.resolve(document))
    .filter((each) => !present.has(JSON.stringify(each)))
    .map((each) => `the statement ${nameOf(each)}`);
}

function statementsOf(document: unknown): Statement[] {
  const { Statement: statements = [] } = (document ?? {}) as { readonly Statement?: Statement | Statement[] };
  // One that is left out is undefined.
  return [statements].flat().filter((each: Statement | undefined) => each !== undefined);
}

function nameOf({ Sid: sid, Action: action }: Statement): string {
  return sid ?? [action ?? 'without Sid'].flat().join(' and ');
}
