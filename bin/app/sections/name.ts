import { text } from '../fields';
import { section } from '../section';

/** IAM and CloudFormation tell stacks apart by their names: two configs with one name would delete each other's roles. */
export const name = section({
  key: 'name',
  schema: text(
    /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
    'up to 64 letters, digits and hyphens that begin with a letter, as data-platform',
    'is missing: expected a text; a part of a configuration is read with the file that includes it',
  ).describe(
    'Name of this configuration, which begins the names of its stacks: <name>-<account id>-Platform and -Data. Files with ' +
      'different names never touch each other; a config that is renamed is another one, and leaves the old stacks behind.',
  ),
});
