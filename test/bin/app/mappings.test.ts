import { base, problemsOf, templatesOf } from './support';

const roles = `resourceRoles:
  a: { account: platform, chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] }
  b: { account: finance, chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] }
  guarded: { account: finance, chainedFrom: [head], externalId: id, access: [{ s3: { bucket: lake, level: read-only } }] }
`;

const withMappings = (...mappings: string[]) =>
  `${base}${roles}hopsworks:\n  mappings:\n${mappings.map((mapping) => `    - ${mapping}\n`).join('')}`;

test('each account outputs the mappings of its roles', () => {
  const templates = templatesOf(
    withMappings(
      '{ project: fraud, projectRole: DATA_OWNER, role: a, defaultRole: true }',
      '{ project: fraud, role: b }',
      '{ project: churn, role: b, defaultRole: false }',
    ),
  );
  const outputs = Object.entries(templates).flatMap(([stack, { Outputs = {} }]) => {
    const { Value } = (Outputs.RoleMappings ?? {}) as { Value?: string };
    return Value === undefined ? [] : [[stack, (JSON.parse(Value) as { mappings: unknown }).mappings]];
  });
  const b = 'arn:aws:iam::444455556666:role/b';
  expect(Object.fromEntries(outputs)).toEqual({
    'RoleChaining-111122223333-Data': [
      { project: 'fraud', projectRole: 'DATA_OWNER', role: 'arn:aws:iam::111122223333:role/a', defaultRole: true },
    ],
    'RoleChaining-444455556666-Data': [
      { project: 'churn', projectRole: 'ALL', role: b, defaultRole: false },
      { project: 'fraud', projectRole: 'ALL', role: b },
    ],
  });
});

test.each([
  [
    'an undeclared role',
    ['{ project: fraud, role: s3 }'],
    'c.yaml:13: hopsworks.mappings[0].role: undeclared resource role "s3", declared: a, b, guarded',
  ],
  [
    'two defaults, of two accounts',
    ['{ project: fraud, role: a, defaultRole: true }', '{ project: fraud, role: b, defaultRole: true }'],
    'c.yaml:14: hopsworks.mappings[1].defaultRole: project "fraud" has a default for ALL already, hopsworks.mappings[0]; Hopsworks keeps one',
  ],
  [
    'a role twice in a project',
    ['{ project: fraud, role: a }', '{ project: fraud, projectRole: DATA_OWNER, role: a }'],
    'c.yaml:14: hopsworks.mappings[1]: project "fraud" has arn:aws:iam::111122223333:role/a twice',
  ],
  [
    'a role that asks for an external id',
    ['{ project: fraud, role: guarded }'],
    'c.yaml:13: hopsworks.mappings[0]: the trust of resourceRoles.guarded asks for sts:ExternalId',
  ],
  [
    'an unknown project role',
    ['{ project: fraud, role: a, projectRole: Data owner }'],
    'c.yaml:13: hopsworks.mappings[0].projectRole: got "Data owner", allowed: ALL, DATA_OWNER, DATA_SCIENTIST',
  ],
  [
    'another key',
    ['{ project: fraud, role: a, default: true }'],
    'c.yaml:13: hopsworks.mappings[0].default: unknown key "default", allowed: project, projectRole, role, account, defaultRole',
  ],
])('%s is told with its line', (_, mappings, said) => {
  expect(problemsOf(withMappings(...mappings)).map((line) => line.slice(0, said.length))).toEqual([said]);
});
