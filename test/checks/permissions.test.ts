import { App, Fn, Stack, aws_iam as iam } from 'aws-cdk-lib';

import { acknowledge, allow, arn, assume, type Build, cfnRole, check, EC2, platform, rule, trusting } from './support';
import { PLATFORM } from '../support';

describe('passRoleTooWide', () => {
  const findings = rule('passRoleTooWide');
  const pass =
    (resource: unknown, more: object = {}, action: unknown = 'iam:PassRole') =>
    (stack: Stack) => {
      cfnRole(stack, 'two', trusting({ Service: ['glue.amazonaws.com', 'lambda.amazonaws.com'] }));
      cfnRole(stack, 'one', trusting({ Service: 'glue.amazonaws.com' }));
      cfnRole(stack, 'head', EC2, assume('res'));
      cfnRole(stack, 'res', trusting({ AWS: arn('head') }));
      cfnRole(stack, 'r', trusting({ Service: 'states.amazonaws.com' }), allow(action, resource, more));
    };
  const only = { Condition: { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } } };

  test.each<[string, Build]>([
    ['every role', pass('*')],
    ['every role, to one service', pass('*', only)],
    ['roles of a name', pass(arn('team-*'))],
    [
      'roles of any path, by iam:Pass*',
      pass(Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'), only, 'iam:Pass*'),
    ],
    ['all but one action', (stack) => cfnRole(stack, 'r', EC2, { Effect: 'Allow', NotAction: 's3:*', Resource: '*' })],
    [
      'all but one role',
      (stack) => cfnRole(stack, 'r', EC2, { Effect: 'Allow', Action: 'iam:PassRole', NotResource: arn('x') }),
    ],
    ['a role of two services', pass(arn('two'))],
    ['a chaining role', pass([arn('one'), arn('head')])],
    ['a role of two services, to any', pass(arn('two'), { Condition: { StringLike: { 'iam:PassedToService': '*' } } })],
    [
      'a role of two services, to all of AWS',
      pass(arn('two'), { Condition: { StringLike: { 'iam:PassedToService': '*.amazonaws.com' } } }),
    ],
    [
      'every role, in an L2 policy',
      (stack) =>
        new iam.Role(stack, 'r', { assumedBy: new iam.AccountRootPrincipal() }).addToPolicy(
          new iam.PolicyStatement({ actions: ['iam:*'], resources: ['*'] }),
        ),
    ],
  ])('finds %s', (_, build) => {
    expect(findings(build)).toEqual(['warning S/r']);
  });

  test.each<[string, Build]>([
    ['a role of one service', pass(arn('one'))],
    ['a role of two services to one of them', pass(arn('two'), only)],
    [
      'a role of two services to one, by IfExists',
      pass(arn('two'), { Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'glue.amazonaws.com' } } }),
    ],
    ['a role elsewhere', pass(arn('made-by-hand'))],
    [
      'every role that a Deny takes away',
      (stack) =>
        cfnRole(stack, 'r', EC2, [allow('iam:PassRole', '*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }]),
    ],
    [
      'an administrator without IAM',
      (stack) => cfnRole(stack, 'r', EC2, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    ],
    [
      'the role with which CloudFormation deploys',
      (stack) => cfnRole(stack, 'r', trusting({ Service: 'cloudformation.amazonaws.com' }), allow('*', '*')),
    ],
  ])('is quiet on %s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('notDecided', () => {
  const findings = rule('notDecided');

  const unread = (stack: Stack, ...ids: string[]) => {
    for (const id of ids) cfnRole(stack, id, EC2, { Effect: 'Allow', Action: 's3:*', Resource: '*', Ressource: '*' });
  };

  test('is one finding about all, at the first, by reasons', () => {
    const stack = platform();
    cfnRole(stack, 'a', trusting({ AWS: arn('x') }, { Condition: { StringEqualish: { 'aws:PrincipalOrgID': 'o' } } }));
    cfnRole(stack, 'b', { ...trusting('*'), Principal: undefined, NotPrincipal: { AWS: arn('x') } });
    unread(stack, 'c', 'd', 'e', 'f', 'g');
    const { success, found } = check(stack.node.root as App, { rules: ['notDecided'] });
    expect(success).toBe(true);
    expect(found.map(({ severity, path, text }) => [severity, path, text])).toEqual([
      [
        'warning',
        'S/a',
        '7 things could not be decided, of which the other rules say nothing: IAM has no operator StringEqualish (S/a); it allows ' +
          'all but the principals that it names (S/b); it has the element Ressource (S/c, S/d, S/e, and 2 more).',
      ],
    ]);
  });

  test('is short, whatever there is', () => {
    const stack = platform();
    for (let index = 0; index < 40; index += 1) {
      const odd = { [`Odd${index}`]: 'x'.repeat(500) };
      cfnRole(stack, `r${index}`, EC2, { Effect: 'Allow', Action: 's3:*', Resource: [{ a: 'y'.repeat(500) }], ...odd });
    }
    const { found } = check(stack.node.root as App, { rules: ['notDecided'] });
    expect(found).toHaveLength(1);
    expect(found[0]!.text).toMatch(/^80 things .* \(S\/r0\); .*; and 36 more\.$/);
    expect(found[0]!.text.length).toBeLessThan(1200);
  });

  test('is acknowledged construct by construct, and on the app for all', () => {
    const stack = platform();
    unread(stack, 'a', 'b');
    const texts = () =>
      check(stack.node.root as App, { rules: ['notDecided'] }).found.map(({ rule, text }) => `${rule} ${text}`);
    expect(texts()).toEqual([expect.stringMatching(/^notDecided 2 things .*\(S\/a, S\/b\)\.$/)]);
    acknowledge(stack.node.findChild('a'), 'notDecided');
    // CDK silences the plain name, everywhere.
    expect(texts()).toEqual([
      'notDecided it has the element Ressource. The statement: {"Effect":"Allow","Action":"s3:*","Resource":"*","Ressource":"*"}',
      expect.stringMatching(/^notDecided\[S\/b\] One thing .*\(S\/b\)\.$/),
    ]);
    acknowledge(stack.node.root, 'notDecided');
    expect(new Set(texts().map((text) => text.split(' ', 1)[0]))).toEqual(new Set(['notDecided']));
  });

  test('is about a policy of somebody else on a chaining role', () => {
    const of = (managedPolicyArns: string[]) =>
      findings((stack) => {
        cfnRole(stack, 'head', EC2, assume('r'), { managedPolicyArns });
        cfnRole(stack, 'r', trusting({ AWS: arn('head') }), undefined, { managedPolicyArns });
      });
    expect(of([`arn:aws:iam::${PLATFORM.account}:policy/x`])).toEqual(['warning S/head']);
    const ofAws = (name: string) => of([`arn:aws:iam::aws:policy/${name}`]);
    expect(ofAws('AmazonSSMManagedInstanceCore')).toEqual([]);
    expect(ofAws('AmazonEC2ContainerRegistryReadOnly')).toEqual([]);
    expect(ofAws('AmazonS3FullAccess')).toEqual(['warning S/head']);
    expect(ofAws('ReadOnlyAccess')).toEqual(['warning S/head']);
    expect(ofAws('job-function/ViewOnlyAccess')).toEqual(['warning S/head']);
    expect(ofAws('AdministratorAccess')).toEqual([]);
    const permissionsBoundary = `arn:aws:iam::${PLATFORM.account}:policy/x`;
    expect(
      findings((stack) => {
        cfnRole(stack, 'head', EC2, assume('r'), { permissionsBoundary });
        cfnRole(stack, 'r', trusting({ AWS: arn('head') }));
      }),
    ).toEqual([]);
  });
});
