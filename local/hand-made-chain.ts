/** The chain that examples/adopt-existing-roles finds: made with plain IAM calls, as a console or a script does it. */
import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { prepared } from './check';
import type { AwsClients } from './clients';
import { PLATFORM } from './quickstart';

const HEAD = 'hopsworks-head';
const STRANGER = 'stranger';
const POLICY = 'AssumeDataRoles';

const arnOf = (role: string) => `arn:aws:iam::${PLATFORM}:role/${role}`;
const RESOURCE_ARNS = { fraud: arnOf('data/fraud'), ledger: arnOf('data/ledger') };

export type ResourceRoleName = keyof typeof RESOURCE_ARNS;

export class HandMadeChain {
  readonly resourceRoles = Object.keys(RESOURCE_ARNS) as ResourceRoleName[];
  private readonly iam: IAMClient;

  constructor(private readonly aws: AwsClients) {
    this.iam = aws.iam(aws.root(PLATFORM));
  }

  async make(): Promise<void> {
    const head = { Effect: 'Allow', Principal: { AWS: arnOf(HEAD) }, Action: 'sts:AssumeRole' };
    const service = (name: string) => ({ Effect: 'Allow', Principal: { Service: name }, Action: 'sts:AssumeRole' });
    await this.createRole(HEAD, '/', service('ec2.amazonaws.com'));
    await this.createRole(STRANGER, '/', service('ec2.amazonaws.com'));
    await this.createRole('fraud', '/data/', head);
    await this.createRole('ledger', '/data/', head, service('glue.amazonaws.com'));
    await this.putInline('fraud', 'ReadFraud', reads('fraud'));
    await this.putInline('ledger', 'ReadLedger', reads('ledger'));
    await this.putPolicy();
    // May call both roles, and is trusted by none.
    await this.putInline(STRANGER, POLICY, assumes());
  }

  /** The hand-made permissions policy. */
  async putPolicy(): Promise<void> {
    await this.putInline(HEAD, POLICY, assumes());
  }

  async deletePolicy(): Promise<void> {
    await this.iam.send(new DeleteRolePolicyCommand({ RoleName: HEAD, PolicyName: POLICY }));
  }

  /** The head node or a stranger's machine, for which the account root stands in, becomes a resource role. */
  async become(from: typeof HEAD | typeof STRANGER, role: ResourceRoleName): Promise<void> {
    const session = await prepared(this.aws.assumeRole(this.aws.root(PLATFORM), arnOf(from)));
    await this.aws.assumeRole(session, RESOURCE_ARNS[role]);
  }

  async trusts(): Promise<string[]> {
    return Promise.all(
      this.resourceRoles.map(async (RoleName) => {
        const { Role } = await this.iam.send(new GetRoleCommand({ RoleName }));
        return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
      }),
    );
  }

  private async createRole(name: string, path: string, ...statements: object[]): Promise<void> {
    await this.iam.send(
      new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: document(...statements) }),
    );
  }

  private async putInline(role: string, policy: string, statement: object): Promise<void> {
    const PolicyDocument = document(statement);
    await this.iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: policy, PolicyDocument }));
  }
}

function assumes(): object {
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: Object.values(RESOURCE_ARNS) };
}

function reads(prefix: string): object {
  return { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::lake/${prefix}/*` };
}

function document(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
