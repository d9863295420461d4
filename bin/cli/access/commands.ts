import { diffOf } from '../../../lib/private/access/diff/diff';
import { diffText } from '../../../lib/private/access/diff/diff-text';
import type { AccessModel } from '../../../lib/private/access/model/model';
import { escapeText, escapedJson } from '../escape';
import type { Terminal } from '../terminal';
import { can, whoCan } from './ask';
import { diffMarkdown } from './diff-markdown';
import { readOneEstate, readSources } from './source';

export interface DiffCommandOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly failOnWidening: boolean;
  readonly all: boolean;
  readonly stage: readonly string[];
}

export interface AskCommandOptions {
  readonly format: 'text' | 'json';
  readonly stage: readonly string[];
}

/** The exit code for a change that widens, where that was asked. */
const WIDENS = 2;

/** Runs `diff` and returns its exit code. Stages stay apart by their construct paths, so all of them are compared. */
export function diffCommand(
  old: string,
  now: string,
  { format, failOnWidening, all, stage }: DiffCommandOptions,
  terminal: Terminal,
): number {
  const [before, after] = readSources([old, now], stage) as [AccessModel, AccessModel];
  const diff = diffOf(before, after, { all });
  const { version, widens, stacks, principals } = diff;
  const formats = {
    text: () => diffText(diff, escapeText),
    markdown: () => diffMarkdown(diff),
    json: () => escapedJson({ version, widens, stacks, principals }),
  };
  terminal.out(formats[format]());
  return failOnWidening && widens ? WIDENS : 0;
}

/** Runs `can`. */
export function canCommand(
  source: string,
  { principal, action, resource }: { readonly principal: string; readonly action: string; readonly resource: string },
  { format, stage }: AskCommandOptions,
  terminal: Terminal,
): void {
  const result = can(readOneEstate(source, stage), principal, action, resource);
  const { answer, why, paths } = result;
  const lines = [`${answer}: ${escapeText(why)}`, ...paths.map((path) => `  ${escapeText(path.join(' → '))}`)];
  terminal.out(format === 'json' ? escapedJson(result) : `${lines.join('\n')}\n`);
}

/** Runs `who-can`. */
export function whoCanCommand(
  source: string,
  { action, resource }: { readonly action: string; readonly resource: string },
  { format, stage }: AskCommandOptions,
  terminal: Terminal,
): void {
  const result = whoCan(readOneEstate(source, stage), action, resource);
  const byReason = new Map<string, string[]>();
  for (const { answer, why, path } of result.principals) {
    const reason = `  ${escapeText(why)}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), `${answer}: ${escapeText(path.join(' → '))}`]);
  }
  const lines = [...byReason].flatMap(([reason, ways]) => [...ways, reason]);
  const nobody = `no: nobody here may ${escapeText(action)} on ${escapeText(resource)}`;
  terminal.out(format === 'json' ? escapedJson(result) : `${lines.join('\n') || nobody}\n`);
}
