import { lettersOf } from '../../private/access/policy/text';

/** A text where each parameter, and what functions make of one, is what it is by default; members of a list stand between commas. */
export function parameterDefault(text: string): string {
  if (!text.includes('${')) return text;
  return lettersOf(text)
    .map((letter) => defaultOf(letter) ?? letter)
    .join('');
}

/** Undefined for a character, and for what has no default. */
function defaultOf(letter: string): string | undefined {
  const [, index, list] = /^\$\{Fn::Select\("?(\d+)"?, (.+)\)\}$/.exec(letter) ?? [];
  // A function stands in another one without its braces.
  if (list !== undefined) return membersOf(list.startsWith('Fn::') ? `\${${list}}` : list)?.[Number(index)];
  return ofParameter(letter) ?? membersOf(letter)?.join(',');
}

function membersOf(letter: string): string[] | undefined {
  const [, separator = '""', joined] = /^\$\{Fn::Split\(("(?:[^"\\]|\\.)*"), (.+)\)\}$/.exec(letter) ?? [];
  const text = joined === undefined ? undefined : parameterDefault(joined);
  if (text?.includes('${') === false) return text.split(JSON.parse(separator) as string);
  return ofParameter(letter)
    ?.split(',')
    .map((member) => member.trim());
}

function ofParameter(letter: string): string | undefined {
  return /^\$\{[^{}=]+=([^{}]+)\}$/.exec(letter)?.[1];
}
