import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import type { App } from 'aws-cdk-lib';
import { PolicySnapshot } from '../../lib/testing';
import { difference } from '../support';

const folder = join(__dirname, '..', '..', 'examples', 'snapshot-testing');
const source = readFileSync(join(folder, 'platform.ts'), 'utf8');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

/** What edits may use beside what the example imports. */
const IMPORTS = `
import { Duration } from 'aws-cdk-lib';
import { ChainingRole } from 'cdk-iam-role-chaining';
`;

/** The example's app after its source was edited: the snapshot, and the templates. */
function build(code: string): { text: string; templates: string } {
  const options = { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } } as const;
  const module = { exports: {} as { platformApp: () => App } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the example's own source
  const run = new Function(
    'module',
    'exports',
    'require',
    '__dirname',
    transformSync(IMPORTS + code, options).code,
  ) as (...args: unknown[]) => void;
  run(module, module.exports, require, folder);
  const app = module.exports.platformApp();
  return {
    text: PolicySnapshot.toText(PolicySnapshot.of(app)),
    templates: JSON.stringify(app.synth().stacks.map(({ stackName, template }) => [stackName, template as unknown])),
  };
}

/** What is edited, what takes its place, and the lines of the snapshot that this changes. */
interface Edit {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly changes: string[];
}

const REPORTS = /  new ResourceRole\(finance, 'Reports', \{\n.*?\n {2}\}\);\n/s.exec(source)![0];

const EDITS: Edit[] = [
  {
    what: 'The stack gets another name',
    from: `'Platform', { env`,
    to: `'Platform', { stackName: 'company-platform', env`,
    changes: [],
  },
  {
    what: 'The function gets other code: another asset',
    from: `join(__dirname, 'cleanup')`,
    to: `join(__dirname, 'test')`,
    changes: [],
  },
  {
    what: 'A resource role is declared earlier',
    from: REPORTS,
    to: '',
    changes: [],
  },
  {
    what: 'CDK merges statements (`minimizePolicies`)',
    from: 'new App()',
    to: `new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': true } })`,
    changes: [],
  },
  {
    what: 'An inline policy becomes a managed one',
    from: 'inlinePolicies: { Data: new iam.PolicyDocument({ statements: [readLedger] }) }',
    to: `managedPolicies: [new iam.ManagedPolicy(finance, 'Data', { statements: [readLedger] })]`,
    changes: [],
  },
  {
    what: 'A statement is repeated in another policy',
    from: 'statements: [readLedger] })',
    to: 'statements: [readLedger] }), More: new iam.PolicyDocument({ statements: [readLedger] })',
    changes: [],
  },
  {
    what: 'A prefix is dropped',
    from: `arnForObjects('ledger/*')`,
    to: `arnForObjects('*')`,
    changes: ['-        - ${Finance/Lake.Arn}/ledger/*', '+        - ${Finance/Lake.Arn}/*'],
  },
  {
    what: 'An action is added',
    from: `actions: ['s3:GetObject']`,
    to: `actions: ['s3:GetObject', 's3:PutObject']`,
    changes: ['+        - s3:PutObject'],
  },
  {
    what: 'An AWS managed policy is swapped for a wider one',
    from: 'AmazonAthenaFullAccess',
    to: 'AdministratorAccess',
    changes: [
      '-    - arn:${AWS::Partition}:iam::aws:policy/AmazonAthenaFullAccess',
      '+    - arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess',
    ],
  },
  {
    what: 'A boundary is set',
    from: `InstanceProfileRole(platform, 'Head')`,
    to: `InstanceProfileRole(platform, 'Head', {
    permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
  })`,
    changes: ['+  permissionsBoundary: arn:${AWS::Partition}:iam::aws:policy/PowerUserAccess'],
  },
  {
    what: 'Sessions may last longer',
    from: `InstanceProfileRole(platform, 'Head')`,
    to: `InstanceProfileRole(platform, 'Head', { maxSessionDuration: Duration.hours(12) })`,
    changes: ['+  maxSessionDuration: 43200'],
  },
  {
    what: 'A role of another account is trusted',
    from: `chainingRoles: [head],
    managedPolicies`,
    to: `chainingRoles: [head, ChainingRole.fromChainingRoleArn(finance, 'Theirs', 'arn:aws:iam::777788889999:role/theirs')],
    managedPolicies`,
    changes: ['+          - arn:aws:iam::777788889999:role/theirs'],
  },
  {
    what: 'A grant of another construct is widened',
    from: `'staging/*'`,
    to: `'*'`,
    changes: ['-        - ${Finance/Lake.Arn}/staging/*', '+        - ${Finance/Lake.Arn}/*'],
  },
];

describe('edits of the example', () => {
  const before = build(source);

  test.each(EDITS)('$what', ({ what, from, to, changes }) => {
    const edited =
      from === REPORTS
        ? source.replace(from, '').replace(`  new ResourceRole(finance, 'Ledger'`, `${from}$&`)
        : source.replace(from, to);
    const after = build(edited);
    expect(after.templates).not.toBe(before.templates);
    expect(difference(before.text, after.text)).toEqual(changes);
    const count = changes.length === 0 ? 'none' : '1';
    expect(readme.replace(/ +/g, ' ')).toContain(`| ${what} | ${count} |`);
  });

  test('the README of the example lists no other edits', () => {
    expect(readme.match(/^\| (?!edit|---).*\|$/gm)).toHaveLength(EDITS.length);
  });
});
