import { CfnCondition, CfnResource, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The condition on which a resource is deployed, in a form that tells those of two stacks apart. */
export function conditionOf(resource: CfnResource): string | undefined {
  const id = conditionId(resource);
  return id === undefined ? undefined : `${id} of ${resource.stack.node.path}`;
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
  const wanted = conditionId(other);
  if (wanted === undefined) return false;
  const present = conditionId(one);
  if (present === wanted && one.stack === other.stack) return false;
  const needs = new Conditions(other.stack);
  const has = new Conditions(one.stack);
  return worldsOf((world) => [needs.holds(wanted, world), present !== undefined && has.holds(present, world)]).some(
    (world) => (present === undefined || has.holds(present, world)) && !needs.holds(wanted, world),
  );
}

function conditionId(resource: CfnResource): string | undefined {
  const { rawOverrides } = resource as unknown as { readonly rawOverrides: Record<string, unknown> };
  const { condition } = resource.cfnOptions;
  const given = 'Condition' in rawOverrides ? rawOverrides.Condition : condition?.logicalId;
  return given === undefined ? undefined : String(resource.stack.resolve(given));
}

/** Tells what something is that only the deployment knows. */
type World = (unknown: object, literals: readonly string[]) => string;

/** Two values that no condition names. */
const OTHERS = ['\0', '\0\0'];
const MOST_WORLDS = 4_096;

/** Every way in which a deployment can answer what is asked; none where these are too many to try. */
function worldsOf(ask: (world: World) => unknown): World[] {
  const literals = new Set(OTHERS);
  const unknowns = new Set<string>();
  ask((unknown, found) => {
    unknowns.add(JSON.stringify(unknown));
    for (const literal of found) literals.add(literal);
    return '';
  });
  if (literals.size ** unknowns.size > MOST_WORLDS) return [];
  let worlds: Record<string, string>[] = [{}];
  for (const unknown of unknowns) {
    worlds = worlds.flatMap((world) => [...literals].map((value) => ({ ...world, [unknown]: value })));
  }
  return worlds.map((world) => (unknown) => world[JSON.stringify(unknown)] ?? '');
}

/** The conditions of a stack. */
class Conditions {
  private readonly byId: ReadonlyMap<unknown, CfnCondition>;

  constructor(private readonly stack: Stack) {
    const conditions = stack.node.findAll().filter((each) => each instanceof CfnCondition);
    this.byId = new Map(conditions.map((each) => [stack.resolve(each.logicalId), each]));
  }

  public holds(id: string, world: World): boolean {
    return this.isTrue({ Condition: id }, world);
  }

  /** Asks for all that a condition looks at, whatever one part of it decides. */
  private isTrue(expression: object, world: World): boolean {
    const [[kind, argument] = ['', undefined]] = Object.entries(expression) as [string, unknown][];
    const parts = (Array.isArray(argument) ? argument : []) as object[];
    const unknown = () => world(expression, []) === OTHERS[0];
    switch (kind) {
      case 'Fn::And':
        return parts.map((part) => this.isTrue(part, world)).every(Boolean);
      case 'Fn::Or':
        return parts.map((part) => this.isTrue(part, world)).some(Boolean);
      case 'Fn::Not':
        return parts.map((part) => this.isTrue(part, world)).every((isTrue) => !isTrue);
      case 'Fn::Equals': {
        const literals = parts.filter((part) => typeof part !== 'object').map(String);
        // What is compared with itself, or never the same, is a switch that is turned in the code.
        if (literals.length === parts.length) return unknown();
        const values = parts.map((part) => (typeof part === 'object' ? world(part, literals) : String(part)));
        return values[0] === values[1];
      }
      default: {
        const { expression: named } = this.byId.get(argument) ?? {};
        return kind === 'Condition' && named !== undefined
          ? this.isTrue(this.stack.resolve(named) as object, world)
          : unknown();
      }
    }
  }
}
