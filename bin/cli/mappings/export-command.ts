import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors';
import { escapeText } from '../escape';
import type { DiscreetTerminal } from '../terminal';
import { connected, type ConnectionOptions, readConnection } from './connection';
import { isDeclarable, renderDocument, requireProjectNames } from './document';

export async function exportCommand(
  options: ConnectionOptions & { project: string[]; out?: string },
  terminal: DiscreetTerminal,
): Promise<number> {
  const connection = readConnection(options, terminal);
  requireProjectNames(options.project);
  const all = await connected(connection, terminal, async (hopsworks) => {
    const mappings = await hopsworks.mappings();
    await hopsworks.requireProjects(options.project);
    return mappings;
  });
  const asked = all.filter(({ project }) => options.project.length === 0 || options.project.includes(project));
  const mappings = asked
    .map(({ project, projectRole, role, defaultRole }) => ({ project, projectRole, role, defaultRole }))
    .filter(isDeclarable);
  for (const { id, project, role } of asked.filter((each) => !isDeclarable(each))) {
    terminal.err(
      `Left out: mapping ${id} of project "${escapeText(project)}", whose role "${escapeText(role)}" is no ARN of a role or whose ` +
        'project has no name that can be declared. Mend or delete it in Hopsworks.\n',
    );
  }
  const document = terminal.redact(renderDocument(mappings));
  if (options.out === undefined) {
    terminal.out(document);
    return 0;
  }
  try {
    writeWhole(options.out, document);
  } catch (error) {
    throw new UserError(`--out ${options.out} cannot be written: ${(error as Error).message}.`);
  }
  terminal.err(
    `${options.out}: ${mappings.length} mappings of ${new Set(mappings.map(({ project }) => project)).size} projects.\n`,
  );
  return 0;
}

/** Writes beside the file and renames: whatever happens meanwhile, the file holds the old listing or the new one. */
function writeWhole(file: string, text: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    // A device or a pipe is no file to keep.
    writeFileSync(file, text);
    return;
  }
  const target = there === undefined ? file : realpathSync(file);
  const aside = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(aside, text, { flag: 'wx' });
    if (there !== undefined) chmodSync(aside, there.mode);
    renameSync(aside, target);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
