import { readFileSync } from 'node:fs';
import { QUICKSTART_CONFIG } from '../../../local/quickstart';
import { revocationLength } from '../../../bin/app/sections/revoke-sessions';
import { base, problemsOf, resourcesOf, templatesOf } from './support';

const chain = `${base}  other: { account: platform, type: instance-profile }
resourceRoles:
  far: { account: finance, chainedFrom: [head, other], access: [{ s3: { bucket: lake, level: read-only } }] }
  near: { account: platform, chainedFrom: [head], access: [{ managedPolicy: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }
`;
const revoked = (instant: string) => `${chain}revokeSessionsBefore: ${instant}\n`;

test("denies everything to the older sessions of every role of a chain, in the role's own stack", () => {
  const policies = Object.entries(templatesOf(revoked('2026-11-25T03:00:00Z'))).flatMap(([stack, template]) =>
    resourcesOf(template, 'AWS::IAM::Policy').map(({ Properties: { Roles, PolicyDocument } }) => {
      const [{ Ref: role = '' } = {}] = Roles as { Ref?: string }[];
      return { stack, role: template.Resources[role]?.Properties.RoleName, PolicyDocument };
    }),
  );
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RevokeOlderSessions',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-25T03:00:00Z' } },
      },
    ],
  };
  expect(policies).toEqual(
    expect.arrayContaining([
      { stack: 'RoleChaining-111122223333-Platform', role: 'head', PolicyDocument },
      { stack: 'RoleChaining-111122223333-Platform', role: 'other', PolicyDocument },
      { stack: 'RoleChaining-111122223333-Data', role: 'near', PolicyDocument },
      { stack: 'RoleChaining-444455556666-Data', role: 'far', PolicyDocument },
    ]),
  );
  expect(policies).toHaveLength(4);
  expect(JSON.stringify(PolicyDocument).length).toBeLessThan(revocationLength);
});

test('takes in the roles of a cluster and of control planes', () => {
  const templates = Object.values(
    templatesOf(`${readFileSync(QUICKSTART_CONFIG, 'utf8')}revokeSessionsBefore: 2026-11-25T03:00:00Z\n`),
  );
  const count = (type: string) => templates.flatMap((template) => resourcesOf(template, type)).length;
  const denied = templates.flatMap((template) =>
    resourcesOf(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('RevokeOlderSessions'),
    ),
  );
  expect(denied).toHaveLength(count('AWS::IAM::Role'));
  expect(denied).toHaveLength(9);
});

test('changes nothing else, and with the key everything is as without it', () => {
  const without = templatesOf(chain);
  const withKey = templatesOf(revoked('2026-11-25T03:00:00Z'));
  for (const [stack, { Resources }] of Object.entries(withKey)) {
    const others = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::IAM::Policy');
    expect(Object.fromEntries(others)).toEqual(without[stack]?.Resources);
  }
});

test.each(['2026-11-25T03:00:00Z', "'2026-11-25T03:00:00Z'", '"2028-02-29T23:59:59Z"'])('accepts %s', (instant) => {
  expect(problemsOf(revoked(instant))).toEqual([]);
});

test.each([
  '2026-11-25',
  '2026-11-25T03:00Z',
  '2026-11-25T03:00:00',
  '2026-11-25T03:00:00+01:00',
  '2026-11-25T03:00:00.000Z',
  '2026-02-30T03:00:00Z',
  '2026-11-25T24:00:00Z',
  'yesterday',
])('refuses %s', (instant) => {
  expect(problemsOf(revoked(instant))).toEqual([
    `c.yaml:11: revokeSessionsBefore: got "${instant}", expected an instant in UTC to the second, as 2026-11-25T03:00:00Z`,
  ]);
});

test.each([
  ['1764039600', 'expected a text, got the number 1764039600: put it in quotes'],
  ['', 'expected a text, got nothing'],
])('refuses %p', (value, problem) => {
  expect(problemsOf(revoked(value))).toEqual([`c.yaml:11: revokeSessionsBefore: ${problem}`]);
});
