import { UserError } from '../errors';
import type { DiscreetTerminal } from '../terminal';
import { ApiKey } from './api-key';
import { Hopsworks } from './hopsworks';
import { Http } from './http';
import { Interruption } from './interruption';

export interface ConnectionOptions {
  readonly url?: string;
  readonly apiKeyFile?: string;
  readonly caFile?: string;
  readonly timeout: number;
}

/** Where a cluster is, and what opens it. */
export interface Connection extends Pick<ConnectionOptions, 'caFile' | 'timeout'> {
  readonly url: string;
  readonly apiKey: ApiKey;
}

/**
 * Reads the API key before anything that is given is repeated, wherever else it was given too.
 *
 * @param instead is what a command can do without a cluster
 */
export function readConnection(
  { url, apiKeyFile, caFile, timeout }: ConnectionOptions,
  terminal: DiscreetTerminal,
  instead = '',
): Connection {
  if (url === undefined) {
    throw new UserError(`--url is missing: give the address of the cluster, https://<host>${instead}.`);
  }
  const apiKey = ApiKey.read(apiKeyFile, terminal.environment);
  terminal.hide(apiKey.secret);
  return { url, apiKey, caFile, timeout };
}

export async function connected<Result>(
  { url, apiKey, caFile, timeout: timeoutSeconds }: Connection,
  terminal: DiscreetTerminal,
  use: (hopsworks: Hopsworks) => Promise<Result>,
  interruption = new Interruption(),
): Promise<Result> {
  const http = new Http({
    url,
    apiKey,
    caFile,
    timeoutSeconds,
    interruption,
    pause: (milliseconds, cutShort) => terminal.pause(milliseconds, cutShort),
  });
  try {
    return await use(new Hopsworks(http));
  } finally {
    await http.close();
  }
}
