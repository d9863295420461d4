import { DFA, FAIterators, JS, NFA, Words } from 'refa';

const MAX_CHARACTER = 0xffff;

/**
 * A set of strings that a regular expression can describe. Equal sets are the same object.
 *
 * An automaton that grows beyond refa's 10,000 nodes is an error of refa's: a proof then fails, it never passes.
 */
export class Language {
  private static readonly known = new Map<string, Language>();
  private static readonly ofSource = new Map<string, Language>();
  private static readonly results = new Map<string, Language>();
  private static count = 0;

  public static readonly ALL = Language.of(/[^]*/);
  public static readonly NONE = Language.of(/[]/);
  /** What is pleasant to read in a witness, the best first. */
  private static readonly READABLE = [
    Language.of(/arn:aws:[a-z0-9-]+:eu-west-1:111122223333:[a-z][a-zA-Z0-9/._-]*[a-z0-9]/),
    Language.of(/arn:aws:[a-z0-9-]+:([a-z]+-[a-z]+-[0-9])?:([0-9]{12})?:[a-z][a-zA-Z0-9/._-]*[a-z0-9]/),
    Language.of(/[a-z0-9][a-zA-Z0-9:/._-]*/),
  ];

  private readonly id = Language.count++;
  private constructor(private readonly automaton: DFA) {}

  /** The strings that the expression matches as a whole. */
  public static of({ source, flags }: RegExp): Language {
    return remember(Language.ofSource, `${source}/${flags}`, () => {
      const { expression } = JS.Parser.fromLiteral({ source, flags }).parse();
      return Language.from(DFA.fromFA(NFA.fromRegex(expression, { maxCharacter: MAX_CHARACTER })));
    });
  }

  /** The strings that one of the patterns of a policy matches, where `*` and `?` stand for any character. */
  public static like(patterns: string[], { wildcards = true, ignoreCase = false } = {}): Language {
    const sources = patterns.map((pattern) => globSource(pattern, wildcards ? '[^]' : undefined));
    return union(sources.map((source) => Language.of(new RegExp(source, ignoreCase ? 'i' : ''))));
  }

  private static from(automaton: DFA): Language {
    automaton.minimize();
    automaton.removeUnreachable();
    return remember(Language.known, textOf(automaton), () => new Language(automaton));
  }

  public and(other: Language): Language {
    if (this === other || other === Language.ALL) return this;
    if (this === Language.ALL) return other;
    return remember(Language.results, `${this.id}&${other.id}`, () =>
      Language.from(DFA.fromIntersection(this.automaton, other.automaton)),
    );
  }

  public not(): Language {
    return remember(Language.results, `!${this.id}`, () => {
      const complement = this.automaton.copy();
      complement.complement();
      return Language.from(complement);
    });
  }

  public minus(other: Language): Language {
    return this.and(other.not());
  }

  public or(other: Language): Language {
    if (this === Language.NONE) return other;
    return this.not().and(other.not()).not();
  }

  /** The lists, joined by a separator that no member has, all of whose members are in this language. */
  public lists(separator: string): Language {
    return remember(Language.results, `${this.id}*${separator}`, () => {
      const member = NFA.fromFA(this.minus(Language.of(new RegExp(`[^]*${separator}[^]*`))).automaton);
      const rest = NFA.fromFA(Language.of(new RegExp(separator)).automaton);
      rest.append(member);
      rest.quantify(0, Infinity);
      member.append(rest);
      return Language.from(DFA.fromFA(member));
    });
  }

  public get isEmpty(): boolean {
    return this.automaton.isEmpty;
  }

  public has(word: string): boolean {
    return this.automaton.test(Words.fromStringToUTF16(word));
  }

  /** A member, a readable one if there is one. */
  public example(): string {
    const chosen = Language.READABLE.map((readable) => this.and(readable)).find((words) => !words.isEmpty) ?? this;
    const shortest = FAIterators.shortestWordSet(chosen.automaton.transitionIterator());
    if (shortest === undefined) throw new Error('an empty language has no example');
    return Words.fromUTF16ToString(Words.pickMostReadableWord(shortest));
  }
}

export function union(languages: Language[]): Language {
  return languages.reduce((sum, language) => sum.or(language), Language.NONE);
}

/** The source of a regular expression for a pattern; `any` is what a wildcard's character may be, none if there are no wildcards. */
export function globSource(pattern: string, any?: string): string {
  if (pattern.includes('${')) throw new Error(`the proofs do not know policy variables: ${pattern}`);
  const literal = pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return any === undefined ? literal : literal.replaceAll('\\*', `${any}*`).replaceAll('\\?', any);
}

function remember(memory: Map<string, Language>, key: string, make: () => Language): Language {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

/** Minimal automata of one language are equal up to the names of their nodes, which are numbered here in the order of reaching them. */
function textOf(automaton: DFA): string {
  const { initial, getOut, isFinal } = automaton.transitionIterator();
  const numbers = new Map([[initial, 0]]);
  const lines: string[] = [];
  for (const node of numbers.keys()) {
    const links = [...getOut(node)].sort(([, a], [, b]) => a.ranges[0]!.min - b.ranges[0]!.min);
    for (const [target] of links) if (!numbers.has(target)) numbers.set(target, numbers.size);
    const texts = links.map(([target, characters]) => `${characters.toRangesString()}>${numbers.get(target) ?? ''}`);
    lines.push(`${isFinal(node) ? '+' : '-'}${texts.join(';')}`);
  }
  return lines.join('\n');
}
