import { arn, base, problemsOf, resourcesOf, templatesOf } from './support';
import type { Template } from './support';

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';

/** The platform stack with the given chaining roles beside the base's. */
function platformWith(...roles: string[]) {
  const text = base + roles.map((role) => `  ${role.replace(/ \}$/, ', usedElsewhere: true }')}\n`).join('');
  return templatesOf(text)['RoleChaining-111122223333-Platform'];
}

const pods = (key: string, provider: string, more = '') =>
  `${key}: { account: platform, type: service-account, oidcProvider: ${provider}, serviceAccounts: [{ namespace: hops, name: ${key} }]${more} }`;

const roleNamed = (template: Template | undefined, name: string) =>
  resourcesOf(template, 'AWS::IAM::Role').find(({ Properties }) => Properties.RoleName === name);

describe('the OIDC provider', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowServiceAccounts',
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: arn(`iam::111122223333:oidc-provider/${issuer}`) },
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: 'sts.amazonaws.com',
            [`${issuer}:sub`]: 'system:serviceaccount:hops:pods',
          },
        },
      },
    ],
  };

  test('by its issuer: nothing is made', () => {
    const template = platformWith(pods('pods', `{ issuer: 'https://${issuer}' }`));
    expect(roleNamed(template, 'pods')?.Properties.AssumeRolePolicyDocument).toEqual(trust);
    expect(resourcesOf(template, 'AWS::IAM::OIDCProvider')).toEqual([]);
  });

  test('by its ARN: nothing is made', () => {
    const providerArn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
    const template = platformWith(pods('pods', `{ arn: '${providerArn}' }`));
    const [statement] = trust.Statement;
    expect(roleNamed(template, 'pods')?.Properties.AssumeRolePolicyDocument?.Statement).toEqual([
      { ...statement, Principal: { Federated: providerArn } },
    ]);
    expect(resourcesOf(template, 'AWS::IAM::OIDCProvider')).toEqual([]);
  });

  test('made once per issuer, with the audiences of every role, before the roles; the trust names it literally', () => {
    const template = platformWith(
      pods('pods', `{ create: { issuer: 'https://${issuer}' } }`),
      pods('jobs', `{ create: { issuer: '${issuer}/' } }`, ', audiences: [jobs]'),
    );
    const providers = resourcesOf(template, 'AWS::IAM::OIDCProvider');
    expect(providers.map(({ Properties }) => Properties)).toEqual([
      { Url: `https://${issuer}`, ClientIdList: ['jobs', 'sts.amazonaws.com'] },
    ]);
    const role = roleNamed(template, 'pods');
    expect(role?.Properties.AssumeRolePolicyDocument).toEqual(trust);
    expect(role?.DependsOn).toEqual([expect.stringMatching(/^OidcProvider/)]);
  });

  test('made for one role lists the audiences of those that only name it too, and is made before them', () => {
    const named = (template: Template | undefined, name: string) => roleNamed(template, name)?.DependsOn;
    const template = platformWith(
      pods('first', `{ issuer: 'https://${issuer}' }`, ', audiences: [vault]'),
      pods('made', `{ create: { issuer: 'https://${issuer}' } }`, ', audiences: [amazonaws.com]'),
      pods('arn', `{ arn: 'arn:aws:iam::111122223333:oidc-provider/${issuer}' }`),
      pods('other', `{ issuer: 'https://oidc.example.com' }`, ', audiences: [other]'),
    );
    const [provider, ...others] = resourcesOf(template, 'AWS::IAM::OIDCProvider');
    expect(others).toEqual([]);
    expect(provider?.Properties.ClientIdList).toEqual(['amazonaws.com', 'sts.amazonaws.com', 'vault']);
    for (const name of ['first', 'made', 'arn']) {
      expect(named(template, name)).toEqual([expect.stringMatching(/^OidcProvider/)]);
    }
    expect(named(template, 'other')).toBeUndefined();
  });

  test('is no API server', () => {
    const text = (url: string) => base + `  ${pods('pods', `{ issuer: 'https://${url}' }`, ', usedElsewhere: true')}\n`;
    expect(problemsOf(text('E41234.gr7.eu-west-1.eks.amazonaws.com'))).toEqual([
      expect.stringMatching(/chainingRoles\.pods: .* is the endpoint of a cluster's API server/),
    ]);
    expect(problemsOf(text(issuer))).toEqual([]);
  });
});

describe('pod identity', () => {
  const podIdentity = (rest: string) =>
    platformWith(
      `pods: { account: platform, type: pod-identity, serviceAccounts: [{ namespace: hops, name: pods }], ${rest} }`,
    );
  const sourceArnOf = (template: Template | undefined): unknown =>
    roleNamed(template, 'pods')?.Properties.AssumeRolePolicyDocument?.Statement[0]?.Condition?.ArnEquals?.[
      'aws:SourceArn'
    ];

  test('a cluster by its name', () => {
    const template = podIdentity('cluster: lake, associate: true');
    expect(sourceArnOf(template)).toEqual(arn('eks:eu-west-1:111122223333:cluster/lake'));
    const [association] = resourcesOf(template, 'AWS::EKS::PodIdentityAssociation');
    expect(association?.Properties).toMatchObject({ ClusterName: 'lake', Namespace: 'hops', ServiceAccount: 'pods' });
  });

  test('a cluster by its ARN', () => {
    const clusterArn = 'arn:aws:eks:eu-west-1:111122223333:cluster/lake';
    const template = podIdentity(`cluster: '${clusterArn}', associate: true`);
    expect(sourceArnOf(template)).toEqual(clusterArn);
    const [association] = resourcesOf(template, 'AWS::EKS::PodIdentityAssociation');
    expect(association?.Properties.ClusterName).toBe('lake');
  });

  test('any cluster', () => {
    expect(sourceArnOf(podIdentity('anyCluster: true'))).toBeUndefined();
  });
});

test('a path instead of a list of roles holds in the accounts that the config names', () => {
  const template = platformWith(
    "paths: { account: platform, type: instance-profile, path: /base/, resourceRolePath: /data/, resourceRoleAccounts: [finance], managedPolicies: ['arn:aws:iam::111122223333:policy/P'] }",
  );
  const [policy] = resourcesOf(template, 'AWS::IAM::ManagedPolicy');
  expect(policy?.Properties.PolicyDocument?.Statement[0]?.Resource).toEqual([
    arn('iam::111122223333:role/data/*'),
    arn('iam::444455556666:role/data/*'),
  ]);
  expect(roleNamed(template, 'paths')?.Properties.ManagedPolicyArns).toEqual(['arn:aws:iam::111122223333:policy/P']);
});
