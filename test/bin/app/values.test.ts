import { base, problemsOf } from './support';

/** A resource role with the given access, on line 12. */
const access = (...entries: string[]) =>
  `${base}resourceRoles:\n  r:\n    account: finance\n    chainedFrom: [head]\n    access:\n${entries.map((entry) => `      - ${entry}\n`).join('')}`;
const statement = (rest: string) => access(`statement: { ${rest} }`);
const at = 'c.yaml:12: resourceRoles.r.access[0]';

describe('actions', () => {
  const told = (...actions: string[]) =>
    problemsOf(statement(`actions: ['${actions.join("', '")}'], resources: ['*']`));

  test('that AWS has, in any case and with wildcards, and those of services that the table does not hold', () => {
    expect(told('glue:GetTable', 'glue:gettable', 'glue:Get*', 's3:*', 'unheardof:DoIt')).toEqual([]);
  });

  test.each([
    ['glue:GetTabel', `got "glue:GetTabel", which AWS does not have (did you mean "glue:GetTable"?)`],
    ['glue:Fetch*', `got "glue:Fetch*", which AWS does not have`],
    ['s3:HeadObject', `got "s3:HeadObject", which AWS does not have (did you mean`],
  ])('%s', (action, problem) => {
    expect(told(action).map((line) => line.slice(0, `${at}.statement.actions[0]: ${problem}`.length))).toEqual([
      `${at}.statement.actions[0]: ${problem}`,
    ]);
  });
});

describe('condition operators', () => {
  const told = (operator: string) =>
    problemsOf(
      statement(`actions: [glue:GetTable], resources: ['*'], conditions: { '${operator}': { aws:SourceVpc: vpc-1 } }`),
    );

  test.each([
    'StringEquals',
    'StringLikeIfExists',
    'ForAllValues:StringEquals',
    'ForAnyValue:ArnLikeIfExists',
    'Null',
    'Bool',
  ])('%s', (operator) => {
    expect(told(operator)).toEqual([]);
  });

  test.each([
    ['StringEqual', ' (did you mean "StringEquals"?)'],
    ['stringequals', ' (did you mean "StringEquals"?)'],
    ['ForAllValues:StringLikes', ' (did you mean "ForAllValues:StringLike"?)'],
    ['Contains', ''],
  ])('%s', (operator, hint) => {
    const [problem] = told(operator);
    expect(problem).toContain(`got "${operator}", expected a condition operator, as StringEquals`);
    expect(problem).toMatch(new RegExp(`${hint.replace(/[()?]/g, '\\$&')}$`));
  });
});

describe('regions and partitions', () => {
  test.each([
    ['eu-west-9', 'got "eu-west-9", expected a region, as eu-west-1 (did you mean "eu-west-1"?)'],
    ['eu-wset-1', 'got "eu-wset-1", expected a region, as eu-west-1 (did you mean "eu-west-1"?)'],
    ['mars-north-1', 'got "mars-north-1", expected a region, as eu-west-1'],
  ])('an account in %s', (region, problem) => {
    const [told] = problemsOf(base.replace('eu-west-1', region));
    expect(told).toContain(`c.yaml:3: accounts.platform.region: ${problem.split(' (')[0] ?? ''}`);
  });

  test.each([
    [
      'managedPolicy',
      "managedPolicy: 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess'",
      '.managedPolicy: arn:aws-cn:iam::aws:policy/ReadOnlyAccess',
    ],
    [
      'a resource',
      "statement: { actions: [glue:GetTable], resources: ['arn:aws-us-gov:glue:us-gov-west-1:444455556666:catalog'] }",
      '.statement.resources[0]: arn:aws-us-gov:glue:us-gov-west-1:444455556666:catalog',
    ],
  ])('%s of another partition', (_, entry, problem) => {
    const partition = problem.includes('aws-cn') ? 'aws-cn' : 'aws-us-gov';
    expect(problemsOf(access(entry))).toEqual([
      `${at}${problem} is of partition ${partition}, accounts.finance (eu-west-1) is in aws`,
    ]);
  });

  test.each([
    ['arn:aws:glue:eu-wst-1:444455556666:catalog', /: got "eu-wst-1", expected a region, .*did you mean "eu-west-1"/],
    ['arn:aws:glue:eu-west-1:44445555666:catalog', /: got account 44445555666, expected 12 digits$/],
  ])('%s matches nothing', (arn, problem) => {
    const told = problemsOf(access(`statement: { actions: [glue:GetTable], resources: ['${arn}'] }`));
    expect(told).toEqual([expect.stringMatching(problem)]);
    const right = 'arn:aws:glue:eu-west-1:444455556666:catalog';
    expect(problemsOf(access(`statement: { actions: [glue:GetTable], resources: ['${right}'] }`))).toEqual([]);
  });

  const hopsworks = (lock: string) => `${base}hopsworks:
  crossAccountRole:
    account: platform
    vendorAccountId: '111111111111'
    externalId: abc
    lockedTo: { vpcIds: [vpc-1], instanceProfiles: [head], ${lock} }
`;
  const pods = (rest: string) => base.replace('type: instance-profile', rest);
  const secret = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:ledger';

  test.each([
    ['a key', access("kms: { keyArn: 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd', level: decrypt }")],
    ['a secret', access(`secretsManager: { secretArn: '${secret}' }`)],
    ['a table', access("dynamodb: { table: 'arn:aws:dynamodb:eu-west-1:444455556666:table/ledger', level: read }")],
    [
      'a cluster',
      pods(
        "type: pod-identity, serviceAccounts: [{ namespace: n, name: s }], cluster: 'arn:aws:eks:eu-west-1:111122223333:cluster/c'",
      ),
    ],
    [
      'an issuer',
      pods(
        'type: service-account, serviceAccounts: [{ namespace: n, name: s }], oidcProvider: { issuer: https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE }',
      ),
    ],
    [
      'a provider',
      pods(
        "type: service-account, serviceAccounts: [{ namespace: n, name: s }], oidcProvider: { arn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE' }",
      ),
    ],
    ['disks', hopsworks("ebsKmsKeyArns: ['arn:aws:kms:eu-west-1:111122223333:key/1234abcd']")],
  ])('%s of a region that there is not', (_, text) => {
    expect(problemsOf(text)).toEqual([]);
    const wrong = text.replace(/([:.]|oidc\.eks\.)eu-west-1(?=[:.])/, '$1eu-wset-1');
    expect(problemsOf(wrong)).toEqual([
      expect.stringMatching(
        /^c\.yaml:\d+: [\w.[\]-]+: \S*eu-wset-1\S*: got "eu-wset-1", expected a region, as eu-west-1 \(did you mean "eu-west-1"\?\)$/,
      ),
    ]);
  });

  const chinese = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd';
  const american = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';
  const dualRoles = (more: string) => `${base}qubole:
  account: finance
  vendorAccountId: '805246085872'
  externalId: abc
  defaultLocation: { bucket: home }
  dataLocations: [{ bucket: data${more}`;

  test.each([
    [
      "a location of Qubole's",
      dualRoles(`, kmsKeyArn: '${chinese}' }]\n`),
      'qubole.dataLocations[0].kmsKeyArn: arn:aws-cn:',
    ],
    [
      'disks of Qubole',
      dualRoles(` }]\n  ebsKmsKeyArns: ['${american}']\n`),
      'qubole.ebsKmsKeyArns[0]: is a key of us-east-1, accounts.finance is in eu-west-1: EBS uses keys of its own region',
    ],
    [
      'disks of Hopsworks',
      hopsworks(`ebsKmsKeyArns: ['${american}']`),
      'hopsworks.crossAccountRole.lockedTo.ebsKmsKeyArns[0]: is a key of us-east-1, accounts.platform is in eu-west-1: EBS uses keys of its own region',
    ],
    [
      'a cluster',
      `${base}hopsworks: { cluster: { account: platform, bucket: hops, workers: { roleName: w }, kmsKeyArns: ['${chinese}'] } }\n`,
      'hopsworks.cluster.kmsKeyArns[0]: arn:aws-cn:',
    ],
  ])('a key that %s cannot use', (_, text, problem) => {
    expect(problemsOf(text).filter((each) => each.includes('keys') || each.includes('kmsKeyArn'))).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  test("a key of another region than its bucket's, unless the bucket says that it is there", () => {
    const key = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd';
    expect(problemsOf(access(`s3: { bucket: lake, level: read-only, kmsKeyArn: '${key}' }`))).toEqual([
      `${at}.s3.kmsKeyArn: is a key of eu-central-1, lake is in eu-west-1: S3 uses keys of its bucket's region; ` +
        'where the bucket is in eu-central-1, say region: eu-central-1',
    ]);
    expect(
      problemsOf(access(`s3: { bucket: lake, region: eu-central-1, level: read-only, kmsKeyArn: '${key}' }`)),
    ).toEqual([]);
  });
});

describe('buckets', () => {
  test.each(['a..b', 'a.-b', 'a-.b', '10.0.0.1', 'xn--lake', 'lake-s3alias', 'lake--x-s3', 'La', '-lake', 'lake_1'])(
    '%s is no name of one',
    (bucket) => {
      expect(problemsOf(access(`s3: { bucket: '${bucket}', level: read-only }`))).toEqual([
        `${at}.s3.bucket: got "${bucket}", expected the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens`,
      ]);
    },
  );

  test.each(['a.b', 'my-lake.example.com', '10.0.0.lake', 'xn-lake'])('%s is one', (bucket) => {
    expect(problemsOf(access(`s3: { bucket: '${bucket}', level: read-only }`))).toEqual([]);
  });

  test('one place is given once, whatever the levels; a place within another may have a level of its own', () => {
    const wide = 's3: { bucket: lake, prefix: a, level: read-only }';
    expect(problemsOf(access(wide, 's3: { bucket: lake, prefix: a/, level: read-write }'))).toEqual([
      'c.yaml:13: resourceRoles.r.access[1].s3: is the place of resourceRoles.r.access[0], lake/a/; keep one of the two',
    ]);
    expect(problemsOf(access(wide, 's3: { bucket: lake, prefix: a/own, level: read-write }'))).toEqual([]);
  });
});

test('numbers where texts are meant are told as they are written', () => {
  expect(
    problemsOf(`${base}resourceRoles:\n  r: { account: finance, chainedFrom: [head], externalId: 0012, access: [] }\n`),
  ).toContain('c.yaml:8: resourceRoles.r.externalId: expected a text, got the number 0012: put it in quotes');
});

describe('a chaining role that nothing uses', () => {
  const unused = base.replace(', usedElsewhere: true', '');

  test('is refused, and used by a resource role it is not', () => {
    expect(problemsOf(unused)).toEqual([
      'c.yaml:6: chainingRoles.head: nothing uses it: name it in chainedFrom of a resource role, say usedElsewhere: true, or remove it',
    ]);
    const role = '{ account: finance, chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] }';
    expect(problemsOf(`${unused}resourceRoles: { r: ${role} }\n`)).toEqual([]);
  });

  test.each([
    ['with a path of roles', unused.replace('instance-profile', 'instance-profile, resourceRolePath: /data/')],
    [
      'of a head node',
      `${unused}hopsworks:\n  cluster: { account: platform, bucket: lake, head: head, workers: { roleName: w } }\n`,
    ],
  ])('%s is used', (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

test.each([
  ['tags: { Team: a, team: b }', 'tags.team: is Team for IAM, whatever the case; write one of the two'],
  [
    `tags: { ${Array.from({ length: 51 }, (_, index) => `k${index}: v`).join(', ')} }`,
    'tags: makes 51 tags, those of defaults included; IAM takes 50',
  ],
  [
    `description: ${'x'.repeat(1001)}`,
    `description: got "${'x'.repeat(80)}"… of 1001 characters, expected up to 1,000 characters of Latin-1`,
  ],
  ["maxSessionHours: '4'", 'maxSessionHours: expected a number, got "4": take the quotes away'],
  ["allowSessionTags: 'true'", 'allowSessionTags: expected true or false, got "true": take the quotes away'],
  ['type: instance-profile', /^type: unknown key .* \(what machines or pods hold stands below chainingRoles\)$/],
])('a line of a role, %#', (line, problem) => {
  const told = problemsOf(`${access('s3: { bucket: lake, level: read-only }')}    ${line}\n`);
  expect(told.map((each) => each.replace('c.yaml:13: resourceRoles.r.', ''))).toEqual([
    typeof problem === 'string' ? problem : (expect.stringMatching(problem) as string),
  ]);
});

test('an association in another region is refused in words of the config', () => {
  const cluster = 'arn:aws:eks:us-east-1:111122223333:cluster/c';
  expect(
    problemsOf(
      base.replace(
        'type: instance-profile',
        `type: pod-identity, serviceAccounts: [{ namespace: n, name: s }], associate: true, cluster: '${cluster}'`,
      ),
    ),
  ).toEqual([
    'c.yaml:6: chainingRoles.head: `associate` would create the association in eu-west-1, but the cluster is in us-east-1: leave `associate` out, and make the association there yourself.',
  ]);
});

test('tags of defaults count', () => {
  const withDefaults = (tags: string) =>
    base
      .replace('chainingRoles:', `defaults: { tags: { ${tags} } }\nchainingRoles:`)
      .replace('true }', 'true, tags: { Team: b } }');
  expect(problemsOf(withDefaults('team: a'))).toEqual([
    'c.yaml:7: chainingRoles.head.tags.Team: is team for IAM, whatever the case; write one of the two',
  ]);
  expect(problemsOf(withDefaults('Team: a'))).toEqual([]);
});

describe('keys of roles', () => {
  const mapped = (key: string) =>
    `${base}resourceRoles:\n  ${key}: { account: finance, chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] }\nhopsworks: { mappings: [{ project: p, role: ${key} }] }\n`;

  test.each(['constructor', 'toString', 'hasOwnProperty'])('%s is one that CDK cannot take', (key) => {
    expect(problemsOf(mapped(key))).toEqual([
      `c.yaml:8: resourceRoles.${key}: this key is one that CDK keeps for itself: rename it, and say roleName: ${key} where the role's name must stay`,
    ]);
    expect(problemsOf(mapped(`a-${key}`))).toEqual([]);
  });

  test('that the app itself needs', () => {
    expect(problemsOf(mapped('RoleMappings'))).toEqual([
      "c.yaml:9: hopsworks.mappings: resourceRoles.RoleMappings has a key that this needs: rename it, and say roleName: RoleMappings where the role's name must stay",
    ]);
    expect(problemsOf(base.replaceAll('head:', 'InstanceProfileNameHead:'))).toEqual([]);
    const head = '{ account: platform, type: instance-profile, usedElsewhere: true }';
    expect(problemsOf(`${base}  ChainingRoleArnHead: ${head}\n`)).toEqual([
      "c.yaml:6: chainingRoles.head: chainingRoles.ChainingRoleArnHead has a key that this needs: rename it, and say roleName: ChainingRoleArnHead where the role's name must stay",
    ]);
  });
});

test.each(['${Token[TOKEN.12]}', '#{Token[TOKEN.12]}', '${AWS::AccountId}'])('%s is filled in by nothing', (mark) => {
  const described = (text: string) =>
    problemsOf(`${access('s3: { bucket: lake, level: read-only }')}    description: '${text}'\n`);
  expect(described(`of ${mark}`)).toEqual([
    'c.yaml:13: resourceRoles.r.description: holds a mark of CDK or of CloudFormation, ${Token[…]} or ${AWS::…}, which nothing fills in here: write the value',
  ]);
  expect(described(`of ${mark.slice(2)} and \${aws:PrincipalTag/team}`)).toEqual([]);
});
