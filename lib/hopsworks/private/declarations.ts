import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { stateOf } from '../../private/role/app-state';
import { isInTree } from '../../private/role/identity';
import type { MappingEntry } from './mapping-outputs';

/** One mapping, and who says it. */
export interface Declaration {
  /** Tells project and role apart from all others. */
  readonly key: string;
  readonly entry: MappingEntry;
  /** The role itself; without it in the app there is no mapping. */
  readonly role: IConstruct;
  readonly by: IConstruct;
}

/** All that is declared around a construct, by project and role: in its app, or in its Stage, which stands for a cluster of its own. */
export class Declarations {
  public static around(construct: IConstruct): Declarations {
    const known = stateOf(Stage.of(construct) ?? construct.node.root, 'hopsworks.roleMappings', newMaps);
    return new Declarations(known);
  }

  private constructor(private readonly known: ReturnType<typeof newMaps>) {}

  public add(declaration: Declaration): void {
    const { key, entry } = declaration;
    push(this.known.byKey, key, declaration);
    if (entry.defaultRole === true) push(this.known.defaults, placeOf(entry), declaration);
  }

  /** What is declared of one role in one project, the latest first. */
  public of(key: string): Declaration[] {
    return current(this.known.byKey.get(key));
  }

  /** What is the default where this entry would be one, the latest first. */
  public defaultsBeside(entry: MappingEntry): Declaration[] {
    return current(this.known.defaults.get(placeOf(entry)));
  }
}

/** Whether a mapping still stands: its role, or who declares it, may have been taken out of the app. */
export function isCurrent({ role, by }: Pick<Declaration, 'role' | 'by'>): boolean {
  return isInTree(by) && isInTree(role);
}

function current(declarations: Declaration[] = []): Declaration[] {
  return declarations.filter(isCurrent).reverse();
}

function newMaps() {
  return { byKey: new Map<string, Declaration[]>(), defaults: new Map<string, Declaration[]>() };
}

function placeOf({ project, projectRole }: MappingEntry): string {
  return `${project}\n${projectRole}`;
}

function push(map: Map<string, Declaration[]>, key: string, declaration: Declaration): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [declaration]);
  else list.push(declaration);
}
