import { App, Aspects, Stack, Stage, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { ChainTrust, InstanceProfileRole, PodIdentityRole, ResourceRole, ServiceAccountRole } from '../lib';
import { FINANCE, ISSUER, PLATFORM } from './support';

function chainIn(scope: App | Stage) {
  const platform = new Stack(scope, 'Platform', { env: PLATFORM });
  const head = new InstanceProfileRole(platform, 'Head');
  const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];
  const pods = new PodIdentityRole(platform, 'Pods', { anyCluster: true, serviceAccounts });
  const irsa = new ServiceAccountRole(platform, 'Irsa', {
    oidcProvider: new iam.OidcProviderNative(platform, 'Oidc', { url: ISSUER }),
    serviceAccounts,
  });
  const data = new Stack(scope, 'Data', { env: FINANCE });
  const chainingRoles = [head, pods, irsa];
  const z = new ResourceRole(data, 'Z', { chainingRoles, allowSourceIdentity: true });
  const a = new ResourceRole(data, 'A', { chainingRoles, trust: ChainTrust.accountRoot() });
  return { platform, data, head, z, a };
}

function templates(context: Record<string, unknown>): unknown[] {
  const app = new App({ context });
  chainIn(app);
  return app.synth().stacks.map((stack) => stack.template as unknown);
}

test('the templates do not depend on feature flags', () => {
  const plain = templates({});
  expect(templates({ '@aws-cdk/aws-iam:minimizePolicies': true })).toEqual(plain);
  for (const value of ['strong', 'weak', 'both']) {
    expect(templates({ '@aws-cdk/core:defaultCrossStackReferences': value })).toEqual(plain);
  }
});

test.each(['true', 'false', '', 1])('a feature flag may be %p, as a context file without types has it', (value) => {
  const flags = ['@aws-cdk/aws-iam:minimizePolicies', '@aws-cdk/aws-iam:standardizedServicePrincipals'];
  const keys = [...flags, '@aws-cdk/core:enablePartitionLiterals', '@aws-cdk/iam:customizeRoles'];
  expect(() => templates(Object.fromEntries(keys.map((key) => [key, value])))).not.toThrow();
});

test('two synths of one app are equal', () => {
  expect(JSON.stringify(templates({}))).toBe(JSON.stringify(templates({})));
});

test('partition literals, when asked for, reach both halves', () => {
  const text = JSON.stringify(templates({ '@aws-cdk/core:enablePartitionLiterals': true }));
  expect(text).not.toContain('AWS::Partition');
  expect(text).toContain('arn:aws:iam::111122223333:root');
  expect(text).toContain('arn:aws:iam::444455556666:role/Data-Z-');
});

test('an aspect sets a boundary on every role', () => {
  const app = new App();
  const { platform, data } = chainIn(app);
  const boundary = iam.ManagedPolicy.fromManagedPolicyArn(
    platform,
    'Boundary',
    'arn:aws:iam::aws:policy/PowerUserAccess',
  );
  Aspects.of(app).add({
    visit: (node) => {
      if (node instanceof iam.CfnRole) node.permissionsBoundary = boundary.managedPolicyArn;
    },
  });
  for (const stack of [platform, data]) {
    const resources = Object.values(
      (app.synth().getStackArtifact(stack.artifactId).template as Template).Resources ?? {},
    );
    const boundaries = resources
      .filter(({ Type }) => Type === 'AWS::IAM::Role')
      .map(({ Properties }) => Properties.PermissionsBoundary);
    expect(boundaries).toEqual(Array(stack === platform ? 3 : 2).fill('arn:aws:iam::aws:policy/PowerUserAccess'));
  }
});

interface Template {
  /** Absent when a template is empty. */
  readonly Resources?: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

test('roles that were created beforehand take part in a chain', () => {
  const app = new App();
  iam.Role.customizeRoles(app, {
    usePrecreatedRoles: {
      'Platform/Head': 'their-head',
      'Platform/Pods': 'their-pods',
      'Platform/Irsa': 'their-irsa',
      'Data/Z': 'their-z',
      'Data/A': 'their-a',
    },
  });
  const { data, head, z } = chainIn(app);
  const assembly = app.synth();
  const kinds = assembly.stacks.flatMap((stack) =>
    Object.values((stack.template as Template).Resources ?? {}).map(({ Type }) => Type),
  );
  expect(kinds).not.toContain('AWS::IAM::Role');
  expect(kinds).not.toContain('AWS::IAM::ManagedPolicy');
  expect(head.roleName).toBe('their-head');
  expect(data.resolve(z.assumeRolePolicy?.toJSON())).toMatchObject({
    Statement: [
      {
        Sid: 'AllowChainingRoles',
        Principal: {
          AWS: [
            { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/their-head']] },
            {},
            {},
          ],
        },
      },
      {},
      {},
    ],
  });
});

test('a warning is silenced by its documented id', () => {
  const messages = (acknowledge: boolean) => {
    const app = new App();
    const stack = new Stack(app, 'Platform', { env: PLATFORM });
    const pods = new PodIdentityRole(stack, 'Pods', {
      anyCluster: true,
      serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
    });
    if (acknowledge) {
      Validations.of(pods).acknowledge({
        id: 'Annotation::cdk-iam-role-chaining:anyCluster',
        reason: 'one cluster in this account',
      });
    }
    return app.synth().getStackArtifact('Platform').messages.length;
  };
  expect(messages(false)).toBe(1);
  expect(messages(true)).toBe(0);
});
