import { escapeJson } from '../../words/escape';

/**
 * Plain data as YAML in which each fact has a line of its own, so that a difference of two texts is the difference of what they say.
 */
export function policyText(value: object): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: object): string[] {
  if (Array.isArray(value)) return value.flatMap(itemLines);
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (!isNested(member)) return `${scalar(key)}: ${scalar(member)}`;
    return [`${scalar(key)}:`, ...indented(lines(member))];
  });
}

function itemLines(item: unknown): string[] {
  if (!isNested(item)) return [`- ${scalar(item)}`];
  const [first = '', ...others] = lines(item);
  return [`- ${first}`, ...indented(others)];
}

function indented(text: readonly string[]): string[] {
  return text.map((line) => `  ${line}`);
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Without quotes where YAML reads a text as that text; otherwise as JSON, which is YAML as well and which no terminal obeys. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isPlain =
    /^[A-Za-z$/.][\w$/.:*@+=,"'(){}[\] -]*$/.test(value) &&
    !/: |[: ]$/.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n|\.inf|\.nan|\.\d.*)$/i.test(value) &&
    !/^(\.\.\.|---)/.test(value);
  return isPlain ? value : escapeJson(JSON.stringify(value));
}
