import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const { devDependencies, peerDependencies, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  version: string;
};
let app: string;

beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'role-chaining-user-'));
});
afterAll(() => {
  rmSync(app, { recursive: true });
});

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The library as `npm run build` left it, packed and installed into an app of its own, outside this repository. */
test('the packed library compiles and synthesizes in a fresh TypeScript app', () => {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', app], root)) as {
    filename: string;
    files: { path: string }[];
  }[];
  const files = packed!.files.map(({ path }) => path);
  expect(files).toEqual(
    expect.arrayContaining([
      '.jsii',
      'LICENSE',
      'README.md',
      'build/lib/index.js',
      'build/lib/index.d.ts',
      'build/bin/cli.js',
      'build/bin/cli.js.LICENSES.txt',
    ]),
  );
  expect(
    files.filter(
      (path) =>
        !/^(build\/lib\/.*\.(js|d\.ts)|build\/bin\/cli\.js(\.LICENSES\.txt)?|\.jsii|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/.test(
          path,
        ),
    ),
  ).toEqual([]);

  const dev = (name: string) => `${name}@${devDependencies[name] ?? ''}`;
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'user', private: true }));
  run(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      `./${packed!.filename}`,
      dev('aws-cdk-lib'),
      dev('constructs'),
      dev('typescript'),
      dev('@types/node'),
    ],
    app,
  );
  const installed = JSON.parse(run('npm', ['ls', '--json', '--all'], app)) as {
    dependencies: Record<string, { version: string; dependencies?: object }>;
  };
  expect(installed.dependencies['cdk-iam-role-chaining']?.version).toBe(version);
  expect(Object.keys(installed.dependencies['cdk-iam-role-chaining']?.dependencies ?? {}).sort()).toEqual(
    Object.keys(peerDependencies).sort(),
  );

  cpSync(join(root, 'examples', 'two-accounts', 'app.ts'), join(app, 'app.ts'));
  run(
    process.execPath,
    [
      'node_modules/typescript/bin/tsc',
      '--strict',
      '--skipLibCheck',
      '--module',
      'node16',
      '--target',
      'es2022',
      '--types',
      'node',
      'app.ts',
    ],
    app,
  );
  execFileSync(process.execPath, ['app.js'], {
    cwd: app,
    env: { PATH: process.env.PATH, CDK_OUTDIR: join(app, 'cdk.out') },
  });
  const template = readFileSync(join(app, 'cdk.out', 'Finance.template.json'), 'utf8');
  expect(template).toContain('AllowChainingRoles');

  // The command stands alone: it finds nothing of ours but its own file.
  const npx = (...args: string[]) => run('npx', ['--no-install', 'cdk-iam-role-chaining', ...args], app);
  expect(npx('--version')).toBe(`${version}\n`);
  writeFileSync(
    join(app, 'mappings.json'),
    JSON.stringify({ version: 1, mappings: [{ project: 'fraud', role: 'arn:aws:iam::111122223333:role/fraud' }] }),
  );
  expect(npx('mappings', 'plan', '--offline', '--from', 'mappings.json')).toMatch(/│ fraud +│ ALL +│ arn:aws:iam::/);
}, 300_000);
