import { CliCredentialsStackSynthesizer, DefaultStackSynthesizer, LegacyStackSynthesizer } from 'aws-cdk-lib';
import type { IStackSynthesizer } from 'aws-cdk-lib';
import { z } from 'zod';
import { rolePath, strict, text } from '../fields';
import { section } from '../section';
import { access } from './access';
import { boundary, chainedFrom, tags } from './role-fields';

const schema = strict(
  {
    path: rolePath.optional().describe('IAM path of every role that has none of its own, as /hopsworks/.'),
    permissionsBoundary: boundary
      .optional()
      .describe(
        "Name, in the role's account, or ARN of the managed policy that bounds every role that has none of its own.",
      ),
    tags: tags.default({}).describe('Tags of every stack and of what is in it.'),
    resourceRoles: strict({
      chainedFrom: chainedFrom.optional(),
      path: rolePath.optional().describe('IAM path, as /data/.'),
      permissionsBoundary: boundary.optional().describe("Name, in the role's account, or ARN of a managed policy."),
      tags: tags.optional().describe('Tags, beside those of defaults.'),
      access: access.optional(),
    })
      .prefault({})
      .describe('What holds for every resource role that says nothing else itself.'),
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
  },
  { chainedFrom: 'its place is defaults.resourceRoles', access: 'its place is defaults.resourceRoles' },
)
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
