import { App, CfnParameter, Fn, Stack, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import { ChainTrust, ChainingRole, InstanceProfileRole, ResourceRole } from '../../lib';
import { allow, arn, assume, type Build, cfnRole, check, DATA, dataStack, EC2, rule, trusting } from './support';
import { PLATFORM } from '../support';

describe('halfChain', () => {
  const findings = rule('halfChain');

  test.each<[string, Build, string[]]>([
    [
      'a permission without its trust',
      (stack) => [cfnRole(stack, 'head', EC2, assume('r')), cfnRole(stack, 'r', trusting({ AWS: arn('other-head') }))],
      ['error S/head', 'error S/r'],
    ],
    [
      'a permission by reference, with sts:Assume*, without its trust',
      (stack) => {
        const r = new iam.Role(stack, 'r', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
        const head = new iam.Role(stack, 'head', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        head.addToPolicy(new iam.PolicyStatement({ actions: ['sts:Assume*'], resources: [r.roleArn] }));
      },
      ['error S/head'],
    ],
    [
      'a permission by all but some actions',
      (stack) => [
        cfnRole(stack, 'head', EC2, { Effect: 'Allow', NotAction: 'iam:*', Resource: arn('r') }),
        cfnRole(stack, 'r', trusting({ Service: 'ec2.amazonaws.com' })),
      ],
      ['error S/head'],
    ],
    [
      'a trust whose condition is on somebody else',
      (stack) => [
        cfnRole(stack, 'head', EC2, assume('r')),
        cfnRole(
          stack,
          'r',
          trusting(
            { AWS: Fn.sub('arn:aws:iam::${AWS::AccountId}:root') },
            { Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${PLATFORM.account}:user/x` } } },
          ),
        ),
      ],
      ['error S/head'],
    ],
    [
      'a Deny in the trust',
      (stack) => [
        cfnRole(stack, 'head', EC2, assume('r')),
        cfnRole(stack, 'r', [trusting({ AWS: arn('head') }), { ...trusting('*'), Effect: 'Deny' }]),
      ],
      ['error S/head'],
    ],
    [
      'a Deny in the permissions',
      (stack) => [
        cfnRole(stack, 'head', EC2, [assume('r'), { Effect: 'Deny', Action: 'sts:*', Resource: '*' }]),
        cfnRole(stack, 'r', trusting({ AWS: arn('head') })),
      ],
      ['error S/r'],
    ],
    [
      'a trust in another account without the permission',
      (stack) => [
        cfnRole(stack, 'head', EC2),
        cfnRole(dataStack(stack.node.root as App), 'r', trusting({ AWS: arn('head') })),
      ],
      ['error D/r'],
    ],
    [
      'a boundary that leaves the permission out',
      (stack) => {
        const boundary = new iam.ManagedPolicy(stack, 'B', {
          statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
        });
        cfnRole(stack, 'head', EC2, allow('sts:AssumeRole', arn('r', DATA.account)), {
          permissionsBoundary: boundary.managedPolicyArn,
        });
        cfnRole(dataStack(stack.node.root as App), 'r', trusting({ AWS: arn('head') }));
      },
      ['error D/r'],
    ],
    [
      'a trust by the account without the permission',
      (stack) => [
        cfnRole(stack, 'head', EC2),
        cfnRole(
          stack,
          'r',
          trusting({ AWS: PLATFORM.account }, { Condition: { ArnEquals: { 'aws:PrincipalArn': arn('head') } } }),
        ),
      ],
      ['error S/r'],
    ],
    [
      'a trust in a role that no stack has',
      (stack) => cfnRole(stack, 'r', trusting({ AWS: [arn('haed')] })),
      ['error S/r'],
    ],
    [
      'a condition on a role that no stack has',
      (stack) => cfnRole(stack, 'r', trusting('*', { Condition: { ArnLike: { 'aws:PrincipalArn': arn('haed') } } })),
      ['error S/r'],
    ],
    [
      'a trust in a role that was deleted',
      (stack) => cfnRole(stack, 'r', trusting({ AWS: 'AROAEXAMPLEEXAMPLE123' })),
      ['error S/r'],
    ],
  ])('finds %s', (_, build, expected) => {
    expect(findings(build)).toEqual(expected);
  });

  test.each<[string, Build]>([
    [
      'both halves',
      (stack) => [cfnRole(stack, 'head', EC2, assume('r')), cfnRole(stack, 'r', trusting({ AWS: arn('head') }))],
    ],
    [
      'an exact trust in one account',
      (stack) => [cfnRole(stack, 'head', EC2), cfnRole(stack, 'r', trusting({ AWS: arn('head') }))],
    ],
    [
      'a permission on all roles',
      (stack) => [
        cfnRole(stack, 'head', EC2, assume('*')),
        cfnRole(stack, 'r', trusting({ Service: 'glue.amazonaws.com' })),
      ],
    ],
    [
      'a permission on a role elsewhere',
      (stack) => cfnRole(stack, 'head', EC2, allow('sts:AssumeRole', arn('theirs', '123456789012'))),
    ],
    [
      'a permission on a role that the app does not make',
      (stack) => cfnRole(stack, 'head', EC2, assume('made-by-hand')),
    ],
    ['a trust in a role elsewhere', (stack) => cfnRole(stack, 'r', trusting({ AWS: arn('theirs', '123456789012') }))],
    [
      'a trust in a role of the bootstrap',
      (stack) => cfnRole(stack, 'r', trusting({ AWS: arn(`cdk-hnb659fds-deploy-role-${PLATFORM.account}-eu-west-1`) })),
    ],
    [
      'a trust in a role that the app imports',
      (stack) => new iam.Role(stack, 'r', { assumedBy: iam.Role.fromRoleName(stack, 'I', 'made-by-hand') }),
    ],
    [
      'a Deny for somebody else',
      (stack) => [
        cfnRole(stack, 'head', EC2, assume('r')),
        cfnRole(stack, 'r', [
          trusting({ AWS: arn('head') }),
          { ...trusting({ AWS: arn('x', '123456789012') }), Effect: 'Deny' },
        ]),
      ],
    ],
    [
      'the library, over two accounts',
      (stack) => {
        const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
        const data = dataStack(stack.node.root as App);
        new ResourceRole(data, 'r', { chainingRoles: [head] });
        new ResourceRole(data, 'q', { chainingRoles: [head], trust: ChainTrust.accountRoot() });
      },
    ],
    [
      'imported chaining roles',
      (stack) =>
        new ResourceRole(stack, 'r', {
          chainingRoles: [ChainingRole.fromChainingRoleArn(stack, 'I', arn('made-by-hand'))],
        }),
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });

  test.each([
    'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
    'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
  ])('is quiet on a role that AWS makes: %s', (name) => {
    expect(findings((stack) => cfnRole(stack, 'r', trusting({ AWS: arn(name) })))).toEqual([]);
  });

  test('finds an association of EKS Pod Identity whose role lets no pods in', () => {
    const of = (service: string) =>
      findings((stack) => {
        cfnRole(stack, 'r', trusting({ Service: service }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }));
        const who = { clusterName: 'c', namespace: 'team', serviceAccount: 'jobs' };
        new eks.CfnPodIdentityAssociation(stack, 'Association', { ...who, roleArn: arn('r') });
      });
    expect(of('eks.amazonaws.com')).toEqual(['error S/r']);
    expect(of('pods.eks.amazonaws.com')).toEqual([]);
  });

  test('looks at each Stage by itself where nobody knows the accounts', () => {
    const app = new App();
    for (const id of ['One', 'Two']) {
      const stack = new Stack(app, id);
      cfnRole(stack, `head-${id}`, EC2, allow('sts:AssumeRole', Fn.sub('arn:aws:iam::${AWS::AccountId}:role/r-' + id)));
      cfnRole(
        stack,
        `r-${id}`,
        trusting({ AWS: Fn.sub('arn:aws:iam::${AWS::AccountId}:role/head-' + (id === 'One' ? id : 'none')) }),
      );
    }
    const { found } = check(app, { rules: ['halfChain'] });
    expect(found.map(({ path }) => path)).toEqual(['Two/head-Two']);
  });
});

describe('chainTooDeep', () => {
  const findings = rule('chainTooDeep');
  const chain = (stack: Stack, first: unknown, second: unknown, third: unknown = EC2) => [
    cfnRole(stack, 'head', third, first),
    cfnRole(stack, 'r', trusting({ AWS: arn('head') }), second),
    cfnRole(stack, 'q', trusting({ AWS: arn('r') })),
  ];

  test.each<[string, Build, string[]]>([
    ['a resource role that assumes another', (stack) => chain(stack, assume('r'), assume('q')), ['warning S/r']],
    ['one by a wildcard', (stack) => chain(stack, assume('*'), allow('*', '*')), ['warning S/r']],
    ['one that the trust alone lets in', (stack) => chain(stack, assume('r'), undefined), ['warning S/r']],
    [
      'one of pods',
      (stack) =>
        chain(
          stack,
          assume('r'),
          { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
          trusting({ Service: 'pods.eks.amazonaws.com' }),
        ),
      ['warning S/r'],
    ],
    [
      'a circle',
      (stack) => [
        cfnRole(stack, 'head', [EC2, trusting({ AWS: arn('r') })], assume('r')),
        cfnRole(stack, 'r', trusting({ AWS: arn('head') }), assume('head')),
      ],
      ['warning S/r'],
    ],
    [
      'one of L2 roles',
      (stack) => {
        const head = new InstanceProfileRole(stack, 'head');
        const r = new ResourceRole(stack, 'r', { chainingRoles: [head] });
        new iam.Role(stack, 'q', { assumedBy: r }).grantAssumeRole(r);
      },
      ['warning S/r'],
    ],
  ])('finds %s', (_, build, expected) => {
    expect(findings(build)).toEqual(expected);
  });

  test.each<[string, Build]>([
    [
      'two roles of one chaining role',
      (stack) => [
        cfnRole(stack, 'head', EC2, assume('r', 'q')),
        ...['r', 'q'].map((name) => cfnRole(stack, name, trusting({ AWS: arn('head') }))),
      ],
    ],
    [
      'roles that no machine holds',
      (stack) => chain(stack, assume('r'), assume('q'), trusting({ Service: 'codepipeline.amazonaws.com' })),
    ],
    [
      'a role that assumes itself',
      (stack) => [
        cfnRole(stack, 'head', EC2, assume('r')),
        cfnRole(stack, 'r', trusting({ AWS: [arn('head'), arn('r')] }), assume('r')),
      ],
    ],
    [
      'a second hop that a Deny forbids',
      (stack) => chain(stack, assume('r'), [assume('q'), { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }]),
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('chainedSessionTooLong', () => {
  const findings = rule('chainedSessionTooLong');
  const long = { maxSessionDuration: 43_200 };
  const chain = (stack: Stack, trust: unknown, more: Partial<iam.CfnRoleProps> = long) => [
    cfnRole(stack, 'head', EC2, assume('r')),
    cfnRole(stack, 'r', trust, undefined, more),
  ];

  test.each<[string, Build]>([
    ['an exact trust', (stack) => chain(stack, trusting({ AWS: arn('head') }))],
    [
      'a trust in the account that names the role',
      (stack) =>
        chain(
          stack,
          trusting({ AWS: PLATFORM.account }, { Condition: { ArnEquals: { 'aws:PrincipalArn': arn('head') } } }),
        ),
    ],
    [
      'a duration as text',
      (stack) => {
        chain(stack, trusting({ AWS: arn('head') }))[1]!.addPropertyOverride('MaxSessionDuration', '7200');
      },
    ],
    [
      'a duration by default',
      (stack) => {
        const { valueAsNumber: maxSessionDuration } = new CfnParameter(stack, 'P', { type: 'Number', default: 7200 });
        chain(stack, trusting({ AWS: arn('head') }), { maxSessionDuration });
      },
    ],
    [
      'a Deny for services',
      (stack) =>
        chain(stack, [
          trusting({ AWS: arn('head'), Service: 'glue.amazonaws.com' }),
          { ...trusting({ Service: 'glue.amazonaws.com' }), Effect: 'Deny' },
        ]),
    ],
  ])('finds one hour exceeded with %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/r']);
  });

  test.each<[string, Build]>([
    ['one hour', (stack) => chain(stack, trusting({ AWS: arn('head') }), { maxSessionDuration: 3600 })],
    ['a service', (stack) => chain(stack, trusting({ AWS: arn('head'), Service: 'glue.amazonaws.com' }))],
    ['everybody in the account', (stack) => chain(stack, trusting({ AWS: PLATFORM.account }))],
    [
      'a user',
      (stack) => {
        const user = new iam.User(stack, 'u');
        cfnRole(stack, 'r', trusting({ AWS: [user.userArn] }), undefined, long);
      },
    ],
    ['the chaining role itself', (stack) => cfnRole(stack, 'head', EC2, undefined, long)],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});
