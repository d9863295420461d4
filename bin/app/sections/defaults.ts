import { CliCredentialsStackSynthesizer, DefaultStackSynthesizer, LegacyStackSynthesizer } from 'aws-cdk-lib';
import type { IStackSynthesizer } from 'aws-cdk-lib';
import { z } from 'zod';
import { policyArn, rolePath, strict, text } from '../fields';
import { section } from '../section';

const schema = strict({
  path: rolePath.optional().describe('IAM path of every role that has none of its own, as /hopsworks/.'),
  permissionsBoundary: policyArn
    .optional()
    .describe('ARN of the managed policy that bounds every role that has none of its own.'),
  tags: z
    .record(
      text(
        /^(?!aws:)[\w .:/=+@\u0080-\uffff-]{1,128}$/,
        'a tag key of up to 128 characters that does not begin with aws:',
      ),
      text(/^[\w .:/=+@\u0080-\uffff-]{0,256}$/, 'a tag value of up to 256 characters').describe("The tag's value."),
    )
    .default({})
    .describe('Tags of every stack and of what is in it.'),
  synthesizer: z
    .enum(['default', 'legacy', 'cli-credentials'])
    .default('default')
    .describe(
      'How `cdk deploy` acts: through the roles that `cdk bootstrap` made (default), without bootstrap (legacy), or with ' +
        'your own credentials and the bootstrap bucket (cli-credentials).',
    ),
  qualifier: text(/^[A-Za-z0-9_-]{1,10}$/, 'up to 10 letters and digits, as given to cdk bootstrap --qualifier')
    .optional()
    .describe('Qualifier that `cdk bootstrap --qualifier` was given.'),
})
  .prefault({})
  .describe('What holds for every role and stack.');

export type Defaults = z.infer<typeof schema>;

export const defaults = section({
  key: 'defaults',
  schema,
  check(config: { defaults: Defaults }, report) {
    if (config.defaults.synthesizer === 'legacy' && config.defaults.qualifier !== undefined) {
      report(['defaults', 'qualifier'], 'the legacy synthesizer uses no bootstrap resources; remove this key');
    }
  },
});

/** A synthesizer belongs to one stack: each stack takes a new one. */
export function makeSynthesizer({ synthesizer, qualifier }: Defaults): IStackSynthesizer {
  switch (synthesizer) {
    case 'legacy':
      return new LegacyStackSynthesizer();
    case 'cli-credentials':
      return new CliCredentialsStackSynthesizer({ qualifier });
    case 'default':
      return new DefaultStackSynthesizer({ qualifier });
  }
}
