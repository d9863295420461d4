import { readFileSync } from 'node:fs';
import { App, CfnOutput, CfnResource, Stack, Stage, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { ChainingRole, RoleChainingChecks } from '../../../lib';
import type { Report } from '../../../report/report';
import { EC2, VENDOR, acknowledge, cfnRole, dataStack, ofVendor, platform, trusting } from '../../checks/support';
import { allow, arnOf, model, role } from '../../private/access/support';
import { PLATFORM } from '../../support';
import { cli, file, path } from './support';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/X';
const PROVIDER = `arn:aws:iam::${PLATFORM.account}:oidc-provider/${ISSUER}`;
const LAKE = 'arn:aws:iam::444455556666:role/lake';
const HALF = 'arn:aws:iam::444455556666:role/half';

const OF_PODS = {
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:hops:head', [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
  },
};
const OF_HEAD = trusting({ AWS: `arn:aws:iam::${PLATFORM.account}:role/pods` });

const HEAD_OF_VENDOR = `arn:aws:iam::${VENDOR}:role/head`;
const OF_HEAD_OF_VENDOR = trusting({ AWS: HEAD_OF_VENDOR });

const NO_SCOPES =
  'those on the app, on a Stage and on scopes around stacks are in no file, so that their findings are shown as open: add ' +
  'RoleChainingChecks to the app, whose report tells them';

/** Pods become a role of the data account, and nearly another one; a vendor has a role of its own. */
function smallApp(): App {
  const app = new App();
  const stack = platform(app);
  const data = dataStack(app);
  const pods = cfnRole(stack, 'pods', OF_PODS, allow('sts:AssumeRole', [LAKE, HALF]));
  cfnRole(stack, 'control', ofVendor({ Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } } }));
  cfnRole(data, 'lake', OF_HEAD, allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::lake/*'));
  cfnRole(data, 'half', EC2, allow('s3:GetObject', 'arn:aws:s3:::lake/*'));
  new CfnResource(stack, 'Association', {
    type: 'AWS::EKS::PodIdentityAssociation',
    properties: { ClusterName: 'prod', Namespace: 'hops', ServiceAccount: 'jobs', RoleArn: pods.attrArn },
  });
  const mappings = [{ project: 'fraud', projectRole: 'DATA_OWNER', role: LAKE, defaultRole: true }];
  new CfnOutput(stack, 'RoleMappings', { value: JSON.stringify({ version: 1, mappings }) });
  return app;
}

const folderOf = (app: App) => app.synth().directory;

async function report(source: string, ...more: string[]): Promise<Report> {
  const { out, err } = await cli(['report', source, '--format', 'json', ...more]);
  expect(err).toBe('');
  return JSON.parse(out) as Report;
}

async function mermaid(source: string, ...more: string[]): Promise<string> {
  const { out, err } = await cli(['report', source, '--format', 'mermaid', ...more]);
  expect(err).toBe('');
  return out;
}

describe('of a small app', () => {
  let folder: string;
  beforeAll(() => {
    folder = folderOf(smallApp());
  });

  test('everything, as JSON', async () => {
    const trust = (number: number, ...others: number[]) => [
      { name: 'trust policy', statements: [number] },
      ...others.map((other) => ({ name: 'p', statements: [other] })),
    ];
    const roleNode = (path: string, account: string, documents: unknown) => {
      const name = path.slice(2);
      return { id: path, type: 'role', name, account, path, arn: `arn:aws:iam::${account}:role/${name}`, documents };
    };
    const account = PLATFORM.account;
    expect(await report(folder)).toEqual({
      version: 1,
      title: folder,
      nodes: [
        { ...roleNode('S/pods', account, trust(0, 1)), isChainingRole: true },
        roleNode('S/control', account, trust(2)),
        roleNode('D/lake', '444455556666', trust(3, 4)),
        roleNode('D/half', '444455556666', trust(5, 6)),
        {
          id: `arn:aws:iam::${VENDOR}:root`,
          type: 'account',
          name: VENDOR,
          account: VENDOR,
          path: '',
          arn: `arn:aws:iam::${VENDOR}:root`,
        },
        { id: 'ec2.amazonaws.com', type: 'service', name: 'ec2.amazonaws.com', path: '' },
        {
          id: `serviceaccount:${ISSUER}/hops/head`,
          type: 'serviceAccount',
          name: `hops/head (${ISSUER})`,
          account,
          path: '',
        },
        { id: 'serviceaccount:prod/hops/jobs', type: 'serviceAccount', name: 'hops/jobs (prod)', account, path: '' },
      ],
      edges: [
        { from: 'S/pods', to: 'D/lake', mechanism: 'assume', conditions: [], complete: true },
        {
          from: 'S/pods',
          to: 'D/half',
          mechanism: 'assume',
          conditions: [],
          complete: false,
          missing: 'the trust policy does not let it in: no statement allows it',
        },
        {
          from: `arn:aws:iam::${VENDOR}:root`,
          to: 'S/control',
          mechanism: 'assume',
          conditions: ['StringEquals sts:ExternalId "agreed"'],
          complete: true,
        },
        { from: 'ec2.amazonaws.com', to: 'D/half', mechanism: 'service', conditions: [], complete: true },
        {
          from: `serviceaccount:${ISSUER}/hops/head`,
          to: 'S/pods',
          mechanism: 'webIdentity',
          conditions: [`StringEquals ${ISSUER}:aud "sts.amazonaws.com"`],
          complete: true,
        },
        {
          from: 'serviceaccount:prod/hops/jobs',
          to: 'S/pods',
          mechanism: 'podIdentity',
          conditions: [],
          complete: false,
          missing: 'its trust does not let pods.eks.amazonaws.com in for this service account',
        },
      ],
      data: [
        {
          principal: 'D/lake',
          service: 's3',
          resource: 'arn:aws:s3:::lake/*',
          actions: ['s3:GetObject', 's3:PutObject'],
          level: 'write',
        },
        {
          principal: 'D/half',
          service: 's3',
          resource: 'arn:aws:s3:::lake/*',
          actions: ['s3:GetObject'],
          level: 'read',
        },
      ],
      findings: [
        {
          rule: 'halfChain',
          severity: 'error',
          path: 'S/pods',
          node: 'S/pods',
          reason:
            'An association of EKS Pod Identity gives S/pods to prod/hops/jobs, and its trust does not let pods.eks.amazonaws.com in for this service account.',
          fix: 'Let the trust of S/pods allow pods.eks.amazonaws.com sts:AssumeRole and sts:TagSession.',
          acknowledged: false,
        },
        {
          rule: 'halfChain',
          severity: 'error',
          path: 'S/pods',
          node: 'S/pods',
          statement: JSON.stringify(allow('sts:AssumeRole', [LAKE, HALF])),
          reason: 'S/pods may call sts:AssumeRole on D/half, whose trust does not let it in: no statement allows it.',
          fix: `Let the trust of D/half name arn:aws:iam::${account}:role/pods, or take the permission away.`,
          acknowledged: false,
        },
      ],
      mappings: [
        { platform: 'Hopsworks', project: 'fraud', projectRole: 'DATA_OWNER', isDefault: true, role: 'D/lake' },
      ],
      gaps: [{ about: 'acknowledgements', what: NO_SCOPES }],
      statements: [
        OF_PODS,
        allow('sts:AssumeRole', [LAKE, HALF]),
        ofVendor({ Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } } }),
        OF_HEAD,
        allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::lake/*'),
        EC2,
        allow('s3:GetObject', 'arn:aws:s3:::lake/*'),
      ].map((statement) => JSON.stringify(statement)),
    });
  });

  test('as Mermaid, where a chain breaks', async () => {
    expect(await mermaid(folder)).toBe(`flowchart LR
  n1{{"pods<br>chaining role, 111122223333<br>finding: halfChain"}}
  n2["control<br>role, 111122223333"]
  n3["lake<br>role, 444455556666"]
  n4["half<br>role, 444455556666"]
  n5(["999988887777<br>account"])
  n6(["ec2.amazonaws.com<br>AWS service"])
  n7(["hops/head #40;oidc.eks.eu-west-1.amazonaws.com/id/X#41;<br>service account, 111122223333"])
  n8(["hops/jobs #40;prod#41;<br>service account, 111122223333"])
  n9[("arn:aws:s3:::lake/#42;<br>s3")]
  n10[/"fraud<br>Hopsworks project"/]
  n1 -->|"assumes"| n3
  n1 -.-x|"broken: assumes<br>the trust policy does not let it in: no statement allows it"| n4
  n5 -->|"assumes<br>if StringEquals sts:ExternalId #34;agreed#34;"| n2
  n6 -->|"runs as"| n4
  n7 -->|"web identity<br>if StringEquals oidc.eks.eu-west-1.amazonaws.com/id/X:aud #34;sts.amazonaws.com#34;"| n1
  n8 -.-x|"broken: Pod Identity<br>its trust does not let pods.eks.amazonaws.com in for this service account"| n1
  n3 ==>|"write"| n9
  n4 ==>|"read"| n9
  n10 -->|"mapped for DATA_OWNER"| n3
  classDef unsafe stroke:#c00,stroke-width:3px
  class n1 unsafe
`);
  });

  test.each([
    ['from a principal, by its name', ['--from', 'lake'], ['D/lake'], []],
    ['by its path', ['--from', 'D/lake'], ['D/lake'], []],
    ['by its ARN', ['--from', LAKE], ['D/lake'], []],
    [
      'half edges are shown, and lead nowhere',
      ['--from', 'pods'],
      ['S/pods', 'D/lake', 'D/half'],
      ['S/pods > D/lake', 'S/pods x D/half'],
    ],
    [
      'to data, as a bucket, an object or a pattern',
      ['--to', 'arn:aws:s3:::lake'],
      [
        'S/pods',
        'D/lake',
        'D/half',
        'ec2.amazonaws.com',
        `serviceaccount:${ISSUER}/hops/head`,
        'serviceaccount:prod/hops/jobs',
      ],
      [
        'S/pods > D/lake',
        'S/pods x D/half',
        'ec2.amazonaws.com > D/half',
        `serviceaccount:${ISSUER}/hops/head > S/pods`,
        'serviceaccount:prod/hops/jobs x S/pods',
      ],
    ],
    [
      'between both',
      ['--from', 'ec2.amazonaws.com', '--to', 'arn:aws:s3:::la*/a/b'],
      ['D/half', 'ec2.amazonaws.com'],
      ['ec2.amazonaws.com > D/half'],
    ],
  ])('%s', async (_, options, nodes, edges) => {
    const selected = await report(folder, ...options);
    expect(selected.nodes.map(({ id }) => id)).toEqual(nodes);
    expect(selected.edges.map(({ from, to, complete }) => `${from} ${complete ? '>' : 'x'} ${to}`)).toEqual(edges);
    const named = new Set(
      selected.nodes.flatMap(({ documents = [] }) => documents.flatMap(({ statements }) => statements)),
    );
    expect([...named]).toEqual(selected.statements.map((__, index) => index));
  });

  test('the data, findings and mappings of a selection are those of its nodes', async () => {
    const whole = await report(folder);
    const { data, findings, mappings, gaps } = await report(folder, '--from', 'lake');
    expect({ data, findings, mappings, gaps }).toEqual({
      data: whole.data.slice(0, 1),
      findings: [],
      mappings: whole.mappings,
      gaps: whole.gaps,
    });
    expect((await report(folder, '--from', 'control')).mappings).toEqual([]);
    expect((await report(folder, '--from', 'pods')).data).toEqual(whole.data.slice(0, 1));
  });

  test('of what nobody is or reaches', async () => {
    expect(await cli(['report', folder, '--format', 'json', '--from', 'nobody'])).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringContaining(
        'there is no principal nobody: give an ARN, a construct path or a role name. There is S/pods, ',
      ) as string,
    });
    expect(await cli(['report', folder, '--format', 'json', '--to', 'arn:aws:s3:::other'])).toMatchObject({
      exitCode: 1,
      out: '',
      err: '--to arn:aws:s3:::other: nobody here has access to it; give an ARN. There is access to arn:aws:s3:::lake/*.\n',
    });
    expect(await cli(['report', folder, '--from', 'control', '--to', 'arn:aws:s3:::lake'])).toMatchObject({
      exitCode: 1,
      err: 'control reaches nothing that arn:aws:s3:::lake may be: no way is even half there.\n',
    });
  });

  test('as a page, into a file that it may write over', async () => {
    const out = path('report.html');
    for (let times = 0; times < 2; times++) {
      expect(await cli(['report', folder, '--out', out])).toMatchObject({
        exitCode: 0,
        out: '',
        err: `${out}: 4 principals, 2 open findings, 1 gap.\n`,
      });
    }
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/);
    expect(await cli(['report', folder, '--out', `${out}/in/it`])).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining(`--out ${out}/in/it cannot be written: `) as string,
    });
  });
});

test('a name that several have is an error that lists them', async () => {
  const twins = file(
    model([
      role('Twin', { more: { id: 'A/Twin' } }),
      role('Twin', { account: '444455556666', more: { id: 'B/Twin' } }),
    ]),
  );
  expect(await cli(['report', twins, '--format', 'mermaid', '--from', 'Twin'])).toMatchObject({
    exitCode: 1,
    out: '',
    err: `Twin fits several principals: A/Twin (${arnOf('Twin')}), B/Twin (${arnOf('Twin', '444455556666')}). Give the path or the ARN of one.\n`,
  });
});

test('Mermaid of more than anybody reads asks to choose', async () => {
  const many = (count: number) => file(model(Array.from({ length: count }, (_, index) => role(`r${index}`))));
  expect((await mermaid(many(60))).split('\n')).toHaveLength(62);
  expect(await cli(['report', many(61), '--format', 'mermaid'])).toMatchObject({
    exitCode: 1,
    out: '',
    err:
      'the drawing would have 61 nodes and 0 edges, more than anybody reads or Mermaid draws: choose with --from <principal>, ' +
      '--to <resource> or both; --format html shows everything.\n',
  });
  const caller = role('caller', {
    permissions: [
      allow(
        's3:GetObject',
        Array.from({ length: 501 }, (_, index) => `arn:aws:s3:::b${index}`),
      ),
    ],
  });
  expect(await cli(['report', file(model([caller])), '--format', 'mermaid', '--from', 'caller'])).toMatchObject({
    exitCode: 1,
  });
});

describe('findings', () => {
  const twoRoles = () => {
    const app = new App();
    const [a, b] = ['A', 'B'].map((id) => new Stack(app, id, { env: PLATFORM })) as [Stack, Stack];
    return { app, one: cfnRole(a, 'one', OF_HEAD_OF_VENDOR), two: cfnRole(b, 'two', OF_HEAD_OF_VENDOR) };
  };
  const RULE = 'vendorTrustWithoutExternalId';
  const told = async (folder: string) => {
    const { findings, gaps } = await report(folder);
    const shown = findings.map(({ rule, severity, path: at, acknowledged, acknowledgement }) =>
      [severity, rule, at, acknowledged ? `acknowledged: ${acknowledgement ?? ''}` : 'open'].join(' '),
    );
    return { findings: shown, gaps: gaps.map(({ what }) => what) };
  };
  /** What CDK leaves of an app of which the checks may refuse the synth. */
  const checked = (app: App) => {
    Validations.of(app).addPlugins(new RoleChainingChecks());
    try {
      app.synth();
    } catch (error) {
      expect((error as Error).message).toContain('(RoleChainingChecks)');
    }
    return app.outdir;
  };

  test('an acknowledgement on one role never silences another', async () => {
    const { app, one } = twoRoles();
    acknowledge(one, RULE);
    expect(await told(folderOf(app))).toEqual({
      findings: [`error ${RULE} A/one acknowledged: tested`, `error ${RULE} B/two open`],
      gaps: [NO_SCOPES],
    });
  });

  test('what the checks of the app told tells of acknowledgements that no metadata holds', async () => {
    const { app } = twoRoles();
    acknowledge(app, `${RULE}[B/two]`);
    expect(await told(folderOf(app))).toEqual({
      findings: [`error ${RULE} A/one open`, `error ${RULE} B/two open`],
      gaps: [NO_SCOPES],
    });
    const again = twoRoles();
    acknowledge(again.app, `${RULE}[B/two]`);
    expect(await told(checked(again.app))).toEqual({
      findings: [`error ${RULE} A/one open`, `error ${RULE} B/two acknowledged: tested`],
      gaps: [],
    });
  });

  test('nothing is a gap where everything is acknowledged in sight', async () => {
    const { app, one, two } = twoRoles();
    acknowledge(one, RULE);
    acknowledge(two.stack, RULE);
    expect(await told(folderOf(app))).toEqual({
      findings: [`error ${RULE} A/one acknowledged: tested`, `error ${RULE} B/two acknowledged: tested`],
      gaps: [],
    });
  });

  test('what an import would excuse is unsure, until the checks of the app confirm it', async () => {
    const trustsElsewhere = (isImported: boolean) => {
      const stack = platform();
      cfnRole(stack, 'lake', trusting({ AWS: arnOf('elsewhere') }));
      if (isImported) iam.Role.fromRoleArn(stack, 'Elsewhere', arnOf('elsewhere'));
      return stack.node.root as App;
    };
    const { findings } = await report(folderOf(trustsElsewhere(false)));
    expect(findings).toMatchObject([
      {
        rule: 'halfChain',
        severity: 'info',
        reason: `S/lake trusts ${arnOf('elsewhere')}, and no stack of the app makes or imports that role in this account. Unless the app imports that role, which no file tells.`,
      },
    ]);
    expect((await told(checked(trustsElsewhere(false)))).findings).toEqual(['error halfChain S/lake open']);
    expect((await told(checked(trustsElsewhere(true)))).findings).toEqual(['info halfChain S/lake open']);
  });

  test('a chaining role that the app imports is no vendor', async () => {
    const lets = (isImported: boolean) => {
      const stack = platform();
      cfnRole(stack, 'lake', OF_HEAD_OF_VENDOR);
      if (isImported) ChainingRole.fromChainingRoleArn(stack, 'Head', HEAD_OF_VENDOR);
      return folderOf(stack.node.root as App);
    };
    expect((await told(lets(false))).findings).toEqual([`error ${RULE} S/lake open`]);
    expect((await told(lets(true))).findings).toEqual([]);
  });

  test('a saved model holds neither acknowledgements nor mappings', async () => {
    const { app, one } = twoRoles();
    acknowledge(one, RULE);
    const saved = path('model.json');
    await cli(['snapshot', folderOf(app), '--model', saved]);
    expect(await told(saved)).toEqual({
      findings: [`error ${RULE} A/one open`, `error ${RULE} B/two open`],
      gaps: [
        'a saved model holds none, nor which chaining roles the app imports: every finding is shown as open; give the cdk.out folder',
        'a saved model holds none; give the cdk.out folder',
      ],
    });
  });
});

test('several Stages are refused until one is chosen, and the rules still see the others', async () => {
  const app = new App();
  const [prod, staging] = ['Prod', 'Staging'].map((id) => new Stage(app, id)) as [Stage, Stage];
  cfnRole(new Stack(prod, 'S', { env: PLATFORM }), 'lake', trusting({ AWS: 'arn:aws:iam::444455556666:root' }));
  cfnRole(new Stack(staging, 'S', { env: { account: '444455556666', region: 'eu-west-1' } }), 'head', trusting('*'));
  const folder = folderOf(app);
  expect(await cli(['report', folder, '--format', 'json'])).toMatchObject({
    exitCode: 1,
    out: '',
    err: expect.stringContaining('holds several Stages') as string,
  });
  expect((await report(folder, '--stage', 'Staging')).findings.map(({ path: at }) => at)).toEqual(['Staging/S/head']);
  const { title, nodes, findings } = await report(folder, '--stage', 'Prod');
  expect(title).toBe(`${folder}, Prod`);
  expect(nodes.map(({ id }) => id)).toEqual(['Prod/S/lake', 'arn:aws:iam::444455556666:root']);
  // The account of the other Stage is none of a vendor.
  expect(findings.map(({ rule, path: at }) => `${rule} ${at}`)).toEqual(['trustTooWide Prod/S/lake']);
});

test('mappings that only the deployment knows are a gap', async () => {
  const stack = new Stack(new App(), 'S');
  const lake = cfnRole(stack, 'lake', EC2);
  const mappings = [{ project: 'fraud', role: lake.attrArn }];
  new CfnOutput(stack, 'RoleMappings', { value: JSON.stringify({ version: 1, mappings }) });
  const { gaps, mappings: declared } = await report(folderOf(stack.node.root as App));
  expect(declared).toEqual([]);
  expect(gaps).toEqual([
    {
      about: 'mappings',
      what: expect.stringMatching(
        /^they are not read\. .*S\.template\.json:\d+: Outputs\.RoleMappings\.Value: holds ARNs that only the deployment knows/,
      ) as string,
    },
  ]);
});

test('service accounts stand for the conditions of their identity provider, where these tell all of it', async () => {
  const github = `arn:aws:iam::${PLATFORM.account}:oidc-provider/token.actions.githubusercontent.com`;
  const web = (Federated: string, sub?: string, operator = 'StringEquals', issuer = ISSUER) => ({
    Effect: 'Allow',
    Principal: { Federated },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(sub === undefined ? {} : { Condition: { [operator]: { [`${issuer}:sub`]: sub } } }),
  });
  const { nodes, edges } = await report(
    file(
      model([
        role('exact', { trust: [web(PROVIDER, 'system:serviceaccount:a:b')] }),
        role('pattern', { trust: [web(PROVIDER, 'system:serviceaccount:a:*', 'StringLike')] }),
        role('dead', { trust: [web(PROVIDER, 'system:serviceaccount:a:*')] }),
        role('wide', { trust: [web(PROVIDER, 'system:serviceaccount:a:b'), web(PROVIDER)] }),
        role('github', {
          trust: [web(github, 'repo:o/r:ref:refs/heads/main', 'StringEquals', 'token.actions.githubusercontent.com')],
        }),
      ]),
    ),
  );
  expect(edges.map(({ from, to, complete }) => `${from} ${complete ? '>' : 'x'} ${to}`)).toEqual([
    `${PROVIDER} > wide`,
    `${github} > github`,
    `serviceaccount:${ISSUER}/a/b > exact`,
    `serviceaccount:${ISSUER}/a/* > pattern`,
    `serviceaccount:${ISSUER}/a/* x dead`,
    `serviceaccount:${ISSUER}/a/b > wide`,
  ]);
  expect(edges.find(({ to }) => to === 'dead')!.missing).toBe(
    'no service account has this name, or no token of the trusted issuer can meet the conditions',
  );
  expect(nodes.slice(5).map(({ type, name }) => `${type} ${name}`)).toEqual([
    `identityProvider ${ISSUER}`,
    'identityProvider token.actions.githubusercontent.com',
    `serviceAccount a/b (${ISSUER})`,
    `serviceAccount a/* (${ISSUER})`,
  ]);
});

describe('texts of templates', () => {
  const HOSTILE =
    '</script><img src=x onerror=alert(1)>"]; x-->y %%{init}%% `b` #quot; [click](javascript:1) style x:#f00 classDef a\\n end\n1. \u202e\u001b[2J';
  const provider = { Federated: `arn:aws:iam::111122223333:oidc-provider/${HOSTILE}` };
  const hostile = file(
    model(
      [
        role(HOSTILE, {
          trust: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { AWS: `arn:aws:iam::999988887777:role/${HOSTILE}` },
              Condition: { StringEquals: { 'sts:ExternalId': HOSTILE } },
            },
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRoleWithWebIdentity',
              Principal: provider,
              Condition: { StringLike: { [`${HOSTILE}:sub`]: `system:serviceaccount:${HOSTILE}:*` } },
            },
          ],
          permissions: [
            { ...allow(`s3:${HOSTILE}`, `arn:aws:s3:::${HOSTILE}`), Sid: HOSTILE },
            allow('sts:AssumeRole', `arn:aws:iam::444455556666:role/${HOSTILE}`),
          ],
        }),
      ],
      {
        gaps: [{ about: HOSTILE, what: HOSTILE }],
        podIdentities: [
          {
            place: { path: HOSTILE, stack: '111122223333', file: HOSTILE, logicalId: HOSTILE },
            cluster: HOSTILE,
            namespace: HOSTILE,
            serviceAccount: HOSTILE,
            role: arnOf(HOSTILE),
          },
        ],
      },
    ),
    'hostile.json',
  );

  test('are what they are in JSON, and nothing to a terminal', async () => {
    const { out } = await cli(['report', hostile, '--format', 'json']);
    expect(out).not.toMatch(/[^\P{C}\n]/u);
    const { nodes, edges, data, gaps } = JSON.parse(out) as Report;
    expect(nodes[0]!.name).toBe(HOSTILE);
    expect(nodes.map(({ type }) => type)).toEqual([
      'role',
      'principal',
      'principal',
      'serviceAccount',
      'serviceAccount',
    ]);
    expect(edges.flatMap(({ conditions }) => conditions).join()).toContain(`sts:ExternalId ${JSON.stringify(HOSTILE)}`);
    expect(data[0]!.resource).toBe(`arn:aws:s3:::${HOSTILE}`);
    expect(gaps[0]).toEqual({ about: HOSTILE, what: HOSTILE });
  });

  test('are nothing but letters to Mermaid', async () => {
    const label = String.raw`"(?:(?!style|classDef)[\p{L}\p{N}_ .,:/@=+…∖-]|#\d+;|<br>)*"`;
    const lines = (await mermaid(hostile)).trimEnd().split('\n');
    const allowed = new RegExp(
      String.raw`^(flowchart LR|  n\d+(\{\{${label}\}\}|\[${label}\]|\(\[${label}\]\)|\[\(${label}\)\])|  n\d+ (-->|-\.-x|==>)\|${label}\| n\d+|  classDef unsafe stroke:#c00,stroke-width:3px|  class [n\d,]+ unsafe)$`,
      'u',
    );
    expect(lines.filter((line) => !allowed.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.join('\n')).toContain('#60;/script#62;');
    expect(lines.join('\n')).not.toMatch(/(?<![\d])1\. /);
  });

  test('cannot leave the data of the page', async () => {
    const out = path('hostile.html');
    await cli(['report', hostile, '--out', out]);
    const page = readFileSync(out, 'utf8');
    const [, data = ''] = /<script id="report" type="application\/json">([^<]*)<\/script>/.exec(page) ?? [];
    expect((JSON.parse(data) as Report).nodes[0]!.name).toBe(HOSTILE);
    expect(page).not.toContain('<img');
  });
});
