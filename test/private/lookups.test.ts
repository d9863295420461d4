import { type Stack, aws_iam as iam, aws_ssm as ssm } from 'aws-cdk-lib';
import { isLookupDummy } from '../../lib/private/words/given';
import { PLATFORM, newStack } from '../support';

const parameter = (stack: Stack) => ssm.StringParameter.valueFromLookup(stack, '/eks/issuer');
const roleArn = (stack: Stack) => iam.Role.fromLookup(stack, 'Theirs', { roleName: 'x' }).roleArn;

test.each<[string, (stack: Stack) => unknown, boolean]>([
  ['a parameter', parameter, true],
  ['a parameter inside a text', (stack) => `https://${parameter(stack)}`, true],
  ['a role', roleArn, true],
  ['a role in China', () => 'arn:aws-cn:iam:cn-north-1:123456789012:role/DUMMY_ARN', true],
  ['a role that has that name', () => 'arn:aws:iam::123456789012:role/DUMMY_ARN', false],
  ['another role of that account', () => 'arn:aws:iam:eu-west-1:123456789012:role/x', false],
  ['a token', (stack) => stack.partition, false],
  ['no text', () => undefined, false],
])('tells what CDK has yet to look up: %s', (_, valueOf, expected) => {
  expect(isLookupDummy(valueOf(newStack(PLATFORM)))).toBe(expected);
});
