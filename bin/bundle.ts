import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { browserCode } from '../report/browser-code';

const root = resolve(__dirname, '..');
const outfile = join(root, 'build', 'bin', 'cli.js');
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

/** Bundles the command into one file, so that the library needs nothing at run time, with the notices that licences ask for beside it. */
async function bundle(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['bin/cli.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    metafile: true,
    plugins: [readyPage],
    legalComments: 'eof',
    // The app's: they stand in the user's folder, and load when the app runs.
    external: ['aws-cdk-lib', 'constructs'],
    logLevel: 'warning',
  });
  chmodSync(outfile, 0o755);
  const packages = new Set(
    [...Object.keys(metafile.inputs), ...inputs].flatMap(
      (input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
    ),
  );
  writeFileSync(`${outfile}.LICENSES.txt`, [...packages].sort().map(notice).join('\n'));
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
