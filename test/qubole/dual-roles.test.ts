import { App, Aspects, NestedStack, Stack, aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { qubole } from '../../lib';
import { decide } from '../identity-simulator';
import { type Call, isAllowed } from '../simulator';
import { Deployed, FINANCE, PLATFORM, newStack, warningsOf, type Statement } from '../support';
import {
  CLAIMS,
  EXTERNAL_ID,
  QUBOLE,
  RESULTS,
  deployRoles,
  dualRoles,
  grant,
  imported,
  policiesOf,
  FLEETS,
} from './support';

const S3_USE = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const profileArn = (name: string) => `arn:aws:iam::111122223333:instance-profile/${name}`;

describe('what is created', () => {
  const { deployed, service, cluster, other } = deployRoles();

  test('the Service role trusts Qubole under the external id, and the Secondary roles trust EC2', () => {
    expect(service.trust.Statement).toEqual([
      {
        Sid: 'AllowControlPlane',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: `arn:aws:iam::${QUBOLE}:root` },
        Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      },
    ]);
    const onlyEc2 = [
      {
        Sid: 'AllowEc2Instances',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ec2.amazonaws.com' },
      },
    ];
    expect([cluster.trust.Statement, other.trust.Statement]).toEqual([onlyEc2, onlyEc2]);
  });

  test('an instance profile of the same name and path stands beside each Secondary role, and none beside the Service role', () => {
    expect(deployed.ofType('AWS::IAM::InstanceProfile').map(({ Properties }) => Properties)).toEqual([
      { InstanceProfileName: 'cluster', Roles: ['cluster'] },
      { InstanceProfileName: 'other', Roles: ['other'] },
    ]);
    const elsewhere = deployRoles({ path: '/clusters/' }).deployed;
    expect(elsewhere.ofType('AWS::IAM::InstanceProfile').map(({ Properties }) => Properties)).toEqual([
      { InstanceProfileName: 'cluster', Path: '/clusters/', Roles: ['cluster'] },
      { InstanceProfileName: 'other', Path: '/clusters/', Roles: ['other'] },
    ]);
  });

  test('the Service role passes the Secondary roles, and is kept from everything else of S3', () => {
    const { Barrier, S3Access, CrossAccount, ...rest } = policiesOf(deployed, 'ServiceRole');
    expect(Object.keys(rest)).toEqual(['Ec2Instances', 'Ec2Tagged']);
    expect(CrossAccount?.Statement).toEqual([
      {
        Sid: 'ReadInstanceProfiles',
        Effect: 'Allow',
        Action: 'iam:GetInstanceProfile',
        Resource: [profileArn('cluster'), profileArn('other')],
      },
      {
        Sid: 'PassToInstances',
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: [roleArn('cluster'), roleArn('other')],
        Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      },
    ]);
    expect(S3Access?.Statement).toEqual([
      {
        Sid: 'UseObjects',
        Effect: 'Allow',
        Action: S3_USE,
        Resource: ['arn:aws:s3:::lake/results/*', 'arn:aws:s3:::weather/*'],
      },
      {
        Sid: 'DescribeBuckets',
        Effect: 'Allow',
        Action: 's3:GetBucketLocation',
        Resource: ['arn:aws:s3:::lake', 'arn:aws:s3:::weather'],
      },
      { Sid: 'ListBuckets', Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::weather' },
      {
        Sid: 'ListPrefixes',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::lake',
        Condition: { StringLike: { 's3:prefix': 'results/*' } },
      },
    ]);
    expect(Barrier?.Statement).toEqual([
      {
        Sid: 'DenyOtherStorage',
        Effect: 'Deny',
        Action: ['s3-object-lambda', 's3-outposts', 's3', 's3express', 's3files', 's3tables', 's3vectors'].map(
          (storage) => `${storage}:*`,
        ),
        NotResource: [
          'arn:aws:s3:::lake',
          'arn:aws:s3:::weather',
          'arn:aws:s3:::lake/results/*',
          'arn:aws:s3:::weather/*',
        ],
      },
      {
        Sid: 'DenyBucketConfiguration',
        Effect: 'Deny',
        NotAction: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'],
        Resource: 'arn:aws:s3:::lake',
      },
      {
        Sid: 'DenyListing',
        Effect: 'Deny',
        Action: ['s3:ListBucket', 's3:ListBucketVersions'],
        Resource: 'arn:aws:s3:::lake',
        Condition: { StringNotLike: { 's3:prefix': 'results/*' } },
      },
      {
        Sid: 'DenyPassingOtherRoles',
        Effect: 'Deny',
        Action: 'iam:PassRole',
        NotResource: [roleArn('cluster'), roleArn('other')],
      },
      {
        Sid: 'DenyPassingToOtherServices',
        Effect: 'Deny',
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringNotEquals: { 'iam:PassedToService': ['ec2.amazonaws.com'] } },
      },
    ]);
  });

  test('a Secondary role has four policies, with S3 and PassRole for itself', () => {
    const { S3Access, PassRole, ...rest } = policiesOf(deployed, 'SecondaryRole');
    expect(Object.keys(rest)).toEqual(['Ec2Instances', 'Ec2Tagged']);
    expect(S3Access?.Statement.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition])).toEqual([
      ['UseObjects', ['arn:aws:s3:::lake/results/*', 'arn:aws:s3:::lake/claims/*', 'arn:aws:s3:::ledger/*'], undefined],
      ['DescribeBuckets', ['arn:aws:s3:::lake', 'arn:aws:s3:::ledger'], undefined],
      ['ListBuckets', 'arn:aws:s3:::ledger', undefined],
      ['ListPrefixes', 'arn:aws:s3:::lake', { StringLike: { 's3:prefix': ['results/*', 'claims/*'] } }],
    ]);
    expect(PassRole?.Statement.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ['ReadInstanceProfiles', profileArn('cluster')],
      ['PassToInstances', roleArn('cluster')],
    ]);
  });

  test("the documents about EC2 are the Secondary role's and the Service role's alike", () => {
    const one = JSON.stringify(policiesOf(deployed, 'SecondaryRole').Ec2Instances).replaceAll(
      `"${profileArn('cluster')}"`,
      JSON.stringify([profileArn('cluster'), profileArn('other')]),
    );
    expect(JSON.parse(one)).toEqual(policiesOf(deployed, 'ServiceRole').Ec2Instances);
    const tagged = JSON.stringify(policiesOf(deployed, 'SecondaryRole').Ec2Tagged).replaceAll(
      '"cluster"',
      '["cluster","other"]',
    );
    expect(JSON.parse(tagged)).toEqual(policiesOf(deployed, 'ServiceRole').Ec2Tagged);
    expect(policiesOf(deployed, 'SecondaryRole').Ec2Instances).toMatchSnapshot();
    expect(policiesOf(deployed, 'SecondaryRole').Ec2Tagged).toMatchSnapshot();
  });

  test('ACL actions come when they are asked for only', () => {
    const aclActions = (props: { aclActions?: boolean }) => {
      const roles = deployRoles(props);
      return [roles.service, roles.cluster].map(({ permissions }) => JSON.stringify(permissions).match(/s3:\w+Acl/g));
    };
    expect(aclActions({})).toEqual([null, null]);
    const asked = ['s3:GetObjectAcl', 's3:PutObjectAcl', 's3:GetBucketAcl'];
    expect(aclActions({ aclActions: true })).toEqual([expect.arrayContaining(asked), asked]);
  });
});

describe('who becomes whom', () => {
  const { service, cluster } = deployRoles();
  const assume = (call: Omit<Call, 'action'>) => isAllowed({ action: 'sts:AssumeRole', ...call });

  test('Qubole becomes the Service role with its external id only, and instances do not', async () => {
    const qubole = { principal: `arn:aws:iam::${QUBOLE}:role/control-plane`, role: service };
    const permissions = [
      { Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] },
    ];
    const context = { 'sts:ExternalId': EXTERNAL_ID };
    expect(await assume({ ...qubole, permissions, context })).toBe(true);
    expect(await assume({ ...qubole, permissions, context: { 'sts:ExternalId': 'another' } })).toBe(false);
    expect(await assume({ ...qubole, permissions })).toBe(false);
    const elsewhere = 'arn:aws:iam::444455556666:role/control-plane';
    expect(await assume({ ...qubole, principal: elsewhere, permissions, context })).toBe(false);
    expect(await assume({ principal: 'ec2.amazonaws.com', role: service })).toBe(false);
  });

  test('instances become a Secondary role; neither the Service role nor Qubole does, whatever they are granted', async () => {
    const permissions = [
      ...service.permissions,
      { Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] },
    ];
    expect(await assume({ principal: 'ec2.amazonaws.com', role: cluster })).toBe(true);
    expect(await assume({ principal: service.arn, role: cluster, permissions })).toBe(false);
    expect(await assume({ principal: `arn:aws:iam::${QUBOLE}:root`, role: cluster, permissions })).toBe(false);
  });
});

describe('the guard of buckets', () => {
  const guarded = () => {
    const stack = newStack(PLATFORM);
    const lake = new s3.Bucket(stack, 'Lake', { bucketName: 'lake' });
    const ledger = new s3.Bucket(stack, 'Ledger', { bucketName: 'ledger' });
    const roles = dualRoles(
      {
        guardBuckets: true,
        path: '/clusters/',
        defaultLocation: { bucket: lake, prefix: 'results' },
        dataLocations: [{ bucket: lake, prefix: 'claims' }, { bucket: ledger }],
      },
      stack,
    );
    roles.addSecondaryRole('Other', { dataLocations: [{ bucket: lake, prefix: 'fraud' }], roleName: 'other' });
    return { stack, roles };
  };

  test('denies the Service role by its ARN what its own policies deny', () => {
    const { stack, roles } = guarded();
    const suffix = roles.serviceRole.node.addr.slice(-8);
    const isService = { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/clusters/service' } };
    const deny = { Effect: 'Deny', Principal: '*', Condition: isService };
    const policies = new Deployed(stack).ofType('AWS::S3::BucketPolicy').map(({ Properties }) => Properties);
    expect(policies.map(({ PolicyDocument }) => (PolicyDocument as { Statement: unknown }).Statement)).toEqual([
      [
        { ...deny, Sid: `DenyObjects${suffix}`, Action: 's3:*', Resource: 'arn:aws:s3:::lake/claims/*' },
        {
          ...deny,
          Sid: `DenyBucketConfiguration${suffix}`,
          NotAction: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'],
          Resource: 'arn:aws:s3:::lake',
        },
        {
          ...deny,
          Sid: `DenyListing${suffix}`,
          Action: ['s3:ListBucket', 's3:ListBucketVersions'],
          Resource: 'arn:aws:s3:::lake',
          Condition: { ...isService, StringNotLike: { 's3:prefix': 'results/*' } },
        },
        { ...deny, Sid: `DenyObjects2${suffix}`, Action: 's3:*', Resource: 'arn:aws:s3:::lake/fraud/*' },
      ],
      [
        { ...deny, Sid: `DenyObjects${suffix}`, Action: 's3:*', Resource: 'arn:aws:s3:::ledger/*' },
        { ...deny, Sid: `DenyBucket${suffix}`, Action: 's3:*', Resource: 'arn:aws:s3:::ledger' },
      ],
    ]);
  });

  test('holds a Service role that has lost its own policies, however often it was made, and nobody else', async () => {
    const { stack } = guarded();
    const [lake] = new Deployed(stack)
      .ofType('AWS::S3::BucketPolicy')
      .map(({ Properties }) => Properties.PolicyDocument);
    const gets = (role: string, action: string, resource: string, context = {}) =>
      decide({
        principal: `arn:aws:iam::111122223333:role/clusters/${role}`,
        policies: [grant('s3:*')],
        action,
        resource,
        context,
        resourcePolicy: lake as object,
      });
    for (const [role, expected] of [
      ['service', false],
      ['cluster', true],
    ] as const) {
      expect(await gets(role, 's3:GetObject', `${CLAIMS}a`)).toBe(expected);
      expect(await gets(role, 's3:GetObject', 'arn:aws:s3:::lake/fraud/a')).toBe(expected);
      expect(await gets(role, 's3:ListBucket', 'arn:aws:s3:::lake')).toBe(expected);
      expect(await gets(role, 's3:PutBucketPolicy', 'arn:aws:s3:::lake')).toBe(expected);
    }
    expect(await gets('service', 's3:GetObject', `${RESULTS}a`)).toBe(true);
    expect(await gets('service', 's3:ListBucket', 'arn:aws:s3:::lake', { 's3:prefix': 'results/' })).toBe(true);
  });

  test('is not written unless asked for, and prints what the owner of an imported bucket can add', () => {
    const stack = newStack(PLATFORM);
    dualRoles({ dataLocations: [{ bucket: new s3.Bucket(stack, 'Lake') }] }, stack);
    expect(new Deployed(stack).ofType('AWS::S3::BucketPolicy')).toEqual([]);
    const other = newStack(PLATFORM);
    dualRoles({ guardBuckets: true, dataLocations: [{ bucket: imported(other, 'ledger') }] }, other);
    const [warning] = warningsOf(other);
    expect(warning?.text).toContain("guardBuckets can't write the policy of the bucket of ledger/");
    expect(warning?.text).toContain(
      '"ArnEquals":{"aws:PrincipalArn":"arn:${AWS::Partition}:iam::111122223333:role/service"}',
    );
    expect(warning?.text).toContain('"Resource":"arn:${AWS::Partition}:s3:::ledger/*"');
  });
});

test('for buckets and keys of another account, a warning prints what their owner must add', () => {
  const stack = newStack(PLATFORM);
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Theirs', { bucketName: 'theirs', account: FINANCE.account });
  const kmsKey = kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${FINANCE.account}:key/theirs`);
  dualRoles({ dataLocations: [{ bucket, prefix: 'a', kmsKey }, { bucket: imported(stack, 'ledger') }] }, stack);
  const warnings = warningsOf(stack);
  expect(warnings.map(({ path }) => path)).toEqual(['/Stack/Roles/SecondaryRole']);
  const [, ofBucket = '', ofKey = ''] =
    /^theirs\/a\/ is of another account, .*? In the bucket policy of \S+: (.*) In the key policy of \S+: (.*)$/.exec(
      warnings[0]?.text.split('\n')[0] ?? '',
    ) ?? [];
  const theirs = (text: string) =>
    (JSON.parse(text.replace(/ \[ack: .*$/, '')) as { Sid: string; Resource: string; Principal: unknown }[]).map(
      ({ Sid, Resource, Principal }) => [Sid.replace(/[0-9a-f]{8}$/, ''), Resource, Principal],
    );
  const cluster = { AWS: 'arn:aws:iam::111122223333:role/cluster' };
  expect(theirs(ofBucket)).toEqual([
    ['UseObjects', 'arn:aws:s3:::theirs/a/*', cluster],
    ['DescribeBuckets', 'arn:aws:s3:::theirs', cluster],
    ['ListPrefixes', 'arn:aws:s3:::theirs', cluster],
  ]);
  expect(theirs(ofKey)).toEqual([['UseKeys', '*', cluster]]);
});

test('for EBS keys of another account, both roles print what their owner must add, and for own ones nothing', () => {
  const stack = newStack(PLATFORM);
  const keyOf = ({ account }: typeof PLATFORM) =>
    kms.Key.fromKeyArn(stack, `Key${account}`, `arn:aws:kms:eu-west-1:${account}:key/disks`);
  dualRoles({ ebsKmsKeys: [keyOf(FINANCE), keyOf(PLATFORM)] }, stack);
  const warnings = warningsOf(stack);
  expect(warnings.map(({ path }) => path)).toEqual(['/Stack/Roles/ServiceRole', '/Stack/Roles/SecondaryRole']);
  const [, json = ''] =
    /^ebsKmsKeys holds keys of another account, whose owner must let this role in too. In the key policy of arn:aws:kms:eu-west-1:444455556666:key\/disks: (.*) \[ack: /.exec(
      warnings[1]?.text ?? '',
    ) ?? [];
  const [use, lend, ...others] = JSON.parse(json) as Statement[];
  const common = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/cluster' }, Resource: '*' };
  const throughEc2 = { StringEquals: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } };
  expect(use).toMatchObject({ ...common, Condition: throughEc2 });
  expect(use?.Action).toContain('kms:ReEncryptTo');
  expect(lend).toMatchObject({ ...common, Action: 'kms:CreateGrant' });
  expect(lend?.Condition).toEqual({ ...throughEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } });
  expect(others).toEqual([]);
});

test('the statements that are printed for several roles and locations fit into one policy', () => {
  const stack = newStack(PLATFORM);
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Theirs', { bucketName: 'theirs', account: FINANCE.account });
  const roles = dualRoles({ dataLocations: ['a', 'b'].map((prefix) => ({ bucket, prefix })) }, stack);
  roles.addSecondaryRole('Other', { dataLocations: [{ bucket, prefix: 'a' }], roleName: 'other' });
  const sids = warningsOf(stack).flatMap(({ text }) => [...text.matchAll(/"Sid":"(\w+)"/g)].map(([, sid]) => sid));
  expect(sids).toHaveLength(9);
  expect(new Set(sids).size).toBe(9);
});

test('the warning stands on every role that uses the location, and is about what is of another account only', () => {
  const stack = newStack(PLATFORM);
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Theirs', { bucketName: 'theirs', account: FINANCE.account });
  dualRoles({ defaultLocation: { bucket } }, stack);
  const warnings = warningsOf(stack).map(({ path, text }) => [
    path,
    /In the \w+ policy/g.exec(text)?.[0],
    text.includes('key policy'),
  ]);
  expect(warnings).toEqual([
    ['/Stack/Roles/ServiceRole', 'In the bucket policy', false],
    ['/Stack/Roles/SecondaryRole', 'In the bucket policy', false],
  ]);
});

describe('outputs', () => {
  const outputsOf = (props: Partial<qubole.DualRolesProps>) => {
    const stack = newStack(PLATFORM);
    dualRoles(props, stack);
    const outputs = (Template.fromStack(stack).toJSON().Outputs ?? {}) as Record<
      string,
      { Value: unknown; Description: string }
    >;
    const deployed = new Deployed(stack);
    return Object.entries(outputs).map(([id, { Value, Description }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      deployed.evaluate(Value),
      Description.split(/[:.(]/)[0]?.trim(),
    ]);
  };

  test('hold every name that is typed into Qubole', () => {
    expect(outputsOf({})).toEqual([
      ['RolesSecondaryRoleInstanceProfileName', 'cluster', 'Instance Profile of the cluster, in its EC2 Settings'],
      [
        'RolesSecondaryRoleCustomEc2Tag',
        'secondary-role=cluster',
        'Custom EC2 Tags of the cluster, in its EC2 Settings',
      ],
      [
        'RolesServiceRoleArn',
        roleArn('service'),
        "Role ARN of Qubole's account settings, with IAM Role as access mode type",
      ],
      [
        'RolesDefaultLocation',
        's3://lake/results/',
        "Default location of Qubole's account settings; results and logs in it are open to all users of the Qubole account",
      ],
    ]);
  });

  test('say beside the instance profile what stays possible', () => {
    const stack = newStack(PLATFORM);
    dualRoles({}, stack);
    const outputs = JSON.stringify(Template.fromStack(stack).toJSON().Outputs);
    expect(outputs).toContain("can launch an instance with it, and so run code that reaches this role's data");
    expect(outputs).toContain('console output and disks of its instances may hold some');
  });

  test('know no tag with the documented policies or without tags, and can be left out', () => {
    for (const props of [{ asDocumented: true }, { untaggedResources: true }]) {
      expect(outputsOf(props).map(([id]) => id)).not.toContain('RolesSecondaryRoleCustomEc2Tag');
    }
    expect(outputsOf({ outputs: false })).toEqual([]);
  });
});

describe('in an app', () => {
  test('every role has the boundary', () => {
    const stack = newStack(PLATFORM);
    const permissionsBoundary = iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    dualRoles({ permissionsBoundary, ...FLEETS }, stack);
    const boundaries = new Deployed(stack)
      .ofType('AWS::IAM::Role')
      .map(({ Properties }) => [Properties.RoleName, Properties.PermissionsBoundary]);
    const arn = 'arn:aws:iam::aws:policy/PowerUserAccess';
    expect(boundaries).toEqual([
      ['qubole-ec2-spot-fleet-role', arn],
      ['service', arn],
      ['cluster', arn],
    ]);
  });

  test('the role of Spot Fleet is made once, for all dual roles of an account', () => {
    const app = new App();
    const make = (id: string, env = PLATFORM) => {
      const stack = newStack(env, id, app);
      const names = { serviceRoleName: `service-${id}`, secondaryRoleName: `cluster-${id}` };
      dualRoles({ ...FLEETS, ...names }, stack);
      return stack;
    };
    const stacks = [make('A'), make('B'), make('C', FINANCE)];
    const count = (stack: Stack) =>
      new Deployed(stack)
        .ofType('AWS::IAM::Role')
        .filter(({ Properties }) => Properties.RoleName === 'qubole-ec2-spot-fleet-role').length;
    expect(stacks.map(count)).toEqual([1, 0, 1]);
  });

  test('no template exports or imports a role, and a bucket may stand in another stack or a nested one', () => {
    const app = new App();
    const lakes = newStack(PLATFORM, 'Lakes', app);
    const lake = new s3.Bucket(lakes, 'Lake', { bucketName: 'lake' });
    const stack = new NestedStack(newStack(PLATFORM, 'Platform', app), 'Nested');
    dualRoles({ guardBuckets: true, dataLocations: [{ bucket: lake, prefix: 'claims' }] }, stack);
    const text = JSON.stringify([Template.fromStack(lakes).toJSON(), Template.fromStack(stack).toJSON()]);
    expect(text).not.toMatch(/Fn::ImportValue|"Export"|Fn::GetStackOutput/);
    expect(text).toContain('s3:::lake/claims/*');
  });

  test('the template does not change with minimizePolicies', () => {
    const template = (minimize: boolean) => {
      const app = new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimize } });
      const stack = newStack(PLATFORM, 'Stack', app);
      dualRoles(FLEETS, stack);
      return Template.fromStack(stack).toJSON();
    };
    expect(template(true)).toEqual(template(false));
  });

  test('a further Secondary role leaves the first one and its own policies as they are', () => {
    const template = (further: boolean) => {
      const stack = newStack(PLATFORM);
      const roles = dualRoles({}, stack);
      if (further) roles.addSecondaryRole('Other', { dataLocations: [{ bucket: imported(stack, 'fraud') }] });
      return Template.fromStack(stack).toJSON().Resources as Record<string, unknown>;
    };
    const [before, after] = [template(false), template(true)];
    const changed = Object.keys(before).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]));
    expect(changed.map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'RolesServiceRoleBarrier',
      'RolesServiceRoleEc2Instances',
      'RolesServiceRoleEc2Tagged',
      'RolesServiceRoleCrossAccount',
    ]);
  });

  test('policies that outgrow the quota are an error at synth', () => {
    const synth = (count: number) => () => {
      const app = new App();
      const stack = newStack(PLATFORM, 'Stack', app);
      const roles = dualRoles({}, stack);
      for (let index = 0; index < count; index += 1) {
        roles.addSecondaryRole(`Role${index}`, {
          dataLocations: [{ bucket: imported(stack, `data-${index}`) }],
          roleName: `cluster-of-the-team-number-${index}`,
        });
      }
      app.synth();
    };
    expect(synth(5)).not.toThrow();
    expect(synth(28)).toThrow(
      /ServiceRole\/Ec2Instances has \d+ characters, more than IAM's quota of 6144 for a managed policy/,
    );
  });

  test('a name that an aspect changes is an error at synth', () => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Stack', app);
    dualRoles({}, stack);
    Aspects.of(app).add({
      visit: (node) => {
        if (node instanceof iam.CfnRole) node.roleName = `corp-${node.roleName ?? ''}`;
      },
    });
    expect(() => app.synth()).toThrow('Stack/Roles/ServiceRole was renamed from /service to /corp-service');
  });

  test('roles that the organization makes can be used instead', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    iam.Role.customizeRoles(stack, {
      preventSynthesis: true,
      usePrecreatedRoles: {
        'Stack/Roles/ServiceRole': 'service',
        'Stack/Roles/SecondaryRole': 'cluster',
      },
    });
    const roles = dualRoles({}, stack);
    expect(new Deployed(stack).ofType('AWS::IAM::Role')).toEqual([]);
    expect(new Deployed(stack).ofType('AWS::IAM::InstanceProfile').map(({ Properties }) => Properties)).toEqual([
      { InstanceProfileName: 'cluster', Roles: ['cluster'] },
    ]);
    expect(roles.secondaryRole.ec2Tag).toEqual({ key: 'secondary-role', value: 'cluster' });
  });
});
