import type { AccessModel } from '../../../lib/private/access/model/model';
import { escapeText, escapedJson } from '../escape';
import type { Terminal } from '../terminal';
import { diffOf } from './diff';
import { diffMarkdown } from './diff-markdown';
import { diffText } from './diff-text';
import { readSources } from './source';

export interface DiffCommandOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly failOnWidening: boolean;
  readonly all: boolean;
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
