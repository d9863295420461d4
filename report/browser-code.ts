import { join } from 'node:path';
import { buildSync } from 'esbuild';

export interface BrowserCode {
  readonly script: string;
  readonly style: string;
}

let built: (BrowserCode & { readonly inputs: readonly string[] }) | undefined;

/**
 * The script and style of the page, and the files that they are made of.
 *
 * The bundled command carries the result instead of this file: esbuild is not there at the user's.
 */
export function browserCode(): BrowserCode & { readonly inputs: readonly string[] } {
  built ??= build();
  return built;
}

function build(): BrowserCode & { readonly inputs: readonly string[] } {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: join(__dirname, '..'),
    entryPoints: ['report/browser/main.tsx', 'report/browser/style.css'],
    outdir: 'build/report',
    write: false,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'iife',
    target: 'es2022',
    // Nothing depends on how the file is read.
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? '';
  return { script: text('.js'), style: text('.css'), inputs: Object.keys(metafile.inputs) };
}
