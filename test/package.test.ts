import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PolicySnapshot } from '../lib/testing';
import { companyApp } from './fixtures/company-app';

const root = join(__dirname, '..');
const { devDependencies, peerDependencies, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  version: string;
};
/** The version that the library is developed against, and the newest that the tests were run with. */
const CDK_VERSIONS = [devDependencies['aws-cdk-lib'] ?? '', '2.276.0'];

/** What can be imported apart: `cdk-iam-role-chaining/<folder>`. */
const ENTRIES = readdirSync(join(root, 'lib')).filter((name) => existsSync(join(root, 'lib', name, 'index.ts')));

let folder: string;
let packed: { filename: string; files: { path: string }[] };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'role-chaining-user-'));
  [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], root)) as [typeof packed];
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv): string {
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Makes an app of its own, outside this repository, with the library as `npm run build` left it. */
function freshApp(cdkVersion: string): string {
  const app = join(folder, cdkVersion);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'user', private: true }));
  const dev = (name: string) => `${name}@${devDependencies[name] ?? ''}`;
  const packages = [
    `../${packed.filename}`,
    `aws-cdk-lib@${cdkVersion}`,
    dev('constructs'),
    dev('typescript'),
    dev('@types/node'),
  ];
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], app);
  return app;
}

function compile(app: string, ...files: string[]): void {
  compileAs(app, ['--module', 'node16'], ...files);
}

function compileAs(app: string, modules: string[], ...files: string[]): void {
  const options = ['--strict', '--skipLibCheck', '--target', 'es2022', '--types', 'node', ...modules];
  run(process.execPath, ['node_modules/typescript/bin/tsc', ...options, ...files], app);
}

test('the package holds what users need and nothing else', () => {
  const files = packed.files.map(({ path }) => path);
  expect(files).toEqual(
    expect.arrayContaining([
      '.jsii',
      'LICENSE',
      'README.md',
      'API.md',
      'build/lib/index.js',
      'build/lib/index.d.ts',
      'build/bin/cli.js',
      'build/bin/cli.js.LICENSES.txt',
      'role-chaining.schema.json',
      'docs/operations.md',
      'examples/quickstart/role-chaining.yaml',
      'build/lib/testing/index.js',
      'build/lib/testing/index.d.ts',
    ]),
  );
  expect(
    files.filter(
      (path) =>
        !/^(docs\/(.*\.md|images\/.*\.png)|examples\/.*|role-chaining\.schema\.json|build\/lib\/.*\.(js|d\.ts)|build\/bin\/cli\.js(\.LICENSES\.txt)?|\.jsii|LICENSE|README\.md|API\.md|CHANGELOG\.md|package\.json)$/.test(
          path,
        ),
    ),
  ).toEqual([]);
});

test.each(CDK_VERSIONS)(
  'the packed library compiles, synthesizes and takes the same snapshot in a fresh TypeScript app with aws-cdk-lib %s',
  (cdkVersion) => {
    const app = freshApp(cdkVersion);
    const installed = JSON.parse(run('npm', ['ls', '--json', '--all'], app)) as {
      dependencies: Record<string, { version: string; dependencies?: object }>;
    };
    expect(installed.dependencies['aws-cdk-lib']?.version).toBe(cdkVersion);
    expect(installed.dependencies['cdk-iam-role-chaining']?.version).toBe(version);
    expect(Object.keys(installed.dependencies['cdk-iam-role-chaining']?.dependencies ?? {}).sort()).toEqual(
      Object.keys(peerDependencies).sort(),
    );

    cpSync(join(root, 'examples', 'two-accounts', 'app.ts'), join(app, 'app.ts'));
    // A folder of its own, because the fixture takes its folder for an asset.
    cpSync(join(root, 'test', 'fixtures', 'company-app.ts'), join(app, 'company', 'company-app.ts'));
    writeFileSync(join(app, 'snapshot.ts'), SNAPSHOT_SCRIPT);
    compile(app, 'app.ts', 'snapshot.ts');
    const env = { PATH: process.env.PATH, CDK_OUTDIR: join(app, 'cdk.out') };
    run(process.execPath, ['app.js'], app, env);
    expect(readFileSync(join(app, 'cdk.out', 'Finance.template.json'), 'utf8')).toContain('AllowChainingRoles');

    // What TypeScript 5 does by default reads no `exports`, and needs `typesVersions`.
    const imports = ENTRIES.map((entry) => `export * as ${entry} from 'cdk-iam-role-chaining/${entry}';`);
    writeFileSync(join(app, 'entries.ts'), imports.join('\n'));
    for (const resolution of ['node10', 'bundler']) {
      compileAs(
        app,
        ['--module', 'commonjs', '--moduleResolution', resolution, '--ignoreDeprecations', '6.0'],
        'app.ts',
        'entries.ts',
      );
      run(process.execPath, ['entries.js'], app);
    }

    const text = run(process.execPath, ['snapshot.js'], app, { ...env, CDK_OUTDIR: join(app, 'snapshot.out') });
    expect(text).toBe(PolicySnapshot.toText(PolicySnapshot.of(companyApp().app)));

    // The command stands alone: it finds nothing of ours but its own file.
    const npx = (...args: string[]) => run('npx', ['--no-install', 'cdk-iam-role-chaining', ...args], app);
    expect(npx('--version')).toBe(`${version}\n`);
    writeFileSync(
      join(app, 'mappings.json'),
      JSON.stringify({ version: 1, mappings: [{ project: 'fraud', role: 'arn:aws:iam::111122223333:role/fraud' }] }),
    );
    expect(npx('mappings', 'plan', '--offline', '--from', 'mappings.json')).toMatch(/│ fraud +│ ALL +│ arn:aws:iam::/);
  },
  300_000,
);

const SNAPSHOT_SCRIPT = `
import { PolicySnapshot } from 'cdk-iam-role-chaining/testing';
import { companyApp } from './company/company-app';

process.stdout.write(PolicySnapshot.toText(PolicySnapshot.of(companyApp().app)));
`;
