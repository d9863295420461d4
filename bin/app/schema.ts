import { z } from 'zod';
import { strict } from './fields';
import { accounts } from './sections/accounts';
import { chainingRoles } from './sections/chaining-roles';
import { cluster } from './sections/cluster';
import { crossAccountRole } from './sections/cross-account-role';
import { defaults } from './sections/defaults';
import { mappings } from './sections/mappings';
import { name } from './sections/name';
import { network } from './sections/network';
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
  network,
  cluster,
  crossAccountRole,
  qubole,
  mappings,
  revokeSessionsBefore,
  outputs,
] as const;

type AnySection = (typeof sections)[number];

/** A whole config, after its defaults were filled in. */
export type Config = {
  readonly [Each in AnySection as Each['key']]: z.infer<Each['schema']>;
};

/** The schema of a whole config; the editors' JSON Schema is made of it. */
export const configSchema = strict({
  ...Object.fromEntries(sections.map(({ key, schema }) => [key, schema])),
  $schema: z.string().optional().describe('Where an editor finds the JSON Schema of this file; for configs in JSON.'),
});
