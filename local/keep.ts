/** How to talk to the emulator that `--keep` leaves running, and how to end it. */
import { awsSettings, type Endpoint } from './loopback';
import { FINANCE, PLATFORM, REGION } from './quickstart';

export interface KeptEmulator {
  readonly endpoint: Endpoint;
  readonly pid: number | undefined;
  readonly assembly: string;
  readonly scratch: string;
}

export function renderInstructions({ endpoint, pid, assembly, scratch }: KeptEmulator): string {
  const settings = Object.entries(awsSettings(endpoint, PLATFORM, REGION));
  return [
    `The local AWS keeps running at ${endpoint.url}. To talk to it from a shell:`,
    '',
    ...settings.map(([name, value]) => `export ${name}=${value}`),
    '',
    `A 12-digit key id is that account's root: ${PLATFORM} is the platform account, ${FINANCE} the second one.`,
    '',
    '  aws iam list-roles --path-prefix /hopsworks/',
    `  AWS_ACCESS_KEY_ID=${FINANCE} aws s3 ls --recursive s3://finance-lake`,
    `  npx cdk diff --app ${assembly}`,
    '  npx cdk deploy --all',
    '',
    'To stop it:',
    '',
    `  kill ${pid ?? ''} && rm -r ${scratch}`,
  ].join('\n');
}
