import { resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { fail } from '../words/errors';

const KEY = Symbol.for('cdk-iam-role-chaining.state');
/** Raised with every change of what a slot holds: the copies of the package in one app must agree on it. */
const LAYOUT = 1;
const COPY = resolve(__dirname, '..', '..');

interface AppState {
  readonly layout: number;
  /** The folder of the copy that made it. */
  readonly copy: string;
  readonly slots: Map<string, unknown>;
}

/**
 * What this library knows of an app, or of a part of one, under the name of a slot.
 *
 * It stands on the root of the tree, so that two copies of the package, in a monorepo or a plugin, know the same.
 */
export function stateOf<T>(root: IConstruct, slot: string, make: () => T): T {
  const { slots } = appState(root);
  if (!slots.has(slot)) slots.set(slot, make());
  return slots.get(slot) as T;
}

/** Throws where another copy of the package made something in this app that this one does not understand. */
export function checkCopies(root: IConstruct): void {
  appState(root);
}

function appState(root: IConstruct): AppState {
  const holder = root as unknown as { [KEY]?: AppState };
  const state = holder[KEY];
  if (state === undefined) {
    const made = { layout: LAYOUT, copy: COPY, slots: new Map<string, unknown>() };
    Object.defineProperty(root, KEY, { value: made });
    return made;
  }
  if (state.layout !== LAYOUT) {
    fail(
      root,
      `two copies of cdk-iam-role-chaining that do not understand each other are in one app, ${state.copy} and ${COPY}: ` +
        'install one version for both (`npm ls cdk-iam-role-chaining` shows who asks for which).',
    );
  }
  return state;
}
