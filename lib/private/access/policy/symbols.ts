import type { Request } from './request';
import type { Choice, Statement } from './statement';
import { symbolsIn, withSymbols } from './text';

/** The symbols in what statements say. */
export function symbolsOf(statements: readonly Statement[]): string[] {
  const symbols = new Set<string>();
  const collect = (text: string) => {
    for (const symbol of symbolsIn(text)) symbols.add(symbol);
    return text;
  };
  for (const statement of statements) mapTexts(statement, collect);
  return [...symbols];
}

/** Statements with texts in the place of their symbols. */
export function withSymbolsBound(
  statements: readonly Statement[],
  values: Readonly<Record<string, string | undefined>>,
): Statement[] {
  return statements.map((statement) => mapTexts(statement, (text) => withSymbols(text, values)));
}

/** A request with texts in the place of its symbols. */
export function requestWithSymbolsBound(request: Request, values: Readonly<Record<string, string>>): Request {
  const bind = (text: string) => withSymbols(text, values);
  const { caller, action, resource, context = {} } = request;
  return {
    ...request,
    caller: caller && { ...caller, names: caller.names.map(bind) },
    action: bind(action),
    resource: resource === undefined ? undefined : bind(resource),
    context: Object.fromEntries(Object.entries(context).map(([key, value]) => [key, [value].flat().map(bind)])),
  };
}

/** A statement with other texts. */
export function mapTexts(statement: Statement, map: (text: string) => string): Statement {
  const { principals, actions, resources, conditions } = statement;
  const choice = ({ not, patterns }: Choice) => ({ not, patterns: patterns.map(map) });
  return {
    ...statement,
    principals: principals && {
      ...principals,
      names: principals.names.map((each) => ({ ...each, name: map(each.name) })),
    },
    actions: choice(actions),
    resources: resources && choice(resources),
    conditions: conditions.map((condition) => ({ ...condition, values: condition.values.map(map) })),
  };
}
