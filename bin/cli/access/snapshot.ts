import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Estate } from '../../../lib/private/access/model/estate';
import type { AccessModel } from '../../../lib/private/access/model/model';
import { snapshotEntries } from '../../../lib/private/access/snapshot/entries';
import { policyText } from '../../../lib/private/access/snapshot/policy-text';
import { modelText } from '../../../lib/private/access/sources/file';
import { UserError } from '../errors';
import { escapeText, escapedJson } from '../escape';
import type { Terminal } from '../terminal';
import { type PolicyFile, policyFiles } from './policy-files';
import { readSources, readStages } from './source';

export interface SnapshotCommandOptions {
  readonly out?: string;
  readonly model?: string;
  readonly stage: readonly string[];
}

/** Runs `snapshot`: the text goes to standard output unless files are asked for. */
export function snapshotCommand(
  source: string,
  { out, model: file, stage }: SnapshotCommandOptions,
  terminal: Terminal,
): void {
  if (file !== undefined) {
    // Stages stay apart in a model, so all of them are saved.
    const [model] = readSources([source], stage) as [AccessModel];
    writing('--model', file, () => {
      writeFileSync(file, modelText(model));
    });
    if (out === undefined) return;
  }
  const { model, stages, isShown } = readStages(source, stage);
  // As PolicySnapshot.of says it of the Stage.
  const [scope = ''] = stages.length === 1 ? stages : [];
  const entries = snapshotEntries(model, { scope, isBelow: isShown });
  if (Object.keys(entries).length === 0) {
    throw new UserError(`${source} holds no IAM role, user, group or policy, so there is nothing to snapshot.`);
  }
  if (out === undefined) {
    terminal.out(policyText(entries));
    return;
  }
  writing('--out', out, () => {
    if (isFolder(out)) writeFolder(out, policyFiles(new Estate(model), isShown), terminal);
    else writeFileSync(out, policyText(entries));
  });
}

/** A name that is not there yet is that of a folder if it has no extension. */
function isFolder(out: string): boolean {
  const found = statSync(out, { throwIfNoEntry: false });
  return found?.isDirectory() ?? (/[/\\]$/.test(out) || extname(out) === '');
}

function writeFolder(folder: string, files: readonly PolicyFile[], terminal: Terminal): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, document } of files) writeFileSync(join(folder, name), escapedJson(document));
  const written = new Set(files.map(({ name }) => name));
  const others = readdirSync(folder).filter((name) => name.endsWith('.json') && !written.has(name));
  if (others.length > 0) {
    const shown = others.map((name) => escapeText(name)).join(', ');
    terminal.err(`${escapeText(folder)} holds files of another snapshot, or of somebody else: ${shown}\n`);
  }
}

function writing(option: string, path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UserError(`${option} ${path} cannot be written: ${(error as Error).message}.`);
  }
}
