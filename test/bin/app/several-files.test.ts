import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { loadConfig, parseConfig } from '../../../bin/app/config';
import { ConfigError } from '../../../bin/app/problems';
import { resourcesOf, type Template } from './support';

const folder = mkdtempSync(join(tmpdir(), 'role-chaining-several-files-'));
const before = process.cwd();
beforeAll(() => {
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function templatesOfFile(file: string): Record<string, Template> {
  const app = new App();
  buildApp(app, loadConfig(file));
  return Object.fromEntries(app.synth().stacks.map(({ stackName, template }) => [stackName, template as Template]));
}

/** The problems of a config of several files; the first is the one that includes the others. */
function problemsOfFiles(files: Record<string, string>): string[] {
  rmSync('config', { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join('config', dirname(name)), { recursive: true });
    writeFileSync(join('config', name), text);
  }
  try {
    buildApp(new App({ autoSynth: false }), loadConfig(join(process.cwd(), 'config', Object.keys(files)[0] ?? '')));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

const main = `name: n
include: [teams/*.yaml]
accounts: { a: { id: '111122223333', region: eu-west-1 } }
chainingRoles: { head: { account: a, type: instance-profile, usedElsewhere: true } }
`;
const role = (name: string, rest = 'level: read-only') =>
  `resourceRoles:\n  ${name}:\n    account: a\n    chainedFrom: [head]\n    access: [{ s3: { bucket: lake, ${rest} } }]\n`;

describe('several files', () => {
  test('are one configuration', () => {
    const schema = '$schema: ../role-chaining.schema.json\n';
    const account = "accounts: { b: { id: '444455556666', region: eu-west-1 } }\n";
    expect(
      problemsOfFiles({
        'c.yaml': `${schema}${main}`,
        'teams/x.yaml': `${schema}${account}${role('x')}`,
        'teams/y.yaml': `${schema}${role('y').replace('account: a', 'account: b')}`,
      }),
    ).toEqual([]);
  });

  test.each([
    [
      'a mistake names the file, line and key of the part',
      { 'teams/x.yaml': role('x', 'levle: read-only') },
      [
        expect.stringMatching(/^config\/teams\/x\.yaml:5: resourceRoles\.x\.access\[0\]\.s3\.level: is missing/),
        expect.stringMatching(
          /^config\/teams\/x\.yaml:5: resourceRoles\.x\.access\[0\]\.s3\.levle: unknown key "levle"/,
        ),
      ],
    ],
    [
      'mistakes are told file by file, and a stack of an undeclared account once',
      {
        'teams/x.yaml': `\n${role('x').replace('account: a', 'account: c')}    stack: claims\n`,
        'teams/y.yaml': role('y').replace('account: a', 'account: c'),
        'teams/z.yaml': role('z').replace('account: a', 'account: a\n    stack: claims'),
      },
      [
        'config/teams/x.yaml:4: resourceRoles.x.account: undeclared account "c", declared: a',
        'config/teams/y.yaml:3: resourceRoles.y.account: undeclared account "c", declared: a',
        'config/teams/z.yaml:4: resourceRoles.z.stack: undeclared data stack of a "claims", declared: none',
      ],
    ],
    [
      'a duplicate names both files',
      { 'teams/x.yaml': role('x'), 'teams/y.yaml': `\n${role('x')}` },
      ['config/teams/y.yaml:3: resourceRoles.x: stands in config/teams/x.yaml:2 already; keep one of the two'],
    ],
    [
      'what holds for every team',
      {
        'teams/x.yaml':
          "name: other\ndefaults: { path: / }\nrevokeSessionsBefore: '2026-11-25T03:00:00Z'\noutputs: false\ninclude: [y.yaml]\n",
      },
      ['name', 'defaults', 'revokeSessionsBefore', 'outputs', 'include'].map(
        (key, index) =>
          `config/teams/x.yaml:${index + 1}: ${key}: holds for the whole configuration; its place is config/c.yaml`,
      ),
    ],
    [
      'a part that is a list',
      { 'teams/x.yaml': '[]\n' },
      ['config/teams/x.yaml:1: holds no keys and values; write a part of the configuration, or take it out of include'],
    ],
    [
      'a folder',
      { 'c.yaml': main.replace('teams/*.yaml', 'teams'), 'teams/x.yaml': role('x') },
      ['config/c.yaml:2: include[0]: teams is a folder; say teams/*.yaml'],
    ],
    [
      'itself',
      { 'c.yaml': main.replace('teams/*.yaml', 'c.yaml') },
      ['config/c.yaml:2: include[0]: c.yaml is this file itself'],
    ],
    ['no part at all', {}, ['config/c.yaml:2: include[0]: teams/*.yaml is no file beside this one']],
    [
      'what the library refuses',
      {
        'teams/x.yaml': `${role('x')}    externalId: id\n    conditions: { StringEquals: { 'sts:ExternalId': id } }\n`,
      },
      [expect.stringMatching(/^config\/teams\/x\.yaml:2: resourceRoles\.x: /)],
    ],
    [
      'a mapping of the second file',
      {
        'teams/x.yaml': `${role('x')}hopsworks:\n  mappings: [{ project: p, role: x }]\n`,
        'teams/y.yaml': 'hopsworks:\n  mappings:\n    - { project: q, role: x }\n    - { project: q, role: z }\n',
      },
      ['config/teams/y.yaml:4: hopsworks.mappings[1].role: undeclared resource role "z", declared: x'],
    ],
  ])('%s', (_, parts, problems) => {
    expect(problemsOfFiles({ 'c.yaml': main, ...(parts as Record<string, string>) })).toEqual(problems);
  });

  test.each(['/etc/x.yaml', 'teams/**/x.yaml', ''])('a pattern %j', (pattern) => {
    expect(problemsOfFiles({ 'c.yaml': main.replace('teams/*.yaml', `'${pattern}'`) })).toEqual([
      expect.stringMatching(/^config\/c\.yaml:2: include\[0\]: /),
    ]);
  });

  test('a pattern means no hidden file, no folder, and not the file that includes', () => {
    const files = {
      'c.yaml': main.replace('teams/*.yaml', "'*.yaml'"),
      '.x.yaml': 'nonsense',
      'y.yaml/z': '',
      'x.yaml': role('x'),
    };
    expect(problemsOfFiles(files)).toEqual([]);
  });

  test('a link is read like the file that it leads to, and one that leads nowhere is told', () => {
    const wrong = 'resourceRoles: { x: { acount: a } }\n';
    problemsOfFiles({ 'c.yaml': main, 'elsewhere.yaml': wrong, 'teams/y.yaml': role('y') });
    symlinkSync('../elsewhere.yaml', 'config/teams/x.yaml');
    const load = () => loadConfig(join(process.cwd(), 'config/c.yaml'));
    expect(load).toThrow(/^config\/teams\/x\.yaml:1: resourceRoles\.x\.acount: unknown key/);
    rmSync('config/elsewhere.yaml');
    expect(load).toThrow(
      'config/teams/x.yaml:1: cannot be read: there is no such file; mend it, or take it out of include',
    );
  });

  test('a file of another encoding is refused, with the line', () => {
    problemsOfFiles({ 'c.yaml': main, 'teams/y.yaml': role('y') });
    writeFileSync('config/teams/y.yaml', Buffer.from('# one\n# l\u00e9dger\n', 'latin1'));
    expect(() => loadConfig(join(process.cwd(), 'config/c.yaml'))).toThrow(
      'config/teams/y.yaml:2: is not UTF-8; save the file in this encoding',
    );
  });
});

const inOne = (rest: string) => problemsOfFiles({ 'c.yaml': `${main.replace(/include.*\n/, '')}${rest}` });

describe('roles of several accounts, and defaults', () => {
  test.each([
    [
      'neither account nor accounts',
      'resourceRoles: { r: { chainedFrom: [head], access: [{ s3: { bucket: lake, level: read-only } }] } }',
      'resourceRoles.r: takes exactly one of account, accounts; got none',
    ],
    ['both', `${role('r')}    accounts: '*'\n`, 'resourceRoles.r: takes exactly one of account, accounts; got both'],
    [
      'an account twice',
      role('r').replace('account: a', 'accounts: [a, a]'),
      'resourceRoles.r.accounts[1]: names a twice; keep one of the two',
    ],
    [
      'an undeclared one',
      role('r').replace('account: a', 'accounts: [b]'),
      'resourceRoles.r.accounts[0]: undeclared account "b", declared: a',
    ],
    [
      'all, misspelt',
      role('r').replace('account: a', 'accounts: all'),
      'resourceRoles.r.accounts: got "all", expected a list of accounts, or "*" for all',
    ],
    [
      'no access anywhere',
      'resourceRoles: { r: { account: a, chainedFrom: [head] } }',
      'resourceRoles.r.access: is missing: expected a list, here or in defaults.resourceRoles',
    ],
    [
      'no chaining role anywhere',
      role('r').replace(/ *chainedFrom.*\n/, ''),
      'resourceRoles.r.chainedFrom: is missing: expected a list, here or in defaults.resourceRoles',
    ],
    [
      'an undeclared chaining role of defaults, told once',
      `defaults: { resourceRoles: { chainedFrom: [pods] } }\n${role('r').replace(/ *chainedFrom.*\n/, '')}`,
      'defaults.resourceRoles.chainedFrom[0]: undeclared chaining role "pods", declared: head',
    ],
    [
      'a boundary of another account in defaults',
      `defaults: { resourceRoles: { permissionsBoundary: arn:aws:iam::444455556666:policy/B } }\n${role('r')}`,
      'defaults.resourceRoles.permissionsBoundary: arn:aws:iam::444455556666:policy/B is a policy of account 444455556666',
    ],
  ])('%s', (_, rest, problem) => {
    const problems = inOne(rest);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`: ${problem}`);
  });

  test('a mapping to a role of several accounts says which', () => {
    const accounts = main
      .replace(/include.*\n/, '')
      .replace('accounts: {', "accounts: { b: { id: '444455556666', region: eu-west-1 },");
    const text = (mapping: string) =>
      `${accounts}${role('r').replace('account: a', "accounts: '*'")}hopsworks: { mappings: [${mapping}] }\n`;
    const told = (mapping: string) => problemsOfFiles({ 'c.yaml': text(mapping) });
    expect(told('{ project: p, role: r, account: b }')).toEqual([]);
    expect(told('{ project: p, role: r }')).toEqual([
      'config/c.yaml:9: hopsworks.mappings[0]: r is in b, a; say which one is meant, as account: b',
    ]);
    expect(told('{ project: p, role: r, account: c }')).toEqual([
      'config/c.yaml:9: hopsworks.mappings[0].account: undeclared account of the role "c", declared: b, a',
    ]);
  });
});

describe('YAML', () => {
  test('merge keys bring keys, and problems name the line that they come from', () => {
    const text = `x-base: &base\n  account: a\n  chainedFrom: [head]\n  access: [{ s3: { bucket: lake, level: LEVEL } }]\nresourceRoles:\n  r: { <<: *base, description: mine }\n`;
    expect(inOne(text.replace('LEVEL', 'read-only'))).toEqual([]);
    expect(inOne(text.replace('LEVEL', 'none'))).toEqual([
      'config/c.yaml:7: resourceRoles.r.access[0].s3.level: got "none", allowed: read-only, read-write',
    ]);
  });

  test.each([
    [
      'what is merged is no map',
      `x-list: &list [a]\n${role('r')}    <<: *list\n`,
      'config/c.yaml:10: resourceRoles.r.<<: << merges keys and values, or a list of aliases of these'.replace(
        '.<<',
        '["<<"]',
      ),
    ],
    [
      'an alias within what it stands for',
      'x-loop: &loop [a, *loop]\n',
      'config/c.yaml:4: x-loop[1]: *loop stands within what it stands for; write the value out',
    ],
    [
      'a merge with itself',
      'x-loop: &loop\n  <<: *loop\n',
      'config/c.yaml:5: x-loop["<<"]: *loop stands within what it stands for; write the value out',
    ],
    [
      '__proto__',
      `${role('r')}    __proto__: { a: b }\n`,
      'config/c.yaml:9: resourceRoles.r.__proto__: "__proto__" is no key; give it another name',
    ],
    ['a key that is a list', '[a]: b\n', 'config/c.yaml:4: a key must be a text'],
    [
      'an old key',
      'mappings: []\n',
      expect.stringMatching(
        /^config\/c\.yaml:4: mappings: unknown key "mappings", .* \(its place is hopsworks\.mappings\)$/,
      ),
    ],
    [
      'x- below the top',
      `${role('r')}    x-mine: 1\n`,
      expect.stringMatching(/^config\/c\.yaml:9: resourceRoles\.r\.x-mine: unknown key/),
    ],
  ])('%s', (_, text, problem) => {
    expect(inOne(text)).toEqual([problem]);
  });

  test('aliases of aliases that would fill the memory are refused', () => {
    const bomb = Array.from(
      { length: 12 },
      (__, n) => `x-${n}: &b${n} [${Array.from({ length: 9 }, () => (n === 0 ? 'a' : `*b${n - 1}`)).join(', ')}]\n`,
    );
    expect(inOne(bomb.join(''))).toEqual([
      'config/c.yaml:15: aliases within aliases make more than 1000 copies; write less of the file with them',
    ]);
  });

  test('an access that a hundred roles share is no such thing', () => {
    const shared = 'x-access: &access [{ s3: { bucket: lake, level: read-only } }]\nresourceRoles:\n';
    const roles = Array.from(
      { length: 200 },
      (__, n) => `  r${n}: { account: a, chainedFrom: [head], access: *access }\n`,
    );
    const text = `${main.replace(/include.*\n/, '')}${shared}${roles.join('')}outputs: false\n`;
    expect(Object.keys(parseConfig(text, 'c.yaml').config.resourceRoles)).toHaveLength(200);
  });

  test('numbers in conditions keep their spelling', () => {
    const text = `${main.replace(/include.*\n/, '')}${role('r')}    conditions: { StringEquals: { 'aws:RequestTag/account': [012345678901, 1e3, 0x1F], 'aws:RequestTag/n': 1.10 } }\n`;
    writeFileSync('spelling.yaml', text);
    const [found] = resourcesOf(templatesOfFile('spelling.yaml')['n-111122223333-Data'], 'AWS::IAM::Role');
    expect(found?.Properties.AssumeRolePolicyDocument?.Statement[0]?.Condition).toEqual({
      StringEquals: { 'aws:RequestTag/account': ['012345678901', '1e3', '0x1F'], 'aws:RequestTag/n': '1.10' },
    });
  });

  test.each([
    ['all conditions', '{ StringEquals: { aws:RequestTag/a: 012345678901 } }', '*shared'],
    ['merged keys', '{ aws:RequestTag/a: 012345678901 }', '{ StringEquals: { <<: *shared } }'],
    ['a value', '012345678901', "{ StringEquals: { 'aws:RequestTag/a': *shared } }"],
  ])('numbers of an anchor too, for %s', (_, shared, conditions) => {
    const text = `x-shared: &shared ${shared}\n${main.replace(/include.*\n/, '')}${role('r')}    conditions: ${conditions}\n`;
    writeFileSync('spelling.yaml', text);
    const [found] = resourcesOf(templatesOfFile('spelling.yaml')['n-111122223333-Data'], 'AWS::IAM::Role');
    expect(found?.Properties.AssumeRolePolicyDocument?.Statement[0]?.Condition).toEqual({
      StringEquals: { 'aws:RequestTag/a': '012345678901' },
    });
  });

  test.each([
    ['007: {}', /: got the number 007 as a key: put it in quotes$/],
    ['constructor: {}', /: constructor: unknown key "constructor", allowed: [^()]*$/],
    ['---\nname: b', /: --- begins a second document; keep one in a file, and include others$/],
  ])('refuses %j', (more, told) => {
    expect(inOne(`${role('r')}${more}\n`)).toEqual([expect.stringMatching(told)]);
  });

  test('refuses an operator without keys, which is no condition', () => {
    expect(inOne(`${role('r')}    conditions: { StringEquals: {} }\n`)).toEqual([
      expect.stringMatching(
        /conditions\.StringEquals: is empty, and so no condition: name a condition key, or remove it$/,
      ),
    ]);
  });
});
