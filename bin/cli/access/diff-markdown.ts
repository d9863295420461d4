import type { Diff, PrincipalDiff } from '../../../lib/private/access/diff/diff';
import { headline, leading, linesOf, summary } from '../../../lib/private/access/diff/diff-text';
import { markdownCode } from '../escape';

/** How many principals are shown before the rest is folded, and how many lines of each. */
const MOST_PRINCIPALS = 20;
const MOST_LINES = 10;
/** GitHub takes 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** For a comment on a pull request: what widens first, folded where it is long. */
export function diffMarkdown(diff: Diff): string {
  const items = leading(diff.principals).map(itemOf);
  const stacks = [
    ...diff.stacks.added.map((path) => `- new stack ${markdownCode(path)}`),
    ...diff.stacks.removed.map((path) => `- stack ${markdownCode(path)} is gone`),
  ];
  const gaps = diff.gaps.map(({ about, what }) => `- ${markdownCode(about)}: ${markdownCode(what)}`);
  const blocks = [
    `### ${diff.widens ? '⚠️ ' : ''}Access: ${summary(diff)}`,
    ...shownOrFolded(items),
    ...(stacks.length === 0 ? [] : [stacks.join('\n')]),
    ...(gaps.length === 0 ? [] : ['Not read:', gaps.join('\n')]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function itemOf(principal: PrincipalDiff): string {
  const lines = linesOf(principal, markdownCode).map((line) => `  - ${signed(line)}`);
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `  - and ${more} more`] : lines;
  return [`- **${markdownCode(principal.path)}**: ${headline(principal)}`, ...shown].join('\n');
}

/** A list of its own would begin with the sign. */
function signed(line: string): string {
  const signs: Record<string, string> = { '+': '**gained**', '-': 'lost', '?': '**undecided**' };
  const sign = signs[line.slice(0, 1)];
  return sign === undefined ? line.trim() : `${sign} ${line.slice(2)}`;
}

function shownOrFolded(items: readonly string[]): string[] {
  const shown = items.slice(0, MOST_PRINCIPALS).join('\n');
  const rest = items.slice(MOST_PRINCIPALS);
  if (shown.length > MOST_CHARACTERS) return [`${items.length} principals, which are too long to show here.`];
  const fitting: string[] = [];
  let length = shown.length;
  for (const item of rest) {
    length += item.length + 1;
    if (length > MOST_CHARACTERS) break;
    fitting.push(item);
  }
  const unshown = rest.length - fitting.length;
  return [
    ...(shown === '' ? [] : [shown]),
    ...(fitting.length === 0
      ? []
      : [`<details><summary>${fitting.length} more</summary>`, fitting.join('\n'), '</details>']),
    ...(unshown === 0 ? [] : [`${unshown} more are not shown.`]),
  ];
}
