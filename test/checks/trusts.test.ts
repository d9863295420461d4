import {
  type App,
  Aws,
  CfnCondition,
  CfnJson,
  CfnMapping,
  CfnParameter,
  type CfnParameterProps,
  Fn,
  Stack,
  aws_iam as iam,
} from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChainTrust, ChainingRole, InstanceProfileRole, ResourceRole, ServiceAccountRole, hopsworks } from '../../lib';
import { PLATFORM } from '../support';
import {
  DATA,
  VENDOR,
  allow,
  arn,
  cfnRole,
  check,
  dataStack,
  findingsOf,
  ofVendor,
  platform,
  trusting,
} from './support';

describe('vendorTrustWithoutExternalId', () => {
  const findings = (build: Parameters<typeof findingsOf>[1]) => findingsOf('vendorTrustWithoutExternalId', build);
  const withId = (operator: string, value: unknown = 'agreed', key = 'sts:ExternalId') =>
    ofVendor({ Condition: { [operator]: { [key]: value } } });

  test.each<[string, Parameters<typeof findings>[0]]>([
    ['the account alone', (stack) => cfnRole(stack, 'r', ofVendor())],
    ['an L2', (stack) => new iam.Role(stack, 'r', { assumedBy: new iam.AccountPrincipal(VENDOR) })],
    ['twelve digits', (stack) => cfnRole(stack, 'r', trusting({ AWS: [VENDOR] }))],
    ['a role of the vendor', (stack) => cfnRole(stack, 'r', trusting({ AWS: arn('control', VENDOR) }))],
    [
      'a session of the vendor',
      (stack) => cfnRole(stack, 'r', trusting({ AWS: `arn:aws:sts::${VENDOR}:assumed-role/control/session` })),
    ],
    [
      'a role of the vendor that is imported as a plain role',
      (stack) => new iam.Role(stack, 'r', { assumedBy: iam.Role.fromRoleArn(stack, 'V', arn('control', VENDOR)) }),
    ],
    [
      'anybody, by a condition from there',
      (stack) =>
        cfnRole(stack, 'r', trusting('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': VENDOR } } })),
    ],
    ['an operator that asks for nothing', (stack) => cfnRole(stack, 'r', withId('StringEqualsIfExists'))],
    ['a set that may be empty', (stack) => cfnRole(stack, 'r', withId('ForAllValues:StringEquals'))],
    ['any id', (stack) => cfnRole(stack, 'r', withId('StringLike', '*'))],
    ['any id but one', (stack) => cfnRole(stack, 'r', withId('StringNotEquals', 'other'))],
    ['some id', (stack) => cfnRole(stack, 'r', withId('Null', 'false'))],
    [
      'an id in one statement of two',
      (stack) => cfnRole(stack, 'r', [withId('StringEquals'), ofVendor({ Action: 'sts:*' })]),
    ],
    ['NotAction', (stack) => cfnRole(stack, 'r', { ...ofVendor(), Action: undefined, NotAction: 'sts:TagSession' })],
    [
      'an id in one branch',
      (stack) => {
        const condition = {
          'Fn::If': ['Prod', { StringEquals: { 'sts:ExternalId': 'agreed' } }, { Ref: 'AWS::NoValue' }],
        };
        new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
        cfnRole(stack, 'r', ofVendor({ Condition: condition }));
      },
    ],
    [
      'an account from a parameter',
      (stack) => {
        const { valueAsString } = new CfnParameter(stack, 'Vendor', { default: VENDOR });
        cfnRole(stack, 'r', trusting({ AWS: Fn.join('', ['arn:aws:iam::', valueAsString, ':root']) }));
      },
    ],
    [
      'a whole ARN from a parameter',
      (stack) => {
        const { valueAsString } = new CfnParameter(stack, 'Vendor', { default: `arn:aws:iam::${VENDOR}:root` });
        cfnRole(stack, 'r', trusting({ AWS: valueAsString }));
      },
    ],
    [
      'a template that is included',
      (stack) => {
        const file = join(mkdtempSync(join(tmpdir(), 'checks-')), 't.json');
        const r = {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [ofVendor()] } },
        };
        writeFileSync(file, JSON.stringify({ Resources: { r } }));
        new CfnInclude(stack, 'I', { templateFile: file });
      },
    ],
  ])('finds %s', (name, build) => {
    expect(findings(build)).toEqual([name === 'a template that is included' ? 'error S/I/r' : 'error S/r']);
  });

  test.each<[string, Parameters<typeof findings>[0]]>([
    ['an id', (stack) => cfnRole(stack, 'r', withId('StringEquals'))],
    [
      'an id in another case of its key',
      (stack) => cfnRole(stack, 'r', withId('StringEquals', 'agreed', 'STS:externalid')),
    ],
    ['an id that is a pattern with something in it', (stack) => cfnRole(stack, 'r', withId('StringLike', 'agreed-*'))],
    [
      'an id from a parameter',
      (stack) => cfnRole(stack, 'r', withId('StringEquals', new CfnParameter(stack, 'Id').valueAsString)),
    ],
    [
      'a Deny without the id',
      (stack) => cfnRole(stack, 'r', [ofVendor(), { ...withId('StringNotEquals'), Effect: 'Deny' }]),
    ],
    [
      'the own organization',
      (stack) =>
        cfnRole(stack, 'r', ofVendor({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })),
    ],
    ['a service', (stack) => cfnRole(stack, 'r', trusting({ Service: 'glue.amazonaws.com' }))],
    ['the own account', (stack) => cfnRole(stack, 'r', trusting({ AWS: `arn:aws:iam::${PLATFORM.account}:root` }))],
    ['the own account, unwritten', (stack) => new iam.Role(stack, 'r', { assumedBy: new iam.AccountRootPrincipal() })],
    [
      'an account of the app',
      (stack) => {
        dataStack(stack.node.root as App);
        cfnRole(stack, 'r', trusting({ AWS: '444455556666' }));
      },
    ],
    [
      'a role that a stack of whatever account makes under that name',
      (stack) => {
        cfnRole(new Stack(stack.node.root, 'Anywhere'), 'head', trusting({ Service: 'ec2.amazonaws.com' }));
        cfnRole(stack, 'r', trusting({ AWS: arn('head', VENDOR) }));
      },
    ],
    [
      'TagSession alone',
      (stack) => cfnRole(stack, 'r', [withId('StringEquals'), ofVendor({ Action: 'sts:TagSession' })]),
    ],
    [
      'a chaining role that the app imports',
      (stack) =>
        new ResourceRole(stack, 'r', {
          roleName: 'r',
          chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'Head', arn('head', VENDOR))],
        }),
    ],
    [
      "the library's own role for a vendor",
      (stack) =>
        new hopsworks.CrossAccountRole(stack, 'r', {
          vendorAccountId: VENDOR,
          externalId: 'agreed',
          policy: hopsworks.CrossAccountPolicy.unrestricted(),
        }),
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('webIdentityTooWide', () => {
  const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
  const GITHUB = 'token.actions.githubusercontent.com';
  const findings = (build: Parameters<typeof findingsOf>[1]) => findingsOf('webIdentityTooWide', build);
  const of = (issuer: string, condition?: object) =>
    trusting(
      { Federated: `arn:aws:iam::${PLATFORM.account}:oidc-provider/${issuer}` },
      { Action: 'sts:AssumeRoleWithWebIdentity', ...(condition === undefined ? {} : { Condition: condition }) },
    );
  const eks = (sub: object, aud: object = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' }) => {
    const condition: Record<string, object> = { StringEquals: aud };
    for (const [operator, value] of Object.entries(sub))
      condition[operator] = { ...condition[operator], [`${ISSUER}:sub`]: value as string };
    return of(ISSUER, condition);
  };
  const github = (sub: object) =>
    of(GITHUB, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${GITHUB}:sub`]: sub } });
  const SA = 'system:serviceaccount:team:jobs';
  const other = (issuer: string, sub: string) =>
    of(issuer, { StringEquals: { [`${issuer}:aud`]: 'x' }, StringLike: { [`${issuer}:sub`]: sub } });
  const TERRAFORM = 'app.terraform.io';

  test.each<[string, object, string[]]>([
    ['no condition at all', of(ISSUER), ['error S/r', 'warning S/r']],
    ['no sub', eks({}), ['error S/r']],
    ['sub only if there is one', eks({ StringEqualsIfExists: SA }), ['error S/r']],
    ['any sub', eks({ StringLike: '*' }), ['error S/r']],
    ['any provider', trusting('*', { Action: 'sts:AssumeRoleWithWebIdentity' }), ['error S/r', 'warning S/r']],
    ['any sub but one', eks({ StringNotEquals: SA }), ['error S/r']],
    ['no aud', eks({ StringEquals: SA }, {}), ['warning S/r']],
    ['every namespace', eks({ StringLike: 'system:serviceaccount:*' }), ['warning S/r']],
    ['namespaces that begin alike', eks({ StringLike: 'system:serviceaccount:team-*:jobs' }), ['warning S/r']],
    ['an account name in every namespace', eks({ StringLike: 'system:serviceaccount:*:jobs' }), ['warning S/r']],
    ['a set of patterns', eks({ 'ForAnyValue:StringLike': ['system:serviceaccount:te?m:jobs'] }), ['warning S/r']],
    ['a pattern under StringEquals', eks({ StringEquals: 'system:serviceaccount:team:*' }), ['warning S/r']],
    ['all of GitHub', github(['repo:*'] as never), ['error S/r']],
    ['all repositories of an owner', github('repo:us/*' as never), ['warning S/r']],
    ['all of GitLab', other('gitlab.com', 'project_path:*:ref_type:branch:ref:main'), ['error S/r']],
    ['all projects of a group', other('gitlab.com', 'project_path:us/*:ref_type:branch:ref:main'), ['warning S/r']],
    ['all of HCP Terraform', other(TERRAFORM, 'organization:*:project:*:workspace:*:run_phase:*'), ['error S/r']],
    ['an account name in whatever comes before', eks({ StringLike: '*:jobs' }), ['warning S/r']],
    ['all branches of a repository', github('repo:us/app:*' as never), ['warning S/r']],
  ])('finds %s', (_, trust, expected) => {
    expect(findings((stack) => cfnRole(stack, 'r', trust))).toEqual(expected);
  });

  test.each<[string, object]>([
    ['exact keys', eks({ StringEquals: SA })],
    ['any account of one namespace', eks({ StringLike: 'system:serviceaccount:team:*' })],
    ['anybody who is no token', trusting('*', { Action: 'sts:AssumeRole' })],
    ['an exact subject under StringLike', eks({ StringLike: [SA] })],
    [
      'a pattern that a Deny narrows',
      [
        eks({ StringLike: 'system:serviceaccount:*' }),
        { ...eks({ StringNotLike: 'system:serviceaccount:team:*' }, {}), Effect: 'Deny' },
      ],
    ],
    ['one branch of a project', other('gitlab.com', 'project_path:us/app:ref_type:branch:ref:main')],
    ['one workspace', other(TERRAFORM, 'organization:us:project:p:workspace:w:run_phase:*')],
    ['one branch of a repository', github('repo:us/app:ref:refs/heads/main' as never)],
    [
      'Cognito by its amr',
      trusting(
        { Federated: 'cognito-identity.amazonaws.com' },
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { 'cognito-identity.amazonaws.com:aud': 'pool' },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          },
        },
      ),
    ],
    [
      'SAML',
      trusting(
        { Federated: `arn:aws:iam::${PLATFORM.account}:saml-provider/idp` },
        { Action: 'sts:AssumeRoleWithSAML' },
      ),
    ],
  ])('is quiet on %s', (_, trust) => {
    expect(findings((stack) => cfnRole(stack, 'r', trust))).toEqual([]);
  });

  test('reads keys that hold a reference to the issuer, and our own role', () => {
    const build = (wide: boolean) =>
      findings((stack) => {
        const provider = new iam.CfnOIDCProvider(stack, 'P', { url: `https://${ISSUER}` });
        new ServiceAccountRole(stack, 'r', {
          oidcProvider: provider,
          serviceAccounts: [{ namespace: 'team', name: 'jobs' }],
          ...(wide ? { serviceAccountPatterns: [{ namespace: 'team-*', name: 'jobs' }] } : {}),
        });
      });
    expect(build(false)).toEqual([]);
    expect(build(true)).toEqual(['warning S/r']);
  });
});

test('keys that CDK has a custom resource make, as for service accounts of EKS, are read', () => {
  const of = (subject: string) =>
    findingsOf('webIdentityTooWide', (stack) => {
      const provider = new iam.CfnOIDCProvider(stack, 'P', { url: 'https://oidc.example.com/id/EXAMPLE' });
      const value = { [`${provider.ref}:aud`]: 'sts.amazonaws.com', [`${provider.ref}:sub`]: subject };
      const conditions = { StringLike: new CfnJson(stack, 'Keys', { value }) };
      new iam.Role(stack, 'r', { assumedBy: new iam.WebIdentityPrincipal(provider.ref, conditions) });
    });
  expect(of('system:serviceaccount:*:jobs')).toEqual(['warning S/r']);
  expect(of('system:serviceaccount:team:jobs')).toEqual([]);
});

test('an account that a mapping gives for the region is read', () => {
  const of = (vendor: string) =>
    findingsOf('vendorTrustWithoutExternalId', (stack) => {
      new CfnMapping(stack, 'Accounts', { mapping: { [PLATFORM.region]: { vendor } } });
      const account = { 'Fn::FindInMap': ['Accounts', { Ref: 'AWS::Region' }, 'vendor'] };
      cfnRole(stack, 'r', trusting({ AWS: { 'Fn::Join': ['', ['arn:aws:iam::', account, ':root']] } }));
    });
  expect(of(VENDOR)).toEqual(['error S/r']);
  expect(of(PLATFORM.account)).toEqual([]);
});

describe('trustTooWide', () => {
  const findings = (build: Parameters<typeof findingsOf>[1]) => findingsOf('trustTooWide', build);
  const root = (account: string, condition?: object) =>
    trusting({ AWS: `arn:aws:iam::${account}:root` }, condition === undefined ? {} : { Condition: condition });
  const by = (operator: string, value: unknown, key = 'aws:PrincipalArn') => ({ [operator]: { [key]: value } });

  test.each<[string, unknown, string]>([
    ['anybody', trusting('*'), 'error'],
    ['anybody of AWS, among others', trusting({ AWS: [arn('x'), '*'], Service: 'ec2.amazonaws.com' }), 'error'],
    [
      'anybody with a session name',
      trusting('*', { Condition: by('StringLike', 'x*', 'sts:RoleSessionName') }),
      'error',
    ],
    [
      'roles of one name in any account',
      trusting('*', { Condition: by('ArnLike', 'arn:aws:iam::*:role/admin') }),
      'error',
    ],
    [
      'an organization',
      trusting('*', { Condition: by('StringEquals', 'o-a1b2c3d4e5', 'aws:PrincipalOrgID') }),
      'warning',
    ],
    [
      'all roles of an organization',
      trusting('*', {
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' },
        },
      }),
      'warning',
    ],
    ['another account of the app', root('444455556666'), 'error'],
    ['another account, by any action', { ...root('444455556666'), Action: 'sts:*' }, 'error'],
    [
      'another account, by all actions but one',
      { ...root('444455556666'), Action: undefined, NotAction: 'sts:TagSession' },
      'error',
    ],
    ['the own account', root(PLATFORM.account), 'warning'],
    [
      'the own account, unwritten',
      trusting({ AWS: Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') }),
      'warning',
    ],
    [
      'all roles of an account',
      trusting('*', { Condition: by('ArnLike', 'arn:aws:iam::444455556666:role/*') }),
      'error',
    ],
    [
      'an account by its number in a condition',
      trusting('*', { Condition: by('StringEquals', '444455556666', 'aws:PrincipalAccount') }),
      'error',
    ],
    [
      'anybody with a tag',
      trusting('*', { Condition: by('StringEquals', 'fraud', 'aws:PrincipalTag/project') }),
      'error',
    ],
    ['anybody of a name', trusting('*', { Condition: by('StringEquals', 'admin', 'aws:username') }), 'error'],
    ['anybody with a session of a name', trusting('*', { Condition: by('StringLike', '*:x', 'aws:userid') }), 'error'],
    ['anybody with an external id', trusting('*', { Condition: by('StringEquals', 'x', 'sts:ExternalId') }), 'error'],
    [
      'another account with a tag that may be missing',
      root('444455556666', by('ForAllValues:StringEquals', 'fraud', 'aws:PrincipalTag/project')),
      'error',
    ],
    ['an account with a pattern that is none', root('444455556666', by('StringNotEquals', arn('x'))), 'error'],
  ])('finds %s', (_, trust, severity) => {
    expect(
      findings((stack) => {
        dataStack(stack.node.root as App);
        cfnRole(stack, 'r', trust);
      }),
    ).toEqual([`${severity} S/r`]);
  });

  test.each<[string, unknown]>([
    ['a role', trusting({ AWS: arn('x') })],
    ['a service', trusting({ Service: 'ec2.amazonaws.com' })],
    ['an account with a condition on the role', root('444455556666', by('ArnEquals', arn('x', '444455556666')))],
    [
      'an account with a condition on roles of a name',
      root('444455556666', by('ArnLike', arn('head-*', '444455556666'))),
    ],
    [
      'anybody with a condition on roles of a path',
      trusting('*', { Condition: by('ArnLike', arn('team/*', '444455556666')) }),
    ],
    ['a vendor with its external id', ofVendor({ Condition: by('StringEquals', 'agreed', 'sts:ExternalId') })],
    [
      'principals of an organization with a tag',
      trusting('*', {
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalTag/project': 'fraud' } },
      }),
    ],
    [
      'roles of one name in an organization',
      trusting('*', {
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deployer' },
        },
      }),
    ],
    ['one role by its unique id', trusting('*', { Condition: by('StringLike', 'AROAEXAMPLEID:*', 'aws:userid') })],
    [
      'principals of an account with a tag',
      root('444455556666', by('StringEquals', 'fraud', 'aws:PrincipalTag/project')),
    ],
    [
      'an account without who a Deny leaves out',
      [root('444455556666'), { ...root('444455556666', by('ArnNotLike', arn('x', '444455556666'))), Effect: 'Deny' }],
    ],
  ])('is quiet on %s', (_, trust) => {
    expect(
      findings((stack) => {
        dataStack(stack.node.root as App);
        cfnRole(stack, 'r', trust);
      }),
    ).toEqual([]);
  });

  test('is quiet on trusts of the library', () => {
    expect(
      findings((stack) => {
        const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
        new ResourceRole(dataStack(stack.node.root as App), 'r', {
          roleName: 'r',
          chainingRoles: [head],
          trust: ChainTrust.accountRoot(),
        });
      }),
    ).toEqual([]);
  });
});

describe('a trust that hangs on a parameter is read with its default', () => {
  const of =
    (trust: (value: string) => unknown, parameter: CfnParameterProps) =>
    (stack: Stack): void => {
      cfnRole(stack, 'r', trust(Fn.ref(new CfnParameter(stack, 'P', parameter).logicalId)));
    };
  const text = (id: string, build: (stack: Stack) => void) => {
    const stack = platform();
    build(stack);
    return check(stack.node.root as App, { rules: [id] }).found.map(
      ({ severity, text: said }) => `${severity} ${said}`,
    );
  };
  const root = `arn:aws:iam::${VENDOR}:root`;
  const token = (sub: string) =>
    trusting(
      { Federated: `arn:aws:iam::${PLATFORM.account}:oidc-provider/gitlab.com` },
      {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { 'gitlab.com:sub': sub, 'gitlab.com:aud': 'x' } },
      },
    );

  test.each<[string, string, (value: string) => unknown, CfnParameterProps, string]>([
    ['anybody', 'trustTooWide', (value) => trusting({ AWS: value }), { default: '*' }, 'in principals of any account'],
    ['anybody, alone', 'trustTooWide', (value) => trusting(value), { default: '*' }, 'in principals of any account'],
    [
      'anybody, in a list',
      'trustTooWide',
      (value) => trusting({ AWS: value }),
      { type: 'CommaDelimitedList', default: `${arn('x')}, *` },
      'in principals of any account',
    ],
    [
      'anybody, chosen from a list',
      'trustTooWide',
      (value) => trusting({ AWS: { 'Fn::Select': ['1', value] } }),
      { type: 'CommaDelimitedList', default: `${arn('x')}, *` },
      'in principals of any account',
    ],
    ['an account', 'trustTooWide', (value) => trusting({ AWS: value }), { default: root }, `of account ${VENDOR}`],
    [
      'an account number',
      'trustTooWide',
      (value) => trusting({ AWS: value }),
      { default: VENDOR },
      `of account ${VENDOR}`,
    ],
    [
      'an account in a condition',
      'trustTooWide',
      (value) => trusting('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': value } } }),
      { default: VENDOR },
      `of account ${VENDOR}`,
    ],
    [
      'roles of any name',
      'trustTooWide',
      (value) => trusting('*', { Condition: { ArnLike: { 'aws:PrincipalArn': value } } }),
      { default: 'arn:aws:iam::*:role/*' },
      'in principals of any account',
    ],
    [
      'any external id',
      'vendorTrustWithoutExternalId',
      (value) => ofVendor({ Condition: { StringLike: { 'sts:ExternalId': value } } }),
      { default: '*' },
      `lets in account ${VENDOR}`,
    ],
    ['any subject', 'webIdentityTooWide', token, { default: '*' }, 'whatever their subject is'],
  ])('%s', (_, id, trust, parameter, said) => {
    const [found = '', ...others] = text(id, of(trust, parameter));
    expect(others).toEqual([]);
    expect(found).toMatch(/^error /);
    expect(found).toContain(said);
    expect(found).toContain(', unless the deployment gives S/P another value.');
    // What only the deployment knows is nothing to find.
    expect(text(id, of(trust, { ...parameter, default: undefined }))).toEqual([]);
  });

  test.each<[string, string, (value: string) => unknown, CfnParameterProps]>([
    ['a role', 'trustTooWide', (value) => trusting({ AWS: value }), { default: arn('x') }],
    ['a list of roles', 'trustTooWide', (value) => trusting({ AWS: value }), { default: `${arn('x')},${arn('y')}` }],
    [
      'an external id',
      'vendorTrustWithoutExternalId',
      (value) => ofVendor({ Condition: { StringEquals: { 'sts:ExternalId': value } } }),
      { default: 'agreed' },
    ],
    ['a subject', 'webIdentityTooWide', token, { default: 'project_path:us/app:ref_type:branch:ref:main' }],
  ])('but not %s', (_, id, trust, parameter) => {
    expect(text(id, of(trust, parameter))).toEqual([]);
  });

  test('and of a finding that another thing makes, nothing is said of it', () => {
    const trust = (value: string) =>
      trusting(
        { AWS: root },
        { Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringLike: { 'aws:RequestTag/team': value } } },
      );
    const [found = ''] = text('vendorTrustWithoutExternalId', of(trust, { default: 'fraud' }));
    expect(found).toContain('could have it call your role.');
  });
});

test('NotPrincipal with Allow trusts everybody else', () => {
  const of = (more: object, effect = 'Allow') => {
    const stack = platform();
    const spared = { Effect: effect, NotPrincipal: { AWS: arn('x') }, Action: 'sts:AssumeRole', ...more };
    cfnRole(stack, 'r', [trusting({ AWS: arn('x') }), spared]);
    const { found } = check(stack.node.root as App, { rules: ['trustTooWide'] });
    return found.map(({ severity, text, fix }) => `${severity} ${text.split(' The statement')[0]!} ${fix}`);
  };
  const all =
    'error S/r lets in everybody but those whom NotPrincipal names, of any account. ' +
    'Name the roles that may assume it as Principal, by their ARNs.';
  expect(of({})).toEqual([all]);
  expect(of({ Action: 'sts:Assume*' })).toEqual([all]);
  expect(of({ Action: 'sts:TagSession' })).toEqual([]);
  expect(of({ Condition: { ArnEquals: { 'aws:PrincipalArn': arn('y') } } })).toEqual([]);
  expect(of({}, 'Deny')).toEqual([]);
});

test('trustTooWide is quiet on accounts by which a pipeline alone comes', () => {
  const of = (service: string) =>
    findingsOf('trustTooWide', (stack) => {
      const pipeline = trusting({ Service: service });
      cfnRole(stack, 'pipeline', pipeline, allow('sts:AssumeRole', arn('action', DATA.account)));
      cfnRole(dataStack(stack.node.root as App), 'action', trusting({ AWS: PLATFORM.account }));
    });
  expect(of('codepipeline.amazonaws.com')).toEqual([]);
  expect(of('lambda.amazonaws.com')).toEqual(['error D/action']);
});

test('the statement of a finding is the one of several that is wrong', () => {
  const stack = platform();
  cfnRole(stack, 'r', [
    { Sid: 'Right', ...ofVendor({ Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }) },
    { Sid: 'Wrong', ...ofVendor() },
  ]);
  const { found } = check(stack.node.root as App, { rules: ['vendorTrustWithoutExternalId'] });
  expect(found[0]!.text).toContain('The statement: {"Sid":"Wrong"');
});
