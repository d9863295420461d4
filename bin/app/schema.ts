import { z } from 'zod';
import { listOf, strict, text } from './fields';
import { accounts } from './sections/accounts';
import { chainingRoles } from './sections/chaining-roles';
import { defaults } from './sections/defaults';
import { hopsworks } from './sections/hopsworks';
import { name } from './sections/name';
import { outputs } from './sections/outputs';
import { qubole } from './sections/qubole';
import { resourceRoles } from './sections/resource-roles';
import { revokeSessionsBefore } from './sections/revoke-sessions';

/** The config's sections, in the order in which they are rendered. A new section is a file and a line here. */
export const sections = [
  name,
  accounts,
  defaults,
  chainingRoles,
  resourceRoles,
  hopsworks,
  qubole,
  revokeSessionsBefore,
  outputs,
] as const;

type AnySection = (typeof sections)[number];

/** A whole config, after its defaults were filled in. */
export type Config = {
  readonly [Each in AnySection as Each['key']]: z.infer<Each['schema']>;
};

/** Keys that have moved. */
const MOVED = Object.fromEntries(
  ['network', 'cluster', 'crossAccountRole', 'mappings'].map((key) => [key, `its place is hopsworks.${key}`]),
);

/** The schema of a whole config; the editors' JSON Schema is made of it. */
export const configSchema = strict(
  {
    ...Object.fromEntries(sections.map(({ key, schema }) => [key, schema])),
    include: listOf(
      text(
        /^(?!\/)(?!.*\*\*)[^\\]+$/,
        'a file below or beside this one, with / and single *, as teams/*.yaml',
      ).describe('A file, or several with *, as teams/*.yaml.'),
      'name a file, or remove the key',
    )
      .optional()
      .describe('Files that hold parts of this configuration: what stands in one may stand in no other.'),
    $schema: z.string().optional().describe('Where an editor finds the JSON Schema of this file; for configs in JSON.'),
  },
  MOVED,
);
