/** The quickstart's config with one change each, for the second deployment and those that follow. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { NEIGHBOURS, QUICKSTART_CONFIG } from './quickstart';

export interface Variant {
  /** Names the files of this variant. */
  readonly name: string;
  readonly configFile: string;
}

export const DECLARED: Variant = { name: 'declared', configFile: QUICKSTART_CONFIG };

export function withReadOnlyS3Role(folder: string): Variant {
  const config = readConfig();
  const level = ['resourceRoles', 's3-role', 'access', 0, 's3', 'level'];
  if (config.getIn(level) !== 'read-write') {
    throw new Error(`${QUICKSTART_CONFIG}: ${level.join('.')} is ${String(config.getIn(level))}, expected read-write.`);
  }
  config.setIn(level, 'read-only');
  return write(folder, 's3-role-read-only', config.toString());
}

export function withoutChurnRole(folder: string): Variant {
  const config = readConfig();
  removeResourceRole(config, 'churn-role');
  return write(folder, 'churn-role-removed', config.toString());
}

/** The account keeps its place in the config, and has no role left. */
export function withoutFinanceRoles(folder: string): Variant {
  const config = readConfig();
  for (const role of ['churn-role', 's3-role']) removeResourceRole(config, role);
  return write(folder, 'last-role-removed', config.toString());
}

/** Another team's config, of another name, for the same accounts. */
export function neighbours(folder: string): Variant {
  const { accounts, defaults } = readConfig().toJS() as { accounts: object; defaults: object };
  const config = {
    name: 'Neighbours',
    accounts,
    defaults,
    chainingRoles: { [NEIGHBOURS.head]: { account: 'platform', type: 'instance-profile' } },
    resourceRoles: {
      [NEIGHBOURS.role]: {
        account: 'finance',
        chainedFrom: [NEIGHBOURS.head],
        access: [{ s3: { bucket: 'finance-lake', prefix: 'neighbours/', level: 'read-only' } }],
      },
    },
  };
  return write(folder, 'neighbours', JSON.stringify(config));
}

/** `instant` in UTC, as 2026-11-25T03:00:00Z. */
export function withSessionsRevoked(folder: string, instant: string): Variant {
  const config = readConfig();
  config.set('revokeSessionsBefore', instant);
  return write(folder, 'sessions-revoked', config.toString());
}

function removeResourceRole(config: ReturnType<typeof readConfig>, key: string): void {
  if (!config.deleteIn(['resourceRoles', key])) {
    throw new Error(`${QUICKSTART_CONFIG}: resourceRoles.${key} is missing, expected a role that can be removed.`);
  }
  const mapping = (config.toJS() as { hopsworks: { mappings: { role: string }[] } }).hopsworks.mappings.findIndex(
    ({ role }) => role === key,
  );
  config.deleteIn(['hopsworks', 'mappings', mapping]);
}

function readConfig() {
  return parseDocument(readFileSync(QUICKSTART_CONFIG, 'utf8'));
}

function write(folder: string, name: string, config: string): Variant {
  const configFile = join(folder, `${name}.yaml`);
  writeFileSync(configFile, config);
  return { name, configFile };
}
