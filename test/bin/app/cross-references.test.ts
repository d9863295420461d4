import { base, problemsOf } from './support';

const athena = "access: [{ managedPolicy: 'arn:aws:iam::aws:policy/AmazonAthenaFullAccess' }]";

/** The base config with resource roles from line 8 on. */
const withRoles = (...roles: string[]) => `${base}resourceRoles:\n${roles.map((role) => `  ${role}\n`).join('')}`;

test.each([
  [
    'an undeclared account',
    withRoles(`r: { account: finanze, chainedFrom: [head], ${athena} }`),
    'c.yaml:8: resourceRoles.r.account: undeclared account "finanze", declared: platform, finance (did you mean "finance"?)',
  ],
  [
    'an undeclared chaining role',
    withRoles(`r: { account: finance, chainedFrom: [head, pods], ${athena} }`),
    'c.yaml:8: resourceRoles.r.chainedFrom[1]: undeclared chaining role "pods", declared: head',
  ],
  [
    'a name that only objects in JavaScript have',
    withRoles(`r: { account: constructor, chainedFrom: [head], ${athena} }`),
    'c.yaml:8: resourceRoles.r.account: undeclared account "constructor", declared: platform, finance',
  ],
  [
    'an account by its id',
    withRoles(`r: { account: '444455556666', chainedFrom: [head], ${athena} }`),
    'c.yaml:8: resourceRoles.r.account: undeclared account "444455556666", declared: platform, finance (did you mean "finance"?)',
  ],
  [
    'all accounts in a list',
    withRoles(`r: { accounts: ['*'], chainedFrom: [head], ${athena} }`),
    'c.yaml:8: resourceRoles.r.accounts[0]: undeclared account "*", declared: platform, finance (for all of them, write accounts: "*")',
  ],
  [
    'a role by its ARN',
    withRoles(`r: { account: finance, chainedFrom: ['arn:aws:iam::111122223333:role/head'], ${athena} }`),
    'c.yaml:8: resourceRoles.r.chainedFrom[0]: undeclared chaining role "arn:aws:iam::111122223333:role/head", declared: head (a key is wanted here, below which a role that exists says its arn)',
  ],
  [
    'a resource role as a chaining role',
    withRoles(`r: { account: finance, chainedFrom: [head, r], ${athena} }`),
    'c.yaml:8: resourceRoles.r.chainedFrom[1]: undeclared chaining role "r", declared: head (it is a resource role, and only chaining roles become others)',
  ],
  [
    'a chaining role as a resource role',
    `${withRoles(`r: { account: finance, chainedFrom: [head], ${athena} }`)}hopsworks: { mappings: [{ project: p, role: head }] }\n`,
    'c.yaml:9: hopsworks.mappings[0].role: undeclared resource role "head", declared: r (it is a chaining role, and projects have resource roles)',
  ],
  [
    'a chaining role named twice',
    withRoles(`r: { account: finance, chainedFrom: [head, head], ${athena} }`),
    'c.yaml:8: resourceRoles.r.chainedFrom[1]: names head twice; keep one of the two',
  ],
  [
    'a role named as another one of its account',
    withRoles(`Head: { account: platform, chainedFrom: [head], ${athena} }`),
    'c.yaml:8: resourceRoles.Head: account platform has a role named Head already, chainingRoles.head; give one of the two another roleName',
  ],
  [
    'a roleName as that of another role of its account',
    withRoles(
      `r: { account: finance, chainedFrom: [head], ${athena} }`,
      `s: { account: finance, chainedFrom: [head], roleName: r, ${athena} }`,
    ),
    'c.yaml:9: resourceRoles.s.roleName: account finance has a role named r already, resourceRoles.r; give one of the two another roleName',
  ],
  [
    'keys that would write the same outputs',
    withRoles(
      `a-b: { account: finance, chainedFrom: [head], ${athena} }`,
      `a_b: { account: finance, chainedFrom: [head], ${athena} }`,
    ),
    'c.yaml:9: resourceRoles.a_b: would write the same outputs (…AB) as resourceRoles.a-b; rename one of the two, or set outputs: false',
  ],
  [
    'an account declared twice',
    "accounts:\n  a: { id: '111122223333', region: eu-west-1 }\n  b: { id: '111122223333', region: eu-west-2 }\nname: n\n",
    'c.yaml:3: accounts.b.id: 111122223333 is accounts.a already; declare an account once',
  ],
  [
    'a policy of another account',
    withRoles(
      "r: { account: finance, chainedFrom: [head], access: [{ managedPolicy: 'arn:aws:iam::111122223333:policy/P' }] }",
    ),
    'c.yaml:8: resourceRoles.r.access[0].managedPolicy: arn:aws:iam::111122223333:policy/P is a policy of account 111122223333, ' +
      'a role of accounts.finance (444455556666) cannot take it',
  ],
  [
    'a boundary of another account',
    `${base}defaults:\n  permissionsBoundary: arn:aws:iam::444455556666:policy/B\n`,
    'c.yaml:8: defaults.permissionsBoundary: arn:aws:iam::444455556666:policy/B is a policy of account 444455556666, ' +
      'a role of accounts.platform (111122223333) cannot take it',
  ],
  [
    'a qualifier that the legacy synthesizer would ignore',
    `${base}defaults: { synthesizer: legacy, qualifier: mine }\n`,
    'c.yaml:7: defaults.qualifier: the legacy synthesizer uses no bootstrap resources; remove this key',
  ],
  [
    'accounts for a path that is not given',
    `${base}  other: { account: platform, type: instance-profile, usedElsewhere: true, resourceRoleAccounts: [finance] }\n`,
    'c.yaml:7: chainingRoles.other.resourceRoleAccounts: says where resourceRolePath holds; give resourceRolePath too',
  ],
  [
    'an undeclared account for a path',
    `${base}  other: { account: platform, type: instance-profile, resourceRolePath: /data/, resourceRoleAccounts: [sales] }\n`,
    'c.yaml:7: chainingRoles.other.resourceRoleAccounts[0]: undeclared account "sales", declared: platform, finance',
  ],
  [
    "another account's OIDC provider",
    `${base}  pods:\n    account: platform\n    usedElsewhere: true\n    type: service-account\n    serviceAccounts: [{ namespace: n, name: s }]\n` +
      '    oidcProvider: { arn: arn:aws:iam::444455556666:oidc-provider/i.example/id/X }\n',
    'c.yaml:12: chainingRoles.pods.oidcProvider.arn: is of account 444455556666; a role trusts a provider of its own account, ' +
      'here accounts.platform (111122223333)',
  ],
  [
    'a Sid that is taken',
    withRoles(
      'r:',
      '  account: finance',
      '  chainedFrom: [head]',
      '  access:',
      '    - s3: { bucket: lake, level: read-only }',
      '    - statement: { sid: ReadObjects, actions: [glue:GetTable], resources: ["*"] }',
    ),
    'c.yaml:13: resourceRoles.r.access[1].statement.sid: "ReadObjects" is the Sid of a statement of resourceRoles.r.access[0] already',
  ],
  [
    'what only the library refuses, with the line of the role',
    `${base}  other: { account: platform, type: instance-profile, resourceRolePath: /aws-x/ }\n`,
    expect.stringMatching(/^c\.yaml:7: chainingRoles\.other: .*resourceRolePath/),
  ],
])('%s', (_, text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('two accounts may have a role of the same name', () => {
  expect(
    problemsOf(
      withRoles(
        `r: { account: platform, chainedFrom: [head], ${athena} }`,
        `s: { account: finance, chainedFrom: [head], roleName: r, ${athena} }`,
      ),
    ),
  ).toEqual([]);
});

test('without outputs no output can clash', () => {
  const text = withRoles(
    `a-b: { account: finance, chainedFrom: [head], ${athena} }`,
    `a_b: { account: finance, chainedFrom: [head], ${athena} }`,
  );
  expect(problemsOf(`${text}outputs: false\n`)).toEqual([]);
});

test('a policy that is too long for a role', () => {
  const entries = Array.from(
    { length: 30 },
    (_, n) => `      - s3: { bucket: lake, prefix: team-${n}/, level: read-write }\n`,
  );
  const text = `${base}resourceRoles:\n  r:\n    account: finance\n    chainedFrom: [head]\n    access:\n${entries.join('')}`;
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(
      /^c\.yaml:11: resourceRoles\.r\.access: makes a policy of \d{5} characters, IAM takes 10240, of which 240 are kept for revokeSessionsBefore; split the role, or move statements into a managedPolicy$/,
    ),
  ]);
});
