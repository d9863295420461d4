import { CfnCondition, type CfnElement, CfnParameter, CfnResource, type CfnStack, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The condition on which a resource, or else the nested stack around it, is deployed: those of two stacks are told apart. */
export function conditionOf(resource: CfnResource): string | undefined {
  const [demand] = demandsOf(resource);
  return demand === undefined ? undefined : `${demand.id} of ${demand.stack.node.path}`;
}

/** What is attached to a role that may be left out, and would be deployed without it. */
export function unconditionalParts(role: IConstruct, resource: CfnResource, parts: readonly IConstruct[]): string[] {
  const condition = conditionOf(resource);
  if (condition === undefined) return [];
  const others = parts.filter((part) => CfnResource.isCfnResource(part) && mayLack(part, resource));
  return others.map(
    (part) =>
      `${role.node.path} is deployed on the condition ${condition} only, and ${part.node.path}, which belongs to it, is not: without the ` +
      'role its deployment fails. Set the condition on every resource of the role.',
  );
}

/**
 * Whether there is a deployment that has the one resource and lacks the other.
 *
 * Parameters of one name are taken to have one value, also in two stacks.
 */
export function mayLack(one: CfnResource, other: CfnResource): boolean {
  const [present, wanted] = [demandsOf(one), demandsOf(other)];
  if (wanted.every(({ id, stack }) => present.some((each) => each.id === id && each.stack === stack))) return false;
  const [has, needs] = [present, wanted].map((demands) => {
    const all = demands.map(({ id, stack }) => ({ id, conditions: new Conditions(stack) }));
    return (world: World) => all.map(({ id, conditions }) => conditions.holds(id, world)).every(Boolean);
  }) as [(world: World) => boolean, (world: World) => boolean];
  return worldsOf((world) => [needs(world), has(world)]).some((world) => has(world) && !needs(world));
}

/** A condition of a stack. */
interface Demand {
  readonly id: string;
  readonly stack: Stack;
}

/** The conditions on which a resource is deployed: its own, and those of the nested stacks around it. */
function demandsOf(resource: CfnResource): Demand[] {
  const { stack } = resource;
  const id = conditionId(resource);
  const around = stack.nestedStackResource === undefined ? [] : demandsOf(stack.nestedStackResource);
  return id === undefined ? around : [{ id, stack }, ...around];
}

function conditionId(resource: CfnResource): string | undefined {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides: Record<string, unknown> };
  const { condition } = resource.cfnOptions;
  const given = 'Condition' in rawOverrides ? rawOverrides.Condition : condition?.logicalId;
  return given === undefined ? undefined : String(resource.stack.resolve(given));
}

/**
 * Tells what something is that only the deployment knows.
 *
 * @param literals is what it is compared with
 * @param allowed is all that it can be, where that is known
 */
type World = (unknown: object, literals: readonly string[], allowed?: readonly string[]) => string;

/** Two values that no condition names. */
const OTHERS = ['\0', '\0\0'];
const MOST_WORLDS = 4_096;

/** Every way in which a deployment can answer what is asked; none where these are too many to try. */
function worldsOf(ask: (world: World) => unknown): World[] {
  const literals = new Set(OTHERS);
  const unknowns = new Map<string, readonly string[] | undefined>();
  ask((unknown, found, allowed) => {
    unknowns.set(JSON.stringify(unknown), allowed);
    for (const literal of [...found, ...(allowed ?? [])]) literals.add(literal);
    return '';
  });
  let worlds: Record<string, string>[] = [{}];
  for (const [unknown, allowed = [...literals]] of unknowns) {
    if (worlds.length * allowed.length > MOST_WORLDS) return [];
    worlds = worlds.flatMap((world) => allowed.map((value) => ({ ...world, [unknown]: value })));
  }
  return worlds.map((world) => (unknown) => world[JSON.stringify(unknown)] ?? '');
}

type Value = object | string | number | boolean;

/** A part of what a condition compares. */
interface Compared {
  readonly value: Value;
  /** All that it can be, where that is known: CloudFormation takes nothing else than the `AllowedValues` of a parameter. */
  readonly allowed?: string[];
}

/** The conditions of a stack, and the parameters that they look at. */
class Conditions {
  private readonly byId: ReadonlyMap<unknown, CfnElement>;
  private readonly around?: Conditions;
  /** What the stack around a nested one gives its parameters. */
  private readonly passed: Readonly<Record<string, Value>>;

  constructor(private readonly stack: Stack) {
    const elements = stack.node
      .findAll()
      .filter((each) => each instanceof CfnCondition || each instanceof CfnParameter)
      // Those of nested stacks are below it too.
      .filter((each) => each.stack === stack);
    this.byId = new Map(elements.map((each) => [stack.resolve(each.logicalId), each]));
    const nested = stack.nestedStackResource as CfnStack | undefined;
    this.around = nested && new Conditions(nested.stack);
    this.passed = (nested?.stack.resolve(nested.parameters) ?? {}) as Record<string, Value>;
  }

  public holds(id: string, world: World): boolean {
    return this.isTrue({ Condition: id }, world);
  }

  /** Asks for all that a condition looks at, whatever one part of it decides. */
  private isTrue(expression: object, world: World): boolean {
    const [[kind, argument] = ['', undefined]] = Object.entries(expression) as [string, unknown][];
    const parts = (Array.isArray(argument) ? argument : []) as object[];
    switch (kind) {
      case 'Fn::And':
        return parts.map((part) => this.isTrue(part, world)).every(Boolean);
      case 'Fn::Or':
        return parts.map((part) => this.isTrue(part, world)).some(Boolean);
      case 'Fn::Not':
        return parts.map((part) => this.isTrue(part, world)).every((isTrue) => !isTrue);
      case 'Fn::Equals': {
        const compared = parts.map((part) => this.compared(part));
        const literals = compared.flatMap(({ value }) => (typeof value === 'object' ? [] : String(value)));
        const [one, other] = compared.map(({ value, allowed }) =>
          typeof value === 'object' ? world(value, literals, allowed) : String(value),
        );
        return one === other;
      }
      default: {
        const named = kind === 'Condition' ? this.byId.get(argument) : undefined;
        return named instanceof CfnCondition && named.expression !== undefined
          ? this.isTrue(this.stack.resolve(named.expression) as object, world)
          : world(expression, []) === OTHERS[0];
      }
    }
  }

  private compared(value: Value): Compared {
    const { Ref: id } = value as { readonly Ref?: string };
    if (id === undefined) return { value };
    const passed = this.passed[id];
    if (this.around !== undefined && passed !== undefined) return this.around.compared(passed);
    const parameter = this.byId.get(id);
    return { value, allowed: parameter instanceof CfnParameter ? parameter.allowedValues?.map(String) : undefined };
  }
}
