import { relative } from 'node:path';
import type {
  AttachedPolicy,
  DataResource,
  Gap,
  IdentityProvider,
  InstanceProfile,
  Machine,
  ManagedPolicy,
  Membership,
  Place,
  PodIdentityAssociation,
  Principal,
  PrincipalType,
} from '../../model/model';
import { isObject } from '../../policy/statement';
import { variantsOf } from '../../policy/variants';
import { generatedName, iamArn, resourceSymbols } from './arns';
import { machinesOf } from './machines';
import { type Template, type TemplateResource, userPath } from './templates';
import type { TemplateTexts } from './texts';

/** What the resources of templates say of principals and policies. */
export interface Read {
  readonly principals: Principal[];
  readonly policies: ManagedPolicy[];
  readonly memberships: Membership[];
  readonly instanceProfiles: InstanceProfile[];
  readonly identityProviders: IdentityProvider[];
  readonly podIdentities: PodIdentityAssociation[];
  readonly resources: DataResource[];
  readonly machines: Machine[];
  readonly symbols: Record<string, string>;
  readonly gaps: Gap[];
}

/** What there is before anything was read. */
export function nothingRead(): Read {
  return {
    principals: [],
    policies: [],
    memberships: [],
    instanceProfiles: [],
    identityProviders: [],
    podIdentities: [],
    resources: [],
    machines: [],
    symbols: {},
    gaps: [],
  };
}

const PRINCIPALS: Readonly<Record<string, PrincipalType>> = {
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
};

/** Types of policies; the members that name one principal or several. */
const POLICIES: Readonly<Record<string, Readonly<Record<string, PrincipalType>>>> = {
  'AWS::IAM::Policy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::RolePolicy': { RoleName: 'role' },
  'AWS::IAM::UserPolicy': { UserName: 'user' },
  'AWS::IAM::GroupPolicy': { GroupName: 'group' },
};

/** Types of which the policies are made by a transform, from what only it knows. */
const TRANSFORMED = /^AWS::Serverless::(Function|StateMachine)$/;

export class ResourceReader {
  private readonly place: Place;
  private readonly properties: Readonly<Record<string, unknown>>;
  private readonly account: { readonly account?: string };

  constructor(
    private readonly logicalId: string,
    private readonly resource: TemplateResource,
    private readonly template: Template,
    private readonly texts: TemplateTexts,
    private readonly into: Read,
    root: string,
  ) {
    const { stackPath: stack, account } = template;
    const file = relative(root, template.file);
    const condition = texts.conditionOf(resource, template);
    const path = userPath(template.pathOf(logicalId));
    this.place = { path, stack, file, logicalId, ...(condition === undefined ? {} : { condition }) };
    this.properties = resource.Properties ?? {};
    this.account = account === undefined ? {} : { account };
  }

  public read(): void {
    const { Type } = this.resource;
    const { symbols, principals, policies } = this.into;
    for (const [symbol, text] of resourceSymbols(
      this.place.path,
      this.logicalId,
      this.resource,
      this.template,
      this.texts,
    ))
      symbols[symbol] = text;
    const principal = PRINCIPALS[Type];
    const attachments = POLICIES[Type];
    if (principal !== undefined) principals.push(this.principal(principal));
    else if (attachments !== undefined) policies.push(this.policy(attachments));
    else if (Type === 'AWS::SSO::PermissionSet') principals.push(this.permissionSet());
    else if (TRANSFORMED.test(Type)) this.transformed();
    else this.others(Type);
  }

  private principal(type: PrincipalType): Principal {
    const {
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: duration,
      Policies,
      Path,
      PermissionsBoundary,
    } = this.properties;
    const nameProperty = `${this.resource.Type.split('::')[2] ?? ''}Name`;
    const name = this.texts.text(this.properties[nameProperty] ?? { Ref: this.logicalId }, this.template);
    const arn = iamArn(this.resource.Type, name, Path, this.template, this.texts);
    return {
      type,
      id: this.place.path,
      name,
      arn,
      ...this.account,
      place: this.place,
      ...(trust === undefined ? {} : { trust: this.document(trust) }),
      policies: this.inlinePolicies(Policies),
      managedPolicies: this.names('ManagedPolicyArns'),
      ...(PermissionsBoundary === undefined ? {} : { boundary: this.names('PermissionsBoundary')[0] }),
      ...(duration === undefined ? {} : { maxSessionDuration: this.render(duration) as number | string }),
      tags: this.tags(this.properties.Tags),
      groups: this.names('Groups'),
    };
  }

  private policy(attachments: Readonly<Record<string, PrincipalType>>): ManagedPolicy {
    const isManaged = this.resource.Type === 'AWS::IAM::ManagedPolicy';
    const { ManagedPolicyName, PolicyName, Path, PolicyDocument } = this.properties;
    const name = this.texts.text(ManagedPolicyName ?? PolicyName ?? { Ref: this.logicalId }, this.template);
    const computed =
      ManagedPolicyName === undefined ? [] : [iamArn(this.resource.Type, name, Path, this.template, this.texts)];
    return {
      isManaged,
      name,
      arns: isManaged ? [this.texts.text({ Ref: this.logicalId }, this.template), ...computed] : [],
      ...this.account,
      place: this.place,
      document: this.document(PolicyDocument),
      attachedTo: Object.entries(attachments).flatMap(([property, type]) =>
        this.names(property).map((each) => ({ type, name: each })),
      ),
    };
  }

  /** IAM Identity Center makes a role of it in each account that it is assigned to, which trusts no one else. */
  private permissionSet(): Principal {
    const { InlinePolicy, SessionDuration, PermissionsBoundary, CustomerManagedPolicyReferences, Tags } =
      this.properties;
    const { path } = this.place;
    const name = this.names('Name')[0] ?? path;
    const boundary = PermissionsBoundary as Record<string, unknown> | undefined;
    const customers = [CustomerManagedPolicyReferences ?? []].flat() as Record<string, unknown>[];
    return {
      type: 'permission set',
      id: path,
      name,
      arn: `arn:\${AWS::Partition}:iam::\${${path}.Account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${name}_XXXXXXXXXXXXXXXX`,
      place: this.place,
      policies: InlinePolicy === undefined ? [] : [{ name: 'InlinePolicy', document: this.document(InlinePolicy) }],
      managedPolicies: [...this.names('ManagedPolicies'), ...customers.map((policy) => this.policyReference(policy))],
      ...(boundary === undefined ? {} : { boundary: this.boundaryOfSet(boundary) }),
      ...(SessionDuration === undefined ? {} : { maxSessionDuration: this.render(SessionDuration) as string }),
      tags: this.tags(Tags),
      groups: [],
    };
  }

  private boundaryOfSet({ ManagedPolicyArn, CustomerManagedPolicyReference }: Record<string, unknown>): string {
    return ManagedPolicyArn === undefined
      ? this.policyReference(CustomerManagedPolicyReference as Record<string, unknown>)
      : this.texts.text(ManagedPolicyArn, this.template);
  }

  /** A policy of that name in whichever account the set is assigned to. */
  private policyReference({ Path = '/', Name }: Record<string, unknown>): string {
    const [path, name] = [Path, Name].map((part) => this.texts.text(part, this.template));
    return `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy${path ?? ''}${name ?? ''}`;
  }

  /** SAM's transform makes a role of these, unless the function names its own. */
  private transformed(): void {
    const { Policies, Role, AssumeRolePolicyDocument, PermissionsBoundary, Tags } = this.properties;
    if (Role !== undefined) return;
    const policies = [Policies ?? []].flat() as unknown[];
    const documents = policies.filter((policy) => isObject(policy) && 'Statement' in policy);
    const arns = policies.filter(
      (policy) =>
        typeof policy === 'string' ||
        (isObject(policy) &&
          ('Ref' in policy || 'Fn::Sub' in policy || 'Fn::GetAtt' in policy || 'Fn::Join' in policy)),
    );
    const templates = policies.filter((policy) => !documents.includes(policy) && !arns.includes(policy));
    const made = templates.map((policy) => `SAM's transform makes a policy of ${JSON.stringify(this.render(policy))}`);
    for (const what of made) this.gap(`${what}, which is not read`);
    const { path } = this.place;
    const name = generatedName(`${this.logicalId}Role`, this.template);
    this.into.principals.push({
      type: 'role',
      id: path,
      name,
      arn: iamArn('AWS::IAM::Role', name, '/', this.template, this.texts),
      ...this.account,
      place: this.place,
      trust:
        AssumeRolePolicyDocument === undefined
          ? serviceTrust(this.resource.Type)
          : this.document(AssumeRolePolicyDocument),
      policies: [
        ...documents.map((document, index) => ({ name: `Policies/${index}`, document: this.document(document) })),
        ...made.map((what) => ({ name: what, document: what })),
      ],
      managedPolicies: arns
        .map((arn) => this.texts.text(arn, this.template))
        .map((arn) => (/^(arn:|\$)/.test(arn) ? arn : `arn:\${AWS::Partition}:iam::aws:policy/${arn}`)),
      ...(PermissionsBoundary === undefined ? {} : { boundary: this.texts.text(PermissionsBoundary, this.template) }),
      tags: isObject(Tags) ? this.tags(Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }))) : {},
      groups: [],
    });
  }

  private others(type: string): void {
    const { memberships, instanceProfiles, identityProviders, podIdentities } = this.into;
    const text = (value: unknown) => this.texts.text(value, this.template);
    const { InstanceProfileName, Path, Url, GroupName, ClusterName, Namespace, ServiceAccount, RoleArn } =
      this.properties;
    const [place, account] = [this.place, this.account];
    if (type === 'AWS::IAM::UserToGroupAddition')
      memberships.push({ place, group: text(GroupName), users: this.names('Users') });
    if (type === 'AWS::IAM::InstanceProfile') {
      const name = text(InstanceProfileName ?? { Ref: this.logicalId });
      instanceProfiles.push({
        name,
        arn: iamArn(type, name, Path, this.template, this.texts),
        ...account,
        place,
        roles: this.names('Roles'),
      });
    }
    if (type === 'AWS::IAM::OIDCProvider' || type === 'Custom::AWSCDKOpenIdConnectProvider') {
      const url = text(Url);
      identityProviders.push({ type: 'oidc', arn: text({ Ref: this.logicalId }), url, ...account, place });
    }
    if (type === 'AWS::IAM::SAMLProvider')
      identityProviders.push({ type: 'saml', arn: text({ Ref: this.logicalId }), ...account, place });
    if (type === 'AWS::EKS::PodIdentityAssociation') {
      podIdentities.push({
        place,
        ...account,
        cluster: text(ClusterName),
        namespace: text(Namespace),
        serviceAccount: text(ServiceAccount),
        role: text(RoleArn),
      });
    }
    this.dataResource(type);
    this.into.machines.push(...this.machines(type));
    if (type.startsWith('AWS::SSO::Assignment'))
      this.gap('to which accounts and people a permission set is assigned is not read');
  }

  private dataResource(type: string): void {
    const { Bucket, PolicyDocument, KeyPolicy, SecretId, ResourcePolicy } = this.properties;
    const text = (value: unknown) => this.texts.text(value, this.template);
    const add = (resource: Omit<DataResource, 'place'>) => this.into.resources.push({ ...resource, place: this.place });
    const arn = () => text({ 'Fn::GetAtt': [this.logicalId, 'Arn'] });
    if (type === 'AWS::S3::Bucket') add({ type: 'bucket', arn: arn() });
    if (type === 'AWS::S3::BucketPolicy')
      add({
        type: 'bucket',
        arn: `arn:\${AWS::Partition}:s3:::${text(Bucket)}`,
        policy: this.document(PolicyDocument),
      });
    if (type === 'AWS::KMS::Key')
      add({ type: 'key', arn: arn(), policy: KeyPolicy === undefined ? KEY_OF_ACCOUNT : this.document(KeyPolicy) });
    if (type === 'AWS::SecretsManager::Secret') add({ type: 'secret', arn: text({ Ref: this.logicalId }) });
    if (type === 'AWS::SecretsManager::ResourcePolicy')
      add({ type: 'secret', arn: text(SecretId), policy: this.document(ResourcePolicy) });
  }

  private machines(type: string): Machine[] {
    const text = (value: unknown) => this.texts.text(value, this.template);
    return machinesOf(type, this.properties, { Ref: this.logicalId }).flatMap(
      ({ profile, role, metadataOptions, launchTemplates, tags, ...machine }) =>
        this.variants(profile).map((named) => ({
          ...machine,
          place: this.place,
          ...(named === undefined ? {} : { profile: named }),
          ...(role === undefined ? {} : { role: text(role) }),
          ...(metadataOptions === undefined ? {} : { metadataOptions: this.render(metadataOptions) }),
          launchTemplate: launchTemplates.map(text),
          tags: this.tags(tags),
        })),
    );
  }

  /** The names of an instance profile, by whatever way the conditions of CloudFormation go. */
  private variants(profile: unknown): (string | undefined)[] {
    const rendered = profile === undefined ? [] : variantsOf(this.render(profile)).map(({ value }) => value);
    const names = rendered.map((value) => (isObject(value) ? (value.Name ?? value.Arn) : value));
    const written = [...new Set(names.filter((name) => typeof name === 'string'))];
    return written.length === 0 ? [undefined] : written;
  }

  private inlinePolicies(policies: unknown): AttachedPolicy[] {
    const present = ([policies ?? []].flat() as unknown[]).filter((policy) => this.render(policy) !== undefined);
    return present.map((policy, index) => {
      const { PolicyName, PolicyDocument } = isObject(policy) ? policy : {};
      const name = PolicyName === undefined ? String(index) : this.texts.text(PolicyName, this.template);
      return { name, document: PolicyDocument === undefined ? this.render(policy) : this.document(PolicyDocument) };
    });
  }

  /** The texts of a property that holds one or several names. */
  private names(property: string): string[] {
    const value = this.properties[property];
    const rendered = this.render(value) ?? [];
    // A list that another function gives is in words already.
    if (Array.isArray(rendered) && !Array.isArray(value)) return rendered.map(String);
    return [value ?? []]
      .flat()
      .filter((item) => this.render(item) !== undefined)
      .map((item) => this.texts.text(item, this.template));
  }

  private tags(tags: unknown): Record<string, string> {
    const list = [this.render(tags) ?? []].flat() as { Key?: unknown; Value?: unknown }[];
    return Object.fromEntries(
      list.flatMap(({ Key, Value }) =>
        typeof Key === 'string' ? [[Key, this.texts.text(Value, this.template)] as const] : [],
      ),
    );
  }

  private document(value: unknown): unknown {
    return this.texts.document(value, this.template);
  }

  private render(value: unknown): unknown {
    return this.texts.render(value, this.template);
  }

  private gap(what: string): void {
    this.into.gaps.push({ about: this.place.path, what });
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

function serviceTrust(type: string): unknown {
  const service = type.endsWith('Function') ? 'lambda.amazonaws.com' : 'states.amazonaws.com';
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}
