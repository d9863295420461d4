import { strict } from '../fields';
import { section } from '../section';
import type { Accounts } from './accounts';
import type { ChainingRoles } from './chaining-role-types';
import { cluster } from './cluster';
import { crossAccountRole } from './cross-account-role';
import type { Defaults } from './defaults';
import { mappings } from './mappings';
import { network } from './network';
import type { Outputs } from './outputs';
import type { ResourceRoles } from './resource-role-schema';
import type { z } from 'zod';

/** In the order in which they are rendered. */
const parts = [network, cluster, crossAccountRole, mappings] as const;

const schema = strict({
  network: network.schema,
  cluster: cluster.schema,
  crossAccountRole: crossAccountRole.schema,
  mappings: mappings.schema,
})
  .prefault({})
  .describe('What Hopsworks needs: network, machines and control plane of a managed cluster, and role mappings.');

interface HopsworksConfig {
  readonly accounts: Accounts;
  readonly defaults: Defaults;
  readonly chainingRoles: ChainingRoles;
  readonly resourceRoles: ResourceRoles;
  readonly outputs: Outputs;
  readonly hopsworks: z.infer<typeof schema>;
}

export const hopsworks = section({
  key: 'hopsworks',
  schema,
  check(config: HopsworksConfig, report) {
    for (const part of parts) part.check?.(withParts(config), report);
  },
  render(config: HopsworksConfig, rendering) {
    for (const part of parts) part.render?.(withParts(config), rendering);
  },
});

function withParts(config: HopsworksConfig) {
  return { ...config, ...config.hopsworks, outputs: config.outputs !== false };
}
