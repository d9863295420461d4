/**
 * What is known of an estate: principals, their documents and where each of them stands. Plain JSON, which is also the saved form.
 *
 * Texts hold `${…}` for what only CloudFormation knows; `symbols` says what is known of them.
 */
export interface AccessModel {
  readonly version: 1;
  readonly stacks: readonly StackInfo[];
  readonly principals: readonly Principal[];
  readonly policies: readonly ManagedPolicy[];
  readonly memberships: readonly Membership[];
  readonly instanceProfiles: readonly InstanceProfile[];
  readonly identityProviders: readonly IdentityProvider[];
  readonly podIdentities: readonly PodIdentityAssociation[];
  readonly resources: readonly DataResource[];
  readonly machines: readonly Machine[];
  /** Texts for symbols, such as the form of a bucket's ARN for `${Data/Lake.Arn}`. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly gaps: readonly Gap[];
}

/** The lists of a model, beside that of its stacks. */
export const LISTS = [
  'principals',
  'policies',
  'memberships',
  'instanceProfiles',
  'identityProviders',
  'podIdentities',
  'resources',
  'machines',
  'gaps',
] as const;

/** A stack or nested stack, and what it is deployed with. */
export interface StackInfo {
  /** The construct path, from the app down. */
  readonly path: string;
  /** The construct path of its Stage; empty for the app. */
  readonly stage: string;
  /** The name of the outermost stack. */
  readonly name: string;
  /** Undefined where only the deployment knows it. */
  readonly account?: string;
  readonly region?: string;
}

/** Where something stands. */
export interface Place {
  /** The construct path, from the app down. */
  readonly path: string;
  /** The path of its stack. */
  readonly stack: string;
  /** The file, and the logical id in it. */
  readonly file: string;
  readonly logicalId: string;
  /** When CloudFormation makes it; undefined for always. */
  readonly condition?: string;
}

export type PrincipalType = 'role' | 'user' | 'group' | 'permission set';

/** A role, user or group, or a permission set of IAM Identity Center, which becomes a role in each of its accounts. */
export interface Principal {
  readonly type: PrincipalType;
  /** Unique in the model: the construct path, or the ARN of what no construct has made. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** Undefined where only the deployment knows it. */
  readonly account?: string;
  readonly place: Place;
  /** The trust of a role, as a document. */
  readonly trust?: unknown;
  /** The inline policies, and the policies of templates that name it. */
  readonly policies: readonly AttachedPolicy[];
  /** The ARNs of managed policies that it names itself. */
  readonly managedPolicies: readonly string[];
  /** The ARN of a managed policy. */
  readonly boundary?: string;
  /** In seconds, or a text where only CloudFormation knows it. */
  readonly maxSessionDuration?: number | string;
  readonly tags: Readonly<Record<string, string>>;
  /** The groups of a user, as it or a membership names them. */
  readonly groups: readonly string[];
}

/** A policy that belongs to one principal. */
export interface AttachedPolicy {
  readonly name: string;
  readonly document: unknown;
  /** Of a policy that is a resource of its own. */
  readonly place?: Place;
}

/** A policy that is a resource of its own. */
export interface ManagedPolicy {
  readonly isManaged: boolean;
  readonly name: string;
  /** The ARN of a managed policy, as others may write it. */
  readonly arns: readonly string[];
  readonly place: Place;
  readonly document: unknown;
  readonly attachedTo: readonly { readonly type: PrincipalType; readonly name: string }[];
}

export interface Membership {
  readonly place: Place;
  readonly group: string;
  readonly users: readonly string[];
}

export interface InstanceProfile {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  /** The names of its roles. */
  readonly roles: readonly string[];
}

export interface IdentityProvider {
  readonly type: 'oidc' | 'saml';
  readonly arn: string;
  readonly url?: string;
  readonly place: Place;
}

export interface PodIdentityAssociation {
  readonly place: Place;
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The ARN. */
  readonly role: string;
}

/** A bucket, key or secret, or the policy of one, which may be made elsewhere. */
export interface DataResource {
  readonly type: 'bucket' | 'key' | 'secret';
  readonly arn: string;
  readonly place: Place;
  /** A policy document; undefined for a resource that has none by itself. */
  readonly policy?: unknown;
}

/** An instance of EC2, or what instances are started from, such as a fleet, a node group or a cluster. */
export interface Machine {
  readonly type: 'instance' | 'launch template' | 'launch configuration' | 'group';
  readonly place: Place;
  /** The name or ARN of its instance profile. */
  readonly profile?: string;
  /** The name or ARN of its role, where AWS makes the profile. */
  readonly role?: string;
  /** How its roles' credentials are asked for, as its template has it. */
  readonly metadataOptions?: unknown;
  /** What others name a launch template by: its id and its name; of others, what they name theirs by. */
  readonly launchTemplate: readonly string[];
  /** The tags of its instances, as far as they are written here. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Something that is not read or not known, in words. */
export interface Gap {
  /** The construct path, or the file. */
  readonly about: string;
  readonly what: string;
}
