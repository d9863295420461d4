import { ConfigError } from '../../../bin/app/problems';
import { base, problemsOf } from './support';

/** A resource role in flow style, on line 8 of the config. */
const resourceRole = (rest: string) => `${base}resourceRoles:
  r: { account: finance, chainedFrom: [head], ${rest} }
`;
const access = (entry: string) => resourceRole(`access: [${entry}]`);
const at = 'c.yaml:8: resourceRoles.r';

test('accepts the config that the others spoil', () => {
  expect(problemsOf(access('{ s3: { bucket: lake, level: read-only } }'))).toEqual([]);
});

describe('unknown keys', () => {
  test('name the key, the line, the allowed keys and the nearest of them', () => {
    expect(
      problemsOf(`name: n
accounts:
  platform: { id: '111122223333', region: eu-west-1 }
chainingRoles:
  head: { account: platform, type: instance-profile }
resourceRoles:
  s3-role:
    account: platform
    chainedFrom: [head]
    access:
      - s3:
          bucket: lake
          level: read-only
          bukket: lake
`),
    ).toEqual([
      'c.yaml:14: resourceRoles.s3-role.access[0].s3.bukket: unknown key "bukket", ' +
        'allowed: bucket, account, region, prefix, kmsKeyArn, level (did you mean "bucket"?)',
    ]);
  });

  test('are told one by one, each with its own line', () => {
    expect(
      problemsOf(`accounts:
  platform:
    id: '111122223333'
    regio: eu-west-1
    region: eu-west-1
    zone: a
name: n
`),
    ).toEqual([
      'c.yaml:4: accounts.platform.regio: unknown key "regio", allowed: id, region, dataStacks (did you mean "region"?)',
      'c.yaml:6: accounts.platform.zone: unknown key "zone", allowed: id, region, dataStacks',
    ]);
  });

  test('at the top', () => {
    expect(problemsOf(`${base}resourceRole: {}\n`)).toEqual([
      'c.yaml:7: resourceRole: unknown key "resourceRole", ' +
        'allowed: name, accounts, defaults, chainingRoles, resourceRoles, hopsworks, qubole, revokeSessionsBefore, outputs, include, $schema (did you mean "resourceRoles"?)',
    ]);
  });

  test('that belong to another type of chaining role', () => {
    expect(problemsOf(`${base}  pods: { account: platform, type: instance-profile, cluster: c }\n`)).toEqual([
      'c.yaml:7: chainingRoles.pods.cluster: unknown key "cluster", allowed: type, account, roleName, path, description, ' +
        'permissionsBoundary, tags, maxSessionHours, managedPolicies, resourceRolePath, resourceRoleAccounts, usedElsewhere (of type pod-identity only)',
    ]);
  });
});

describe('accounts', () => {
  test.each([
    [
      '{ id: 011122223333, region: eu-west-1 }',
      'c.yaml:2: accounts.a.id: got the number 011122223333: put the 12 digits in quotes; YAML reads an id that begins with 0 as another number',
    ],
    ["{ id: '123', region: eu-west-1 }", 'c.yaml:2: accounts.a.id: got "123", expected 12 digits in quotes'],
    [
      "{ id: '111122223333', region: Ireland }",
      'c.yaml:2: accounts.a.region: got "Ireland", expected a region, as eu-west-1',
    ],
    ["{ id: '111122223333' }", 'c.yaml:2: accounts.a.region: is missing: expected a text'],
  ])('%s', (account, problem) => {
    expect(problemsOf(`accounts:\n  a: ${account}\nname: n\n`)).toEqual([problem]);
  });

  test('a name that no stack can carry', () => {
    expect(problemsOf("accounts: { a_b: { id: '111122223333', region: eu-west-1 } }\nname: n")).toEqual([
      'c.yaml:1: accounts.a_b: got "a_b", expected a name of letters, digits and hyphens',
    ]);
  });
});

describe('chaining roles', () => {
  test.each([
    ['{ account: platform }', '.type: is missing, allowed: instance-profile, service-account, pod-identity'],
    [
      '{ account: finance, chainedFrom: [head] }',
      '.type: is missing, allowed: instance-profile, service-account, pod-identity (what owns data permissions stands below resourceRoles)',
    ],
    ['{ account: platform, type: ec2 }', '.type: got "ec2", allowed: instance-profile, service-account, pod-identity'],
    ['head', ': expected keys and values, got "head"'],
    [
      '{ account: platform, type: pod-identity, serviceAccounts: [{ namespace: n, name: s }] }',
      ': takes cluster, or anyCluster: true; got neither',
    ],
    [
      '{ account: platform, type: pod-identity, serviceAccounts: [{ namespace: n, name: s }], cluster: c, anyCluster: true }',
      ': takes cluster, or anyCluster: true; got both',
    ],
    [
      '{ account: platform, type: service-account, oidcProvider: { issuer: https://i.example/id/X } }',
      ': takes serviceAccounts, serviceAccountPatterns or both; got neither',
    ],
    [
      '{ account: platform, type: service-account, oidcProvider: {}, serviceAccounts: [{ namespace: n, name: s }] }',
      '.oidcProvider: takes exactly one of issuer, arn, create; got none',
    ],
    [
      '{ account: platform, type: service-account, oidcProvider: { issuer: i.example, create: { issuer: i.example } }, serviceAccounts: [{ namespace: n, name: s }] }',
      '.oidcProvider: takes exactly one of issuer, arn, create; got issuer and create',
    ],
    [
      '{ account: platform, type: service-account, oidcProvider: { issuer: i.example }, serviceAccounts: [{ namespace: n, name: s-* }] }',
      '.serviceAccounts[0].name: got "s-*", expected a Kubernetes service account; wildcards go into serviceAccountPatterns',
    ],
  ])('%s', (role, problem) => {
    expect(problemsOf(`${base}  x: ${role}\n`)).toEqual([`c.yaml:7: chainingRoles.x${problem}`]);
  });
});

describe('resource roles', () => {
  test.each([
    [
      'access: []',
      '.access: is empty: a resource role without access grants nothing; give s3, glue, athena, dynamodb, secretsManager, kms, redshift, managedPolicy or statement',
    ],
    [
      'access: [{}]',
      '.access[0]: takes exactly one of s3, glue, athena, dynamodb, secretsManager, kms, redshift, managedPolicy, statement; got none',
    ],
    [
      'maxSessionHours: 13, access: [{ managedPolicy: "arn:aws:iam::aws:policy/X" }]',
      '.maxSessionHours: got the number 13, the most is 12',
    ],
    [
      'trust: root, access: [{ managedPolicy: "arn:aws:iam::aws:policy/X" }]',
      '.trust: got "root", allowed: exact-role, account-root',
    ],
    [
      'externalId: 42, access: [{ managedPolicy: "arn:aws:iam::aws:policy/X" }]',
      '.externalId: expected a text, got the number 42: put it in quotes',
    ],
    [
      'path: hopsworks, access: [{ managedPolicy: "arn:aws:iam::aws:policy/X" }]',
      '.path: got "hopsworks", expected a path of up to 511 characters that begins and ends with a slash, as /hopsworks/',
    ],
  ])('%s', (rest, problem) => {
    expect(problemsOf(resourceRole(rest))).toEqual([`${at}${problem}`]);
  });

  test('an empty chainedFrom', () => {
    const text = `${base}resourceRoles:\n  r:\n    account: finance\n    chainedFrom: []\n    access: [{ managedPolicy: 'arn:aws:iam::aws:policy/X' }]\n`;
    expect(problemsOf(text)).toEqual([
      'c.yaml:10: resourceRoles.r.chainedFrom: is empty: nothing else can assume a resource role; name a chaining role',
    ]);
  });
});

describe('access', () => {
  const prefix =
    'expected a prefix without a leading slash and without *, ? and ${, as curated/; leave the key out for the whole bucket';
  test.each([
    [
      '{ s3: { bucket: lake } }',
      '.s3.level: is missing, so the role has a bucket without access; allowed: read-only, read-write',
    ],
    ['{ s3: { bucket: lake, level: write } }', '.s3.level: got "write", allowed: read-only, read-write'],
    [
      '{ s3: { bucket: Lake, level: read-only } }',
      '.s3.bucket: got "Lake", expected the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
    ],
    ['{ s3: { bucket: lake, prefix: /a/, level: read-only } }', `.s3.prefix: got "/a/", ${prefix}`],
    ['{ s3: { bucket: lake, prefix: "a*", level: read-only } }', `.s3.prefix: got "a*", ${prefix}`],
    ['{ s3: { bucket: lake, prefix: "a?", level: read-only } }', `.s3.prefix: got "a?", ${prefix}`],
    [
      '{ s3: { bucket: lake, prefix: "${aws:username}/", level: read-only } }',
      `.s3.prefix: got "\${aws:username}/", ${prefix}`,
    ],
    ['{ s3: { bucket: lake, prefix: "", level: read-only } }', `.s3.prefix: got "", ${prefix}`],
    [
      '{ s3: { bucket: lake, level: read-only, kmsKeyArn: "arn:aws:kms:eu-west-1:444455556666:alias/lake" } }',
      '.s3.kmsKeyArn: got "arn:aws:kms:eu-west-1:444455556666:alias/lake", expected the ARN of a KMS key (not of an alias), as arn:aws:kms:eu-west-1:111122223333:key/…',
    ],
    [
      '{ managedPolicy: AmazonAthenaFullAccess }',
      '.managedPolicy: got "AmazonAthenaFullAccess", expected the ARN of a managed policy, as arn:aws:iam::aws:policy/AmazonAthenaFullAccess',
    ],
    [
      '{ statement: { actions: glue:GetTable, resources: ["*"] } }',
      '.statement.actions: expected a list, got "glue:GetTable"',
    ],
    [
      '{ statement: { actions: [GetTable], resources: ["*"] } }',
      '.statement.actions[0]: got "GetTable", expected an action, as glue:GetTable',
    ],
    [
      '{ statement: { actions: [glue:GetTable], resources: [table] } }',
      '.statement.resources[0]: got "table", expected an ARN, or "*"',
    ],
    [
      '{ statement: { actions: [glue:GetTable], resources: [] } }',
      '.statement.resources: is empty: name a resource, or "*" for actions that take none',
    ],
    [
      '{ statement: { actions: [glue:GetTable], resources: ["*"], effect: allow } }',
      '.statement.effect: got "allow", allowed: Allow, Deny',
    ],
  ])('%s', (entry, problem) => {
    expect(problemsOf(access(entry))).toEqual([`${at}.access[0]${problem}`]);
  });
});

describe('what is no config', () => {
  test.each([
    ['', 'c.yaml:1: expected keys and values, got nothing'],
    ['accounts: {}', 'c.yaml:1: accounts: is empty: declare an account'],
    [
      'a: [',
      'c.yaml:1: Flow sequence in block collection must be sufficiently indented and end with a ]: let the keys of one level begin in one column, and close what { or [ opens',
    ],
    ['a:\n\tb: c', 'c.yaml:2: Tabs are not allowed as indentation: indent with spaces'],
    ['a: @b', 'c.yaml:1: Plain value cannot start with reserved character @: put the text in quotes'],
    [
      'a: b: c',
      'c.yaml:1: Nested mappings are not allowed in compact mappings: put a text that holds ": " in quotes, and indent what stands below a key',
    ],
    ['a:b\nc: d', 'c.yaml:1: Implicit keys need to be on a single line: write a colon and a blank behind each key'],
  ])('%j', (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test('an alias of no name, or of one that is not there, is told once', () => {
    expect(problemsOf(`a: *\n`)).toEqual([
      'c.yaml:1: Alias cannot be an empty string: put a text that begins with * in quotes',
    ]);
    expect(problemsOf(`a:\n  <<: *b\n`)).toEqual([
      'c.yaml:2: a["<<"]: *b names no anchor; write &b before the value it stands for',
    ]);
  });

  test('a key written twice', () => {
    expect(problemsOf(`${base}  head: { account: finance, type: instance-profile }\n`)).toEqual([
      'c.yaml:7: chainingRoles.head: duplicate key, first written on line 6; keep one of the two',
    ]);
  });

  test('a tag that YAML does not know', () => {
    expect(problemsOf('accounts: !Ref x')).toEqual([
      'c.yaml:1: Unresolved tag: !Ref: write the value itself, in quotes if it begins with !',
    ]);
  });
});

test('JSON has lines too', () => {
  expect(
    problemsOf(
      '{\n\t"$schema": "x.json",\n\t"accounts": {\n\t\t"a": { "id": "1", "region": "eu-west-1" }\n\t},\n\t"name": "n"\n}',
    ),
  ).toEqual(['c.yaml:4: accounts.a.id: got "1", expected 12 digits in quotes']);
});

test('an alias leads to the line of what it stands for', () => {
  const text = `${base}resourceRoles:
  a:
    account: finance
    chainedFrom: [head]
    access: &access
      - s3: { bucket: lake, level: none }
  b: { account: finance, chainedFrom: [head], access: *access }
`;
  const problem = 'access[0].s3.level: got "none", allowed: read-only, read-write';
  expect(problemsOf(text)).toEqual([`c.yaml:12: resourceRoles.a.${problem}`, `c.yaml:12: resourceRoles.b.${problem}`]);
});

test('an alias without an anchor is told with its line and key', () => {
  expect(problemsOf(access('{ s3: { bucket: *lake, level: read-only } }'))).toEqual([
    `${at}.access[0].s3.bucket: *lake names no anchor; write &lake before the value it stands for`,
  ]);
});

test('one problem that two roles have in common is told once', () => {
  const problem = { file: 'c.yaml', line: 3, path: ['defaults', 'path'], message: 'is wrong' };
  expect(new ConfigError([problem, { ...problem }]).message).toBe('c.yaml:3: defaults.path: is wrong');
});
