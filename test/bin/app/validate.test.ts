import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { validate } from '../../../bin/app/run-app';
import { base } from './support';

const folder = mkdtempSync(join(os.tmpdir(), 'role-chaining-validate-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What `validate` says of a role with a statement, without the name of the file. */
function told(statement: string): string {
  const file = join(folder, 'c.yaml');
  writeFileSync(
    file,
    `${base}resourceRoles:\n  r: { account: finance, chainedFrom: [head], access: [{ statement: ${statement} }] }\n`,
  );
  return validate(file).replaceAll(file, 'c.yaml');
}

const reading = (resource: string) => `{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::${resource}'] }`;
const valid = 'c.yaml is valid: 2 accounts, 1 chaining role, 1 resource role.\n';

test('warns of a statement that allows nothing', () => {
  const printed = jest.spyOn(console, 'error');
  expect(told(reading('lake'))).toMatch(
    new RegExp(
      `^${valid}warning: c\\.yaml:8: resourceRoles\\.r: resourceRoles\\.r allows s3:GetObject on arn:aws:s3:::lake, and these actions ` +
        'take no such resource: nothing is allowed\\. .* Resources of these actions look like .*\\n$',
    ),
  );
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
  expect(told(reading('lake/*'))).toBe(valid);
});

test('warns of what constructs warn of at a synth', () => {
  const file = join(folder, 'annotated.yaml');
  const qubole = (account: string) =>
    `${base}qubole: { account: platform, vendorAccountId: '805246085872', externalId: an-id, serviceRoleName: service, secondaryRoleName: clusters, defaultLocation: { bucket: home, prefix: results }, dataLocations: [{ bucket: lake, account: ${account} }] }\n`;
  const warnings = (text: string) => {
    writeFileSync(file, text);
    return validate(file).replaceAll(file, 'c.yaml').split('\n').slice(1, -1);
  };
  expect(warnings(qubole('finance'))).toEqual([
    expect.stringMatching(
      /^warning: c\.yaml:7: qubole: lake\/ is of another account, whose owner must let this role in too\. In the bucket policy of .*\}\]$/,
    ),
  ]);
  expect(warnings(qubole('platform'))).toEqual([]);
});

test('of a part of a configuration, says how it is read', () => {
  const file = join(folder, 'finance.yaml');
  writeFileSync(file, 'resourceRoles: {}\n');
  expect(() => validate(file)).toThrow(
    'finance.yaml:1: name: is missing: expected a text; a part of a configuration is read with the file that includes it',
  );
});

test('counts the roles that a config makes, in each of their accounts, and those of the vendors', () => {
  const file = join(folder, 'vendors.yaml');
  const counts = (rest: string) => {
    writeFileSync(file, `${base}${rest}`);
    return /is valid: (.*)\n/.exec(validate(file))?.[1];
  };
  const inAll = `resourceRoles: { r: { accounts: '*', chainedFrom: [head], access: [{ statement: ${reading('lake/*')} }] } }\n`;
  expect(counts(inAll)).toBe('2 accounts, 1 chaining role, 2 resource roles.');
  const network =
    'hopsworks: { network: { account: platform }, cluster: { account: platform, bucket: own, head: head, workers: { roleName: workers } } }\n';
  const secondary = 'secondaryRoles: { other: { dataLocations: [{ bucket: more }] } }';
  const qubole = `qubole: { account: platform, vendorAccountId: '805246085872', externalId: an-id, serviceRoleName: service, secondaryRoleName: clusters, defaultLocation: { bucket: home, prefix: results }, dataLocations: [{ bucket: lake }], ${secondary} }\n`;
  expect(counts(`${inAll}${network}${qubole}`)).toBe(
    '2 accounts, 1 chaining role, 2 resource roles, 1 role of Hopsworks, 3 roles of Qubole.',
  );
});

test('refuses what stops a synth', () => {
  const other = (resource: string) => `{ actions: ['sts:AssumeRole'], resources: ['arn:aws:iam::${resource}'] }`;
  expect(() => told(other('444455556666:role/r'))).toThrow(
    /c\.yaml:8: resourceRoles\.r: .*, whose trust does not let it in/,
  );
  expect(told(other('777788889999:role/r'))).toBe(valid);
});

test('leaves nothing behind', () => {
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  // Other tests validate at the same time.
  const elsewhere = jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
  told(reading('lake/*'));
  expect(() => told("{ actions: ['sts:AssumeRole'], resources: ['arn:aws:iam::444455556666:role/r'] }")).toThrow();
  expect(elsewhere).toHaveBeenCalled();
  elsewhere.mockRestore();
  // CDK takes its own folders away when the process ends.
  expect(readdirSync(temporary).filter((name) => !name.startsWith('cdk.out'))).toEqual([]);
});
