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

/** Reads the API key before anything else, so that nothing that is said later repeats it, wherever else it was given too. */
export function readKey({ apiKeyFile }: ConnectionOptions, terminal: DiscreetTerminal): ApiKey {
  const apiKey = ApiKey.read(apiKeyFile, terminal.environment);
  terminal.hide(apiKey.secret);
  return apiKey;
}

export async function connected<Result>(
  { url, caFile, timeout: timeoutSeconds }: ConnectionOptions,
  apiKey: ApiKey,
  terminal: DiscreetTerminal,
  use: (hopsworks: Hopsworks) => Promise<Result>,
  interruption = new Interruption(),
): Promise<Result> {
  if (url === undefined) throw new UserError('--url is missing: give the address of the cluster, https://<host>.');
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
