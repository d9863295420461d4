import { underCondition } from './statements';
import type { TemplateTexts } from './template-texts';
import { type Template, type TemplateResource, userPath } from './templates';

/** Whom a policy gives permissions to. */
export type IdentityType = 'role' | 'user' | 'group';

/** A role, user or group that a template creates, with what the template itself says of it. */
export interface Identity {
  readonly type: IdentityType;
  /** The construct path, from the app down. */
  readonly path: string;
  readonly template: Template;
  /** When CloudFormation makes it; undefined for always. */
  readonly condition?: string;
  /** The trust of a role. */
  readonly trust?: unknown;
  /** The documents of its inline policies. */
  readonly inlinePolicies: readonly unknown[];
  /** The ARNs of its managed policies; `${path}` for those that the app creates. */
  readonly managedPolicies: readonly string[];
  readonly permissionsBoundary?: string;
  /** In seconds, or a text where only CloudFormation knows it. */
  readonly maxSessionDuration?: number | string;
  /** The groups that a user itself names. */
  readonly groups: readonly string[];
}

/** A policy that is a resource of its own, and whom it names. */
export interface Policy {
  /** Managed policies may be attached by others too. */
  readonly isManaged: boolean;
  /** The construct path, from the app down. */
  readonly path: string;
  readonly template: Template;
  /** With the condition under which CloudFormation makes the policy. */
  readonly document: unknown;
  /** The name or `${path}` of each identity. */
  readonly attachedTo: readonly { readonly type: IdentityType; readonly name: string }[];
  /** The ARN of a managed policy as others write it: `${path}`, or computed from its name. */
  readonly arns: readonly string[];
}

/** A resource that puts users into a group. */
export interface Membership {
  /** The construct path, from the app down. */
  readonly path: string;
  readonly template: Template;
  /** The name or `${path}` of the group, and the condition under which CloudFormation puts the users there. */
  readonly group: string;
  /** The name or `${path}` of each user. */
  readonly users: readonly string[];
}

/** What the templates of an app say about its identities and their policies. Texts stand for what only CloudFormation knows. */
export interface IamResources {
  readonly identities: readonly Identity[];
  readonly policies: readonly Policy[];
  readonly memberships: readonly Membership[];
  /** The identity of a type and name, as a policy of this template would reach it; undefined for one that the app does not create. */
  readonly find: (type: IdentityType, name: string, from: Template) => Identity | undefined;
  /** The managed policy behind an ARN, as an identity of this template would name it; undefined likewise. */
  readonly findManagedPolicy: (arn: string, from: Template) => Policy | undefined;
}

const IDENTITIES: Readonly<Record<string, IdentityType>> = {
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
};

/** Types of policies; the members that name one identity or several. */
const POLICIES: Readonly<Record<string, Readonly<Record<string, IdentityType>>>> = {
  'AWS::IAM::Policy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::RolePolicy': { RoleName: 'role' },
  'AWS::IAM::UserPolicy': { UserName: 'user' },
  'AWS::IAM::GroupPolicy': { GroupName: 'group' },
};

/** Reads the identities and policies of all templates of an app. */
export function readIamResources(templates: readonly Template[], texts: TemplateTexts): IamResources {
  const identities: Identity[] = [];
  const policies: Policy[] = [];
  const memberships: Membership[] = [];
  const byName = new Map<string, Identity>();
  for (const template of templates) {
    for (const [logicalId, resource] of Object.entries(template.body.Resources ?? {})) {
      const read = new ResourceReader(logicalId, resource, template, texts);
      const type = IDENTITIES[resource.Type];
      if (type !== undefined) {
        const identity = read.identity(type);
        identities.push(identity);
        for (const name of [read.reference, ...read.names(`${resource.Type.split('::')[2] ?? ''}Name`)]) {
          byName.set(nameKey(type, name, template), identity);
        }
      }
      const attachments = POLICIES[resource.Type];
      if (attachments !== undefined) policies.push(read.policy(attachments));
      if (resource.Type === 'AWS::IAM::UserToGroupAddition') memberships.push(read.membership());
    }
  }
  const byArn = new Map(
    policies.flatMap((policy) => policy.arns.map((arn) => [arnKey(arn, policy.template), policy] as const)),
  );
  return {
    identities,
    policies,
    memberships,
    find: (type, name, from) => byName.get(nameKey(type, name, from)),
    findManagedPolicy: (arn, from) => byArn.get(arnKey(arn, from)),
  };
}

/** Names are unique in an account, references in the app. Stages without an account are usually deployed to different ones. */
function nameKey(type: IdentityType, name: string, { account, stagePath }: Template): string {
  return isReference(name) ? `${type} ${name}` : `${type} ${account ?? `of ${stagePath}`} ${name}`;
}

/** A policy is attached in its own account and partition only, whether or not an ARN writes them out. */
function arnKey(arn: string, { account, stagePath }: Template): string {
  if (isReference(arn)) return arn;
  const own = account ?? '${AWS::AccountId}';
  const key = arn
    .replace(/^arn:(\$\{AWS::Partition\}|[^:]+):/, 'arn::')
    .replace(/::(\$\{AWS::AccountId\})(?=:policy\/)/, `::${own}`);
  return account === undefined ? `${stagePath} ${key}` : key;
}

/** Whether a text stands for a construct, which is known by it in the whole app. */
function isReference(text: string): boolean {
  return /^\$\{(?!AWS::|Fn::)[^}]+\}$/.test(text);
}

class ResourceReader {
  /** What `Ref` of the resource is in words. */
  public readonly reference: string;
  private readonly path: string;
  private readonly condition?: string;
  private readonly properties: Readonly<Record<string, unknown>>;

  constructor(
    logicalId: string,
    private readonly resource: TemplateResource,
    private readonly template: Template,
    private readonly texts: TemplateTexts,
  ) {
    this.path = userPath(template.pathOf(logicalId));
    this.condition = texts.conditionOf(resource, template);
    this.properties = resource.Properties ?? {};
    this.reference = texts.text({ Ref: logicalId }, template);
  }

  public identity(type: IdentityType): Identity {
    const { AssumeRolePolicyDocument: trust, MaxSessionDuration, Policies } = this.properties;
    return {
      type,
      path: this.path,
      template: this.template,
      condition: this.condition,
      trust: trust === undefined ? undefined : this.texts.document(trust, this.template),
      inlinePolicies: this.inlinePolicies(Policies),
      managedPolicies: this.names('ManagedPolicyArns'),
      permissionsBoundary: this.names('PermissionsBoundary')[0],
      maxSessionDuration: this.render(MaxSessionDuration) as number | string | undefined,
      groups: this.names('Groups'),
    };
  }

  public policy(attachments: Readonly<Record<string, IdentityType>>): Policy {
    const isManaged = this.resource.Type === 'AWS::IAM::ManagedPolicy';
    return {
      isManaged,
      path: this.path,
      template: this.template,
      document: underCondition(this.condition, this.texts.document(this.properties.PolicyDocument, this.template)),
      attachedTo: Object.entries(attachments).flatMap(([property, type]) =>
        this.names(property).map((name) => ({ type, name })),
      ),
      arns: isManaged ? [this.reference, ...this.computedArns()] : [],
    };
  }

  public membership(): Membership {
    const [name = ''] = this.names('GroupName');
    const group = this.condition === undefined ? name : `${name} if ${this.condition}`;
    return { path: this.path, template: this.template, group, users: this.names('Users') };
  }

  /** The texts of a property that holds one or several names. */
  public names(property: string): string[] {
    return [this.render(this.properties[property]) ?? []]
      .flat()
      .map((name) => (typeof name === 'string' ? name : JSON.stringify(name)));
  }

  private inlinePolicies(policies: unknown): unknown[] {
    return [policies ?? []]
      .flat()
      .map((policy: unknown) =>
        typeof policy === 'object' && policy !== null && 'PolicyDocument' in policy
          ? this.texts.document(policy.PolicyDocument, this.template)
          : this.render(policy),
      );
  }

  /** The ARN of a managed policy as others compute it from its name. */
  private computedArns(): string[] {
    const [path = '/'] = this.names('Path');
    return this.names('ManagedPolicyName').map(
      (name) => `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy${path}${name}`,
    );
  }

  private render(value: unknown): unknown {
    return this.texts.render(value, this.template);
  }
}
