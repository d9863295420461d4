/**
 * A text as a list of letters: characters, and each `${…}` as one letter.
 *
 * `${Bucket.Arn}` is a symbol: what only CloudFormation knows, equal to itself. `${aws:PrincipalTag/team}` is a variable of IAM: what
 * the request says.
 */
export function lettersOf(text: string): string[] {
  if (!text.includes('${')) return Array.from(text);
  const letters: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.startsWith('${', at) ? endOfBraces(text, at) : undefined;
    const letter = end === undefined ? String.fromCodePoint(text.codePointAt(at) ?? 0) : text.slice(at, end);
    letters.push(letter);
    at += letter.length;
  }
  return letters;
}

/** What stands in a variable of IAM's. */
export interface Variable {
  readonly key: string;
  /** What it is where the request lacks the key; undefined where the statement then does not hold. */
  readonly otherwise?: string;
}

/** Whether a letter is a `${…}`, of CloudFormation's or of IAM's. */
export function isPlaceholder(letter: string): boolean {
  return letter.startsWith('${') && letter.length > 2;
}

/** The variable that a letter is; undefined for a symbol or a character. Keys hold one colon, names of CloudFormation two or none. */
export function variableOf(letter: string): Variable | undefined {
  const [, key, otherwise] = /^\$\{([\w./-]+:[^:=,}][^,}]*?)(?:\s*,\s*'([^']*)')?\}$/.exec(letter) ?? [];
  return key === undefined ? undefined : { key, otherwise };
}

/** The symbols in a text, without IAM's variables. */
export function symbolsIn(text: string): string[] {
  if (!text.includes('${')) return [];
  return lettersOf(text).filter(
    (letter) => isPlaceholder(letter) && variableOf(letter) === undefined && escaped(letter) === undefined,
  );
}

/** IAM's variables in a text. */
export function variablesIn(text: string): Variable[] {
  if (!text.includes('${')) return [];
  return lettersOf(text).flatMap((letter) => variableOf(letter) ?? []);
}

/** The character that `${*}`, `${?}` or `${$}` stands for. */
export function escaped(letter: string): string | undefined {
  return /^\$\{([*?$])\}$/.exec(letter)?.[1];
}

/** Puts texts in the place of symbols, such as an account id for `${AWS::AccountId}`. */
export function withSymbols(text: string, values: Readonly<Record<string, string | undefined>>): string {
  let written = '';
  let at = 0;
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', at)) {
    const end = endOfBraces(text, start) ?? start + 1;
    const letter = text.slice(start, end);
    written += text.slice(at, start) + ((Object.hasOwn(values, letter) ? values[letter] : undefined) ?? letter);
    at = end;
  }
  return written + text.slice(at);
}

function endOfBraces(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

/** What stands between the colons of an ARN; those inside a `${…}` are none. */
export function segmentsOf(text: string): string[] {
  if (!text.includes('${')) return text.split(':');
  const segments: string[][] = [[]];
  for (const letter of lettersOf(text)) {
    if (letter === ':') segments.push([]);
    else segments.at(-1)?.push(letter);
  }
  return segments.map((letters) => letters.join(''));
}
