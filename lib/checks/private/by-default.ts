import type { Principal } from '../../private/access/model/model';
import type { Access } from '../../private/access/policy/decide';
import { remembered } from '../../private/access/policy/remembered';
import { ALL_BUT, type Choice, type PrincipalName, type Statement } from '../../private/access/policy/statement';
import { mapTexts } from '../../private/access/policy/symbols';
import { parameterDefault } from './parameters';
import type { View } from './view';

/** A parameter in a text, with its default. */
const DEFAULT = /\$\{([^{}=]+)=[^{}]+\}/g;

/**
 * The trust of a role as it is unless the deployment says otherwise: each parameter is what it is by default. `NotPrincipal` lets in
 * whoever it does not name, which is everybody, and so reads as `*`.
 */
export function trustOf({ estate }: View, role: Principal): readonly Statement[] {
  const written = estate.trustOf(role);
  return remembered(trusts, written, () => written.map(byDefault));
}

/** Many roles have one trust. */
const trusts = new WeakMap<readonly Statement[], readonly Statement[]>();

/** What a principal's known policies let it do, with actions and resources as they are unless the deployment says otherwise. */
export function accessOf({ estate }: View, principal: Principal): Access {
  const written = estate.knownAccessOf(principal);
  return remembered(accesses, written, () => ({ ...written, statements: withDefaults(written.statements) }));
}

const accesses = new WeakMap<Access, Access>();

/** Most hold no parameter, and stay the same list, which remembers what was asked of it. */
function withDefaults(statements: readonly Statement[]): readonly Statement[] {
  const hasDefault = ({ actions, resources }: Statement) =>
    [...actions.patterns, ...(resources?.patterns ?? [])].some((each) => each.search(DEFAULT) >= 0);
  return statements.some(hasDefault)
    ? statements.map((statement) => (hasDefault(statement) ? permissionByDefault(statement) : statement))
    : statements;
}

/** A parameter may be a list, whose default is one text. */
function permissionByDefault(statement: Statement): Statement {
  const bound = mapTexts(statement, parameterDefault);
  const listed = ({ not, patterns }: Choice, separator: RegExp) => ({
    not,
    patterns: patterns.flatMap((pattern) => pattern.split(separator)),
  });
  return {
    ...bound,
    actions: listed(bound.actions, /,\s*/),
    resources: bound.resources && listed(bound.resources, /,\s*(?=arn:|\*)/),
  };
}

/** What to say of a permission that hangs on parameters. */
export function unlessPermission({ source }: Statement): string {
  const { Action, NotAction, Resource, NotResource } = source as Record<string, unknown>;
  return unlessGiven(JSON.stringify([Action, NotAction, Resource, NotResource]));
}

/** What to say of a finding that hangs on parameters: in the principals of a statement, or in conditions on some keys. */
export function unlessParameters({ source }: Statement, keys: RegExp): string {
  const { Principal: principals, Condition: conditions = {} } = source as Record<string, unknown>;
  const values = Object.values(conditions as object).flatMap((operator) =>
    Object.entries((operator ?? {}) as object).flatMap(([key, value]) => (keys.test(key) ? [value as unknown] : [])),
  );
  return unlessGiven(JSON.stringify([principals, values]));
}

/** The same of a text. */
export function unlessGiven(text: string): string {
  const names = [...new Set([...text.matchAll(DEFAULT)].map(([, name = '']) => name))];
  return names.length === 0 ? '' : `, unless the deployment gives ${names.join(' and ')} another value`;
}

/** Whether a statement trusts all but some. */
export function isAllBut({ effect, source }: Statement): boolean {
  return effect === 'Allow' && 'NotPrincipal' in (source as object);
}

function byDefault(statement: Statement): Statement {
  const { principals, conditions, assumptions } = statement;
  const bound =
    JSON.stringify([principals, conditions]).search(DEFAULT) < 0 ? statement : mapTexts(statement, parameterDefault);
  return {
    ...bound,
    principals: bound.principals && { ...bound.principals, names: bound.principals.names.flatMap(listed) },
    assumptions: isAllBut(statement) ? assumptions.filter(({ about }) => !about.endsWith(ALL_BUT)) : assumptions,
  };
}

function listed({ type, name }: PrincipalName): PrincipalName[] {
  return name.includes('${')
    ? [{ type, name }]
    : name.split(/,\s*(?=arn:|\d{12}$|\d{12},|\*)/).map((each) => ({ type, name: each.trim() }));
}
