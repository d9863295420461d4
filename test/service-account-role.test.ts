import { App, type Stack, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OidcProviders, ServiceAccountRole } from '../lib';
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

test('gives the annotation, the commands and the manifests for exact service accounts, all literal', () => {
  const stack = newStack(PLATFORM);
  const role = new ServiceAccountRole(stack, 'Pods', {
    oidcProvider: OidcProviders.fromIssuer(stack, 'Oidc', ISSUER),
    serviceAccounts,
    serviceAccountPatterns: [{ namespace: 'team', name: 'job-*' }],
    roleName: 'pods',
    path: '/hopsworks/',
  });
  const arn = 'arn:aws:iam::111122223333:role/hopsworks/pods';
  const annotations = { 'eks.amazonaws.com/role-arn': arn };

  expect(role.annotations).toEqual(annotations);
  expect(role.serviceAccountManifests()).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace: 'hopsworks', name: 'hopsworks-instance', annotations },
    },
  ]);
  expect(role.kubectlAnnotateCommands()).toEqual([
    `kubectl annotate serviceaccount --namespace hopsworks hopsworks-instance eks.amazonaws.com/role-arn=${arn} --overwrite`,
  ]);
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
