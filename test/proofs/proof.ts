import { carries } from '../../lib/private/aws/actions/service-authorization';
import {
  type Check,
  type IdentityPolicy,
  type IdentityStatement,
  actionsMatching,
  checksOf,
} from '../service-authorization';
import { list } from '../support';
import { type Box, intersect, subtract } from './boxes';
import { type Key, OPERATORS, type Operator, SEPARATOR, type Values, modelKey, valuesThatMeet } from './conditions';
import { Language } from './language';
import { effectOf, isAbout, resourcesLike, resourcesOf } from './statements';

/**
 * Proofs about policies of identities: for all requests, not for samples.
 *
 *     import { PROVED, isSubset, never } from './proofs';
 *
 *     // No launch into a subnet outside the VPC. Every resource of a launch is checked by itself, and all must be allowed: what
 *     // is never allowed on the subnet is never allowed at all.
 *     const elsewhere = { Action: 'ec2:RunInstances', resourceTypes: ['subnet'], Condition: { ArnNotEquals: { 'ec2:Vpc': vpcArn } } };
 *     expect(await never([policy], elsewhere, { keys: ['ec2:Vpc'] })).toMatchObject(PROVED);
 *
 *     // Whatever the first allows, the second allows too.
 *     expect(await isSubset([hardened], [unrestricted], { keys: ['ec2:Vpc'] })).toMatchObject(PROVED);
 *
 *     // Where it does not hold, there is a request that shows it, and the simulator can be asked about it. It may be about another
 *     // account's resource, where that account has its say too: the simulator is told that the resource is the caller's.
 *     const { witness } = await never([documented], elsewhere, { keys: ['ec2:Vpc'] });
 *     expect(await decide({ ...witness!, principal, resourceAccount: account, policies: [documented] })).toBe(true);
 *
 * Requests are described as policies describe them, so that `ArnNotEquals` above holds for an absent key as well. A proof names
 * the condition keys that it models. A condition on another key, and everything else that the proofs don't know (policy variables,
 * numbers, dates, addresses, principals, ARNs with fewer than six segments), is an error: nothing is passed over.
 *
 * What a request can be is taken from AWS's service authorization data: the actions, the resource types of an action with their
 * ARNs, and the keys that the action carries on the type; a key that it doesn't carry is absent. Keys vary independently of each
 * other and of the resource (`aws:RequestTag/a` and `aws:TagKeys`, say), so a witness may be a request that AWS would never see,
 * but no request that the data knows is left out. An action of which there are no such requests is an error: it would pass whatever
 * the policies say, as a fleet does on snapshots, on which AWS does not check it. `unrefuted` finds what passes for other reasons.
 */
export async function never(policies: IdentityPolicy[], requests: Requests, options: Options): Promise<Proof> {
  return proof(await allowedBy(policies, requests, options));
}

/** Whether the second policies allow what the first allow, among some requests (all that the first allow, by default). */
export async function isSubset(
  policies: IdentityPolicy[],
  others: IdentityPolicy[],
  { within = { Action: allowedActions(policies) }, ...options }: Options & { readonly within?: Requests },
): Promise<Proof> {
  const allowed = await allowedBy(policies, within, options);
  return proof(allowed.minus(await allowedBy(others, within, options)));
}

/** Whether both allow the same; the witness is allowed by one of them only. */
export async function equivalent(
  policies: IdentityPolicy[],
  others: IdentityPolicy[],
  options: Options & { readonly within?: Requests },
): Promise<Proof> {
  const there = await isSubset(policies, others, options);
  return there.proved ? isSubset(others, policies, options) : there;
}

/** The requests that policies allow, among some. */
export async function allowedBy(policies: IdentityPolicy[], requests: Requests, options: Options): Promise<Access> {
  const keys = options.keys.map(modelKey);
  const model = { keys, operators: options.operators ?? OPERATORS };
  const statements = policies.flatMap((policy) => policy.Statement);
  const parts: Part[] = [];
  for (const check of await checksIn(requests)) {
    const asked = boxOf(requests, resourcesAsked(requests), check, model);
    if (asked === undefined) continue;
    const boxes = (effect: string): Box[] =>
      statements
        .filter((statement) => effectOf(statement) === effect && isAbout(statement, check.action))
        .map((statement) => boxOf(statement, resourcesOf(statement), check, model))
        .filter((box) => box !== undefined);
    const inside = boxes('Allow').map((box) => intersect(box, asked));
    const allowed = inside.filter((box) => box !== undefined);
    parts.push({ check, allowed: subtract(allowed, boxes('Deny')) });
  }
  const silent = silentActions(requests, parts);
  if (silent.length === 0) return new Access(keys, parts);
  const others = { ...requests, Action: undefined };
  throw new Error(`AWS has no ${silent.join(', ')} with ${JSON.stringify(others)}, so nothing is proved of them`);
}

/** What was asked about and can't be answered: an action that AWS never checks on these resources or with these keys. */
function silentActions({ Action }: Requests, parts: Part[]): string[] {
  return list(Action).filter(
    (pattern) => !parts.some(({ check }) => isAbout({ Action: pattern, Effect: 'Allow' }, check.action)),
  );
}

/** Requests, in the words of a policy's statement. */
export interface Requests {
  readonly Action: string | string[];
  /** All by default. */
  readonly Resource?: string | string[];
  /** Those that are left out; unlike in a policy, both can be given. */
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
  /** As AWS's data calls them, such as `subnet` or `object`; all by default. */
  readonly resourceTypes?: string[];
}

export interface Options {
  /** The condition keys that are modelled. */
  readonly keys: string[];
  /** For the tests of the proofs. */
  readonly operators?: Record<string, Operator>;
}

export interface Proof {
  readonly proved: boolean;
  /** A request against what was to be proved. */
  readonly witness: Request | undefined;
  readonly keys: string[];
  /** Actions and resource types that were looked at, such as `ec2:RunInstances on subnet`. */
  readonly checks: string[];
}

/** A concrete request, as the simulator takes it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Record<string, string | string[]>;
}

/** What a proof that holds matches. */
export const PROVED = { proved: true, witness: undefined };

interface Model {
  readonly keys: Key[];
  readonly operators: Record<string, Operator>;
}

interface Part {
  readonly check: Check;
  readonly allowed: Box[];
}

/** A set of requests. */
export class Access {
  constructor(
    private readonly model: Key[],
    private readonly parts: Part[],
  ) {}

  public get keys(): string[] {
    return this.model.map(({ name }) => name);
  }

  public get checks(): string[] {
    return this.parts.map(({ check }) => `${check.action} on ${check.resourceType}`);
  }

  public get isEmpty(): boolean {
    return this.parts.every(({ allowed }) => allowed.length === 0);
  }

  /** What is here and not there; both are about the same requests. */
  public minus(other: Access): Access {
    const parts = this.parts.map(({ check, allowed }, index) => ({
      check,
      allowed: subtract(allowed, other.parts[index]!.allowed),
    }));
    return new Access(this.model, parts);
  }

  /** One of the requests. */
  public example(): Request | undefined {
    const part = this.parts.find(({ allowed }) => allowed.length > 0);
    if (part === undefined) return undefined;
    const [resource, ...values] = part.allowed[0]!;
    const context = this.model.flatMap(({ name, isList }, index) => {
      const { absent, present } = values[index]!;
      if (absent) return [];
      const value = present.example();
      return [[name, isList ? value.split(SEPARATOR) : value] as const];
    });
    return { action: part.check.action, resource: resource!.present.example(), context: Object.fromEntries(context) };
  }

  /** Whether a request is one of them. */
  public has({ action, resource, context }: Request): boolean {
    const given = new Map(
      Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat().join(SEPARATOR)]),
    );
    const words = [resource, ...this.keys.map((key) => given.get(key.toLowerCase()))];
    return this.parts
      .filter(({ check }) => check.action === action)
      .flatMap(({ allowed }) => allowed)
      .some((box) => box.every((values, index) => holds(values, words[index])));
  }
}

function holds({ absent, present }: Values, word: string | undefined): boolean {
  return word === undefined ? absent : present.has(word);
}

function proof(counterexamples: Access): Proof {
  const witness = counterexamples.example();
  return { proved: witness === undefined, witness, keys: counterexamples.keys, checks: counterexamples.checks };
}

async function checksIn({ Action, resourceTypes }: Requests): Promise<Check[]> {
  const actions = new Set<string>();
  for (const pattern of list(Action)) {
    const found = await actionsMatching(pattern);
    if (found.length === 0) throw new Error(`AWS has no action ${pattern}`);
    for (const action of found) actions.add(action);
  }
  const checks = [...actions].flatMap(checksOf);
  const unknown = (resourceTypes ?? []).filter((type) => !checks.some((check) => check.resourceType === type));
  if (unknown.length > 0) throw new Error(`${list(Action).join(', ')} has no resource type ${unknown.join(', ')}`);
  return checks.filter(({ resourceType }) => resourceTypes?.includes(resourceType) ?? true);
}

/** The requests of a check that are about some resources and meet a statement's conditions. */
function boxOf(
  { Sid, Condition }: Pick<IdentityStatement, 'Sid' | 'Condition'>,
  wanted: Language,
  check: Check,
  model: Model,
): Box | undefined {
  const resources = wanted.and(check.resources);
  if (resources.isEmpty) return undefined;
  const values = model.keys.map((key) => ({
    absent: true,
    present: carries(check, key.name) ? key.all : Language.NONE,
  }));
  const conditions = Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([name, expected]) => ({ operator, name, expected })),
  );
  const all = { absent: true, present: Language.ALL };
  return conditions.reduce<Box | undefined>(
    (box, { operator, name, expected }) => {
      const index = model.keys.findIndex((key) => key.name.toLowerCase() === name.toLowerCase());
      if (index < 0) throw new Error(`the proof does not model ${name}, on which ${Sid ?? 'a statement'} depends`);
      const met = valuesThatMeet(operator, expected, model.keys[index]!, model.operators);
      const condition = [all, ...model.keys.map((_, other) => (other === index ? met : all))];
      return box && intersect(box, condition);
    },
    [{ absent: false, present: resources }, ...values],
  );
}

function resourcesAsked({ Resource = '*', NotResource }: Requests): Language {
  return resourcesLike(list(Resource)).minus(resourcesLike(list(NotResource)));
}

function allowedActions(policies: IdentityPolicy[]): string[] {
  const allows = policies.flatMap((policy) => policy.Statement).filter(({ Effect }) => Effect === 'Allow');
  return allows.flatMap(({ Action, Sid }) => {
    if (Action !== undefined) return list(Action);
    throw new Error(`${Sid ?? 'a statement'} allows all but some actions: say within which requests`);
  });
}
