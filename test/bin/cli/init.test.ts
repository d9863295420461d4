import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { loadConfig } from '../../../bin/app/config';
import { init, type InitOptions, ownVersion } from '../../../bin/cli/init/project';
import { devDependencies, version } from '../../../package.json';

const parent = mkdtempSync(join(tmpdir(), 'role-chaining-init-'));
afterAll(() => {
  rmSync(parent, { recursive: true });
});

function empty(name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  return folder;
}

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

const variants: InitOptions[] = [
  { platform: 'ec2' },
  { platform: 'eks' },
  { vendor: 'hopsworks', platform: 'ec2' },
  { vendor: 'hopsworks', platform: 'eks' },
  { vendor: 'qubole', platform: 'ec2' },
];

test.each(variants)('%j: the config is named after its folder, names its schema, and is valid', (options) => {
  const folder = empty(`${options.vendor ?? 'plain'} ${options.platform}`);
  init(folder, options);
  const { config } = loadConfig(join(folder, 'role-chaining.yaml'));
  expect(config.name).toBe(`${options.vendor ?? 'plain'}-${options.platform}`);
  buildApp(new App({ autoSynth: false }), loadConfig(join(folder, 'role-chaining.yaml')));
  const [schema] = read(folder, 'role-chaining.yaml').split('\n');
  expect(schema).toBe('# yaml-language-server: $schema=./node_modules/cdk-iam-role-chaining/role-chaining.schema.json');
});

test('an empty folder becomes a project with pinned versions, and what to run next is said', () => {
  const folder = empty('my.project');
  const told = init(folder, { platform: 'ec2' });
  expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'cdk.json', 'package.json', 'role-chaining.yaml']);
  expect(JSON.parse(read(folder, 'cdk.json'))).toEqual({
    app: 'npx cdk-iam-role-chaining app',
    versionReporting: false,
  });
  expect(JSON.parse(read(folder, 'package.json'))).toEqual({
    private: true,
    devDependencies: {
      'aws-cdk': devDependencies['aws-cdk'],
      'aws-cdk-lib': devDependencies['aws-cdk-lib'],
      constructs: devDependencies.constructs,
      'cdk-iam-role-chaining': version,
    },
  });
  expect(told.split('\n').slice(0, 4)).toEqual([
    'Written: role-chaining.yaml, cdk.json, .gitignore, package.json',
    '',
    'Put your accounts and buckets into role-chaining.yaml. Then:',
    '',
  ]);
  expect(told).toMatch(/npm install\n.*validate\n.*cdk synth --quiet\n.*cdk diff\n.*cdk deploy --all\n/);
});

test('a packed library is named from the folder on, wherever npm has unpacked it', () => {
  const at = (...steps: string[]) => join(parent, 'packed', ...steps);
  mkdirSync(at('cache', 'node_modules'), { recursive: true });
  const lock = { packages: { 'node_modules/cdk-iam-role-chaining': { resolved: 'file:../library/packed.tgz' } } };
  writeFileSync(at('cache', 'node_modules', '.package-lock.json'), JSON.stringify(lock));
  const installedAt = at('cache', 'node_modules', 'cdk-iam-role-chaining', 'build', 'bin');
  expect(ownVersion(at('platform'), installedAt)).toBe('file:../library/packed.tgz');
  expect(ownVersion(at('library'), installedAt)).toBe('file:packed.tgz');
  lock.packages['node_modules/cdk-iam-role-chaining'].resolved = 'https://registry.npmjs.org/packed.tgz';
  writeFileSync(at('cache', 'node_modules', '.package-lock.json'), JSON.stringify(lock));
  expect(ownVersion(at('platform'), installedAt)).toBe(version);
});

test('files that exist are left as they are, and what they need is printed', () => {
  const folder = empty('there');
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'cdk.json'), '{"app":"mine"}');
  const told = init(folder, { platform: 'eks' });
  expect(read(folder, 'package.json')).toBe('{}');
  expect(read(folder, 'cdk.json')).toBe('{"app":"mine"}');
  expect(told).toContain('cdk.json exists and is left as it is. It needs:\n\n"app": "npx cdk-iam-role-chaining app"');
  expect(told).toContain(`"aws-cdk": "${devDependencies['aws-cdk']}"`);
  expect(existsSync(join(folder, 'role-chaining.yaml'))).toBe(true);
});

test('a config that exists is not overwritten, and nothing is written beside it', () => {
  const folder = empty('again');
  writeFileSync(join(folder, 'role-chaining.yaml'), 'mine');
  expect(() => init(folder, { platform: 'ec2' })).toThrow('role-chaining.yaml exists already: nothing was written.');
  expect(readdirSync(folder)).toEqual(['role-chaining.yaml']);
});

test('Qubole has no EKS', () => {
  expect(() => init(empty('q'), { vendor: 'qubole', platform: 'eks' })).toThrow('Qubole runs on EC2');
});
