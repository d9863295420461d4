import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

/** The command in one file, for processes of its own: each would compile its sources again. */
export function commandFile(): string {
  const outfile = join(mkdtempSync(join(tmpdir(), 'role-chaining-command-')), 'cli.js');
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['bin/cli.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    external: ['aws-cdk-lib', 'constructs', 'esbuild'],
  });
  return outfile;
}

/** Where such a file finds the packages that it asks its user for. */
export const NODE_PATH = join(ROOT, 'node_modules');
