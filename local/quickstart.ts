/**
 * What examples/quickstart/role-chaining.yaml declares and the walks rely on; test/local/quickstart.test.ts compares.
 *
 * Written out here, so that a walk can be read without the config, and a changed config is not silently walked less.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { REPOSITORY } from './places';

export const QUICKSTART_CONFIG = join(REPOSITORY, 'examples', 'quickstart', 'role-chaining.yaml');
export const REGION = 'eu-west-1' satisfies BucketLocationConstraint;
export const PLATFORM = '111122223333';
export const FINANCE = '444455556666';
export const ACCOUNTS = { platform: PLATFORM, finance: FINANCE };
export const ROLE_PATH = '/hopsworks/';

export const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
export const SUBJECT = 'system:serviceaccount:hopsworks:hopsworks-instance';
export const AUDIENCE = 'sts.amazonaws.com';

/** The account of the vendor's control plane; the accounts of the emulator need not be made. */
export const CONTROL_PLANE = '999988887777';
export const EXTERNAL_ID = 'from-the-web-console';

/** The Hopsworks cluster's own, and nobody's data lies there but its blocks. */
export const CLUSTER_BUCKET = 'hopsworks-cluster';

/** The buckets are the data teams' own: the app grants access to them and does not create them. */
export const BUCKETS = {
  'platform-lake': PLATFORM,
  'finance-lake': FINANCE,
  'cluster-home': PLATFORM,
  [CLUSTER_BUCKET]: PLATFORM,
};

export const QUBOLE = { account: '805246085872', externalId: 'example-external-id', home: 'cluster-home' };

/** Roles of another config for the same accounts. */
export const NEIGHBOURS = { head: 'neighbours-head', role: 'neighbours-role' };

export interface DeployedRole {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
}

export type Outputs = (name: string) => string;

/** The deployed chain, with the ARNs that the stacks' outputs tell. */
export interface Quickstart {
  readonly head: DeployedRole & { readonly instanceProfile: string };
  readonly pods: DeployedRole;
  readonly fraud: DeployedRole;
  readonly s3: DeployedRole;
  readonly churn: DeployedRole;
  readonly workers: DeployedRole & { readonly instanceProfile: string };
  readonly controlPlane: DeployedRole;
}

/** Gives the stacks' outputs by their names. */
export function readOutputs(outputsFile: string): Outputs {
  const stacks = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  const outputs = new Map(Object.values(stacks).flatMap((stack) => Object.entries(stack)));
  return (name) => {
    const value = outputs.get(name);
    if (value === undefined) {
      throw new Error(`The stacks have no output ${name}; they have ${[...outputs.keys()].join(', ')}.`);
    }
    return value;
  };
}

export function readQuickstart(outputsFile: string): Quickstart {
  const output = readOutputs(outputsFile);
  return {
    head: {
      name: 'hopsworks-head',
      account: PLATFORM,
      arn: output('ChainingRoleArnHopsworksHead'),
      // From the ARN, because the emulator answers it also where AWS answers the name (Ref of an instance profile).
      instanceProfile: output('InstanceProfileArnHopsworksHead').replace(/^.*\//, ''),
    },
    pods: { name: 'hopsworks-pods', account: PLATFORM, arn: output('ChainingRoleArnHopsworksPods') },
    fraud: { name: 'fraud-role', account: PLATFORM, arn: output('ResourceRoleArnFraudRole') },
    s3: { name: 's3-role', account: FINANCE, arn: output('ResourceRoleArnS3Role') },
    churn: { name: 'churn-role', account: FINANCE, arn: output('ResourceRoleArnChurnRole') },
    workers: {
      name: 'hopsworks-workers',
      account: PLATFORM,
      arn: `arn:aws:iam::${PLATFORM}:role${ROLE_PATH}hopsworks-workers`,
      instanceProfile: output('WorkersInstanceProfileArn').replace(/^.*\//, ''),
    },
    controlPlane: { name: 'hopsworks-control-plane', account: PLATFORM, arn: output('CrossAccountRoleArn') },
  };
}
