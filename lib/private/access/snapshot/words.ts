import { symbolsIn } from '../policy/text';

/** The value of a function that CloudFormation calls, as it is written inside another call. */
const CALL = /^\$\{(Fn::\w+\([^{}]*(?:\$\{[^{}]*\}[^{}]*)*\))\}$/;

/** How a snapshot writes what the access model holds: constructs by their path from a scope, and `Fn::If` over texts as a call. */
export class Words {
  private readonly stacks: ReadonlySet<string>;

  /** @param stacks are the construct paths of all stacks: what begins with one of them, between braces, is a path */
  constructor(
    private readonly scope: string,
    stacks: readonly string[],
  ) {
    this.stacks = new Set(stacks);
  }

  /** A path from the scope, which is "." itself; what lies outside begins with "..". */
  public path(path: string): string {
    const [from, to] = [this.scope, path].map((each) => each.split('/').filter((id) => id !== '')) as [
      string[],
      string[],
    ];
    const apart = from.findIndex((id, index) => id !== to[index]);
    const shared = apart === -1 ? from.length : apart;
    return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/') || '.';
  }

  public text(text: string): string {
    return text.replace(/(?<=\$\{)[^{}]+/g, (symbol) => {
      if (!this.isPath(symbol)) return symbol;
      const [, path = symbol, rest = ''] = /^(.*?)((?:\.[A-Z][\w.]*)?(?:=.*)?)$/s.exec(symbol) ?? [];
      return `${this.path(path)}${rest}`;
    });
  }

  public value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (typeof value !== 'object' || value === null) return value;
    const { 'Fn::If': choice, Ref: reference, ...others } = value as Record<string, unknown>;
    if (Object.keys(others).length === 0) {
      if (reference === 'AWS::NoValue') return '${AWS::NoValue}';
      if (Array.isArray(choice)) return this.choice(choice.map((each) => this.value(each)));
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [this.text(key), this.value(member)]));
  }

  private choice(argument: readonly unknown[]): unknown {
    const words = argument.map(inCall);
    return words.includes(undefined) ? { 'Fn::If': argument } : `\${Fn::If(${words.join(', ')})}`;
  }

  private isPath(symbol: string): boolean {
    const ends = [...symbol.matchAll(/[/.=]|$/g)].map(({ index }) => index);
    return ends.some((end) => this.stacks.has(symbol.slice(0, end)));
  }
}

/** An argument as it stands between the brackets of a call; undefined where it holds objects. */
function inCall(argument: unknown): string | undefined {
  if (Array.isArray(argument)) {
    const items = argument.map(inCall);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (typeof argument === 'object') return undefined;
  if (typeof argument !== 'string' || symbolsIn(argument).length === 0) return JSON.stringify(argument);
  return CALL.exec(argument)?.[1] ?? argument;
}
