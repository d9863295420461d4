/** The quickstart's config with one change each, for the second deployment and those that follow. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { QUICKSTART_CONFIG } from './quickstart';

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
  const role = ['resourceRoles', 'churn-role'];
  if (!config.deleteIn(role)) {
    throw new Error(`${QUICKSTART_CONFIG}: ${role.join('.')} is missing, expected a role that can be removed.`);
  }
  const mapping = (config.toJS() as { mappings: { role: string }[] }).mappings.findIndex(
    ({ role: key }) => key === 'churn-role',
  );
  config.deleteIn(['mappings', mapping]);
  return write(folder, 'churn-role-removed', config.toString());
}

/** `instant` in UTC, as 2026-11-25T03:00:00Z. */
export function withSessionsRevoked(folder: string, instant: string): Variant {
  const config = readConfig();
  config.set('revokeSessionsBefore', instant);
  return write(folder, 'sessions-revoked', config.toString());
}

function readConfig() {
  return parseDocument(readFileSync(QUICKSTART_CONFIG, 'utf8'));
}

function write(folder: string, name: string, config: string): Variant {
  const configFile = join(folder, `${name}.yaml`);
  writeFileSync(configFile, config);
  return { name, configFile };
}
