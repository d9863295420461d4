import { App, Lazy, type Stack, aws_eks as eks, aws_iam as iam, aws_ssm as ssm } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OidcProviders, ServiceAccountRole, type ServiceAccountRoleProps } from '../lib';
import { Deployed, FINANCE, ISSUER, PLATFORM, newStack, warningsOf } from './support';

const HOST = ISSUER.replace('https://', '');
const PROVIDER_ARN = `arn:aws:iam::111122223333:oidc-provider/${HOST}`;
const serviceAccounts = [{ namespace: 'hopsworks', name: 'hopsworks-instance' }];

function trustWith(oidcProvider: (stack: Stack) => iam.IOIDCProviderRef, env = PLATFORM) {
  const stack = newStack(env);
  const role = new ServiceAccountRole(stack, 'Pods', { oidcProvider: oidcProvider(stack), serviceAccounts });
  return { trust: new Deployed(stack).of(role).trust, template: Template.fromStack(stack).toJSON() };
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AllowServiceAccounts',
      Effect: 'Allow',
      Principal: { Federated: PROVIDER_ARN },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${HOST}:aud`]: 'sts.amazonaws.com',
          [`${HOST}:sub`]: 'system:serviceaccount:hopsworks:hopsworks-instance',
        },
      },
    },
  ],
};

test.each<[string, (stack: Stack) => iam.IOIDCProviderRef]>([
  ['an L1', (stack) => new iam.CfnOIDCProvider(stack, 'Oidc', { url: ISSUER })],
  ['an L2', (stack) => new iam.OidcProviderNative(stack, 'Oidc', { url: ISSUER })],
  ['an ARN', (stack) => iam.OidcProviderNative.fromOidcProviderArn(stack, 'Oidc', PROVIDER_ARN)],
  [
    'an ARN of the older L2',
    (stack) => iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Oidc', PROVIDER_ARN),
  ],
  ['an issuer URL', (stack) => OidcProviders.fromIssuer(stack, 'Oidc', ISSUER)],
  ['an issuer without scheme', (stack) => OidcProviders.fromIssuer(stack, 'Oidc', HOST)],
  ['an issuer with trailing slash', (stack) => OidcProviders.fromIssuer(stack, 'Oidc', `${ISSUER}/`)],
  [
    'a token ARN',
    (stack) => {
      const cluster = clusterOf(stack);
      const provider = new iam.CfnOIDCProvider(stack, 'Oidc', { url: cluster.attrOpenIdConnectIssuerUrl });
      return iam.OidcProviderNative.fromOidcProviderArn(stack, 'Import', provider.attrArn);
    },
  ],
  [
    'a token URL',
    (stack) => new iam.CfnOIDCProvider(stack, 'Oidc', { url: clusterOf(stack).attrOpenIdConnectIssuerUrl }),
  ],
  ['a token issuer', (stack) => OidcProviders.fromIssuer(stack, 'Oidc', clusterOf(stack).attrOpenIdConnectIssuerUrl)],
])('trusts the exact subject and audience, with %s', (_, oidcProvider) => {
  const { trust, template } = trustWith(oidcProvider);
  expect(trust).toEqual(TRUST);
  expect(JSON.stringify(template)).not.toMatch(/Custom::|AWS::Lambda/);
});

function clusterOf(stack: Stack): eks.CfnCluster {
  return new eks.CfnCluster(stack, 'Cluster', {
    roleArn: 'arn:aws:iam::111122223333:role/eks',
    resourcesVpcConfig: { subnetIds: [] },
  });
}

test.each([
  ['us-gov-west-1', 'aws-us-gov', 'oidc.eks.us-gov-west-1.amazonaws.com/id/ABC123'],
  ['cn-north-1', 'aws-cn', 'oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC123'],
])('in %s the provider is in %s', (region, partition, issuer) => {
  const env = { ...PLATFORM, region };
  const { trust } = trustWith((stack) => OidcProviders.fromIssuer(stack, 'Oidc', `https://${issuer}`), env);
  expect(trust.Statement[0]?.Principal).toEqual({
    Federated: `arn:${partition}:iam::111122223333:oidc-provider/${issuer}`,
  });
  expect(trust.Statement[0]?.Condition?.StringEquals?.[`${issuer}:aud`]).toBe('sts.amazonaws.com');
});

test('several service accounts and audiences are lists of one statement, patterns a statement of their own', () => {
  const stack = newStack(PLATFORM);
  const role = new ServiceAccountRole(stack, 'Pods', {
    oidcProvider: OidcProviders.fromIssuer(stack, 'Oidc', ISSUER),
    serviceAccounts: [...serviceAccounts, { namespace: 'ops', name: 'jobs' }],
    serviceAccountPatterns: [{ namespace: 'team-?', name: '*' }],
    audiences: ['sts.amazonaws.com', 'internal'],
  });

  const [exact, patterns, ...others] = new Deployed(stack).of(role).trust.Statement;
  expect(others).toEqual([]);
  expect(exact?.Condition).toEqual({
    StringEquals: {
      [`${HOST}:aud`]: ['sts.amazonaws.com', 'internal'],
      [`${HOST}:sub`]: ['system:serviceaccount:hopsworks:hopsworks-instance', 'system:serviceaccount:ops:jobs'],
    },
  });
  expect(patterns).toEqual({
    Sid: 'AllowServiceAccountPatterns',
    Effect: 'Allow',
    Principal: { Federated: PROVIDER_ARN },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${HOST}:aud`]: ['sts.amazonaws.com', 'internal'] },
      StringLike: { [`${HOST}:sub`]: 'system:serviceaccount:team-?:*' },
    },
  });
});

test('with a token issuer, statements that are added later are kept', () => {
  const stack = newStack(PLATFORM);
  const oidcProvider = new iam.CfnOIDCProvider(stack, 'Oidc', { url: clusterOf(stack).attrOpenIdConnectIssuerUrl });
  const role = new ServiceAccountRole(stack, 'Pods', { oidcProvider, serviceAccounts });
  role.assumeRolePolicy?.addStatements(
    new iam.PolicyStatement({
      sid: 'Added',
      actions: ['sts:AssumeRole'],
      principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/break-glass')],
    }),
  );

  expect(new Deployed(stack).of(role).trust.Statement).toEqual([
    ...TRUST.Statement,
    {
      Sid: 'Added',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/break-glass' },
      Action: 'sts:AssumeRole',
    },
  ]);
});

test('a provider of another stack, whose URL is written out, needs no token as condition key', () => {
  const app = new App();
  const oidcProvider = new iam.OidcProviderNative(newStack(PLATFORM, 'Cluster', app), 'Oidc', { url: ISSUER });
  const stack = newStack(PLATFORM, 'Roles', app);
  const role = new ServiceAccountRole(stack, 'Pods', { oidcProvider, serviceAccounts });
  expect(new Deployed(stack).of(role).trust.Statement[0]?.Condition).toEqual(TRUST.Statement[0]?.Condition);
});

const ARN = 'arn:aws:iam::111122223333:role/hopsworks/pods';

const literalRole = (props: Partial<ServiceAccountRoleProps> = {}, stack = newStack(PLATFORM)) =>
  new ServiceAccountRole(stack, 'Pods', {
    oidcProvider: OidcProviders.fromIssuer(stack, 'Oidc', ISSUER),
    serviceAccounts,
    roleName: 'pods',
    path: '/hopsworks/',
    ...props,
  });

test('gives the annotations, the commands and the manifests for exact service accounts, all literal', () => {
  const role = literalRole({ serviceAccountPatterns: [{ namespace: 'team', name: 'job-*' }] });
  const annotations = { 'eks.amazonaws.com/role-arn': ARN };

  expect(role.annotations).toEqual(annotations);
  expect(role.serviceAccountManifests()).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace: 'hopsworks', name: 'hopsworks-instance', annotations },
    },
  ]);
  expect(role.kubectlAnnotateCommands()).toEqual([
    `kubectl annotate serviceaccount --namespace hopsworks hopsworks-instance eks.amazonaws.com/role-arn=${ARN} --overwrite`,
  ]);
});

describe('the audience of the annotations', () => {
  test.each<[string, string[] | undefined, string | undefined]>([
    ['is left out for the default', undefined, undefined],
    ['is left out where the default is spelled', ['sts.amazonaws.com'], undefined],
    ['is left out where the default is one of several', ['vault', 'sts.amazonaws.com'], undefined],
    ['is the only one', ['amazonaws.com'], 'amazonaws.com'],
    ['is the first of several', ['vault', 'amazonaws.com'], 'vault'],
  ])('%s', (_, audiences, expected) => {
    const role = literalRole({ audiences });
    const annotations = {
      'eks.amazonaws.com/role-arn': ARN,
      ...(expected === undefined ? {} : { 'eks.amazonaws.com/audience': expected }),
    };
    expect(role.annotations).toEqual(annotations);
    expect(role.serviceAccountManifests()).toMatchObject([{ metadata: { annotations } }]);
    const word = expected === undefined ? '' : ` eks.amazonaws.com/audience=${expected}`;
    expect(role.kubectlAnnotateCommands()).toEqual([
      `kubectl annotate serviceaccount --namespace hopsworks hopsworks-instance eks.amazonaws.com/role-arn=${ARN}${word} --overwrite`,
    ]);
  });

  test('is quoted for the shell; the annotation itself is not', () => {
    const role = literalRole({ audiences: ["it's;$(x)"] });
    expect(role.annotations['eks.amazonaws.com/audience']).toBe("it's;$(x)");
    expect(role.kubectlAnnotateCommands()[0]).toContain(" eks.amazonaws.com/audience='it'\\''s;$(x)' --overwrite");
  });
});

test('what the caller changes in its lists and objects later changes nothing', () => {
  const given = {
    audiences: ['vault'],
    serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
    serviceAccountPatterns: [{ namespace: 'team', name: 'job-*' }],
  };
  const stack = newStack(PLATFORM);
  const role = literalRole(given, stack);
  const before = { commands: role.kubectlAnnotateCommands(), trust: new Deployed(stack).of(role).trust };
  for (const account of [...given.serviceAccounts, ...given.serviceAccountPatterns]) account.name = 'other';
  for (const list of Object.values(given)) list.length = 0;
  expect(role.kubectlAnnotateCommands()).toEqual(before.commands);
  expect(role.annotations['eks.amazonaws.com/audience']).toBe('vault');
  role.annotations['eks.amazonaws.com/audience'] = 'other';
  expect(role.annotations['eks.amazonaws.com/audience']).toBe('vault');
  expect(new Deployed(stack).of(role).trust).toEqual(before.trust);
  expect(before.trust.Statement).toHaveLength(2);
});

describe('callers without types', () => {
  const wrong = (props: object) => () => literalRole(props);
  const account = { namespace: 'hopsworks', name: 'instance' };

  test.each<[object, string]>([
    [
      { oidcProvider: undefined },
      'oidcProvider is undefined: an OIDC provider of IAM is needed, such as OidcProviders',
    ],
    [{ oidcProvider: null }, 'oidcProvider is null: an OIDC provider'],
    [{ oidcProvider: PROVIDER_ARN }, `oidcProvider is "${PROVIDER_ARN}": an OIDC provider`],
    [{ oidcProvider: newStack() }, 'oidcProvider is the construct Stack: an OIDC provider'],
    [{ oidcProvider: { oidcProviderRef: {} } }, 'oidcProvider is an object: an OIDC provider'],
    [
      { serviceAccounts: account },
      'serviceAccounts is an object: a list of service accounts, each { namespace, name },',
    ],
    [{ serviceAccounts: 'hopsworks/instance' }, 'serviceAccounts is "hopsworks/instance": a list of service accounts'],
    [{ serviceAccounts: Lazy.any({ produce: () => [] }) }, 'serviceAccounts is a list known only at deployment'],
    [{ serviceAccounts: Lazy.list({ produce: () => [] }) }, 'serviceAccounts is a list known only at deployment'],
    [{ serviceAccounts: [null] }, 'serviceAccounts holds null: a service account is allowed, { namespace, name }.'],
    [{ serviceAccounts: [, account] }, 'serviceAccounts holds undefined: a service account'],
    [{ serviceAccounts: ['hopsworks:instance'] }, 'serviceAccounts holds "hopsworks:instance": a service account'],
    [{ serviceAccounts: [[account]] }, 'serviceAccounts holds a list: a service account'],
    [
      { serviceAccounts: [{ name: 'x' }] },
      'serviceAccounts holds a service account whose namespace is undefined: both',
    ],
    [{ serviceAccounts: [{ ...account, name: 5 }] }, 'serviceAccounts holds a service account whose name is 5: both'],
    [{ serviceAccountPatterns: 'team-*' }, 'serviceAccountPatterns is "team-*": a list of service accounts'],
    [{ serviceAccountPatterns: [null] }, 'serviceAccountPatterns holds null: a service account'],
    [{ serviceAccountPatterns: [{ name: '*' }] }, 'serviceAccountPatterns holds a service account whose namespace is'],
    [{ serviceAccounts: undefined }, 'it has neither serviceAccounts nor serviceAccountPatterns'],
    [{ serviceAccounts: null }, 'serviceAccounts is null: a list of service accounts'],
    [{ audiences: 'vault' }, 'audiences is "vault": a list of texts is expected.'],
    [{ audiences: () => ['vault'] }, 'audiences is a function: a list of texts is expected.'],
    [{ audiences: [null] }, 'audiences holds null: texts are allowed.'],
    [{ audiences: [['vault']] }, 'audiences holds a list: texts are allowed.'],
    [{ audiences: ['${aws:username}'] }, 'audiences holds "${aws:username}": these are compared exactly'],
  ])('%p: %s', (props, message) => {
    expect(wrong(props)).toThrow(`Stack/Pods: ${message}`);
  });

  test('without any props', () => {
    const Untyped = ServiceAccountRole as unknown as new (scope: Stack, id: string) => ServiceAccountRole;
    expect(() => new Untyped(newStack(), 'Pods')).toThrow('Stack/Pods: oidcProvider is undefined');
  });

  test('an issuer that is no text', () => {
    const issuer = clusterOf(newStack()) as unknown as string;
    expect(() => OidcProviders.fromIssuer(newStack(), 'Oidc', issuer)).toThrow(
      'Stack/Oidc: the issuer is the construct Stack/Cluster: the',
    );
  });
});

describe('the issuer', () => {
  const WANTED =
    "is the endpoint of a cluster's API server: the issuer of the cluster is wanted, https://oidc.eks.<region>.amazonaws.com/id/<id>, " +
    'as printed by `aws eks describe-cluster --name <cluster> --query cluster.identity.oidc.issuer --output text`.';

  test.each([
    'E41234.gr7.eu-west-1.eks.amazonaws.com',
    'https://E41234.sk1.eu-west-1.eks.amazonaws.com',
    'https://E41234.YL4.us-gov-west-1.eks.amazonaws.com/',
    'https://E41234.gr7.cn-north-1.eks.amazonaws.com.cn',
    'https://E41234.cn-north-1.amazonwebservices.com.cn',
    'https://E41234.cn-north-1.api.amazonwebservices.com.cn',
    'https://E41234.eu-west-1.api.aws',
    'https://E41234.gr7.us-iso-east-1.eks.c2s.ic.gov',
    'https://E41234.gr7.eusc-de-east-1.eks.amazonaws.eu',
    'https://e41234.gr7.eu-west-1.eks.amazonaws.com/id/E41234',
  ])('is no endpoint of an API server: %s', (url) => {
    const shownUrl = url.replace(/^https:\/\/|\/$/g, '');
    expect(() => OidcProviders.fromIssuer(newStack(), 'Oidc', url)).toThrow(`Stack/Oidc: "${shownUrl}" ${WANTED}`);
    const byArn = (stack: Stack) =>
      iam.OidcProviderNative.fromOidcProviderArn(stack, 'Oidc', `arn:aws:iam::111122223333:oidc-provider/${shownUrl}`);
    expect(() => trustWith(byArn)).toThrow(`Stack/Pods: "${shownUrl}" ${WANTED}`);
    const made = (stack: Stack) => new iam.CfnOIDCProvider(stack, 'Oidc', { url });
    expect(() => trustWith(made)).toThrow(`Stack/Pods: "${shownUrl}" ${WANTED}`);
  });

  test.each([
    'https://oidc-eks.eu-west-1.api.aws/id/E41234',
    'https://oidc.eks.cn-north-1.amazonaws.com.cn/id/E41234',
    'https://oidc.eks.us-iso-east-1.c2s.ic.gov/id/E41234',
    'https://s3-eu-west-1.amazonaws.com/cluster-oidc',
    'https://cluster-oidc.s3.cn-north-1.amazonaws.com.cn',
    'https://oidc.eu-west-1.eks.example.com',
    'https://container.googleapis.com/v1/projects/p/locations/europe-west1/clusters/c',
  ])('may be any other host: %s', (url) => {
    const { trust } = trustWith((stack) => OidcProviders.fromIssuer(stack, 'Oidc', url));
    expect(Object.keys(trust.Statement[0]?.Condition?.StringEquals ?? {})).toEqual(
      ['aud', 'sub'].map((key) => `${url.replace('https://', '')}:${key}`),
    );
  });

  test('is not the endpoint of a cluster of this app either', () => {
    const of = (attribute: 'attrEndpoint' | 'attrOpenIdConnectIssuerUrl') => () => {
      const stack = newStack(PLATFORM);
      return OidcProviders.fromIssuer(stack, 'Oidc', clusterOf(stack)[attribute]);
    };
    expect(of('attrEndpoint')).toThrow("Stack/Oidc: this is the endpoint of a cluster's API server: the issuer");
    expect(of('attrOpenIdConnectIssuerUrl')).not.toThrow();
  });
});

describe('what CDK has yet to look up goes on to the lookup', () => {
  const lookup = (stack: Stack, name: string) => ssm.StringParameter.valueFromLookup(stack, name);
  const arn = (stack: Stack) => `arn:aws:iam::${lookup(stack, '/account')}:oidc-provider/oidc.example.com`;

  test.each<[string, (stack: Stack) => Partial<ServiceAccountRoleProps>]>([
    ['the issuer', (stack) => ({ oidcProvider: OidcProviders.fromIssuer(stack, 'I', lookup(stack, '/issuer')) })],
    [
      'a part of the issuer',
      (stack) => ({ oidcProvider: OidcProviders.fromIssuer(stack, 'I', `https://${lookup(stack, '/host')}/id/x`) }),
    ],
    [
      'a part of the ARN',
      (stack) => ({ oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'I', arn(stack)) }),
    ],
    ['a namespace', (stack) => ({ serviceAccounts: [{ namespace: lookup(stack, '/namespace'), name: 'x' }] })],
    ['a name', (stack) => ({ serviceAccounts: [{ namespace: 'x', name: lookup(stack, '/name_of/A') }] })],
    ['a pattern', (stack) => ({ serviceAccountPatterns: [{ namespace: lookup(stack, '/namespace'), name: '*' }] })],
    ['an audience', (stack) => ({ audiences: [lookup(stack, '/audience')] })],
  ])('%s', (_, props) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Stack', app);
    literalRole(props(stack), stack);
    expect(app.synth().manifest.missing).toHaveLength(1);
  });
});

describe('a provider of another stack', () => {
  const build = (env: typeof PLATFORM, url: (stack: Stack) => string) => {
    const app = new App();
    const cluster = newStack(PLATFORM, 'Cluster', app);
    const oidcProvider = new iam.OidcProviderNative(cluster, 'Oidc', { url: url(cluster) });
    const stack = newStack(env, 'Roles', app);
    return { app, stack, role: new ServiceAccountRole(stack, 'Pods', { oidcProvider, serviceAccounts }) };
  };
  const literal = () => ISSUER;
  const token = (stack: Stack) => clusterOf(stack).attrOpenIdConnectIssuerUrl;
  const abroad = { ...PLATFORM, region: 'us-east-1' };

  test.each([PLATFORM, abroad])(
    'is named by a computed ARN, and made first, when its URL is written out: %o',
    (env) => {
      const { app, stack, role } = build(env, literal);
      expect(new Deployed(stack).of(role).trust).toEqual(TRUST);
      const templates = JSON.stringify(app.synth().stacks.map((each) => each.template as unknown));
      expect(templates).not.toMatch(/Custom::|ImportValue|"Export"/);
      expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Cluster']);
    },
  );

  test('is found behind an import of its ARN attribute', () => {
    const app = new App();
    const oidcProvider = new iam.OidcProviderNative(newStack(PLATFORM, 'Cluster', app), 'Oidc', { url: ISSUER });
    const stack = newStack(abroad, 'Roles', app);
    const imported = iam.OidcProviderNative.fromOidcProviderArn(stack, 'Import', oidcProvider.oidcProviderArn);
    const role = new ServiceAccountRole(stack, 'Pods', { oidcProvider: imported, serviceAccounts });
    expect(new Deployed(stack).of(role).trust).toEqual(TRUST);
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Cluster']);
  });

  test('is an error when its URL is a token and it is in another region', () => {
    expect(() => build(PLATFORM, token)).not.toThrow();
    expect(() => build(abroad, token)).toThrow(
      'Roles/Pods: oidcProvider is in Cluster, of another region or Stage, and its issuer is not known at synth',
    );
  });

  test('is an error when it is in another account', () => {
    expect(() => build(FINANCE, literal)).toThrow(
      'Roles/Pods: oidcProvider is in account 111122223333 and the role in 444455556666',
    );
  });
});

test('where roles are created beforehand, the report holds a readable issuer', () => {
  const app = new App();
  iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Stack/Pods': 'their-pods' } });
  const stack = newStack(PLATFORM, 'Stack', app);
  const oidcProvider = new iam.CfnOIDCProvider(stack, 'Oidc', { url: clusterOf(stack).attrOpenIdConnectIssuerUrl });
  const role = new ServiceAccountRole(stack, 'Pods', { oidcProvider, serviceAccounts });
  expect(() => app.synth()).not.toThrow();
  expect(JSON.stringify(stack.resolve(role.assumeRolePolicy?.toJSON()))).toContain(
    ':sub":"system:serviceaccount:hopsworks',
  );
});

test('creates the role only', () => {
  const stack = newStack(PLATFORM);
  new ServiceAccountRole(stack, 'Pods', {
    oidcProvider: OidcProviders.fromIssuer(stack, 'Oidc', ISSUER),
    serviceAccountPatterns: [{ namespace: 'team', name: 'job-*' }],
  });
  expect(Object.values(new Deployed(stack).resources).map(({ Type }) => Type)).toEqual(['AWS::IAM::Role']);
  expect(warningsOf(stack).map(({ text }) => text)).toEqual([
    expect.stringContaining('system:serviceaccount:team:job-* can assume it') as string,
  ]);
});
