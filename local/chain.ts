/** What every walk gets: the deployed chain, and the few moves that walks are made of. */
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { AwsClients, Session } from './clients';
import { prepared, type Check } from './check';
import type { DeployedRole, Outputs, Quickstart } from './quickstart';
import { POD_CLAIMS, mintToken } from './token';

export interface Walk {
  readonly name: string;
  readonly checks: (chain: Chain) => Check[];
}

/** How somebody comes by a session. */
export type Login = () => Promise<Session>;

export class Chain {
  constructor(
    readonly aws: AwsClients,
    readonly roles: Quickstart,
    /** What the stacks output: a walk that is about roles of its own finds them here. */
    readonly output: Outputs,
  ) {}

  /** The head node: on EC2 its instance metadata would hand out this session, here the account root fetches it. */
  readonly head: Login = () => this.aws.assumeRole(this.aws.root(this.roles.head.account), this.roles.head.arn);

  readonly pods: Login = () => this.aws.assumeRoleWithWebIdentity(mintToken(POD_CLAIMS), this.roles.pods.arn);

  /** Logs in as one role and becomes the next from there; the whole way is taken for granted. */
  chained(from: Login, role: DeployedRole): Login {
    return async () => this.aws.assumeRole(await prepared(from()), role.arn);
  }

  /** The decision under test is whether who has logged in may become the role. */
  async become(from: Login, role: DeployedRole): Promise<void> {
    await this.aws.assumeRole(await prepared(from()), role.arn);
  }

  async put(as: Login, bucket: string, key: string): Promise<void> {
    const s3 = this.aws.s3(await prepared(as()));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'walked' }));
  }

  async get(as: Login, bucket: string, key: string): Promise<void> {
    const s3 = this.aws.s3(await prepared(as()));
    await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  }

  async delete(as: Login, bucket: string, key: string): Promise<void> {
    const s3 = this.aws.s3(await prepared(as()));
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  async list(as: Login, bucket: string, prefix?: string): Promise<void> {
    const s3 = this.aws.s3(await prepared(as()));
    await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  }
}
