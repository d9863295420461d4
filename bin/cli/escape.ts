/** Controls, format and direction marks, line breaks, halves of characters, and letters that show nothing: what a terminal obeys, or hides. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115F\u1160\u3164\uFFA0]/gu;
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text from elsewhere (a server, a file, an argument), to be shown on a terminal: nothing in it is obeyed, and it stays on one line.
 *
 * @param kept characters that are left as they are
 */
export function escapeText(text: string, kept = ''): string {
  return text.replace(UNSHOWN, (each) => (kept.includes(each) ? each : (SHORT[each] ?? codeUnits(each))));
}

/** JSON on several lines, which a program reads back as it is and a terminal does not obey. */
export function escapedJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(UNSHOWN, (each) => (each === '\n' ? each : codeUnits(each)))}\n`;
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

function codeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
