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

/** JSON text of which a terminal obeys nothing, and which a program reads back as it was; line breaks stay. */
export function escapeJson(json: string): string {
  return json.replace(UNSHOWN, (each) => (each === '\n' ? each : codeUnits(each)));
}

function codeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
