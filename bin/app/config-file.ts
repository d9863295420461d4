import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../cli/errors';
import { nearest } from '../../lib/private/words/nearest';

/** The config of a folder whose command line names none. */
export const CONFIG_FILE = 'role-chaining.yaml';

/** The key of `cdk -c config=<file>`. */
const KEY = 'config';

/**
 * The config that the app reads: the one that `app <file>` or `-c config=<file>` names, else that of the folder. A misspelt
 * option must not deploy another config than the one that was meant: whatever else `-c` gives is refused.
 */
export function configFile(argument: string | undefined, context: Readonly<Record<string, unknown>>): string {
  // CDK's own keys, feature flags, quotas and look-ups hold a colon, a slash or an @.
  const unknown = Object.keys(context).filter((key) => key !== KEY && /^[\w.-]+$/.test(key));
  if (unknown.length > 0) {
    const hint = unknown.some((key) => nearest(key, [KEY]) !== undefined) ? `; did you mean -c ${KEY}=<file>?` : '';
    throw new UserError(`unknown context ${unknown.join(', ')}, allowed: ${KEY}${hint}`);
  }
  const given = context[KEY];
  if (given === undefined) return argument === undefined ? ofFolder() : resolve(argument);
  if (argument !== undefined) {
    throw new UserError(`the config is named twice, by -c ${KEY}=… and by \`app ${argument}\`; keep one of the two`);
  }
  if (typeof given !== 'string' || given === '') {
    throw new UserError(
      `-c ${KEY}: got ${JSON.stringify(given)}, expected the name of one file, as -c ${KEY}=${CONFIG_FILE}`,
    );
  }
  return resolve(given);
}

function ofFolder(): string {
  if (existsSync(CONFIG_FILE)) return resolve(CONFIG_FILE);
  throw new UserError(
    `this folder has no ${CONFIG_FILE}; make one with \`npx cdk-iam-role-chaining init\`, or name a config with -c ${KEY}=<file>`,
  );
}
