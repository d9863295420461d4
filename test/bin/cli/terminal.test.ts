import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const TERMINAL = join(__dirname, '..', '..', '..', 'bin', 'cli', 'terminal.ts');

/** Writes more than a pipe holds into one that nobody reads to its end. */
function piped(program: string): { status: number | null; stderr: string } {
  const script = `"${process.execPath}" -r ts-node/register/transpile-only -e '${program}' | head -c 1; exit "\${PIPESTATUS[0]}"`;
  return spawnSync('bash', ['-c', script], { encoding: 'utf8' });
}

test('whoever reads the output may stop early', () => {
  const program = `require("${TERMINAL}").processTerminal.out("x".repeat(1e6)); process.exitCode = 2`;
  const { status, stderr } = piped(program);
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
});
