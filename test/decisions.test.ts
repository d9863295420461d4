import { App, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ChainTrust,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  type ResourceRoleProps,
  OidcProviders,
  ServiceAccountRole,
} from '../lib';
import { type Call, isAllowed } from './simulator';
import { Deployed, type DeployedRole, FINANCE, ISSUER, PLATFORM, type PolicyDocument, newStack } from './support';

const HOST = ISSUER.replace('https://', '');
const CLUSTER_ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/hopsworks';

/** The chaining roles of a platform, and one resource role in each account. */
function chain(props: Partial<ResourceRoleProps> = {}) {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const finance = newStack(FINANCE, 'Finance', app);
  const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];
  const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
  const other = new InstanceProfileRole(platform, 'Other', { roleName: 'other' });
  const irsa = new ServiceAccountRole(platform, 'Irsa', {
    roleName: 'irsa',
    oidcProvider: OidcProviders.fromIssuer(platform, 'Oidc', ISSUER),
    serviceAccounts,
    serviceAccountPatterns: [{ namespace: 'team-?', name: 'job-*' }],
  });
  const pods = new PodIdentityRole(platform, 'Pods', {
    roleName: 'pods',
    cluster: eks.CfnCluster.fromClusterArn(platform, 'Cluster', CLUSTER_ARN),
    serviceAccounts: [...serviceAccounts, { namespace: 'ops', name: 'jobs' }],
  });
  const chainingRoles = [head, irsa, pods];
  const far = new ResourceRole(finance, 'Far', { chainingRoles, roleName: 'far', ...props });
  const near = new ResourceRole(platform, 'Near', { chainingRoles, roleName: 'near', ...props });
  const own = new ResourceRole(finance, 'Own', { chainingRoles: [other], roleName: 'own' });
  const [inPlatform, inFinance] = [new Deployed(platform), new Deployed(finance)];
  return {
    head: inPlatform.of(head),
    other: inPlatform.of(other),
    irsa: inPlatform.of(irsa),
    pods: inPlatform.of(pods),
    near: inPlatform.of(near),
    far: inFinance.of(far),
    own: inFinance.of(own),
  };
}

/** What a session of a role is asked to do: AWS fills in its own keys about the caller. */
function fromRole(
  caller: DeployedRole,
  role: DeployedRole,
  context: Call['context'] = {},
  action = 'sts:AssumeRole',
): Call {
  return {
    principal: caller.arn,
    action,
    role,
    permissions: caller.permissions,
    context: { 'aws:PrincipalArn': caller.arn, ...context },
  };
}

describe('the first hop', () => {
  const { head, irsa, pods } = chain();

  test('instances of EC2 may hold the head role, other services may not', async () => {
    const call = { action: 'sts:AssumeRole', role: head };
    expect(await isAllowed({ ...call, principal: 'ec2.amazonaws.com' })).toBe(true);
    expect(await isAllowed({ ...call, principal: 'lambda.amazonaws.com' })).toBe(false);
  });

  const webIdentity = (aud: string, sub: string, issuer = HOST): Call => ({
    principal: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
    action: 'sts:AssumeRoleWithWebIdentity',
    role: irsa,
    context: { [`${HOST}:aud`]: aud, [`${HOST}:sub`]: sub },
  });

  test.each([
    ['the exact subject and audience', 'sts.amazonaws.com', 'system:serviceaccount:hopsworks:instance', true],
    ['another audience', 'kubernetes.default.svc', 'system:serviceaccount:hopsworks:instance', false],
    ['another service account', 'sts.amazonaws.com', 'system:serviceaccount:hopsworks:instance2', false],
    ['another namespace', 'sts.amazonaws.com', 'system:serviceaccount:default:instance', false],
    ['a subject that a pattern fits', 'sts.amazonaws.com', 'system:serviceaccount:team-a:job-1', true],
    ['a subject just outside the pattern', 'sts.amazonaws.com', 'system:serviceaccount:team-ab:job-1', false],
    ['a pattern with another audience', 'other', 'system:serviceaccount:team-a:job-1', false],
  ])('a token with %s', async (_, aud, sub, expected) => {
    expect(await isAllowed(webIdentity(aud, sub))).toBe(expected);
  });

  test('a token of another issuer is refused', async () => {
    const sub = 'system:serviceaccount:hopsworks:instance';
    expect(await isAllowed(webIdentity('sts.amazonaws.com', sub))).toBe(true);
    expect(await isAllowed(webIdentity('sts.amazonaws.com', sub, 'oidc.eks.eu-west-1.amazonaws.com/id/OTHER'))).toBe(
      false,
    );
  });

  const podIdentity = (changed: Record<string, string>, action = 'sts:AssumeRole'): Call => ({
    principal: 'pods.eks.amazonaws.com',
    action,
    role: pods,
    context: {
      'aws:RequestTag/kubernetes-namespace': 'hopsworks',
      'aws:RequestTag/kubernetes-service-account': 'instance',
      'aws:SourceAccount': '111122223333',
      'aws:SourceArn': CLUSTER_ARN,
      ...changed,
    },
  });

  test.each([
    ['the exact service account', {}, true],
    [
      'the second service account',
      { 'aws:RequestTag/kubernetes-namespace': 'ops', 'aws:RequestTag/kubernetes-service-account': 'jobs' },
      true,
    ],
    ['the namespace of one with the name of another', { 'aws:RequestTag/kubernetes-service-account': 'jobs' }, false],
    ['another cluster', { 'aws:SourceArn': `${CLUSTER_ARN}2` }, false],
    ['another account', { 'aws:SourceAccount': '444455556666' }, false],
  ])('Pod Identity with %s', async (_, changed, expected) => {
    expect(await isAllowed(podIdentity(changed))).toBe(expected);
    expect(await isAllowed(podIdentity(changed, 'sts:TagSession'))).toBe(expected);
  });
});

describe.each([
  ['exact role', ChainTrust.exactRole()],
  ['account root', ChainTrust.accountRoot()],
])('the second hop, trust: %s', (kind, trust) => {
  const { head, other, irsa, near, far, own } = chain({ trust });

  test.each([
    ['head', head],
    ['irsa', irsa],
  ])('%s becomes its resource roles in both accounts', async (_, caller) => {
    expect(await isAllowed(fromRole(caller, near))).toBe(true);
    expect(await isAllowed(fromRole(caller, far))).toBe(true);
  });

  test('a chaining role that is not declared is refused by both halves, and its own role is not', async () => {
    expect(await isAllowed(fromRole(other, own))).toBe(true);
    expect(await isAllowed(fromRole(other, far))).toBe(false);
    expect(await isAllowed(fromRole(head, own))).toBe(false);
  });

  test('across accounts, each half alone is refused', async () => {
    expect(await isAllowed(fromRole(head, far))).toBe(true);
    expect(await isAllowed({ ...fromRole(head, far), permissions: [] })).toBe(false);
    expect(await isAllowed({ ...fromRole(head, far), role: { ...far, trust: own.trust } })).toBe(false);
  });

  test('inside one account, the permissions policy alone is refused; the trust policy alone works with the exact role only', async () => {
    expect(await isAllowed({ ...fromRole(head, near), role: { ...near, trust: own.trust } })).toBe(false);
    expect(await isAllowed({ ...fromRole(head, near), permissions: [] })).toBe(kind === 'exact role');
  });

  test('a resource role does not become another one, whatever its own permissions say', async () => {
    const anyRole: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Any', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
    };
    expect(await isAllowed({ ...fromRole(head, far), permissions: [anyRole] })).toBe(true);
    expect(await isAllowed({ ...fromRole(near, far), permissions: [anyRole] })).toBe(false);
  });
});

describe('what a trust may demand', () => {
  test('an external id: right, wrong, absent', async () => {
    const { head, far } = chain({ externalId: 'secret-id' });
    expect(await isAllowed(fromRole(head, far, { 'sts:ExternalId': 'secret-id' }))).toBe(true);
    expect(await isAllowed(fromRole(head, far, { 'sts:ExternalId': 'other-id' }))).toBe(false);
    expect(await isAllowed(fromRole(head, far))).toBe(false);
  });

  test('an organization: right, wrong, absent', async () => {
    const { head, far } = chain({ organizationId: 'o-a1b2c3d4e5' });
    expect(await isAllowed(fromRole(head, far, { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }))).toBe(true);
    expect(await isAllowed(fromRole(head, far, { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' }))).toBe(false);
    expect(await isAllowed(fromRole(head, far))).toBe(false);
  });

  test('a further condition: met and not met', async () => {
    const { head, far } = chain({ conditions: { StringEquals: { 'aws:PrincipalTag/team': 'data' } } });
    expect(await isAllowed(fromRole(head, far, { 'aws:PrincipalTag/team': 'data' }))).toBe(true);
    expect(await isAllowed(fromRole(head, far, { 'aws:PrincipalTag/team': 'web' }))).toBe(false);
  });

  test('session tags pass from Pod Identity under an external id, which the tagging itself does not carry', async () => {
    const { pods, far } = chain({ externalId: 'secret-id' });
    const tags = { 'aws:RequestTag/kubernetes-namespace': 'hopsworks' };
    expect(await isAllowed(fromRole(pods, far, { ...tags, 'sts:ExternalId': 'secret-id' }))).toBe(true);
    expect(await isAllowed(fromRole(pods, far, tags))).toBe(false);
    expect(await isAllowed(fromRole(pods, far, tags, 'sts:TagSession'))).toBe(true);
  });

  test.each([
    ['sts:TagSession', { 'aws:RequestTag/team': 'data' }, 'allowSessionTags'],
    ['sts:SetSourceIdentity', { 'sts:SourceIdentity': 'alice' }, 'allowSourceIdentity'],
  ])('%s is refused to the head role unless asked for', async (action, context, prop) => {
    const [without, asked] = [chain(), chain({ [prop]: true })];
    expect(await isAllowed(fromRole(without.head, without.far, context, action))).toBe(false);
    expect(await isAllowed(fromRole(asked.head, asked.far, context, action))).toBe(true);
  });
});

test('a statement that is added to a trust later is decided too', async () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  const role = new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3-role' });
  const breakGlass = 'arn:aws:iam::111122223333:role/break-glass';
  const decide = (principal: string) =>
    isAllowed({ principal, action: 'sts:AssumeRole', role: new Deployed(stack).of(role) });
  role.assumeRolePolicy?.addStatements(
    new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ArnPrincipal(breakGlass)] }),
  );
  expect(await decide(breakGlass)).toBe(true);
  expect(await decide(`${breakGlass}-2`)).toBe(false);
});
