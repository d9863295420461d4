import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import type { OwnersDocument } from '../../../bin/app/owners-script';
import { arn, resourcesOf, type Template } from './support';

const accounts = `name: company
accounts:
  platform: { id: '111122223333', region: eu-west-1 }
  finance: { id: '444455556666', region: eu-west-1 }
  gov: { id: '222233334444', region: us-gov-west-1 }
`;
/** Of configuration `company`. */
const suffix = 'f168ccdd';

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'role-chaining-existing-'));
});
afterEach(() => {
  rmSync(outdir, { recursive: true });
});

interface Synthesized {
  readonly templates: Readonly<Record<string, Template | undefined>>;
  readonly warnings: unknown[];
  /** What the owner of each account must add, by the account and the policy. */
  readonly owners: Readonly<Record<string, OwnersDocument['add'][number]['statements']>>;
}

function synthesized(rest: string): Synthesized {
  const app = new App({ outdir });
  const { owners } = buildApp(app, parseConfig(`${accounts}${rest}`, 'c.yaml'));
  const { stacks } = app.synth();
  return {
    templates: Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template as Template])),
    warnings: stacks.flatMap(({ messages }) => messages),
    owners: Object.fromEntries(
      owners.accounts.flatMap((account) => {
        const { add } = JSON.parse(readFileSync(join(outdir, 'owners', `${account}.json`), 'utf8')) as OwnersDocument;
        return add.map(({ kind, of, statements }) => [`${account}: ${kind} of ${of}`, statements]);
      }),
    ),
  };
}

const access = 'access: [{ s3: { bucket: lake, level: read-only } }]';
const trusting = (principal: string | string[], rest: object = {}) => ({
  Action: 'sts:AssumeRole',
  Effect: 'Allow',
  Principal: { AWS: principal },
  Sid: `AllowChainingRoles${suffix}`,
  ...rest,
});
const assuming = (resource: string | string[]) => ({
  Action: 'sts:AssumeRole',
  Effect: 'Allow',
  Resource: resource,
  Sid: 'AssumeDataRoles',
});
const withTags = (resource: string | string[]) => ({
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Effect: 'Allow',
  Resource: resource,
  Sid: 'AssumeDataRolesWithTags',
});

function oneOrMany(values: string[]): string | string[] | undefined {
  const all = [...new Set(values)];
  return all.length === 1 ? all[0] : all;
}

/** The statements of the permissions policies in a stack. */
function permissions(template: Template | undefined): unknown[] {
  return resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(({ Properties }) => ({
    roles: Properties.Roles,
    statements: Properties.PolicyDocument?.Statement,
  }));
}

describe('who writes what', () => {
  const own = 'head: { account: platform, type: instance-profile }';
  const theirs = 'arn:aws:iam::777788889999:role/team/theirs';
  const old = 'arn:aws:iam::999988887777:role/data/old';

  test('a new chaining role and an existing resource role: its owner trusts it', () => {
    const { templates, warnings, owners } = synthesized(
      `chainingRoles: { ${own} }\nresourceRoles: { old: { arn: '${old}', chainedFrom: [head] } }\n`,
    );
    expect(owners).toEqual({
      [`999988887777: trust policy of ${old}`]: [trusting('arn:aws:iam::111122223333:role/head')],
    });
    const [policy] = permissions(templates['company-111122223333-Platform']);
    expect(policy).toMatchObject({ statements: [assuming(old)] });
    expect(warnings).toEqual([]);
  });

  test('the same in an account that is declared, where CloudFormation changes no role that it did not make', () => {
    const inFinance = 'arn:aws:iam::444455556666:role/old';
    const { templates, owners } = synthesized(
      `chainingRoles: { ${own} }\nresourceRoles: { old: { arn: '${inFinance}', chainedFrom: [head] } }\n`,
    );
    expect(owners).toEqual({
      [`444455556666: trust policy of ${inFinance}`]: [trusting('arn:aws:iam::111122223333:role/head')],
    });
    expect(templates['company-444455556666-Data']?.Resources).toBeUndefined();
  });

  test('an existing chaining role of elsewhere and a new resource role: its owner permits it, the trust names it', () => {
    const { templates, warnings, owners } = synthesized(
      `chainingRoles: { theirs: { arn: '${theirs}' } }\n` +
        `resourceRoles: { r: { account: finance, chainedFrom: [theirs], ${access} } }\n`,
    );
    expect(owners).toEqual({
      [`777788889999: permissions policy of ${theirs}`]: [assuming('arn:aws:iam::444455556666:role/r')],
    });
    const [role] = resourcesOf(templates['company-444455556666-Data'], 'AWS::IAM::Role');
    expect(role?.Properties.AssumeRolePolicyDocument?.Statement).toEqual([
      trusting(theirs, { Sid: 'AllowChainingRoles' }),
    ]);
    expect(warnings).toEqual([]);
  });

  test('an existing chaining role of a declared account gets a managed policy, unless the config says that it may not', () => {
    const config = (rest: string) =>
      `chainingRoles: { ours: { arn: 'arn:aws:iam::111122223333:role/team/ours'${rest} } }\n` +
      `resourceRoles: { r: { account: finance, chainedFrom: [ours], ${access} } }\n`;
    const attached = synthesized(config(''));
    expect(attached.owners).toEqual({});
    expect(permissions(attached.templates['company-111122223333-Platform'])).toEqual([
      { roles: ['ours'], statements: [assuming('arn:aws:iam::444455556666:role/r')].map(withPartition) },
    ]);
    const untouched = synthesized(config(', mutable: false'));
    expect(untouched.owners).toEqual({
      '111122223333: permissions policy of arn:aws:iam::111122223333:role/team/ours': [
        assuming('arn:aws:iam::444455556666:role/r'),
      ],
    });
    expect(permissions(untouched.templates['company-111122223333-Platform'])).toEqual([]);
    expect([attached.warnings, untouched.warnings]).toEqual([[], []]);
  });

  test('both exist, in two accounts that are not declared: both owners add their side', () => {
    const { warnings, owners } = synthesized(
      `chainingRoles: { theirs: { arn: '${theirs}' } }\nresourceRoles: { old: { arn: '${old}', chainedFrom: [theirs] } }\n`,
    );
    expect(owners).toEqual({
      [`777788889999: permissions policy of ${theirs}`]: [assuming(old)],
      [`999988887777: trust policy of ${old}`]: [trusting(theirs)],
    });
    expect(warnings).toEqual([]);
  });

  test('both exist in one account: one owner adds both', () => {
    const beside = 'arn:aws:iam::777788889999:role/old';
    const { owners } = synthesized(
      `chainingRoles: { theirs: { arn: '${theirs}' } }\nresourceRoles: { old: { arn: '${beside}', chainedFrom: [theirs] } }\n`,
    );
    expect(owners).toEqual({
      [`777788889999: trust policy of ${beside}`]: [trusting(theirs)],
      [`777788889999: permissions policy of ${theirs}`]: [assuming(beside)],
    });
  });

  test('in GovCloud every ARN is of GovCloud', () => {
    const inGov = 'arn:aws-us-gov:iam::777788889999:role/theirs';
    const oldInGov = 'arn:aws-us-gov:iam::999988887777:role/old';
    const { warnings, owners } = synthesized(
      `chainingRoles:\n  head: { account: gov, type: instance-profile }\n  theirs: { arn: '${inGov}' }\n` +
        `resourceRoles:\n  r: { account: gov, chainedFrom: [theirs], ${access} }\n` +
        `  old: { arn: '${oldInGov}', chainedFrom: [head, theirs], trust: account-root }\n`,
    );
    expect(owners).toEqual({
      [`777788889999: permissions policy of ${inGov}`]: [
        assuming(['arn:aws-us-gov:iam::222233334444:role/r', oldInGov]),
      ],
      [`999988887777: trust policy of ${oldInGov}`]: [
        trusting(['arn:aws-us-gov:iam::222233334444:root', 'arn:aws-us-gov:iam::777788889999:root'], {
          Condition: { ArnEquals: { 'aws:PrincipalArn': ['arn:aws-us-gov:iam::222233334444:role/head', inGov] } },
        }),
      ],
    });
    expect(warnings).toEqual([]);
  });

  test('each chaining role gets what its own sessions need, and no more', () => {
    const { owners } = synthesized(
      `chainingRoles:\n  theirs: { arn: '${theirs}' }\n  pods: { arn: 'arn:aws:iam::777788889999:role/pods', type: pod-identity }\n` +
        `resourceRoles:\n  r: { account: finance, chainedFrom: [theirs, pods], ${access} }\n` +
        `  s: { account: finance, chainedFrom: [theirs], allowSourceIdentity: true, ${access} }\n` +
        `  old: { arn: '${old}', chainedFrom: [theirs, pods], externalId: id-of-old, organizationId: o-a1b2c3d4e5 }\n`,
    );
    const organization = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
    expect(owners).toEqual({
      [`777788889999: permissions policy of ${theirs}`]: [
        assuming(['arn:aws:iam::444455556666:role/r', old]),
        {
          Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          Effect: 'Allow',
          Resource: 'arn:aws:iam::444455556666:role/s',
          Sid: 'AssumeDataRolesWithSourceIdentity',
        },
      ],
      '777788889999: permissions policy of arn:aws:iam::777788889999:role/pods': [
        withTags(['arn:aws:iam::444455556666:role/r', old]),
      ],
      [`999988887777: trust policy of ${old}`]: [
        trusting([theirs, 'arn:aws:iam::777788889999:role/pods'], {
          Condition: { StringEquals: { 'sts:ExternalId': 'id-of-old', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        }),
        {
          Action: 'sts:TagSession',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::777788889999:role/pods' },
          Condition: organization,
          Sid: `AllowChainingRolesWithTags${suffix}`,
        },
      ],
    });
  });

  test('takes its chaining roles from defaults, and stands in a project', () => {
    const { templates, warnings, owners } = synthesized(
      `defaults: { resourceRoles: { chainedFrom: [head] } }\nchainingRoles: { ${own} }\n` +
        `resourceRoles: { old: { arn: '${old}' } }\nhopsworks: { mappings: [{ project: p, role: old }] }\n`,
    );
    expect(Object.keys(owners)).toEqual([`999988887777: trust policy of ${old}`]);
    // Beside the chaining role: a stack that held the mapping alone would never be deployed.
    expect(templates['company-111122223333-Platform']?.Outputs?.RoleMappings).toMatchObject({
      Value: JSON.stringify({ version: 1, mappings: [{ project: 'p', projectRole: 'ALL', role: old }] }),
    });
    expect(warnings).toEqual([]);
  });

  test('what IAM Identity Center keeps is put into a permission set by hand', () => {
    const set =
      'arn:aws:iam::777788889999:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analysts_0123456789abcdef';
    synthesized(
      `chainingRoles: { set: { arn: '${set}' } }\nresourceRoles: { r: { account: finance, chainedFrom: [set], ${access} } }\n`,
    );
    const script = readFileSync(join(outdir, 'owners', '777788889999.sh'), 'utf8');
    expect(script.split('\n').slice(-4)).toEqual([
      '# IAM Identity Center keeps the role: put this into the inline policy of its permission set.',
      `# ${JSON.stringify({ Version: '2012-10-17', Statement: [assuming('arn:aws:iam::444455556666:role/r')] })}`,
      "echo 'AWSReservedSSO_Analysts_0123456789abcdef is left as it is: put the statement that this script shows into its permission set'",
      '',
    ]);
  });
});

/** In a template, the partition of an ARN that is computed is CloudFormation's. */
function withPartition(statement: ReturnType<typeof assuming>): object {
  return { ...statement, Resource: arn(String(statement.Resource).replace(/^arn:aws:/, '')) };
}

test.each([
  '',
  'trust: account-root, ',
  'externalId: some-id, ',
  'organizationId: o-a1b2c3d4e5, ',
  "conditions: { Bool: { 'aws:SecureTransport': true } }, ",
])('owners add what a new role and an attached policy hold, for { %s}', (options) => {
  const chainedFrom = 'chainedFrom: [head, pods, ours]';
  const text = (mutable: string) =>
    `chainingRoles:\n  head: { account: platform, type: instance-profile }\n` +
    `  ours: { arn: 'arn:aws:iam::111122223333:role/ours', type: pod-identity${mutable} }\n` +
    `  pods: { arn: 'arn:aws:iam::777788889999:role/pods', type: pod-identity }\n` +
    `resourceRoles:\n  made: { account: finance, ${options}${chainedFrom}, ${access} }\n` +
    `  old: { arn: 'arn:aws:iam::444455556666:role/old', ${options}${chainedFrom} }\n`;
  const inAws = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value).replace(
        /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g,
        '"arn:aws$1"',
      ),
    ) as unknown;
  const attached = synthesized(text(''));
  const [made] = resourcesOf(attached.templates['company-444455556666-Data'], 'AWS::IAM::Role');
  expect(attached.owners['444455556666: trust policy of arn:aws:iam::444455556666:role/old']).toEqual(
    (inAws(made?.Properties.AssumeRolePolicyDocument?.Statement) as ReturnType<typeof trusting>[]).map((statement) => ({
      ...statement,
      // A template may name one account twice, with its partition and without.
      Principal: { AWS: oneOrMany([statement.Principal.AWS].flat()) },
      Sid: `${statement.Sid}${suffix}`,
    })),
  );
  const policies = permissions(attached.templates['company-111122223333-Platform']) as { statements: object[] }[];
  const asked = synthesized(text(', mutable: false')).owners;
  expect(asked['111122223333: permissions policy of arn:aws:iam::111122223333:role/ours']).toEqual(
    inAws(policies.find((policy) => JSON.stringify(policy).includes('"ours"'))?.statements),
  );
});
