import { App, Fn, CfnCondition, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole } from '../lib';
import { Deployed, PLATFORM, newStack, warningsOf } from './support';

const HEAD = 'arn:aws:iam::111122223333:role/hopsworks-head';
const OWN_ROOT = 'arn:aws:iam::111122223333:root';
const EXTERNAL_ID = { StringEquals: { 'sts:ExternalId': 'secret-id' } };

type Written = Record<string, unknown>;

/** A role whose author wrote these statements, and what calling `allowAssuming` of hopsworks-head for it does. */
function linked(...statements: Written[]): { stack: Stack; plain: iam.Role; call: () => iam.Grant } {
  const stack = newStack(PLATFORM, 'Stack', new App());
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head' });
  const assumedBy = new iam.ServicePrincipal('glue.amazonaws.com');
  const plain = new iam.Role(stack, 'Plain', { assumedBy, roleName: 'plain' });
  for (const statement of statements) {
    plain.assumeRolePolicy?.addStatements(iam.PolicyStatement.fromJson({ Action: 'sts:AssumeRole', ...statement }));
  }
  return { stack, plain, call: () => head.allowAssuming(plain) };
}

const sidsOf = (stack: Stack, role: iam.Role) =>
  new Deployed(stack).of(role).trust.Statement.flatMap(({ Sid }) => (Sid as string | undefined) ?? []);

describe('a statement that does not let the chaining role in is not taken for one that does', () => {
  test.each<[string, Written]>([
    [
      'roots of other accounts with a condition on the ARN',
      {
        Principal: { AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::999988887777:root'] },
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/hopsworks-*' } },
      },
    ],
    [
      'a wildcard under StringEquals',
      {
        Principal: { AWS: OWN_ROOT },
        Condition: { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/hopsworks-*' } },
      },
    ],
    [
      'a negated operator that keeps it out',
      {
        Principal: { AWS: OWN_ROOT },
        Condition: {
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' },
          ArnNotLike: { 'aws:PrincipalArn': HEAD },
        },
      },
    ],
    [
      'a service with a condition on the ARN',
      { Principal: { Service: 'ec2.amazonaws.com' }, Condition: { ArnLike: { 'aws:PrincipalArn': HEAD } } },
    ],
  ])('%s', (_, statement) => {
    const { stack, plain, call } = linked({ Effect: 'Allow', ...statement });
    expect(call().success).toBe(true);
    expect(sidsOf(stack, plain)).toEqual(['AllowChainingRoles']);
  });
});

describe('a statement that lets the chaining role in is left as it is, conditions included', () => {
  test.each([
    'ArnLike',
    'ArnEquals',
    'StringLike',
    'StringEquals',
    'ForAnyValue:ArnLike',
    'ForAnyValue:StringLike',
    'ArnLikeIfExists',
    'ArnEqualsIfExists',
    'StringLikeIfExists',
    'StringEqualsIgnoreCase',
  ])('%s', (operator) => {
    const named = { [operator]: { 'aws:PrincipalArn': HEAD } };
    const Condition =
      operator === 'StringEquals'
        ? { StringEquals: { ...EXTERNAL_ID.StringEquals, 'aws:PrincipalArn': HEAD } }
        : { ...EXTERNAL_ID, ...named };
    const { stack, plain, call } = linked({ Effect: 'Allow', Principal: { AWS: OWN_ROOT }, Condition });
    expect(call().success).toBe(true);
    expect(sidsOf(stack, plain)).toEqual([]);
  });

  test.each([[OWN_ROOT], ['111122223333'], ['*']])('the principal %s of an L1 gives no warning', (principal) => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'hopsworks-head' });
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: principal } };
    const l1 = new iam.CfnRole(stack, 'L1', {
      roleName: 'plain',
      assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    });
    expect(head.allowAssuming(iam.Role.fromRoleArn(stack, 'Import', l1.attrArn)).success).toBe(true);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a Deny that reaches the chaining role', () => {
  test.each<[string, Written, boolean]>([
    ['by its ARN', { Principal: { AWS: HEAD } }, true],
    ['by everybody', { Principal: '*' }, true],
    ['by its account', { Principal: { AWS: OWN_ROOT } }, true],
    ['by its account id', { Principal: { AWS: '111122223333' } }, true],
    ['by not being spared', { NotPrincipal: { AWS: ['arn:aws:iam::444455556666:root'] } }, true],
    [
      'by a negated operator',
      { Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } } },
      true,
    ],
    ['of another role', { Principal: { AWS: 'arn:aws:iam::111122223333:role/other' } }, false],
    ['of another account', { Principal: { AWS: '444455556666' } }, false],
    ['on a condition of the call', { Principal: '*', Condition: EXTERNAL_ID }, false],
    [
      'whom a negated operator spares',
      { Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': HEAD } } },
      false,
    ],
  ])('%s', (_, statement, isDenied) => {
    const { call } = linked({ Effect: 'Deny', ...statement });
    if (isDenied) expect(call).toThrow('Stack/Plain: its trust denies sts:AssumeRole to Stack/Head');
    else expect(call).not.toThrow();
  });
});

test('a statement that stands in one deployment only is an error that names its condition', () => {
  const { stack, call } = linked();
  expect(call).not.toThrow();
  const other = new InstanceProfileRole(stack, 'Other', { roleName: 'other' });
  new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals('a', 'b') });
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/other' },
    Condition: EXTERNAL_ID,
  };
  const l1 = new iam.CfnRole(stack, 'L1', {
    roleName: 'l1',
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [Fn.conditionIf('Prod', statement, { Ref: 'AWS::NoValue' })],
    },
  });
  expect(() => other.allowAssuming(iam.Role.fromRoleArn(stack, 'Import', l1.attrArn))).toThrow(
    'whether its trust lets Stack/Other in depends on the condition Prod of the deployment',
  );
});
