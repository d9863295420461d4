import { escapeJson, escapeText } from '../../lib/private/words/escape';

export { escapeText };

/** JSON on several lines, which a program reads back as it is and a terminal does not obey. */
export function escapedJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`;
}

/** A text from elsewhere as code in Markdown: neither a link, a picture, a mention of somebody nor anything that is obeyed. */
export function markdownCode(text: string): string {
  const escaped = escapeText(text);
  const longest = Math.max(0, ...(escaped.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  // Markdown takes one blank from each side, so that a text may begin with a backtick, or be blank.
  return /^[^`\s]/.test(escaped) && /[^`\s]$/.test(escaped)
    ? `${fence}${escaped}${fence}`
    : `${fence} ${escaped} ${fence}`;
}
