import {
  App,
  Aws,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  CfnStack,
  type CfnResource,
  Fn,
  LegacyStackSynthesizer,
  NestedStack,
  Stack,
  Stage,
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { PodIdentityRole, OidcProviders, ServiceAccountRole, type ServiceAccountRoleProps } from '../../../lib';
import { FINANCE, ISSUER, PLATFORM } from '../../support';
import { cli, file } from './support';

const INSTANCE = { namespace: 'hopsworks', name: 'hopsworks-instance' };

function pods(scope: Construct, props: Partial<ServiceAccountRoleProps> = {}): ServiceAccountRole {
  return new ServiceAccountRole(scope, 'Pods', {
    roleName: 'pods',
    path: '/hopsworks/',
    oidcProvider: OidcProviders.fromIssuer(scope, 'Oidc', ISSUER),
    serviceAccounts: [INSTANCE],
    ...props,
  });
}

/** The folder that an app is synthesized into. */
function synth(make: (app: App) => void): string {
  const app = new App();
  make(app);
  return app.synth().directory;
}

async function manifests(...args: string[]) {
  const ended = await cli(['manifests', ...args]);
  expect(ended).toMatchObject({ exitCode: 0, err: '' });
  return { text: ended.out, objects: parseAllDocuments(ended.out).map((each) => each.toJS() as unknown) };
}

async function refusal(...args: string[]): Promise<string> {
  const { exitCode, out, err } = await cli(['manifests', ...args]);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  return err;
}

const annotated = ({ namespace, name }: typeof INSTANCE, arn: string, audience?: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    namespace,
    name,
    annotations: {
      'eks.amazonaws.com/role-arn': arn,
      ...(audience === undefined ? {} : { 'eks.amazonaws.com/audience': audience }),
    },
  },
});

const ARN = 'arn:aws:iam::111122223333:role/hopsworks/pods';

test('are what the role itself would give, and all else stands in comments', async () => {
  const other = { namespace: 'hopsworks', name: 'jobs' };
  let role: ServiceAccountRole | undefined;
  const folder = synth((app) => {
    role = pods(new Stack(app, 'Stack', { env: PLATFORM }), { serviceAccounts: [INSTANCE, other] });
  });
  const { text, objects } = await manifests(folder);
  expect(objects).toEqual([annotated(INSTANCE, ARN), annotated(other, ARN)]);
  expect(objects).toEqual(role!.serviceAccountManifests());
  for (const command of role!.kubectlAnnotateCommands()) expect(text).toContain(`#   ${command}\n`);
  expect(text).toContain('#   kubectl get pods --namespace hopsworks --field-selector spec.serviceAccountName=jobs\n');
  expect(text.match(/kubectl rollout restart --namespace hopsworks /g)).toHaveLength(1);
  expect(text).toContain(`#   serviceAccount:\n#     annotations:\n#       eks.amazonaws.com/role-arn: ${ARN}\n`);
  expect(text).toContain(`hopsworks/jobs, of the cluster with the issuer ${ISSUER.replace('https://', '')}`);
});

test('ask for the audience that the role trusts, wherever an annotation stands', async () => {
  let role: ServiceAccountRole | undefined;
  const folder = synth((app) => {
    role = pods(new Stack(app, 'Stack', { env: PLATFORM }), {
      audiences: ["it's;$(kops)", 'other'],
      serviceAccountPatterns: [{ namespace: 'hopsworks', name: 'job-*' }],
    });
  });
  const { text, objects } = await manifests(folder);
  expect(objects).toEqual(role!.serviceAccountManifests());
  expect(objects).toEqual([annotated(INSTANCE, ARN, "it's;$(kops)")]);
  const words = `eks.amazonaws.com/role-arn=${ARN} eks.amazonaws.com/audience='it'\\''s;$(kops)'`;
  expect(text).toContain(
    `#   kubectl annotate serviceaccount --namespace hopsworks hopsworks-instance ${words} --overwrite\n`,
  );
  expect(text).toContain(
    `#     annotations:\n#       eks.amazonaws.com/role-arn: ${ARN}\n#       eks.amazonaws.com/audience: it's;$(kops)\n`,
  );
  expect(text).toContain(`#   system:serviceaccount:hopsworks:job-*: ${words}\n`);
});

/** The manifests of a role whose trust somebody else wrote, with one set of conditions a statement. */
async function ofTrust(...conditions: iam.Conditions[]) {
  const folder = synth((app) => {
    const [first, ...others] = conditions.map(
      (condition) => new iam.WebIdentityPrincipal(providerOf(condition), condition),
    );
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    const role = new iam.Role(stack, 'Pods', { roleName: 'pods', path: '/hopsworks/', assumedBy: first! });
    for (const other of others) role.assumeRolePolicy?.addStatements(...statementsOf(other));
  });
  return manifests(folder);
}

function statementsOf(principal: iam.WebIdentityPrincipal): iam.PolicyStatement[] {
  const { principalJson, conditions } = principal.policyFragment;
  return [
    iam.PolicyStatement.fromJson({
      Effect: 'Allow',
      Action: principal.assumeRoleAction,
      Principal: principalJson,
      Condition: conditions,
    }),
  ];
}

const WEB_IDENTITY = { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' };

/** A role with a trust that somebody else wrote. */
function withTrust(stack: Stack, roleName: string, Statement: unknown): iam.CfnRole {
  return new iam.CfnRole(stack, roleName, {
    roleName,
    path: roleName === 'pods' ? '/hopsworks/' : undefined,
    assumeRolePolicyDocument: { Version: '2012-10-17', Statement },
  });
}

/** The provider whose claims the conditions speak of first. */
function providerOf(conditions: iam.Conditions): string {
  const [key = ''] = Object.keys(Object.values(conditions)[0] as object);
  return `arn:aws:iam::111122223333:oidc-provider/${key.replace(/:\w+$/, '')}`;
}

const SUBJECT = 'system:serviceaccount:hopsworks:hopsworks-instance';

test.each<[string, string | undefined, iam.Conditions]>([
  ['none', undefined, { StringEquals: { 'i:sub': SUBJECT } }],
  ['the default', undefined, { StringEquals: { 'i:sub': SUBJECT, 'i:aud': 'sts.amazonaws.com' } }],
  ['the default and another', undefined, { StringEquals: { 'i:sub': SUBJECT, 'i:aud': ['a', 'sts.amazonaws.com'] } }],
  ['another', 'a', { StringEquals: { 'i:sub': SUBJECT, 'i:aud': 'a' } }],
  ['another, by the operator of patterns', 'a', { StringEquals: { 'i:sub': SUBJECT }, StringLike: { 'i:aud': 'a' } }],
  ['a pattern', undefined, { StringEquals: { 'i:sub': SUBJECT }, StringLike: { 'i:aud': '*.amazonaws.com' } }],
  ['in any case', 'a', { StringEquals: { 'i:sub': SUBJECT }, StringEqualsIgnoreCase: { 'I:AUD': 'A' } }],
  ['present', undefined, { StringEquals: { 'i:sub': SUBJECT }, Null: { 'i:aud': false } }],
  ['kept out', undefined, { StringEquals: { 'i:sub': SUBJECT }, StringNotEquals: { 'i:aud': 'a' } }],
])('ask for what a trust of others asks for: audience %s', async (_, audience, condition) => {
  expect((await ofTrust(condition)).objects).toEqual([annotated(INSTANCE, ARN, audience)]);
});

test('a role of two clusters names each, and makes each service account once', async () => {
  const green = 'system:serviceaccount:hopsworks:green';
  const { text, objects } = await ofTrust(
    { StringEquals: { 'blue.example.com:sub': SUBJECT } },
    { StringEquals: { 'green.example.com:sub': [SUBJECT, green] } },
  );
  expect(objects).toEqual([annotated(INSTANCE, ARN), annotated({ ...INSTANCE, name: 'green' }, ARN)]);
  expect(
    [...text.matchAll(/hopsworks\/(\S+), of the cluster with the issuer (\S+)/g)].map(([, ...found]) => found),
  ).toEqual([
    ['hopsworks-instance', 'blue.example.com'],
    ['hopsworks-instance', 'green.example.com'],
    ['green', 'green.example.com'],
  ]);
});

test('a trust of two issuers in one statement lets in the accounts of each', async () => {
  const folder = synth((app) => {
    const federated = ['blue', 'green'].map((id) => `arn:aws:iam::111122223333:oidc-provider/${id}`);
    withTrust(new Stack(app, 'Stack', { env: PLATFORM }), 'pods', [
      {
        ...WEB_IDENTITY,
        Principal: { Federated: federated },
        Condition: { StringEquals: { 'green:sub': 'system:serviceaccount:hopsworks:green' } },
      },
    ]);
  });
  const { text, objects } = await manifests(folder);
  expect(objects).toEqual([annotated({ ...INSTANCE, name: 'green' }, ARN)]);
  expect(text.match(/of the cluster with the issuer .*/g)).toEqual(['of the cluster with the issuer green']);
});

test.each<[string, iam.Conditions]>([
  ['of another issuer than the one that the key names', { StringEquals: { 'j:sub': SUBJECT } }],
  ['with the audience of another issuer', { StringEquals: { 'i:sub': SUBJECT, 'j:aud': 'a' } }],
  ['with two subjects at once', { StringEquals: { 'i:sub': SUBJECT }, StringLike: { 'i:sub': 'system:*:other:*' } }],
  ['with a literal *', { StringEquals: { 'i:sub': '*' } }],
])('a dead trust, %s, is told and makes nothing', async (_, conditions) => {
  const folder = synth((app) => {
    const Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/i' };
    withTrust(new Stack(app, 'Stack', { env: PLATFORM }), 'pods', [
      { ...WEB_IDENTITY, Principal, Condition: conditions },
    ]);
  });
  const { text, objects } = await manifests(folder);
  expect(objects.filter((each) => each !== null)).toEqual([]);
  expect(text).toMatch(/Dead trust: .*\n#   (system:|\*)/);
});

test.each<[string, object]>([
  ['a Deny', { ...WEB_IDENTITY, Effect: 'Deny', Condition: { StringLike: { 'i:sub': '*:excluded' } } }],
  [
    'a Deny of all but one',
    { ...WEB_IDENTITY, Effect: 'Deny', Condition: { StringNotLike: { 'i:sub': '*:*-instance' } } },
  ],
])('who is kept out by %s gets no manifest, and is not told to be annotated', async (_, deny) => {
  const Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/i' };
  const excluded = 'system:serviceaccount:kube-system:excluded';
  const folder = synth((app) => {
    withTrust(new Stack(app, 'Stack', { env: PLATFORM }), 'pods', [
      { ...WEB_IDENTITY, Principal, Condition: { StringEquals: { 'i:sub': [SUBJECT, excluded] } } },
      { ...deny, Principal },
    ]);
  });
  const { text, objects } = await manifests(folder);
  expect(objects).toEqual([annotated(INSTANCE, ARN)]);
  expect(text).not.toContain('excluded');
});

test('trusts of every shape that others write are read: a single statement, JSON text, Fn::If, services, SAML, GitHub', async () => {
  const Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/i' };
  const trusted = (name: string) => ({
    ...WEB_IDENTITY,
    Principal,
    Condition: { 'ForAnyValue:StringLike': { 'i:sub': `system:serviceaccount:hopsworks:${name}` } },
  });
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    withTrust(stack, 'single', trusted('a'));
    withTrust(stack, 'choice', [{ 'Fn::If': ['IsProd', trusted('b'), { Ref: 'AWS::NoValue' }] }]);
    withTrust(stack, 'text', trusted('c')).addPropertyOverride(
      'AssumeRolePolicyDocument',
      JSON.stringify({ Version: '2012-10-17', Statement: trusted('c') }),
    );
    withTrust(stack, 'service', [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
      { Effect: 'Allow', Action: '*', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      { ...WEB_IDENTITY, NotPrincipal: { AWS: '*' } },
      {
        ...WEB_IDENTITY,
        Principal,
        Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:a/*' } },
      },
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/x' },
      },
      'nonsense',
    ]);
  });
  const { objects } = await manifests(folder);
  expect(objects).toEqual(
    ['a', 'b', 'c'].map((name, index) =>
      annotated(
        { ...INSTANCE, name },
        ARN.replace('pods', ['single', 'choice', 'text'][index]!).replace('/hopsworks', ''),
      ),
    ),
  );
});

test('hostile names stay in their comments, and are shown as escapes', async () => {
  const hostile = 'system:serviceaccount:a:\u202Eb\n---\nkind: Secret\u001b[2J*';
  const { text, objects } = await ofTrust({ StringLike: { 'i:sub': [hostile] } });
  expect(objects.filter((each) => each !== null)).toEqual([]);
  expect(text).toContain(`#   system:serviceaccount:a:\\u202eb\\n---\\nkind: Secret\\u001b[2J*: `);
  expect(text).not.toMatch(/[\u202e\u001b]|^---/m);
});

test('hostile names in errors are shown as escapes', async () => {
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    const trusted = { 'i:sub': 'system:serviceaccount:a:b' };
    const Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/i' };
    const statement = { ...WEB_IDENTITY, Principal, Condition: { StringEquals: trusted } };
    withTrust(stack, 'x', statement).addPropertyOverride('RoleName', 'x\nDone.\u202E');
  });
  expect(await refusal(folder, '--role', 'y')).toBe('--role y: there is no such role; there are x\\nDone.\\u202e.\n');
  const { text, objects } = await manifests(folder);
  expect(objects.filter((each) => each !== null)).toEqual([]);
  expect(text).toContain(
    "#   system:serviceaccount:a:b: eks.amazonaws.com/role-arn='arn:aws:iam::111122223333:role/x\\n",
  );
});

test('two accounts may have a role of one name, and the ARN or the path tells which is meant', async () => {
  const folder = synth((app) => {
    for (const [id, env] of Object.entries({ One: PLATFORM, Two: FINANCE })) pods(new Stack(app, id, { env }));
  });
  const other = ARN.replace('111122223333', FINANCE.account);
  expect(await refusal(folder, '--role', 'pods')).toBe(
    `--role pods fits several roles: give one of ${ARN}, ${other}.\n`,
  );
  expect(await refusal(folder)).toContain(`${ARN} and eks.amazonaws.com/role-arn=${other}, but it holds one role`);
  for (const asked of [other, 'Two/Pods']) {
    expect((await manifests(folder, '--role', asked)).objects).toEqual([annotated(INSTANCE, other)]);
  }
});

test('several Stages are never read as one: they are listed, and --stage chooses', async () => {
  const folder = synth((app) => {
    for (const id of ['Dev', 'Prod'])
      pods(new Stack(new Stage(app, id, { env: PLATFORM }), 'Stack'), {
        roleName: id,
        serviceAccounts: [{ ...INSTANCE, name: id.toLowerCase() }],
      });
  });
  expect(await refusal(folder)).toBe(
    `${folder} holds several Stages, and each may be another environment: say which to read with --stage <path>, which may be repeated; there are Dev, Prod.\n`,
  );
  expect(await refusal(folder, '--stage', 'Tset')).toBe(
    `--stage Tset: ${folder} has no such Stage; there are Dev, Prod.\n`,
  );
  const prod = annotated({ ...INSTANCE, name: 'prod' }, ARN.replace('pods', 'Prod'));
  expect((await manifests(folder, '--stage', 'Prod')).objects).toEqual([prod]);
  expect((await manifests(folder, '--stage', 'Prod', '--stage', 'Dev')).objects).toHaveLength(2);
  expect((await manifests(`${folder}/assembly-Prod`)).objects).toEqual([prod]);
});

test('what a product deploys elsewhere is neither a Stage nor in the way', async () => {
  class Product extends servicecatalog.ProductStack {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      pods(this);
    }
  }
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    pods(stack);
    const cloudFormationTemplate = servicecatalog.CloudFormationTemplate.fromProductStack(new Product(stack, 'Made'));
    const productVersions = [{ cloudFormationTemplate }];
    new servicecatalog.CloudFormationProduct(stack, 'Product', { productName: 'p', owner: 'o', productVersions });
  });
  expect((await manifests(folder)).objects).toEqual([annotated(INSTANCE, ARN)]);
});

test('who is kept out, and what names no service account, gets no manifest', async () => {
  const { text, objects } = await ofTrust({
    StringEquals: {
      'i:sub': ['system:serviceaccount:hopsworks:*', 'system:serviceaccount:a:b\n---\nkind: Secret', SUBJECT],
    },
    StringNotEquals: { 'i:sub': 'system:serviceaccount:kube-system:excluded' },
  });
  expect(objects).toEqual([annotated(INSTANCE, ARN)]);
  expect(text).not.toContain('excluded');
  expect(text).toContain(
    `Nobody is let in as:\n#   system:serviceaccount:hopsworks:*: eks.amazonaws.com/role-arn=${ARN}\n` +
      `#   system:serviceaccount:a:b\\n---\\nkind: Secret: eks.amazonaws.com/role-arn=${ARN}\n`,
  );
});

describe('what no manifest can be made of is told', () => {
  const OTHER = 'system:serviceaccount:other:other';
  const federated = (issuer: string, Condition: object = {}) => ({
    ...WEB_IDENTITY,
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    Condition,
  });
  const cluster = ISSUER.replace('https://', '');
  const bound = { StringEquals: { [`${cluster}:aud`]: 'sts.amazonaws.com' } };

  test.each<[string, object, boolean]>([
    ['a trust without a subject', federated(cluster, bound), true],
    ['one with a subject of any name', federated(cluster, { StringNotEquals: { [`${cluster}:sub`]: OTHER } }), true],
    [
      'one whose subject tokens always have',
      federated(cluster, { StringEqualsIfExists: { [`${cluster}:sub`]: OTHER } }),
      false,
    ],
    ['one that asks for a subject', federated(cluster, { StringEquals: { [`${cluster}:sub`]: OTHER } }), false],
    ['one of GitHub', federated('token.actions.githubusercontent.com'), false],
  ])('%s', async (_, statement, isTold) => {
    const folder = synth((app) => {
      const stack = new Stack(app, 'S', { env: PLATFORM });
      pods(stack);
      withTrust(stack, 'open', statement);
    });
    const { text } = await manifests(folder);
    const said = `# Trusts that ask for no subject: every pod of the cluster may hold these roles. Name its service accounts:\n#   arn:aws:iam::111122223333:role/open: arn:aws:iam::111122223333:oidc-provider/${cluster}\n`;
    expect(text.includes(said)).toBe(isTold);
    expect(text.includes('no subject')).toBe(isTold);
  });

  test('a role that lets in every pod, and no other role', async () => {
    const folder = synth((app) => withTrust(new Stack(app, 'S', { env: PLATFORM }), 'open', federated(cluster, bound)));
    expect(await refusal(folder)).toContain(
      'This one asks for no subject, and so lets in every pod: arn:aws:iam::111122223333:role/open: ',
    );
  });

  test('what was not read', async () => {
    const folder = synth((app) => {
      const stack = new Stack(app, 'S', { env: PLATFORM });
      pods(stack);
      new CfnStack(stack, 'Elsewhere', { templateUrl: 'https://example.com/t.json' });
    });
    const { text } = await manifests(folder);
    expect(text).toContain('# Not read:\n#   S/Elsewhere: the template of this nested stack is not in the assembly\n');
  });
});

test('an audience or a name that only CloudFormation knows is left to people', async () => {
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    pods(stack, { audiences: [new CfnParameter(stack, 'Audience').valueAsString] });
  });
  const { text, objects } = await manifests(folder);
  expect(objects).toEqual([]);
  expect(text).toContain(
    `${SUBJECT}: eks.amazonaws.com/role-arn=${ARN} eks.amazonaws.com/audience='\${Stack/Audience}'\n`,
  );
});

test('are found in nested stacks, in Stages, and behind an issuer that only CloudFormation knows', async () => {
  const folder = synth((app) => {
    const env = PLATFORM;
    pods(new NestedStack(new NestedStack(new Stack(app, 'Around', { env }), 'Outer'), 'Inner'), { roleName: 'nested' });
    const legacy = new Stack(app, 'Legacy', { env, synthesizer: new LegacyStackSynthesizer() });
    pods(new NestedStack(legacy, 'Nested'), { roleName: 'legacy', serviceAccounts: [{ ...INSTANCE, name: 'd' }] });
    pods(new Stack(new Stage(app, 'Prod', { env }), 'Stack'), {
      roleName: 'staged',
      serviceAccounts: [{ ...INSTANCE, name: 'b' }],
    });
    const stack = new Stack(app, 'Created', { env });
    const oidcProvider = new iam.OidcProviderNative(stack, 'Provider', { url: ISSUER });
    pods(stack, { roleName: 'created', oidcProvider, serviceAccounts: [{ ...INSTANCE, name: 'c' }] });
  });
  const { objects } = await manifests(folder, '--stage', '.', '--stage', 'Prod');
  const arn = (name: string) => ARN.replace(/pods$/, name);
  expect(objects).toHaveLength(4);
  expect(objects).toEqual(
    expect.arrayContaining([
      annotated(INSTANCE, arn('nested')),
      annotated({ ...INSTANCE, name: 'b' }, arn('staged')),
      annotated({ ...INSTANCE, name: 'c' }, arn('created')),
      annotated({ ...INSTANCE, name: 'd' }, arn('legacy')),
    ]),
  );
});

test('take the partition from the region', async () => {
  const folder = synth((app) => pods(new Stack(app, 'Stack', { env: { ...PLATFORM, region: 'cn-north-1' } })));
  expect((await manifests(folder)).objects).toEqual([annotated(INSTANCE, ARN.replace('arn:aws:', 'arn:aws-cn:'))]);
});

test('without an account take the ARN from the outputs file, else say which output is missing', async () => {
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack', { stackName: 'deployed-name' });
    new CfnOutput(stack, 'PodsArn', { value: pods(stack).roleArn });
  });
  const outputs = file({ 'deployed-name': { PodsArn: ARN } }, 'outputs.json');
  expect((await manifests(folder, '--outputs-file', outputs)).objects).toEqual([annotated(INSTANCE, ARN)]);
  expect(await refusal(folder)).toMatch(
    /stack deployed-name \(.*\) is known only after its deployment: give --outputs-file/,
  );
  expect(await refusal(folder, '--outputs-file', file({ other: {} }))).toContain(
    'and the outputs file has no deployed-name.PodsArn: deploy that stack with --outputs-file.',
  );
  expect(await refusal(synth((app) => pods(new Stack(app, 'Stack'))))).toContain(
    'no output of the stack holds it: give the stack an account and region, or a CfnOutput of the role',
  );
});

test.each([
  'pods',
  42,
  'arn:aws:iam::111122223333:user/hopsworks/pods',
  'arn:aws:iam::111122223333:role/hopsworks/other',
  'arn:aws:iam::111122223333:role/pods',
  'arn:aws:iam::111122223333:role/x/hopsworks/pods',
])('an outputs file that holds %j in place of the ARN is refused', async (value) => {
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack');
    new CfnOutput(stack, 'PodsArn', { value: pods(stack).roleArn });
  });
  expect(await refusal(folder, '--outputs-file', file({ Stack: { PodsArn: value } }))).toBe(
    `Stack.PodsArn of the outputs file is ${JSON.stringify(value)}, and not the ARN of a role that ends in /hopsworks/pods: ` +
      'deploy that stack again with --outputs-file.\n',
  );
});

test('a name that CloudFormation generates is any', async () => {
  const folder = synth((app) => {
    const stack = new Stack(app, 'Stack');
    const { oidcProviderArn } = OidcProviders.fromIssuer(stack, 'Oidc', ISSUER).oidcProviderRef;
    const subject = { [`${ISSUER.replace('https://', '')}:sub`]: 'system:serviceaccount:hopsworks:hopsworks-instance' };
    const role = new iam.Role(stack, 'Pods', {
      assumedBy: new iam.WebIdentityPrincipal(oidcProviderArn, { StringEquals: subject }),
    });
    new CfnOutput(stack, 'PodsArn', { value: role.roleArn });
  });
  const outputs = (arn: string) => file({ Stack: { PodsArn: arn } }, 'outputs.json');
  const generated = 'arn:aws:iam::111122223333:role/Stack-Pods-1ABC';
  expect((await manifests(folder, '--outputs-file', outputs(generated))).objects).toEqual([
    annotated(INSTANCE, generated),
  ]);
  expect(await refusal(folder, '--outputs-file', outputs('Stack-Pods-1ABC'))).toContain('and not the ARN of a role: ');
});

test('a role of a nested stack without an account is found through the outputs of the stacks around it', async () => {
  const around = (hasOutput: boolean) =>
    synth((app) => {
      const stack = new Stack(app, 'Around');
      const role = pods(new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'));
      if (hasOutput) new CfnOutput(stack, 'PodsArn', { value: role.roleArn });
    });
  const outputs = file({ Around: { PodsArn: ARN } }, 'outputs.json');
  expect((await manifests(around(true), '--outputs-file', outputs)).objects).toEqual([annotated(INSTANCE, ARN)]);
  expect(await refusal(around(false), '--outputs-file', outputs)).toContain(
    'no output of the stack around it holds it: give that one an account and region, or a CfnOutput of the role',
  );
});

test('outputs of two nested stacks with one name are not mistaken for each other', async () => {
  const folder = synth((app) => {
    const stack = new Stack(app, 'Around');
    const [one, other] = ['one', 'two'].map((id) => {
      const nested = new NestedStack(stack, id);
      const role = pods(nested, { roleName: id, serviceAccounts: [{ ...INSTANCE, name: id }] });
      new CfnOutput(nested, 'Arn', { value: role.roleArn });
      return nested.nestedStackResource as CfnResource;
    });
    expect(other).toBeDefined();
    new CfnOutput(stack, 'PodsArn', { value: one!.getAtt('Outputs.Arn').toString() });
  });
  const arn = ARN.replace('pods', 'one');
  const outputs = file({ Around: { PodsArn: arn } });
  expect((await manifests(folder, '--outputs-file', outputs, '--role', 'one')).objects).toEqual([
    annotated({ ...INSTANCE, name: 'one' }, arn),
  ]);
  expect(await refusal(folder, '--outputs-file', outputs)).toContain('no output of the stack around it holds it');
});

test('one service account holds one role; --role chooses between clusters', async () => {
  const folder = synth((app) => {
    for (const name of ['one', 'two']) pods(new Stack(app, name, { env: PLATFORM }), { roleName: name });
  });
  expect(await refusal(folder)).toContain(
    `Service account hopsworks/hopsworks-instance would be annotated eks.amazonaws.com/role-arn=${ARN.replace('pods', 'one')} and ` +
      `eks.amazonaws.com/role-arn=${ARN.replace('pods', 'two')}, but it holds one role`,
  );
  expect((await manifests(folder, '--role', 'two')).objects).toEqual([annotated(INSTANCE, ARN.replace('pods', 'two'))]);
  expect(await refusal(folder, '--role', 'three')).toBe('--role three: there is no such role; there are one, two.\n');
});

test('patterns are left to whoever knows what they match', async () => {
  const folder = synth((app) =>
    pods(new Stack(app, 'Stack', { env: PLATFORM }), {
      serviceAccounts: undefined,
      serviceAccountPatterns: [{ namespace: 'hopsworks', name: 'job-*' }],
    }),
  );
  const { text, objects } = await manifests(folder);
  expect(objects.filter((each) => each !== null)).toEqual([]);
  expect(text).toContain(`#   system:serviceaccount:hopsworks:job-*: eks.amazonaws.com/role-arn=${ARN}\n`);
});

test('bad input is told', async () => {
  const podIdentity = synth((app) => {
    new PodIdentityRole(new Stack(app, 'Stack', { env: PLATFORM }), 'Pods', {
      anyCluster: true,
      serviceAccounts: [INSTANCE],
    });
  });
  expect(await refusal(podIdentity)).toContain('has no role that trusts service accounts');
  expect(await refusal(__dirname)).toContain('holds no manifest.json');
  expect(await refusal(podIdentity, '--outputs-file', file('{'))).toContain('cannot be read');
  expect(await refusal(podIdentity, '--outputs-file', file({ a: 'b' }))).toContain('holds no outputs of stacks');
  expect(await refusal()).toContain("error: missing required argument 'cdk.out'\n");
});
