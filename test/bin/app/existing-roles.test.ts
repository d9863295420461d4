import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import type { OwnersDocument } from '../../../bin/app/owners-script';
import { arn, problemsOf, resourcesOf, type Template } from './support';

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
    expect(script.split('\n').slice(-3)).toEqual([
      '# IAM Identity Center keeps the role: put this into the inline policy of its permission set.',
      `# ${JSON.stringify({ Version: '2012-10-17', Statement: [assuming('arn:aws:iam::444455556666:role/r')] })}`,
      '',
    ]);
  });
});

/** In a template, the partition of an ARN that is computed is CloudFormation's. */
function withPartition(statement: ReturnType<typeof assuming>): object {
  return { ...statement, Resource: arn(String(statement.Resource).replace(/^arn:aws:/, '')) };
}

test('more policies than a role carries are refused in words of the config', () => {
  const roles = Array.from(
    { length: 160 },
    (_, n) => `role-${n}: { account: finance, chainedFrom: [ours], ${access} }`,
  );
  const text = `${accounts}chainingRoles: { ours: { arn: 'arn:aws:iam::111122223333:role/ours' } }\nresourceRoles: { ${roles.join(', ')} }\n`;
  const app = new App({ context: { 'cdk-iam-role-chaining:managedPoliciesPerRole': 1 } });
  expect(() => buildApp(app, parseConfig(text, 'c.yaml'))).toThrow(
    /^c\.yaml:7: resourceRoles\.role-\d+: \S+ does not fit: with it, the role carries 2 managed policies, more than IAM's quota of 1\. Let fewer roles be chained from it, let a chaining role that is made here take `resourceRolePath`, or raise the quota at AWS and the context key "cdk-iam-role-chaining:managedPoliciesPerRole"\.$/,
  );
});

describe('what is refused', () => {
  const head = 'chainingRoles: { head: { account: platform, type: instance-profile, usedElsewhere: true }';
  test.each([
    [
      'an ARN that is none',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:user/x' } }",
      'c.yaml:6: chainingRoles.x.arn: got "arn:aws:iam::111122223333:user/x", expected the ARN of a role with its path, as arn:aws:iam::111122223333:role/platform/head',
    ],
    [
      'a wildcard in it',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/a*/x', chainedFrom: [head] } }`,
      'c.yaml:7: resourceRoles.x.arn: got "arn:aws:iam::111122223333:role/a*/x", expected the ARN of a role with its path, as arn:aws:iam::111122223333:role/platform/head',
    ],
    [
      'an account beside it',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', account: platform } }",
      'c.yaml:6: chainingRoles.x.account: unknown key "account", allowed: arn, type, mutable (the ARN says it)',
    ],
    [
      'access of a role that others made',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [head], ${access} } }`,
      'c.yaml:7: resourceRoles.x.access: unknown key "access", allowed: arn, chainedFrom, trust, externalId, organizationId, conditions (an existing role keeps the access that its owner gives it)',
    ],
    [
      'a type that is none',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', type: lambda } }",
      'c.yaml:6: chainingRoles.x.type: got "lambda", allowed: instance-profile, service-account, pod-identity',
    ],
    [
      'one that nothing uses',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }",
      'c.yaml:6: chainingRoles.x: nothing uses it: name it in chainedFrom of a resource role, or remove it',
    ],
    [
      'no chaining role anywhere',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }`,
      'c.yaml:7: resourceRoles.x.chainedFrom: is missing: expected a list, here or in defaults.resourceRoles',
    ],
    [
      'an undeclared chaining role',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [heads] } }`,
      'c.yaml:7: resourceRoles.x.chainedFrom[0]: undeclared chaining role "heads", declared: head (did you mean "head"?)',
    ],
    [
      'a chaining role twice',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [head, head] } }`,
      'c.yaml:7: resourceRoles.x.chainedFrom[1]: names head twice; keep one of the two',
    ],
    [
      'a role twice',
      `${head} }\nresourceRoles:\n  x: { arn: 'arn:aws:iam::999988887777:role/x', chainedFrom: [head] }\n  y: { arn: 'arn:aws:iam::999988887777:role/X', chainedFrom: [head] }`,
      'c.yaml:9: resourceRoles.y.arn: is resourceRoles.x already; declare a role once',
    ],
    [
      'a role that is made under the name of one that exists',
      `${head} }\nresourceRoles:\n  x: { arn: 'arn:aws:iam::444455556666:role/team/ledger', chainedFrom: [head] }\n  ledger: { account: finance, chainedFrom: [head], ${access} }`,
      'c.yaml:9: resourceRoles.ledger: account finance has a role named ledger already, resourceRoles.x; give one of the two another roleName',
    ],
    [
      'one role as both',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [x] } }",
      'c.yaml:7: resourceRoles.x.arn: is chainingRoles.x already; declare a role once',
    ],
    [
      'another partition than that of its account',
      "chainingRoles: { x: { arn: 'arn:aws-us-gov:iam::111122223333:role/x' } }\nresourceRoles: { r: { account: gov, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: arn:aws-us-gov:iam::111122223333:role/x is of partition aws-us-gov, accounts.platform (eu-west-1) is in aws',
    ],
    [
      'a partition of no account',
      "chainingRoles: { x: { arn: 'arn:aws-cn:iam::777788889999:role/x' } }\nresourceRoles: { r: { account: gov, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: arn:aws-cn:iam::777788889999:role/x is of a partition that no declared account is in; no role is assumed across partitions',
    ],
    [
      'a chain across partitions, a new role',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x' } }\nresourceRoles: { r: { account: gov, chainedFrom: [x], ACCESS } }",
      'c.yaml:7: resourceRoles.r: it is in partition "aws-us-gov" and its chaining role chainingRoles.x in "aws". No role can be assumed across partitions.',
    ],
    [
      'a chain across partitions, both existing',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x' } }\nresourceRoles: { r: { arn: 'arn:aws-us-gov:iam::999988887777:role/r', chainedFrom: [x] } }",
      'c.yaml:7: resourceRoles.r: it is in partition "aws-us-gov" and its chaining role chainingRoles.x in "aws". No role can be assumed across partitions.',
    ],
    [
      'a chaining role that a service keeps',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX' } }\nresourceRoles: { r: { account: finance, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: is a role that an AWS service keeps: IAM refuses to add anything to it',
    ],
    [
      'a resource role of a permission set',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_0', chainedFrom: [head] } }`,
      'c.yaml:7: resourceRoles.x.arn: is a role whose trust AWS keeps: nobody can add a chaining role to it',
    ],
    [
      'what the library refuses of a trust',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [head], externalId: ab, conditions: { StringEquals: { 'sts:ExternalId': cd } } } }`,
      'c.yaml:7: resourceRoles.x: conditions.StringEquals sets "sts:ExternalId", which externalId sets already: keep one of the two.',
    ],
    [
      'an external id of a mapped role',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [head], externalId: ab } }\nhopsworks: { mappings: [{ project: p, role: x }] }`,
      'c.yaml:8: hopsworks.mappings[0].role: x asks for externalId, which Hopsworks does not send: it would be refused',
    ],
    [
      'the account of a mapped role',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [head] } }\nhopsworks: { mappings: [{ project: p, role: x, account: finance }] }`,
      'c.yaml:8: hopsworks.mappings[0].account: x exists already, and its ARN says it; remove this key',
    ],
    [
      'the role of a head node',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }\nhopsworks: { cluster: { account: platform, bucket: hops, head: x, workers: { roleName: w } } }\nresourceRoles: { r: { account: finance, chainedFrom: [x], ACCESS } }",
      'c.yaml:7: hopsworks.cluster.head: x exists already; a head node holds one of type instance-profile that is made here',
    ],
    [
      'more than a trust holds',
      `${head}, ${Array.from({ length: 60 }, (_, n) => `head-${n}: { account: platform, type: instance-profile }`).join(', ')} }\n` +
        `resourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [${Array.from({ length: 60 }, (_, n) => `head-${n}`).join(', ')}] } }`,
      expect.stringMatching(
        /^c\.yaml:7: resourceRoles\.x: its owner would have to add 2\d\d\d characters to its trust, and IAM takes 2048, /,
      ),
    ],
    [
      'more than the policies of a role hold',
      `chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x' } }\nresourceRoles: { ${Array.from({ length: 260 }, (_, n) => `role-number-${n}: { account: finance, chainedFrom: [x], ACCESS }`).join(', ')} }\noutputs: false\n`,
      expect.stringMatching(
        /^c\.yaml:6: chainingRoles\.x: may become so many roles that its owner would have to add a policy of 1\d{4} characters, and IAM takes 10240: /,
      ),
    ],
  ])('%s', (_, rest, problem) => {
    const told = problemsOf(`${accounts}${rest.replaceAll('ACCESS', access)}`);
    expect(told).toEqual([problem]);
  });
});
