/**
 * The packed library as its users have it: outside this repository, from the tarball. Needs `npm run build`.
 *
 * `npm test` takes the uses of `PAIRWISE`; `npm run nightly` (USES=all) every one that there is.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { PolicySnapshot } from '../lib/testing';
import { devDependencies, peerDependencies, version } from '../package.json';
import { companyApp } from './fixtures/company-app';

const root = join(__dirname, '..');

/** The version that the library is developed against, and the newest that the tests were run with. */
const CDK_VERSIONS = [devDependencies['aws-cdk-lib'], '2.276.0'] as const;
const [OLDEST, NEWEST] = CDK_VERSIONS;

const TYPESCRIPTS = ['5.9.3', devDependencies.typescript, '7.0.2'] as const;
const [TS5, TS6, TS7] = TYPESCRIPTS;

const NODES = ['20', '22', '24'];
/** The Node that runs this test. */
const HERE = 'here';

/** How a package is written and its imports are resolved; `node10` is what TypeScript 5 does by default, and reads no `exports`. */
const MODULES = {
  node10: {
    type: 'commonjs',
    options: ['--module', 'commonjs', '--moduleResolution', 'node10'],
    typescripts: [TS5, TS6],
  },
  node16: { type: 'commonjs', options: ['--module', 'node16'], typescripts: TYPESCRIPTS },
  bundler: {
    type: 'commonjs',
    options: ['--module', 'commonjs', '--moduleResolution', 'bundler'],
    typescripts: [TS6, TS7],
  },
  nodenext: { type: 'module', options: ['--module', 'nodenext'], typescripts: TYPESCRIPTS },
  esmBundler: {
    type: 'module',
    options: ['--module', 'esnext', '--moduleResolution', 'bundler'],
    typescripts: TYPESCRIPTS,
  },
} as const;
type Modules = keyof typeof MODULES;

interface Runner {
  readonly types: readonly ('commonjs' | 'module')[];
  readonly nodes: readonly string[];
  /** A test that takes a snapshot of the app, as docs/policy-snapshots.md has it. */
  readonly test: string;
  readonly args: readonly string[];
  /** Where the snapshot is kept. */
  readonly kept: string;
}

const SNAPSHOT = `
expect.addSnapshotSerializer(PolicySnapshot.serializer);
test('access', () => {
  expect(PolicySnapshot.of(app)).toMatchSnapshot();
});
`;
const RUNNERS = {
  jest: {
    types: ['commonjs'],
    nodes: NODES,
    test: `import { expect, test } from '@jest/globals';${SNAPSHOT}`,
    args: ['../node_modules/jest/bin/jest.js', '--ci=false', '--runTestsByPath', 'out/jest.test.js'],
    kept: 'out/__snapshots__/jest.test.js.snap',
  },
  vitest: {
    types: ['commonjs', 'module'],
    nodes: NODES,
    test: `import { expect, test } from 'vitest';${SNAPSHOT}`,
    args: ['../node_modules/vitest/vitest.mjs', 'run', 'vitest.test.ts', '--update'],
    kept: '__snapshots__/vitest.test.ts.snap',
  },
  node: {
    types: ['commonjs', 'module'],
    nodes: ['22', '24'],
    test: `import { test } from 'node:test';
test('access', (t) => {
  t.assert.snapshot(PolicySnapshot.of(app), { serializers: [PolicySnapshot.toText] });
});
`,
    args: ['--test', '--test-update-snapshots', 'out/node.test.js'],
    kept: 'out/node.test.js.snapshot',
  },
} satisfies Record<string, Runner>;
type RunnerName = keyof typeof RUNNERS;

type Use = [cdk: string, typescript: string, modules: Modules, runner: RunnerName, node: string];

/** Each pair of aws-cdk-lib, TypeScript and CommonJS or ES modules, and each runner with both versions of aws-cdk-lib. */
const PAIRWISE: Use[] = [
  [OLDEST, TS5, 'node10', 'jest', HERE],
  [OLDEST, TS6, 'esmBundler', 'vitest', HERE],
  [OLDEST, TS7, 'bundler', 'node', '22'],
  [NEWEST, TS5, 'nodenext', 'vitest', HERE],
  [NEWEST, TS6, 'node16', 'jest', HERE],
  [NEWEST, TS7, 'nodenext', 'node', '22'],
];

function everyUse(): Use[] {
  const runners = Object.entries(RUNNERS) as [RunnerName, Runner][];
  return CDK_VERSIONS.flatMap((cdk) =>
    (Object.keys(MODULES) as Modules[]).flatMap((modules) =>
      MODULES[modules].typescripts.flatMap((typescript) =>
        runners
          .filter(([, { types }]) => types.includes(MODULES[modules].type))
          .flatMap(([runner, { nodes }]) => nodes.map((node): Use => [cdk, typescript, modules, runner, node])),
      ),
    ),
  );
}

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

function run(command: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, CDK_VALIDATION: undefined };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** A folder of its own with packages, made once. */
function installed(name: string, ...packages: string[]): string {
  const app = join(folder, name);
  if (!existsSync(app)) {
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true }));
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], app);
  }
  return app;
}

function userOf(cdk: string): string {
  return installed(
    `cdk-${cdk}`,
    `../${packed.filename}`,
    `aws-cdk-lib@${cdk}`,
    `constructs@${devDependencies.constructs}`,
    '@types/node@22',
    `jest@${devDependencies.jest}`,
    'vitest@4.1.12',
    ...TYPESCRIPTS.map((typescript) => `typescript-${typescript}@npm:typescript@${typescript}`),
  );
}

function nodeOf(version: string): string {
  return version === HERE
    ? process.execPath
    : join(installed(`node-${version}`, `node@${version}`), 'node_modules', 'node', 'bin', 'node');
}

/** A package that uses ours, below what it has installed, compiled once. */
function compiled(cdk: string, typescript: string, modules: Modules): string {
  const { type, options } = MODULES[modules];
  const user = join(userOf(cdk), `${typescript}-${modules}`);
  if (existsSync(user)) return user;
  const write = (name: string, text: string) => {
    writeFileSync(join(user, name), text);
  };
  cpSync(join(root, 'examples', 'two-accounts', 'app.ts'), join(user, 'app.ts'));
  // A folder of its own, because the fixture takes a folder for an asset.
  cpSync(join(root, 'test', 'fixtures', 'company-app.ts'), join(user, 'company', 'company-app.ts'));
  write('entries.ts', ENTRIES.map((entry) => `export * as ${entry} from 'cdk-iam-role-chaining/${entry}';`).join('\n'));
  for (const [name, { test }] of Object.entries(RUNNERS)) write(`${name}.test.ts`, `${USING}${test}`);
  write('package.json', JSON.stringify({ private: true, type, jest: { setupFiles: ['./setup.js'] } }));
  write('setup.js', "process.env.CDK_VALIDATION = 'false';");
  write('vitest.config.mjs', VITEST_CONFIG);
  const old = typescript === TS6 && modules === 'node10' ? ['--ignoreDeprecations', '6.0'] : [];
  const language = ['--strict', '--skipLibCheck', '--target', 'es2022', '--types', 'node', '--rootDir', '.'];
  const files = ['app.ts', ...Object.keys(RUNNERS).map((name) => `${name}.test.ts`)];
  const tsc = `../node_modules/typescript-${typescript}/bin/tsc`;
  run(process.execPath, [tsc, ...language, ...options, ...old, '--outDir', 'out', ...files], user);
  return user;
}

/** As docs/policy-snapshots.md has it. */
const VITEST_CONFIG = `import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { env: { CDK_VALIDATION: 'false' }, testTimeout: 30_000 } });
`;

const USING = `import { PolicySnapshot } from 'cdk-iam-role-chaining/testing';
import { companyApp } from './company/company-app.js';
import * as entries from './entries.js';

const { app } = companyApp({ code: 'company' });
if (Object.values(entries).some((entry) => Object.keys(entry).length === 0)) throw new Error('an entry is empty');
`;

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
        !/^(docs\/(.*\.md|images\/.*\.png)|examples\/.*|role-chaining\.schema\.json|build\/lib\/.*\.(js|d\.ts)|build\/bin\/(cli\.js(\.LICENSES\.txt)?|chunk-\w+\.js|(app|cli)\/.*\.js)|\.jsii|LICENSE|README\.md|API\.md|CHANGELOG\.md|package\.json)$/.test(
          path,
        ),
    ),
  ).toEqual([]);
});

test.each(process.env.USES === 'all' ? everyUse() : PAIRWISE)(
  'aws-cdk-lib %s, TypeScript %s, %s: %s keeps the snapshot that it has here (Node %s)',
  (cdk, typescript, modules, runner, node) => {
    const user = compiled(cdk, typescript, modules);
    const { args, kept } = RUNNERS[runner];
    rmSync(join(user, kept), { force: true });
    run(nodeOf(node), args, user);
    const snapshots: Record<string, string> = {};
    runInNewContext(readFileSync(join(user, kept), 'utf8'), { exports: snapshots });
    expect(Object.values(snapshots).map((text) => text.trim())).toEqual([
      PolicySnapshot.toText(PolicySnapshot.of(companyApp().app)).trim(),
    ]);
  },
  300_000,
);

test.each(CDK_VERSIONS)(
  'beside aws-cdk-lib %s nothing but the peers is installed, and the command stands alone',
  (cdk) => {
    const user = userOf(cdk);
    const { dependencies } = JSON.parse(run('npm', ['ls', '--json', '--all'], user)) as {
      dependencies: Record<string, { version: string; dependencies?: object }>;
    };
    expect(dependencies['aws-cdk-lib']?.version).toBe(cdk);
    expect(dependencies['cdk-iam-role-chaining']?.version).toBe(version);
    expect(Object.keys(dependencies['cdk-iam-role-chaining']?.dependencies ?? {}).sort()).toEqual(
      Object.keys(peerDependencies).sort(),
    );

    const npx = (...args: string[]) => run('npx', ['--no-install', 'cdk-iam-role-chaining', ...args], user);
    expect(npx('--version')).toBe(`${version}\n`);
    writeFileSync(
      join(user, 'mappings.json'),
      JSON.stringify({ version: 1, mappings: [{ project: 'fraud', role: 'arn:aws:iam::111122223333:role/fraud' }] }),
    );
    expect(npx('mappings', 'plan', '--offline', '--from', 'mappings.json')).toMatch(/│ fraud +│ ALL +│ arn:aws:iam::/);
  },
  300_000,
);
