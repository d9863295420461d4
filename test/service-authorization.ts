import {
  type Action,
  type ConditionKey,
  type ResourceType,
  actionsLike,
  conditionKey,
} from '../lib/private/aws/actions/service-authorization';
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
  /** What such a request can carry besides global keys. */
  readonly conditionKeys: readonly ConditionKey[];
}

const checksOfActions = new Map<string, Check[]>();

/** The actions of AWS that a pattern of a policy stands for. Rejected where the table does not hold them all. */
// eslint-disable-next-line @typescript-eslint/require-await -- as the simulator does, proofs and linter reject what they don't know
export async function actionsMatching(pattern: string): Promise<string[]> {
  const { actions, complete } = actionsLike(pattern);
  if (complete) return actions.map(({ name }) => name);
  throw new Error(`the table of AWS's actions does not hold every service of ${pattern}`);
}

/** The checks of an action, one for each of its resource types. */
export function checksOf(action: string): Check[] {
  const known = checksOfActions.get(action) ?? actionsLike(action).actions.flatMap(checksIn);
  checksOfActions.set(action, known);
  return known;
}

/** Those of some actions that AWS checks on one of some types of resources. */
export function checkedOn(resourceTypes: string[], actions: string[]): string[] {
  return actions.filter((action) => checksOf(action).some(({ resourceType }) => resourceTypes.includes(resourceType)));
}

/** The type of a condition key's values, such as `String` or `ArrayOfString`. */
export function typeOfKey(key: string): string {
  const found = conditionKey(key);
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

function checksIn({ name, resourceTypes }: Action): Check[] {
  return resourceTypes.map((type) => {
    let resources: Language | undefined;
    return {
      action: name,
      resourceType: type.name,
      get resources() {
        resources ??= ofNoNarrowerType(type.arnFormat, resourceTypes);
        return resources;
      },
      conditionKeys: type.conditionKeys,
    };
  });
}

function ofNoNarrowerType(format: string, types: readonly ResourceType[]): Language {
  const others = types.map(({ arnFormat }) => arnFormat).filter((other) => other !== format);
  const narrower = others.filter((other) => literalText(other).startsWith(literalText(format)));
  return resourcesOf(format).minus(union(narrower.map(resourcesOf)));
}

/** The ARNs of a type, from a format such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
function resourcesOf(format: string): Language {
  if (format === '*') return Language.of(/\*/);
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
