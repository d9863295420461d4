import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const index = resolve(__dirname, '..', 'build', 'lib', 'index.js');
const load = createRequire(index);
const LINE = /^(?:__exportStar\(require\("(.+)"\), exports\)|exports\.(\w+) = __importStar\(require\("(.+)"\)\));$/gm;

/** Has a file of the library loaded when something of it is used, as aws-cdk-lib does: most apps use a part. */
function exportLazily(): void {
  const compiled = readFileSync(index, 'utf8');
  const names: string[] = [];
  const lazy = compiled.replace(LINE, (_, file?: string, submodule?: string, folder?: string) => {
    const members = file === undefined ? [] : Object.keys(load(file) as object);
    const exported = submodule === undefined ? members : [submodule];
    names.push(...exported);
    return exported.map((name) => getter(name, file ?? folder ?? '', submodule === undefined)).join('\n');
  });
  if (names.length === 0) throw new Error(`${index} exports nothing in the way that jsii 6 compiles it.`);
  // Node reads from this line which names `import { … }` may ask for.
  writeFileSync(index, `${lazy}\n0 && (module.exports = { ${names.join(', ')} });\n`);
}

function getter(name: string, file: string, isMember: boolean): string {
  const value = `require("${file}")${isMember ? `.${name}` : ''}`;
  // A literal name would make Node doubt the export.
  return `Object.defineProperty(exports, String("${name}"), { enumerable: true, configurable: true, get: () => ${value} });`;
}

exportLazily();
