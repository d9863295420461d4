import { Token } from 'aws-cdk-lib';

/** What `StringParameter.valueFromLookup` gives, alone or inside a longer text. */
const PARAMETER = 'dummy-value-for-';
/** What `Role.fromLookup` gives: no real role's ARN has a region. */
const ROLE_ARN = /^arn:.+:iam:.+:123456789012:role\/DUMMY_ARN$/;

/**
 * Whether a value stands in for one that CDK has yet to look up.
 *
 * The first synth of a lookup goes on with it, and CDK synthesizes again with the value that was found. An error here would end the
 * app before CDK knows what to look up, each time anew: such a value passes every check.
 */
export function isLookupDummy(value: unknown): boolean {
  return typeof value === 'string' && (value.includes(PARAMETER) || ROLE_ARN.test(value));
}

/** Whether a value is not known yet: one for CloudFormation to fill in, or one that CDK has yet to look up. */
export function isKnownLater(value: unknown): boolean {
  return Token.isUnresolved(value) || isLookupDummy(value);
}

/** Whether CloudFormation puts something else in the place of a text, which a token of CDK yields. */
export function isDynamicReference(text: string): boolean {
  return text.includes('{{resolve:');
}
