/**
 * Keeps every call on this machine: the environment of child processes holds nothing of the user's AWS set-up, and the
 * only certificate that anything trusts is the emulator's, so that a call that strayed to the real AWS would fail.
 */
import { delimiter, join } from 'node:path';
import { REPOSITORY } from './places';

export const HOST = '127.0.0.1';

/** A 12-digit key id is the emulator's name for that account's root user. Any secret will do. */
export const ROOT_SECRET = 'local';

export interface Endpoint {
  readonly url: string;
  readonly certificateFile: string;
}

export function assertLoopback(url: string): void {
  const { hostname } = new URL(url);
  if (hostname !== HOST) {
    throw new Error(`The local AWS is called at ${HOST} only, got ${url}: unset what leads elsewhere and start again.`);
  }
}

/** What a child process gets to see; nothing else of this process' environment. */
export function cleanEnvironment(scratch: string): NodeJS.ProcessEnv {
  return {
    // npm puts the repository's commands on the PATH, but only when this was started through npm.
    PATH: [join(REPOSITORY, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    LANG: 'C.UTF-8',
    // Also keeps the user's ~/.aws and ~/.cdk.json out.
    HOME: scratch,
    TMPDIR: scratch,
  };
}

/** The settings through which the AWS CLI, the CDK and the SDKs talk to the emulator as an account's root. */
export function awsSettings(endpoint: Endpoint, accountId: string, region: string): Record<string, string> {
  assertLoopback(endpoint.url);
  return {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_ENDPOINT_URL_S3: endpoint.url,
    AWS_CA_BUNDLE: endpoint.certificateFile,
    NODE_EXTRA_CA_CERTS: endpoint.certificateFile,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: ROOT_SECRET,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
