/** The real AWS SDK, pointed at the emulator, for whoever's credentials a walk holds. */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient, type Credentials } from '@aws-sdk/client-sts';
import { ROOT_SECRET, assertLoopback, type Endpoint } from './loopback';
import { REGION } from './quickstart';

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const SESSION_NAME = 'walk';

export class AwsClients {
  private readonly settings;

  constructor(endpoint: Endpoint) {
    assertLoopback(endpoint.url);
    // NODE_EXTRA_CA_CERTS is only read when a process starts, hence an agent. It trusts the emulator and nobody else.
    const httpsAgent = new Agent({ ca: readFileSync(endpoint.certificateFile) });
    this.settings = { endpoint: endpoint.url, region: REGION, requestHandler: { httpsAgent } };
  }

  root(accountId: string): Session {
    return { accessKeyId: accountId, secretAccessKey: ROOT_SECRET };
  }

  s3(credentials: Session): S3Client {
    return new S3Client({ ...this.settings, credentials, forcePathStyle: true });
  }

  iam(credentials: Session): IAMClient {
    return new IAMClient({ ...this.settings, credentials });
  }

  async assumeRole(as: Session, roleArn: string, externalId?: string): Promise<Session> {
    const client = new STSClient({ ...this.settings, credentials: as });
    const answer = await client.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME, ExternalId: externalId }),
    );
    return session(answer.Credentials);
  }

  async assumeRoleWithWebIdentity(token: string, roleArn: string): Promise<Session> {
    // A pod has no credentials yet; this call is not signed.
    const client = new STSClient(this.settings);
    const answer = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: SESSION_NAME,
        WebIdentityToken: token,
      }),
    );
    return session(answer.Credentials);
  }
}

function session(credentials: Credentials | undefined): Session {
  if (!credentials?.AccessKeyId || !credentials.SecretAccessKey || !credentials.SessionToken) {
    throw new Error('STS answered without credentials.');
  }
  return {
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: credentials.SecretAccessKey,
    sessionToken: credentials.SessionToken,
  };
}
