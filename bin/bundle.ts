import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { browserCode } from '../report/browser-code';

const root = resolve(__dirname, '..');
const folder = join(root, 'build', 'bin');
const LICENCES = /^(MIT|ISC|Apache-2\.0|(BSD-[23]-Clause|0BSD))$/;

const { script, style, inputs } = browserCode();

/** The page of `report` ready made, where the source makes it with esbuild. */
const readyPage: Plugin = {
  name: 'ready-page',
  setup: (bundler) => {
    bundler.onLoad({ filter: /[\\/]report[\\/]browser-code\.ts$/ }, () => ({
      contents: `export const browserCode = () => (${JSON.stringify({ script, style })});`,
    }));
  },
};

/** What a command does: a file of its own beside the command, which loads when it runs. */
const LOADED_LATER = [
  'bin/app/run-app',
  'bin/cli/access/commands',
  'bin/cli/access/snapshot',
  'bin/cli/init/project',
  'bin/cli/manifests/command',
  'bin/cli/mappings/apply-command',
  'bin/cli/mappings/export-command',
  'bin/cli/mappings/plan-command',
  'bin/cli/report/command',
].map((path) => join(root, path));

/** Leaves the `require` of such a file as it is: nothing but the command itself has one, at the top of the folder. */
const laterFiles: Plugin = {
  name: 'later-files',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^\.\.?\// }, ({ kind, importer, path, resolveDir }) => {
      const file = join(resolveDir, path);
      if (kind !== 'require-call' || !importer.startsWith(join(root, 'bin'))) return undefined;
      if (!LOADED_LATER.includes(file)) return { errors: [{ text: `${file} is not in LOADED_LATER` }] };
      return { path: `./${relative(join(root, 'bin'), file)}.js`, external: true };
    });
  },
};

/**
 * Bundles the command, so that the library needs nothing at run time: one small file that knows the options of every command, and
 * files beside it, with the notices that licences ask for. esbuild splits what they share from ES modules only, and `require`
 * of the user's CDK is for CommonJS only: hence the second step.
 */
async function bundle(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const target = 'node20';
  const legalComments = 'eof';
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bin/cli.ts', ...LOADED_LATER.map((path) => `${path}.ts`)],
    outbase: 'bin',
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    metafile: true,
    plugins: [readyPage, laterFiles],
    legalComments,
    // The app's: they stand in the user's folder, and load when the app runs.
    external: ['aws-cdk-lib', 'constructs'],
    logLevel: 'warning',
  });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, { format: 'cjs', minify: true, platform: 'node', target, legalComments });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  const command = join(folder, 'cli.js');
  chmodSync(command, 0o755);
  const packages = new Set(
    [...Object.keys(metafile.inputs), ...inputs].flatMap(
      (input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
    ),
  );
  writeFileSync(`${command}.LICENSES.txt`, [...packages].sort().map(notice).join('\n'));
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  if (!LICENCES.test(license ?? ''))
    throw new Error(`${folder} has the licence ${license ?? 'none'}: it may not be bundled.`);
  const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${folder} has no licence text to pass on.`);
  return `${name ?? ''} ${version ?? ''} (${license ?? ''})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
}

void bundle();
