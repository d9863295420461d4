import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { validate } from '../../../bin/app/run-app';
import { base, problemsOf, templatesOf } from './support';

const folder = mkdtempSync(join(tmpdir(), 'role-chaining-reasons-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const access = (entry: string) =>
  `${base}resourceRoles:\n  r:\n    account: finance\n    chainedFrom: [head]\n    access:\n      - ${entry}\n`;
const statement = (actions: string, resources = "'*'", effect = 'Allow') =>
  `{ effect: ${effect}, actions: [${actions}], resources: [${resources}] }`;

const administrator = 'makes the role an administrator';
const iam = 'lets the role change IAM or pass roles, and so give itself more';
const anyRole = 'lets the role become any role that trusts its account';

/** Each beside the nearest entry that needs no reason. */
test.each([
  [
    "managedPolicy: 'arn:aws:iam::aws:policy/AdministratorAccess'",
    administrator,
    "managedPolicy: 'arn:aws:iam::aws:policy/AmazonAthenaFullAccess'",
  ],
  [
    "managedPolicy: 'arn:aws:iam::aws:policy/IAMFullAccess'",
    administrator,
    "managedPolicy: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'",
  ],
  [
    "managedPolicy: 'arn:aws:iam::aws:policy/PowerUserAccess'",
    anyRole,
    "managedPolicy: 'arn:aws:iam::aws:policy/ReadOnlyAccess'",
  ],
  [`statement: ${statement("'*'")}`, administrator, `statement: ${statement("'*'", "'*'", 'Deny')}`],
  [`statement: ${statement('iam:PutRolePolicy')}`, iam, `statement: ${statement('iam:GetRolePolicy')}`],
  [
    `statement: ${statement("'iam:*'", "'arn:aws:iam::444455556666:role/x'")}`,
    iam,
    `statement: ${statement("'iam:Get*', 'iam:List*'")}`,
  ],
  [
    `statement: ${statement('sts:AssumeRole')}`,
    anyRole,
    `statement: ${statement('sts:AssumeRole', "'arn:aws:iam::444455556666:role/x'")}`,
  ],
  [
    `statement: ${statement("'sts:*'", "'arn:aws:iam::*:role/x'")}`,
    anyRole,
    `statement: ${statement('sts:GetCallerIdentity')}`,
  ],
  [
    `statement: ${statement('sts:AssumeRole', "'arn:aws:iam::444455556666:role/*'")}`,
    anyRole,
    `statement: ${statement('sts:AssumeRole', "'arn:aws:iam::444455556666:role/data/*'")}`,
  ],
])('%s needs a reason', (wide, what, narrow) => {
  expect(problemsOf(access(wide))).toEqual([
    `c.yaml:12: resourceRoles.r.access[0]: ${what}: narrow it, or say why beside it, as reason: …`,
  ]);
  expect(problemsOf(access(`${wide}\n        reason: The auditors run it.`))).toEqual([]);
  expect(problemsOf(access(narrow))).toEqual([]);
});

test('an empty reason is none', () => {
  expect(problemsOf(access(`statement: ${statement("'*'")}\n        reason: ' '`))).toEqual([
    'c.yaml:13: resourceRoles.r.access[0].reason: got " ", expected a reason of one line',
  ]);
});

test('a chaining role is no administrator, whatever the reason', () => {
  const text = base.replace(
    'usedElsewhere: true',
    "usedElsewhere: true, managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess']",
  );
  expect(problemsOf(text)).toEqual([
    'c.yaml:6: chainingRoles.head.managedPolicies[0]: makes the role an administrator, and with it every project: ' +
      'give it to a resource role, with a reason',
  ]);
});

test('the reason acknowledges what cdk-nag finds, and validate lists it', () => {
  const text = access(`statement: ${statement("'*'")}\n        reason: The auditors run it.`);
  const app = new App();
  templatesOf(text, app);
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:acknowledged-rules'));
  expect(JSON.stringify(acknowledged)).toContain('resourceRoles.r.access[0]: The auditors run it.');
  const file = join(folder, 'role-chaining.yaml');
  writeFileSync(file, text);
  expect(validate(file)).toMatch(
    /is valid: .*\n\n.*\n│ access +│ reason +│\n.*\n│ resourceRoles\.r\.access\[0\] │ The auditors run it\. │\n/,
  );
});
