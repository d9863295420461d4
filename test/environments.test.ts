import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  type Environment,
  NestedStack,
  Stack,
  Stage,
  type StageProps,
  aws_iam as iam,
  pipelines,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  ChainTrust,
  ChainingRole,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  OidcProviders,
  ServiceAccountRole,
} from '../lib';
import { Deployed, FINANCE, ISSUER, PLATFORM, mayCall, newStack, trusts } from './support';

const [HERE, THERE] = [PLATFORM.account, FINANCE.account];
const serviceAccounts = [{ namespace: 'hopsworks', name: 'instance' }];
const CROSSING = /ImportValue|GetStackOutput|"Export"/;

/** One chain of each kind of chaining role, in the chaining role's and the resource role's stack. */
function chainsOf(chaining: Construct, data: Construct, trust?: ChainTrust) {
  const head = new InstanceProfileRole(chaining, 'Head', { path: '/platform/' });
  const pods = new PodIdentityRole(chaining, 'Pods', { anyCluster: true, serviceAccounts });
  const irsa = new ServiceAccountRole(chaining, 'Irsa', {
    oidcProvider: OidcProviders.fromIssuer(chaining, 'Oidc', ISSUER),
    serviceAccounts,
  });
  const chainingRoles = [head, pods, irsa];
  return { head, irsa, chainingRoles, role: new ResourceRole(data, 'S3', { chainingRoles, path: '/data/', trust }) };
}

const ENVIRONMENTS: Record<string, [chaining: Partial<Environment>, data: Partial<Environment>, partition: string]> = {
  'one region': [PLATFORM, PLATFORM, 'aws'],
  'two accounts': [PLATFORM, FINANCE, 'aws'],
  'two accounts and regions': [PLATFORM, { account: THERE, region: 'ap-southeast-2' }, 'aws'],
  'accounts without regions': [{ account: HERE }, { account: THERE }, 'aws'],
  'a region without account': [{ region: 'eu-west-1' }, { region: 'eu-west-1' }, 'aws'],
  'two regions without account': [{ region: 'eu-west-1' }, { region: 'us-east-1' }, 'aws'],
  'one region known, one not': [{ account: HERE, region: 'eu-west-1' }, { account: HERE }, 'aws'],
  'nothing known': [{}, {}, 'aws'],
  GovCloud: [{ account: HERE, region: 'us-gov-west-1' }, { account: THERE, region: 'us-gov-east-1' }, 'aws-us-gov'],
  China: [{ account: HERE, region: 'cn-north-1' }, { account: THERE, region: 'cn-northwest-1' }, 'aws-cn'],
  'a region of China without account': [{ region: 'cn-north-1' }, { region: 'cn-north-1' }, 'aws-cn'],
  'ISO (US)': [{ account: HERE, region: 'us-iso-east-1' }, { account: THERE, region: 'us-iso-west-1' }, 'aws-iso'],
  'ISOB (US)': [{ account: HERE, region: 'us-isob-east-1' }, { account: THERE, region: 'us-isob-east-1' }, 'aws-iso-b'],
  'ISOE (Europe)': [
    { account: HERE, region: 'eu-isoe-west-1' },
    { account: THERE, region: 'eu-isoe-west-1' },
    'aws-iso-e',
  ],
  ISOF: [{ account: HERE, region: 'us-isof-east-1' }, { account: THERE, region: 'us-isof-south-1' }, 'aws-iso-f'],
  'the European Sovereign Cloud': [
    { account: HERE, region: 'eusc-de-east-1' },
    { account: THERE, region: 'eusc-de-east-1' },
    'aws-eusc',
  ],
};

function build([chaining, data]: (typeof ENVIRONMENTS)[string], trust?: ChainTrust, context = {}) {
  const app = new App({ context });
  const [platform, finance] = [newStack(chaining, 'Platform', app), newStack(data, 'Data', app)];
  const chains = chainsOf(platform, finance, trust);
  const templates = JSON.stringify(app.synth().stacks.map(({ template }) => template as unknown));
  return { ...chains, platform, finance, templates };
}

describe.each(Object.entries(ENVIRONMENTS))('%s', (_, environment) => {
  const [, data, partition] = environment;
  const { head, irsa, chainingRoles, role, platform, finance, templates } = build(environment);
  const deployed = new Deployed(platform);
  const chain = chainingRoles.map((each) => deployed.of(each));
  const resource = new Deployed(finance).of(role);

  test('both halves name the other role in its own account and partition, and nothing else', () => {
    expect(resource.arn).toMatch(
      new RegExp(`^arn:${partition}:iam::${data.account ?? HERE}:role/data/Data-S3-\\w{8}$`),
    );
    for (const each of chain) expect(mayCall(each, 'sts:AssumeRole')).toEqual([resource.arn]);
    expect(trusts(resource, 'sts:AssumeRole')).toEqual(chain.map(({ arn }) => arn));
    expect(chain[0]?.arn).toMatch(new RegExp(`^arn:${partition}:iam::${HERE}:role/platform/Platform-Head-\\w{8}$`));
  });

  test('no template imports anything, and no ARN is spelled with a partition of elsewhere', () => {
    expect(templates).not.toMatch(CROSSING);
    expect(templates).not.toMatch(/arn:aws/);
  });

  test('the account-root trust names the account and the role in the same partition', () => {
    const built = build(environment, ChainTrust.accountRoot());
    const { trust } = new Deployed(built.finance).of(built.role);
    expect(trust.Statement[0]).toMatchObject({
      Principal: { AWS: `arn:${partition}:iam::${HERE}:root` },
      Condition: { ArnEquals: { 'aws:PrincipalArn': chain.map(({ arn }) => arn) } },
    });
    expect(built.finance.dependencies).toEqual([]);
  });

  test('machines and pods reach the chaining roles by the names that AWS has there', () => {
    const [machines] = deployed.of(head).trust.Statement;
    expect(machines?.Principal).toEqual({
      Service: partition === 'aws-cn' ? ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] : 'ec2.amazonaws.com',
    });
    const [pods] = deployed.of(irsa).trust.Statement;
    const issuer = ISSUER.replace('https://', '');
    expect(pods?.Principal).toEqual({ Federated: `arn:${partition}:iam::${HERE}:oidc-provider/${issuer}` });
    expect(pods?.Condition).toMatchObject({ StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' } });
  });
});

test.each(['one region', 'two accounts', 'two accounts and regions', 'nothing known'])(
  'no feature flag changes a template: %s',
  (name) => {
    const environment = ENVIRONMENTS[name]!;
    const { templates } = build(environment);
    const flags = [
      ...['strong', 'weak', 'both'].map((value) => ({ '@aws-cdk/core:defaultCrossStackReferences': value })),
      { '@aws-cdk/aws-iam:minimizePolicies': true },
    ];
    for (const context of flags) expect(build(environment, undefined, context).templates).toBe(templates);
  },
);

test('China’s second name of EC2 is written where the region is known only, since IAM refuses it elsewhere', () => {
  const services = ['cn-north-1', 'cn-northwest-1', 'eu-west-1', undefined].map((region) => {
    const stack = newStack({ region });
    const head = new InstanceProfileRole(stack, 'Head');
    return new Deployed(stack).of(head).trust.Statement[0]?.Principal?.Service;
  });
  const china = ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'];
  expect(services).toEqual([china, china, 'ec2.amazonaws.com', 'ec2.amazonaws.com']);
});

/** What IAM holds by name in one account, whatever the region. */
function namesIn(stacks: Stack[]): string[] {
  const kinds = {
    'AWS::IAM::Role': 'RoleName',
    'AWS::IAM::InstanceProfile': 'InstanceProfileName',
    'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  };
  return stacks.flatMap((stack) =>
    Object.entries(kinds).flatMap(([type, property]) =>
      new Deployed(stack).ofType(type).flatMap(({ Properties }) => {
        const name = Properties[property] as string | undefined;
        // CloudFormation makes a name that is free.
        return name === undefined ? [] : [`${type} ${name.toLowerCase()}`];
      }),
    ),
  );
}

test('the same app twice in one account, in two regions, shares no name', () => {
  const stacks = ['eu-west-1', 'us-east-1'].flatMap((region) => {
    const app = new App();
    const env = { account: HERE, region };
    const [platform, data] = [newStack(env, 'Platform', app), newStack(env, 'Data', app)];
    const { head } = chainsOf(platform, new NestedStack(data, 'Nested'));
    head.allowAssuming(new iam.Role(data, 'Plain', { assumedBy: new iam.AccountRootPrincipal() }));
    return [
      platform,
      data,
      ...data.node.children.filter((child): child is NestedStack => child instanceof NestedStack),
    ];
  });
  const names = namesIn(stacks);
  expect(names).toHaveLength(2 * (3 + 1 + 1));
  expect(new Set(names).size).toBe(names.length);
  expect(names.join()).not.toContain('managedpolicy');
});

describe('a CDK pipeline', () => {
  class ChainStage extends Stage {
    constructor(scope: Construct, id: string, props: StageProps & { dataAccount: string }) {
      super(scope, id, props);
      const region = props.env?.region;
      const data = new Stack(this, 'Data', { env: { account: props.dataAccount, region } });
      chainsOf(new Stack(this, 'Platform'), data);
    }
  }

  const app = new App();
  const stack = newStack(PLATFORM, 'Pipeline', app);
  const pipeline = new pipelines.CodePipeline(stack, 'Pipeline', {
    crossAccountKeys: true,
    synth: new pipelines.ShellStep('Synth', {
      input: pipelines.CodePipelineSource.connection('owner/repository', 'main', {
        connectionArn: `arn:aws:codeconnections:eu-west-1:${HERE}:connection/1`,
      }),
      commands: ['npx cdk synth'],
    }),
  });
  const dev = new ChainStage(app, 'Dev', { env: PLATFORM, dataAccount: HERE });
  const prod = new ChainStage(app, 'Prod', { env: PLATFORM, dataAccount: THERE });
  const west = new ChainStage(app, 'West', { env: { account: HERE, region: 'us-west-2' }, dataAccount: HERE });
  pipeline.addStage(dev);
  const wave = pipeline.addWave('Production');
  wave.addStage(prod);
  wave.addStage(west);
  const assembly = app.synth();

  test.each([dev, prod, west])('$node.id holds both halves, and nothing that crosses a stack', (stage) => {
    const [platform, data] = ['Platform', 'Data'].map((id) => stage.node.findChild(id) as Stack);
    const head = new Deployed(platform!).of(platform!.node.findChild('Head') as iam.Role);
    const role = new Deployed(data!).of(data!.node.findChild('S3') as iam.Role);
    expect(mayCall(head, 'sts:AssumeRole')).toEqual([role.arn]);
    expect(trusts(role, 'sts:AssumeRole')).toContain(head.arn);
    const nested = assembly.getNestedAssembly(`assembly-${stage.node.id}`);
    expect(JSON.stringify(nested.stacks.map(({ template }) => template as unknown))).not.toMatch(CROSSING);
  });

  test('deploys the chaining roles of each Stage before its resource roles', () => {
    const [codePipeline] = new Deployed(stack).ofType('AWS::CodePipeline::Pipeline');
    const stages = codePipeline?.Properties.Stages as { Name: string; Actions: { Name: string; RunOrder: number }[] }[];
    const order = (name: string) =>
      stages.flatMap(({ Actions }) => Actions).find(({ Name }) => Name === name)?.RunOrder ?? NaN;
    expect(stages.map(({ Name }) => Name).slice(-2)).toEqual(['Dev', 'Production']);
    expect(order('Platform.Deploy')).toBeLessThan(order('Data.Prepare'));
    for (const id of ['Prod', 'West']) expect(order(`${id}.Platform.Deploy`)).toBeLessThan(order(`${id}.Data.Prepare`));
  });

  test('no two Stages of an account share a name', () => {
    const stacks = [dev, prod, west].flatMap((stage) => stage.node.children.filter((child) => Stack.isStack(child)));
    const names = namesIn(stacks.filter(({ account }) => account === HERE));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('two accounts that serve each other', () => {
  const serve = (platformA: Stack, dataA: Stack, platformB: Stack, dataB: Stack, trust?: ChainTrust) => {
    const [headA, headB] = [platformA, platformB].map((stack) => new InstanceProfileRole(stack, 'Head'));
    const roleB = new ResourceRole(dataB, 'S3', { chainingRoles: [headA!], trust });
    const roleA = new ResourceRole(dataA, 'S3', { chainingRoles: [headB!], trust });
    return [
      { head: new Deployed(platformA).of(headA!), role: new Deployed(dataB).of(roleB) },
      { head: new Deployed(platformB).of(headB!), role: new Deployed(dataA).of(roleA) },
    ];
  };
  const build = (trust?: ChainTrust) => {
    const app = new App();
    const [a, b] = [newStack(PLATFORM, 'A', app), newStack(FINANCE, 'B', app)];
    return { app, edges: serve(a, a, b, b, trust) };
  };

  test('need no order between four stacks other than platforms first', () => {
    const app = new App();
    const [platformA, dataA] = ['PlatformA', 'DataA'].map((id) => newStack(PLATFORM, id, app));
    const [platformB, dataB] = ['PlatformB', 'DataB'].map((id) => newStack(FINANCE, id, app));
    for (const { head, role } of serve(platformA!, dataA!, platformB!, dataB!)) {
      expect(mayCall(head, 'sts:AssumeRole')).toEqual([role.arn]);
      expect(trusts(role, 'sts:AssumeRole')).toEqual([head.arn]);
    }
    expect([platformA, dataA, platformB, dataB].map((stack) => stack?.dependencies.map(({ node }) => node.id))).toEqual(
      [[], ['PlatformB'], [], ['PlatformA']],
    );
    expect(JSON.stringify(app.synth().stacks.map(({ template }) => template as unknown))).not.toMatch(CROSSING);
  });

  test('are a cycle between two stacks, which the error says how to leave', () => {
    expect(() => build()).toThrow(
      /^A\/S3: it trusts B\/Head, which must exist first, .*`trust: ChainTrust\.accountRoot\(\)`/,
    );
  });

  test('need no order between two stacks with the account-root trust', () => {
    const { app, edges } = build(ChainTrust.accountRoot());
    for (const { head, role } of edges) {
      expect(mayCall(head, 'sts:AssumeRole')).toEqual([role.arn]);
      expect(role.trust.Statement).toEqual([
        {
          Sid: 'AllowChainingRoles',
          Effect: 'Allow',
          Principal: { AWS: head.arn.replace(/:role\/.*/, ':root') },
          Action: 'sts:AssumeRole',
          Condition: { ArnEquals: { 'aws:PrincipalArn': head.arn } },
        },
      ]);
    }
    expect(JSON.stringify(app.synth().stacks.map(({ template }) => template as unknown))).not.toMatch(CROSSING);
  });
});

describe('aspects that set a permissions boundary', () => {
  test('change nothing else of a chain', () => {
    const build = (bounded: boolean) => {
      const app = new App();
      const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(FINANCE, 'Data', app)];
      chainsOf(platform, data);
      if (bounded) {
        const arn = 'arn:aws:iam::aws:policy/PowerUserAccess';
        iam.PermissionsBoundary.of(app).apply(iam.ManagedPolicy.fromManagedPolicyArn(platform, 'Boundary', arn));
      }
      return app.synth().stacks.map(({ template }) => template as { Resources: Record<string, unknown> });
    };
    const bounded = JSON.stringify(build(true));
    expect(bounded.split('"PermissionsBoundary":"arn:aws:iam::aws:policy/PowerUserAccess"')).toHaveLength(1 + 4);
    expect(JSON.parse(bounded.replace(/,?"PermissionsBoundary":"[^"]*"/g, ''))).toEqual(build(false));
  });
});

interface RoleReport {
  readonly roleConstructPath: string;
  readonly assumeRolePolicy: unknown;
  readonly managedPolicyStatements: unknown;
}

describe('customizeRoles', () => {
  const reportOf = (usePrecreatedRoles: Record<string, string>) => {
    const app = new App();
    iam.Role.customizeRoles(app, { usePrecreatedRoles });
    const [platform, data] = [newStack(PLATFORM, 'Platform', app), newStack(FINANCE, 'Data', app)];
    const head = new InstanceProfileRole(platform, 'Head', { roleName: 'head' });
    new ResourceRole(data, 'S3', { chainingRoles: [head], roleName: 's3' });
    const synth = () => app.synth();
    const written = () => {
      const file = join(app.outdir, 'iam-policy-report.json');
      const { roles } = JSON.parse(readFileSync(file, 'utf8')) as { roles: RoleReport[] };
      return roles.map(({ roleConstructPath, assumeRolePolicy, managedPolicyStatements }) => ({
        roleConstructPath,
        assumeRolePolicy,
        managedPolicyStatements,
      }));
    };
    return { synth, written };
  };
  const halves = (headName: string, roleName: string) => [
    {
      roleConstructPath: 'Platform/Head',
      assumeRolePolicy: [
        {
          Sid: 'AllowEc2Instances',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ec2.amazonaws.com' },
        },
      ],
      managedPolicyStatements: [
        {
          Sid: 'AssumeDataRoles',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: `arn:(PARTITION):iam::${THERE}:role/${roleName}`,
        },
      ],
    },
    {
      roleConstructPath: 'Data/S3',
      assumeRolePolicy: [
        {
          Sid: 'AllowChainingRoles',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: {
            // As CDK's own report writes a principal.
            AWS: { 'Fn::Join': [[], ['arn:', { Ref: 'AWS::Partition' }, `:iam::${HERE}:role/${headName}`]] },
          },
        },
      ],
      managedPolicyStatements: [],
    },
  ];

  test('tells an administrator both halves of the roles to create, by the names that they would have here', () => {
    const { synth, written } = reportOf({});
    const messages = synth().stacks.flatMap((stack) => stack.messages.map(({ level, id }) => `${level} ${id}`));
    expect(messages.sort()).toEqual(['error /Data/S3', 'error /Platform/Head']);
    expect(written()).toEqual(halves('head', 's3'));
  });

  test('takes the names of roles that an administrator created', () => {
    const { synth, written } = reportOf({ 'Platform/Head': 'their-head', 'Data/S3': 'their-s3' });
    expect(synth().stacks.flatMap(({ messages }) => messages)).toEqual([]);
    expect(written()).toEqual(halves('their-head', 'their-s3'));
  });

  test('asks for the name of a role that nobody named, where a policy is to name it', () => {
    const build = (make: (plain: iam.Role, stack: Stack) => unknown, roleName?: string) => {
      const app = new App();
      iam.Role.customizeRoles(app);
      const stack = newStack(PLATFORM, 'Platform', app);
      const plain = new iam.Role(stack, 'Plain', { roleName, assumedBy: new iam.AccountRootPrincipal() });
      return () => make(plain, stack);
    };
    const ways: Record<string, (plain: iam.Role, stack: Stack) => unknown> = {
      allowAssuming: (plain, stack) => new InstanceProfileRole(stack, 'Head').allowAssuming(plain),
      fromRole: (plain, stack) => ChainingRole.fromRole(stack, 'Head', plain).roleArn,
    };
    for (const way of Object.values(ways)) {
      expect(build(way)).toThrow(
        'Platform/Plain: `Role.customizeRoles` keeps it from being made, and its ARN, which other policies name, cannot be computed ' +
          'without a name. Give the role a literal `roleName`, or its name in `usePrecreatedRoles`.',
      );
      expect(build(way, 'named')).not.toThrow();
    }
    expect(build(ways.fromRole!, 'named')()).toBe(`arn:aws:iam::${HERE}:role/named`);
  });
});
