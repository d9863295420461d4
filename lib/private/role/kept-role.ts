import { CfnResource, Stage, Token, type Resource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { shown } from '../words/errors';
import { stateOf } from './app-state';
import { conditionOf, mayLack } from './deployment-condition';
import { isInTree, ownedResource } from './identity';
import { isOverridden, render } from './rendering';

/** A role that carries policies: of this app, or imported by its name. */
export type Carrier = Resource & { readonly roleArn: string; readonly roleName: string };

/** What was declared of a role, to be compared at synth with what is rendered. */
export interface KeptRole {
  readonly role: Carrier;
  /** Undefined for roles of elsewhere, and where `Role.customizeRoles` made no L1. */
  readonly resource?: iam.CfnRole;
  /** What the role made for itself: each stays as long as the role does. */
  readonly parts: IConstruct[];
  naming?: { readonly name: string; readonly path: string };
  /** Of roles of this app only. */
  trust?: DeclaredTrust;
  /** What CDK had the L1 name, where that is known: the managed policies that the role was given. */
  managedPolicyArns?: string[];
  /** What else there is to compare. */
  checks: (() => string[])[];
}

export interface DeclaredTrust {
  readonly document: iam.PolicyDocument;
  /** What the L1 was given to render. */
  readonly property: unknown;
  readonly asText: boolean;
}

/** The roles that are kept in an app or a Stage, which are synthesized one by one. */
export function keptRoles(stage: IConstruct): Map<IConstruct, KeptRole> {
  return stateOf(stage, 'keptRoles', () => new Map<IConstruct, KeptRole>());
}

/** The app or the Stage that a construct is synthesized with. */
export function stageOf(construct: IConstruct): IConstruct {
  let { scope } = construct.node;
  while (scope?.node.scope !== undefined && !Stage.isStage(scope)) scope = scope.node.scope;
  return scope ?? construct;
}

/** What is kept of a role. */
export function keptRole(role: Carrier, stage = stageOf(role)): KeptRole {
  const roles = keptRoles(stage);
  const known = roles.get(role);
  if (known !== undefined) return known;
  const resource = ownedResource(role);
  const isOwn = resource !== undefined && iam.Role.isRole(role);
  const document = iam.Role.isRole(role) ? role.assumeRolePolicy : undefined;
  const kept: KeptRole = {
    role,
    resource,
    parts: isOwn ? [resource] : [],
    checks: [],
    naming: undefined,
    trust: document && { document, property: document, asText: false },
    managedPolicyArns: undefined,
  };
  roles.set(role, kept);
  return kept;
}

/**
 * Counts a construct, and its L1, among the parts of a role that is kept: synth fails if it is removed while the role stays.
 *
 * @param declared is what its L1 must render
 */
export function keepPart(role: IConstruct, part: IConstruct, declared: Record<string, unknown> = {}): void {
  const kept = keptRoles(stageOf(role)).get(role);
  const { defaultChild } = part.node;
  kept?.parts.push(part, ...(defaultChild === undefined ? [] : [defaultChild]));
  const resource = defaultChild ?? part;
  if (CfnResource.isCfnResource(resource)) kept?.checks.push(() => changedErrors(resource, declared));
}

/** The same of an instance profile, whose name and role are declared with the role. */
export function keepInstanceProfile(role: IConstruct, profile: iam.InstanceProfile): void {
  const { roles, instanceProfileName, path } = profile.node.defaultChild as iam.CfnInstanceProfile;
  keepPart(role, profile, { Roles: roles, InstanceProfileName: instanceProfileName, Path: path });
}

/** The same of a managed policy that holds what is declared with the role. */
export function keepPolicy(role: IConstruct, policy: iam.ManagedPolicy): void {
  const { defaultChild: resource } = policy.node;
  // Under `Role.customizeRoles` it has no L1.
  if (!(resource instanceof iam.CfnManagedPolicy)) return;
  keepPart(role, policy, { PolicyDocument: resource.policyDocument, Roles: resource.roles });
}

/** The same of what others made and the trust of a role names: synth fails if that is removed while the role stays. */
export function keepTrusted(role: Carrier, prop: string, trusted: CfnResource | undefined): void {
  if (trusted === undefined) return;
  const kept = keptRole(role);
  const trusts = `${role.node.path} trusts ${trusted.node.path}, its ${prop}, which`;
  kept.checks.push(() => {
    if (!isInTree(trusted)) return [`${trusts} was taken out of the app: keep it, or import it.`];
    const { resource } = kept;
    // Another stack names it in words.
    if (resource?.stack !== trusted.stack || !mayLack(resource, trusted)) return [];
    return [
      `${trusts} is deployed on the condition ${conditionOf(trusted)} only: without it, the deployment fails. Give both the same condition.`,
    ];
  });
}

/** What IAM takes where nothing is said. */
const BY_DEFAULT: Record<string, string> = { Path: '/' };

/**
 * Has what others made compared at synth with how it is named now: where all of that is literal, documents name it in words, and by a
 * reference otherwise.
 *
 * @param scope is validated
 */
export function keepLiteral(scope: IConstruct, resource: CfnResource | undefined, ...properties: string[]): void {
  if (resource === undefined) return;
  const valueOf = (property: string) => heldBy(resource, property) ?? BY_DEFAULT[property];
  const named = properties.map((property) => [property, valueOf(property)] as const);
  if (!named.every(([, value]) => typeof value === 'string' && !Token.isUnresolved(value))) return;
  const validate = () => {
    const isAsNamed = named.every(([property, value]) => valueOf(property) === value);
    if ((isAsNamed && !isOverridden(resource, ...properties)) || !isInTree(resource)) return [];
    const { Properties: rendered = {} } = render(resource);
    return named
      .filter(([property, value]) => (rendered[property] ?? BY_DEFAULT[property]) !== value)
      .map(
        ([property, value]) =>
          `${resource.node.path} was given another ${property} than ${shown(value)} after documents of ${scope.node.path} named it so. ` +
          'Give it to the construct, instead of changing it on its L1 or by an aspect.',
      );
  };
  scope.node.addValidation({ validate });
}

/** What an override or a later write changed of a part. */
function changedErrors(resource: CfnResource, declared: Record<string, unknown>): string[] {
  if (isAsDeclared(resource, declared)) return [];
  const { Properties: rendered = {} } = render(resource);
  return Object.entries(declared)
    .filter(([property, value]) => JSON.stringify(resource.stack.resolve(value)) !== JSON.stringify(rendered[property]))
    .map(
      ([property]) =>
        `${resource.node.path} is not rendered as declared: its ${property} was changed. Remove the override or the later write.`,
    );
}

/** Whether the L1 still holds what was declared, and no override hides it. */
function isAsDeclared(resource: CfnResource, declared: Record<string, unknown>): boolean {
  return (
    Object.entries(declared).every(([property, value]) => heldBy(resource, property) === value) &&
    !isOverridden(resource, ...Object.keys(declared))
  );
}

/** What an L1 holds of a property of its template. */
function heldBy(resource: CfnResource, property: string): unknown {
  return (resource as unknown as Record<string, unknown>)[property.charAt(0).toLowerCase() + property.slice(1)];
}
