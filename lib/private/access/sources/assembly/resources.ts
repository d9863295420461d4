import { relative } from 'node:path';
import {
  type AccessModel,
  type AttachedPolicy,
  type DataResource,
  type IdentityProvider,
  LISTS,
  type Machine,
  type Place,
  type Principal,
  type PrincipalType,
} from '../../model/model';
import { isObject } from '../../policy/statement';
import { variantsOf } from '../../policy/variants';
import { generatedName, iamArn, resourceSymbols } from './arns';
import { MACHINE_TYPES, machinesOf } from './machines';
import { type TemplateResource, userPath } from './templates';
import type { TemplateTexts } from './texts';

/** The lists of a model while they are read. */
type Lists = { readonly [List in (typeof LISTS)[number]]: AccessModel[List][number][] };

/** What the resources of templates say of principals and policies. */
export type Read = Lists & { readonly symbols: Record<string, string> };

/** What there is before anything was read. */
export function nothingRead(): Read {
  return { ...(Object.fromEntries(LISTS.map((list) => [list, []])) as unknown as Lists), symbols: {} };
}

const ANYONE = { Roles: 'role', Users: 'user', Groups: 'group' } as const;

/** What is read of each type; of policies, by the members that name one principal or several. */
const READERS: Readonly<Record<string, (resource: ResourceReader) => Partial<Lists>>> = {
  'AWS::IAM::Role': (resource) => resource.principal('role', 'RoleName'),
  'AWS::IAM::User': (resource) => resource.principal('user', 'UserName'),
  'AWS::IAM::Group': (resource) => resource.principal('group', 'GroupName'),
  'AWS::IAM::Policy': (resource) => resource.policy(ANYONE),
  'AWS::IAM::ManagedPolicy': (resource) => resource.policy(ANYONE),
  'AWS::IAM::RolePolicy': (resource) => resource.policy({ RoleName: 'role' }),
  'AWS::IAM::UserPolicy': (resource) => resource.policy({ UserName: 'user' }),
  'AWS::IAM::GroupPolicy': (resource) => resource.policy({ GroupName: 'group' }),
  'AWS::IAM::UserToGroupAddition': (resource) => resource.membership(),
  'AWS::IAM::InstanceProfile': (resource) => resource.instanceProfile(),
  'AWS::IAM::OIDCProvider': (resource) => resource.identityProvider('oidc'),
  'Custom::AWSCDKOpenIdConnectProvider': (resource) => resource.identityProvider('oidc'),
  'AWS::IAM::SAMLProvider': (resource) => resource.identityProvider('saml'),
  'AWS::EKS::PodIdentityAssociation': (resource) => resource.podIdentity(),
  'AWS::S3::Bucket': (resource) => resource.data('bucket', resource.arn),
  'AWS::S3::BucketPolicy': (resource) =>
    resource.data('bucket', resource.bucketArn, resource.properties.PolicyDocument),
  'AWS::KMS::Key': (resource) => resource.data('key', resource.arn, resource.properties.KeyPolicy ?? KEY_OF_ACCOUNT),
  'AWS::SecretsManager::Secret': (resource) => resource.data('secret', resource.reference),
  'AWS::SecretsManager::ResourcePolicy': (resource) =>
    resource.data('secret', resource.text('SecretId'), resource.properties.ResourcePolicy),
  'AWS::SSO::PermissionSet': (resource) => resource.permissionSet(),
  'AWS::SSO::Assignment': (resource) =>
    resource.gap('to which accounts and people a permission set is assigned is not read'),
  'AWS::Serverless::Function': (resource) => resource.transformed('lambda.amazonaws.com'),
  'AWS::Serverless::StateMachine': (resource) => resource.transformed('states.amazonaws.com'),
  ...Object.fromEntries(MACHINE_TYPES.map((type) => [type, (resource: ResourceReader) => resource.machines()])),
};

/** Reads one resource of a template into what is read. */
export function readResource(
  logicalId: string,
  resource: TemplateResource,
  texts: TemplateTexts,
  into: Read,
  root: string,
): void {
  const path = userPath(texts.template.pathOf(logicalId));
  for (const [symbol, text] of resourceSymbols(path, logicalId, resource, texts)) into.symbols[symbol] = text;
  const reader = Object.hasOwn(READERS, resource.Type) ? READERS[resource.Type] : undefined;
  const read = reader?.(new ResourceReader(path, logicalId, resource, texts, root)) ?? {};
  for (const list of LISTS) (into[list] as unknown[]).push(...(read[list] ?? []));
}

class ResourceReader {
  public readonly properties: Readonly<Record<string, unknown>>;
  private readonly type: string;
  private readonly place: Place;

  constructor(
    private readonly path: string,
    private readonly logicalId: string,
    resource: TemplateResource,
    private readonly texts: TemplateTexts,
    root: string,
  ) {
    const { stackPath: stack, file } = texts.template;
    this.properties = resource.Properties ?? {};
    this.type = resource.Type;
    this.place = { path, stack, file: relative(root, file), logicalId, condition: texts.conditionOf(resource) };
  }

  public get arn(): string {
    return this.texts.text({ 'Fn::GetAtt': [this.logicalId, 'Arn'] });
  }

  /** What `Ref` gives. */
  public get reference(): string {
    return this.texts.text({ Ref: this.logicalId });
  }

  /** Of the policy of a bucket. */
  public get bucketArn(): string {
    return `arn:\${AWS::Partition}:s3:::${this.text('Bucket')}`;
  }

  /** The text of a property. */
  public text(property: string): string {
    return this.texts.text(this.properties[property]);
  }

  public principal(type: PrincipalType, nameProperty: string): Partial<Lists> {
    const { AssumeRolePolicyDocument: trust, MaxSessionDuration, Policies, Path, Tags } = this.properties;
    const name = this.texts.text(this.properties[nameProperty] ?? { Ref: this.logicalId });
    return this.made(type, name, iamArn(this.type, name, Path, this.texts), {
      account: this.texts.template.account,
      trust: this.document(trust),
      policies: this.inlinePolicies(Policies),
      managedPolicies: this.names('ManagedPolicyArns'),
      boundary: this.names('PermissionsBoundary')[0],
      maxSessionDuration: this.texts.render(MaxSessionDuration) as number | string | undefined,
      tags: this.tags(Tags),
      groups: this.names('Groups'),
    });
  }

  public policy(attachments: Readonly<Record<string, PrincipalType>>): Partial<Lists> {
    const isManaged = this.type === 'AWS::IAM::ManagedPolicy';
    const { ManagedPolicyName, PolicyName, Path, PolicyDocument } = this.properties;
    const name = this.texts.text(ManagedPolicyName ?? PolicyName ?? { Ref: this.logicalId });
    const computed = ManagedPolicyName === undefined ? [] : [iamArn(this.type, name, Path, this.texts)];
    return {
      policies: [
        {
          isManaged,
          name,
          arns: isManaged ? [this.reference, ...computed] : [],
          place: this.place,
          document: this.document(PolicyDocument),
          attachedTo: Object.entries(attachments).flatMap(([property, type]) =>
            this.names(property).map((each) => ({ type, name: each })),
          ),
        },
      ],
    };
  }

  /** IAM Identity Center makes a role of it in each account that it is assigned to, which trusts no one else. */
  public permissionSet(): Partial<Lists> {
    const { InlinePolicy, SessionDuration, PermissionsBoundary, CustomerManagedPolicyReferences, Tags } =
      this.properties;
    const name = this.names('Name')[0] ?? this.path;
    const account = `\${${this.path}.Account}`;
    const arn = `arn:\${AWS::Partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${name}_XXXXXXXXXXXXXXXX`;
    const customers = [CustomerManagedPolicyReferences ?? []].flat() as Record<string, unknown>[];
    return this.made('permission set', name, arn, {
      policies: InlinePolicy === undefined ? [] : [{ name: 'InlinePolicy', document: this.document(InlinePolicy) }],
      managedPolicies: [...this.names('ManagedPolicies'), ...customers.map((policy) => this.policyReference(policy))],
      boundary: isObject(PermissionsBoundary) ? this.boundaryOfSet(PermissionsBoundary) : undefined,
      maxSessionDuration: this.texts.render(SessionDuration) as string | undefined,
      tags: this.tags(Tags),
    });
  }

  /** SAM's transform makes a role of these, from what only it knows, unless the function names its own. */
  public transformed(service: string): Partial<Lists> {
    const { Policies, Role, AssumeRolePolicyDocument, PermissionsBoundary, Tags } = this.properties;
    if (Role !== undefined) return {};
    const policies = [Policies ?? []].flat() as unknown[];
    const documents = policies.filter((policy) => isObject(policy) && 'Statement' in policy);
    const arns = policies.filter(
      (policy) =>
        typeof policy === 'string' ||
        (isObject(policy) && ['Ref', 'Fn::Sub', 'Fn::GetAtt', 'Fn::Join'].some((name) => name in policy)),
    );
    const templates = policies.filter((policy) => !documents.includes(policy) && !arns.includes(policy));
    const made = templates.map(
      (policy) => `SAM's transform makes a policy of ${JSON.stringify(this.texts.render(policy))}`,
    );
    const name = generatedName(`${this.logicalId}Role`, this.texts.template);
    const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
    const gaps = made.map((what) => ({ about: this.path, what: `${what}, which is not read` }));
    const principal = this.made('role', name, iamArn('AWS::IAM::Role', name, '/', this.texts), {
      account: this.texts.template.account,
      trust: this.document(AssumeRolePolicyDocument ?? { Version: '2012-10-17', Statement: [trust] }),
      policies: [
        ...documents.map((document, index) => ({ name: `Policies/${index}`, document: this.document(document) })),
        ...made.map((what) => ({ name: what, document: what })),
      ],
      managedPolicies: arns
        .map((arn) => this.texts.text(arn))
        .map((arn) => (/^(arn:|\$)/.test(arn) ? arn : `arn:\${AWS::Partition}:iam::aws:policy/${arn}`)),
      boundary: PermissionsBoundary === undefined ? undefined : this.text('PermissionsBoundary'),
      tags: isObject(Tags) ? this.tags(Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }))) : {},
    });
    return { ...principal, gaps };
  }

  public membership(): Partial<Lists> {
    return { memberships: [{ place: this.place, group: this.text('GroupName'), users: this.names('Users') }] };
  }

  public instanceProfile(): Partial<Lists> {
    const { InstanceProfileName, Path } = this.properties;
    const name = this.texts.text(InstanceProfileName ?? { Ref: this.logicalId });
    const arn = iamArn(this.type, name, Path, this.texts);
    return { instanceProfiles: [{ name, arn, place: this.place, roles: this.names('Roles') }] };
  }

  public identityProvider(type: IdentityProvider['type']): Partial<Lists> {
    const url = type === 'oidc' ? this.text('Url') : undefined;
    return { identityProviders: [{ type, arn: this.reference, url, place: this.place }] };
  }

  public podIdentity(): Partial<Lists> {
    return {
      podIdentities: [
        {
          place: this.place,
          cluster: this.text('ClusterName'),
          namespace: this.text('Namespace'),
          serviceAccount: this.text('ServiceAccount'),
          role: this.text('RoleArn'),
        },
      ],
    };
  }

  public data(type: DataResource['type'], arn: string, policy?: unknown): Partial<Lists> {
    return { resources: [{ type, arn, place: this.place, policy: this.document(policy) }] };
  }

  public machines(): Partial<Lists> {
    const machines = machinesOf(this.type, this.properties, { Ref: this.logicalId }).flatMap(
      ({ profile, role, metadataOptions, launchTemplates, tags, ...machine }) =>
        this.variants(profile).map((named): Machine => ({
          ...machine,
          place: this.place,
          profile: named,
          role: role === undefined ? undefined : this.texts.text(role),
          metadataOptions: this.texts.render(metadataOptions),
          launchTemplate: launchTemplates.map((each) => this.texts.text(each)),
          tags: this.tags(tags),
        })),
    );
    return { machines };
  }

  public gap(what: string): Partial<Lists> {
    return { gaps: [{ about: this.path, what }] };
  }

  private made(
    type: PrincipalType,
    name: string,
    arn: string,
    rest: Omit<Principal, 'type' | 'id' | 'name' | 'arn' | 'place' | 'groups'> & Partial<Pick<Principal, 'groups'>>,
  ): Partial<Lists> {
    return { principals: [{ type, id: this.path, name, arn, place: this.place, groups: [], ...rest }] };
  }

  /** The names of an instance profile, by whatever way the conditions of CloudFormation go. */
  private variants(profile: unknown): (string | undefined)[] {
    const rendered = profile === undefined ? [] : variantsOf(this.texts.render(profile)).map(({ value }) => value);
    const names = rendered.map((value) => (isObject(value) ? (value.Name ?? value.Arn) : value));
    const written = [...new Set(names.filter((name) => typeof name === 'string'))];
    return written.length === 0 ? [undefined] : written;
  }

  private boundaryOfSet({ ManagedPolicyArn, CustomerManagedPolicyReference }: Record<string, unknown>): string {
    return ManagedPolicyArn === undefined
      ? this.policyReference(CustomerManagedPolicyReference as Record<string, unknown>)
      : this.texts.text(ManagedPolicyArn);
  }

  /** A policy of that name in whichever account the set is assigned to. */
  private policyReference({ Path = '/', Name }: Record<string, unknown>): string {
    return `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy${this.texts.text(Path)}${this.texts.text(Name)}`;
  }

  private inlinePolicies(policies: unknown): AttachedPolicy[] {
    const present = ([policies ?? []].flat() as unknown[]).filter((policy) => this.texts.render(policy) !== undefined);
    return present.map((policy, index) => {
      const { PolicyName, PolicyDocument } = isObject(policy) ? policy : {};
      const name = PolicyName === undefined ? String(index) : this.texts.text(PolicyName);
      return {
        name,
        document: PolicyDocument === undefined ? this.texts.render(policy) : this.document(PolicyDocument),
      };
    });
  }

  /** The texts of a property that holds one or several names. */
  private names(property: string): string[] {
    const value = this.properties[property];
    const rendered = this.texts.render(value) ?? [];
    // A list that another function gives is in words already.
    if (Array.isArray(rendered) && !Array.isArray(value)) return rendered.map(String);
    return [value ?? []]
      .flat()
      .filter((item) => this.texts.render(item) !== undefined)
      .map((item) => this.texts.text(item));
  }

  private tags(tags: unknown): Record<string, string> {
    const list = [this.texts.render(tags) ?? []].flat() as { Key?: unknown; Value?: unknown }[];
    return Object.fromEntries(
      list.flatMap(({ Key, Value }) => (typeof Key === 'string' ? [[Key, this.texts.text(Value)] as const] : [])),
    );
  }

  private document(value: unknown): unknown {
    return value === undefined ? undefined : this.texts.document(value);
  }
}

/** What KMS gives a key that names no policy. */
const KEY_OF_ACCOUNT = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};
