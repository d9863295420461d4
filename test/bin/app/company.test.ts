import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { loadConfig } from '../../../bin/app/config';
import { FakeAws } from './fake-aws';
import { type Resource, resourcesOf, type Template } from './support';

const company = join(__dirname, '../../fixtures/company');
const outdir = mkdtempSync(join(tmpdir(), 'role-chaining-company-'));
let templates: Readonly<Record<string, Template>>;
beforeAll(() => {
  const app = new App({ outdir });
  buildApp(app, loadConfig(join(company, 'role-chaining.yaml')));
  templates = Object.fromEntries(
    app.synth().stacks.map(({ stackName, template }) => [stackName, template as Template]),
  );
});
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

describe('thirty teams in six accounts', () => {
  const roles = (stack: string) => resourcesOf(templates[`company-${stack}`], 'AWS::IAM::Role');
  const named = (stack: string, name: string): Resource['Properties'] =>
    roles(stack).find(({ Properties }) => Properties.RoleName === name)?.Properties ?? {};

  test('take less than 200 lines', () => {
    const files = ['role-chaining.yaml', ...readdirSync(join(company, 'teams')).map((name) => join('teams', name))];
    const lines = files.flatMap((file) => readFileSync(join(company, file), 'utf8').trimEnd().split('\n'));
    expect(lines.length).toBeLessThan(200);
  });

  test('have their roles where their files say, and one role in every account', () => {
    const count = (id: string) => roles(`${id}-Data`).length;
    expect(
      ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555', '012345678901'].map(count),
    ).toEqual([1, 1, 11, 11, 11, 2]);
    expect(named('555555555555-Data', 'claims')).toMatchObject({ Path: '/company/data/' });
    expect(JSON.stringify(named('555555555555-Data', 'claims').AssumeRolePolicyDocument)).toMatch(
      /role\/company\/pods/,
    );
  });

  test('take what they have in common from defaults: the role before its kind before all', () => {
    const bound = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::333333333333:policy/company-boundary']],
    };
    const tags = (Tags: unknown) =>
      Object.fromEntries((Tags as { Key: string; Value: string }[]).map((t) => [t.Key, t.Value]));
    const ledger = named('333333333333-Data', 'ledger');
    expect(ledger.PermissionsBoundary).toEqual(bound);
    expect(tags(ledger.Tags)).toEqual({ 'cost-center': 'data', 'managed-by': 'platform-team' });
    expect(tags(named('012345678901-Data', 'archive-reader').Tags)).toEqual({
      'cost-center': 'archive',
      'managed-by': 'platform-team',
    });
    expect(named('111111111111-Platform', 'head').Path).toBe('/company/');
    expect(tags(named('111111111111-Platform', 'head').Tags)).toEqual({ 'cost-center': 'data' });
  });

  test('are mapped over all files; a mapping names the account of a role that is in several', () => {
    const { Value } = templates['company-333333333333-Data']?.Outputs?.RoleMappings as { Value: string };
    const { mappings } = JSON.parse(Value) as { mappings: { project: string; role: string }[] };
    expect(mappings).toHaveLength(11);
    expect(mappings.filter(({ role }) => role.endsWith('catalog-reader'))).toEqual([
      expect.objectContaining({ role: 'arn:aws:iam::333333333333:role/company/data/catalog-reader' }),
    ]);
  });
});

describe('thirty teams in six accounts, with roles that exist already,', () => {
  const head = 'arn:aws:iam::111111111111:role/company/head';
  const pods = 'arn:aws:iam::111111111111:role/company/pods';
  const legacy = 'arn:aws:iam::666666666666:role/eks/legacy-pods';
  const batch = 'arn:aws:iam::111111111111:role/batch';
  const warehouse = 'arn:aws:iam::333333333333:role/bi/warehouse';
  const owners = (file: string) => readFileSync(join(outdir, 'owners', file), 'utf8');
  const additions = [
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { AWS: [head, legacy, batch] },
      Sid: 'AllowChainingRolesf168ccdd',
    },
    {
      Action: 'sts:TagSession',
      Effect: 'Allow',
      Principal: { AWS: legacy },
      Sid: 'AllowChainingRolesWithTagsf168ccdd',
    },
  ];
  const why =
    'resourceRoles.warehouse: lets chainingRoles.head, chainingRoles.legacy-pods, chainingRoles.batch become it';

  test('ask the owners of three accounts, and nobody else', () => {
    const accounts = ['333333333333', '666666666666', '777777777777'];
    expect(readdirSync(join(outdir, 'owners'))).toEqual(accounts.flatMap((id) => [`${id}.json`, `${id}.sh`]));
  });

  test('say all that the owner of finance must add, as a document and as commands', () => {
    expect(JSON.parse(owners('333333333333.json'))).toEqual({
      account: '333333333333',
      configuration: 'company',
      policyName: 'company-AssumeDataRoles',
      sidSuffix: 'f168ccdd',
      add: [{ kind: 'trust policy', of: warehouse, why: [why], statements: additions }],
    });
    expect(owners('333333333333.sh').split('\n')).toEqual([
      '#!/usr/bin/env bash',
      '# What the owner of account 333333333333 adds for the configuration company; 333333333333.json beside this file says the same.',
      '# Run it with credentials of the account, after the configuration was deployed: a policy may name no role that does not exist.',
      '# It replaces what it added before, and leaves every other statement as it is.',
      'set -euo pipefail',
      "export AWS_PAGER=''",
      "command -v jq >/dev/null || { echo 'jq is not installed' >&2; exit 1; }",
      'owner=$(aws sts get-caller-identity --query Account --output text)',
      '[ "$owner" = 333333333333 ] || { echo "these commands are for account 333333333333, the credentials are of $owner" >&2; exit 1; }',
      '',
      'with_statements() {',
      '  jq --compact-output --argjson add "$1" \'.Statement = [',
      '    (.Statement | if type == "array" then .[] else . end)',
      '    | select((.Sid // "") | endswith("f168ccdd") | not)',
      "  ] + $add'",
      '}',
      '',
      'check_arn() { # role, its ARN in the configuration',
      '  local arn',
      '  arn=$(aws iam get-role --role-name="$1" --query Role.Arn --output text)',
      '  [ "$arn" = "$2" ] || { echo "the ARN of $1 is $arn, and the configuration says $2: mend it there" >&2; return 1; }',
      '}',
      '',
      'add_to_trust_policy() { # role, its ARN, statements',
      '  local policy',
      '  check_arn "$1" "$2"',
      '  policy=$(aws iam get-role --role-name="$1" --query Role.AssumeRolePolicyDocument --output json)',
      '  policy=$(with_statements "$3" <<<"$policy")',
      '  aws iam update-assume-role-policy --role-name="$1" --policy-document="$policy"',
      '}',
      '',
      `# ${why}`,
      `add_to_trust_policy 'warehouse' '${warehouse}' '${JSON.stringify(additions)}'`,
      '',
    ]);
  });

  test('have the commands do what the document says', () => {
    const theirs = { Sid: 'Theirs', Effect: 'Allow', Principal: { AWS: '444444444444' }, Action: 'sts:AssumeRole' };
    const trust = { Version: '2012-10-17', Statement: [theirs] };
    const aws = new FakeAws({ account: '333333333333', arns: { warehouse }, policies: { warehouse: trust } });
    try {
      expect(aws.run(join(outdir, 'owners/333333333333.sh'))).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(aws.policies).toEqual({ warehouse: { ...trust, Statement: [theirs, ...additions] } });
    } finally {
      aws.remove();
    }
  });

  test('permit what the others do not write: one role of a team, and what exists already', () => {
    const { add } = JSON.parse(owners('666666666666.json')) as { add: object[] };
    expect(add).toEqual([
      {
        kind: 'permissions policy',
        of: legacy,
        why: ['fraud', 'warehouse'].map((role) => `chainingRoles.legacy-pods: may become resourceRoles.${role}`),
        statements: [
          {
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Effect: 'Allow',
            Resource: ['arn:aws:iam::333333333333:role/company/data/fraud', warehouse],
            Sid: 'AssumeDataRolesWithTags',
          },
        ],
      },
    ]);
    const fraud = resourcesOf(templates['company-333333333333-Data'], 'AWS::IAM::Role').find(
      ({ Properties }) => Properties.RoleName === 'fraud',
    );
    const trust = fraud?.Properties.AssumeRolePolicyDocument?.Statement ?? [];
    expect(JSON.stringify(trust.find(({ Sid }) => Sid === 'AllowChainingRolesWithTags'))).toContain(legacy);
  });

  test('name no principal in a trust of a partner but accounts, with the roles as a condition', () => {
    const { add } = JSON.parse(owners('777777777777.json')) as { add: { statements: object[] }[] };
    expect(add.map(({ statements }) => statements)).toEqual([
      [
        {
          Action: 'sts:AssumeRole',
          Condition: {
            ArnEquals: { 'aws:PrincipalArn': [head, pods] },
            StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          },
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Sid: 'AllowChainingRolesf168ccdd',
        },
      ],
    ]);
  });

  test('attach a policy to the one whose account is declared, and map one beside those that are made', () => {
    const platform = templates['company-111111111111-Platform'];
    const attached = resourcesOf(platform, 'AWS::IAM::ManagedPolicy').filter(({ Properties }) =>
      isDeepStrictEqual(Properties.Roles, ['batch']),
    );
    expect(attached.map(({ Properties }) => Properties.PolicyDocument?.Statement)).toEqual([
      [{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: warehouse, Sid: 'AssumeDataRoles' }],
    ]);
    const { Value } = platform?.Outputs?.RoleMappings as { Value: string };
    expect(JSON.parse(Value)).toEqual({
      version: 1,
      mappings: [{ project: 'treasury', projectRole: 'ALL', role: warehouse }],
    });
  });
});
