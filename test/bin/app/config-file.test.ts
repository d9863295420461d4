import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFile } from '../../../bin/app/config-file';
import { validate } from '../../../bin/app/run-app';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'role-chaining-config-'));
beforeEach(() => {
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const flags = { '@aws-cdk/core:newStyleStackSynthesis': true, 'aws:cdk:version-reporting': false };

test('the config is the one that is named; CDK keys say nothing about it', () => {
  expect(configFile(undefined, { ...flags, config: 'a.yaml' })).toBe(join(process.cwd(), 'a.yaml'));
  expect(configFile('a.yaml', flags)).toBe(join(process.cwd(), 'a.yaml'));
});

test("without a name it is the folder's, which must be there", () => {
  expect(() => configFile(undefined, flags)).toThrow(
    'this folder has no role-chaining.yaml; make one with `npx cdk-iam-role-chaining init`, or name a config with -c config=<file>',
  );
  writeFileSync('role-chaining.yaml', '');
  expect(configFile(undefined, flags)).toBe(join(process.cwd(), 'role-chaining.yaml'));
  rmSync('role-chaining.yaml');
});

describe('what is not the name of one config is refused, whatever stands in the folder', () => {
  beforeEach(() => {
    writeFileSync('role-chaining.yaml', '');
  });

  test.each([
    [{ confg: 'a.yaml' }, 'unknown context confg, allowed: config; did you mean -c config=<file>?'],
    [{ Config: 'a.yaml' }, 'unknown context Config, allowed: config; did you mean -c config=<file>?'],
    [{ config: 'a.yaml', file: 'b.yaml' }, 'unknown context file, allowed: config'],
    [{ config: '' }, '-c config: got "", expected the name of one file, as -c config=role-chaining.yaml'],
    [{ config: ['a.yaml', 'b.yaml'] }, '-c config: got ["a.yaml","b.yaml"], expected the name of one file'],
    [{ config: true }, '-c config: got true, expected the name of one file'],
  ])('%j', (context, message) => {
    expect(() => configFile(undefined, context)).toThrow(message);
  });

  test('two names', () => {
    expect(() => configFile('a.yaml', { config: 'a.yaml' })).toThrow(
      'the config is named twice, by -c config=… and by `app a.yaml`; keep one of the two',
    );
  });
});

test('says when there is no such config', () => {
  expect(() => validate('none.yaml')).toThrow(
    'none.yaml:1: cannot be read: there is no such file; name another one, by `cdk -c config=<file>` or `validate <file>`',
  );
});
