/** The same chain, written three ways: with this library, with hand-written L2 code, and with hand-written L1 code. */
import { App, Aws, Fn, Stack, type StackProps, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from 'cdk-iam-role-chaining';

export interface Size {
  readonly roles: number;
  /** The resource roles lie below one path, instead of being listed. */
  readonly byPath: boolean;
}

export type Build = (size: Size) => App;

const ACCOUNT = '111122223333';
const ENV: StackProps = { env: { account: ACCOUNT, region: 'eu-west-1' } };
const HEAD = 'head';
const PATH = '/data/';
/** A stack holds 500 resources. */
const ROLES_PER_STACK = 450;
/** What a managed policy holds of the ARNs below, counted by hand: that is what authors of such code do. */
const ARNS_PER_POLICY = 140;
const STATEMENT = { sid: 'AssumeDataRoles', actions: ['sts:AssumeRole'] };

const nameOf = (index: number) => `role-${String(index).padStart(4, '0')}`;
const arnOf = (name: string, path: string) => `arn:${Aws.PARTITION}:iam::${ACCOUNT}:role${path}${name}`;
const headArn = arnOf(HEAD, '/');

function dataStacks(app: App, { roles }: Size): Stack[] {
  return Array.from({ length: Math.ceil(roles / ROLES_PER_STACK) }, (_, index) => new Stack(app, `Data${index}`, ENV));
}

function eachRole(app: App, size: Size, make: (stack: Stack, id: string, name: string) => void): Stack[] {
  const stacks = dataStacks(app, size);
  for (const [number, stack] of stacks.entries()) {
    const end = Math.min(size.roles, (number + 1) * ROLES_PER_STACK);
    for (let index = number * ROLES_PER_STACK; index < end; index += 1) make(stack, `Role${index}`, nameOf(index));
  }
  return stacks;
}

/** The ARNs of the permissions policy, by policy. */
function arnsByPolicy({ roles, byPath }: Size): string[][] {
  if (byPath) return [[arnOf('*', PATH)]];
  const arns = Array.from({ length: roles }, (_, index) => arnOf(nameOf(index), '/'));
  return Array.from({ length: Math.ceil(roles / ARNS_PER_POLICY) }, (_, index) =>
    arns.slice(index * ARNS_PER_POLICY, (index + 1) * ARNS_PER_POLICY),
  );
}

export const ours: Build = (size) => {
  const app = new App();
  const platform = new Stack(app, 'Platform', ENV);
  const head = new InstanceProfileRole(platform, 'Head', {
    roleName: HEAD,
    resourceRolePath: size.byPath ? PATH : undefined,
  });
  eachRole(app, size, (stack, id, roleName) => {
    new ResourceRole(stack, id, { roleName, path: size.byPath ? PATH : undefined, chainingRoles: [head] });
  });
  return app;
};

export const handWrittenL2: Build = (size) => {
  const app = new App();
  const platform = new Stack(app, 'Platform', ENV);
  const head = new iam.Role(platform, 'Head', {
    roleName: HEAD,
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  });
  new iam.InstanceProfile(head, 'InstanceProfile', { instanceProfileName: HEAD, role: head });
  for (const [index, resources] of arnsByPolicy(size).entries()) {
    new iam.ManagedPolicy(head, `AssumeDataRoles${index === 0 ? '' : index + 1}`, {
      roles: [head],
      statements: [new iam.PolicyStatement({ ...STATEMENT, resources })],
    });
  }
  const stacks = eachRole(app, size, (stack, id, roleName) => {
    new iam.Role(stack, id, {
      roleName,
      path: size.byPath ? PATH : undefined,
      assumedBy: new iam.ArnPrincipal(headArn),
    });
  });
  for (const stack of stacks) stack.addStackDependency(platform);
  return app;
};

export const handWrittenL1: Build = (size) => {
  const app = new App();
  const platform = new Stack(app, 'Platform', ENV);
  const trust = (principal: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
  });
  const head = new iam.CfnRole(platform, 'Head', {
    roleName: HEAD,
    assumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }),
  });
  new iam.CfnInstanceProfile(platform, 'InstanceProfile', {
    instanceProfileName: HEAD,
    roles: [Fn.ref(head.logicalId)],
  });
  for (const [index, arns] of arnsByPolicy(size).entries()) {
    new iam.CfnManagedPolicy(platform, `AssumeDataRoles${index + 1}`, {
      path: '/',
      description: '',
      roles: [Fn.ref(head.logicalId)],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: STATEMENT.sid,
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: arns.length === 1 ? arns[0] : arns,
          },
        ],
      },
    });
  }
  const stacks = eachRole(app, size, (stack, id, roleName) => {
    new iam.CfnRole(stack, id, {
      roleName,
      path: size.byPath ? PATH : undefined,
      assumeRolePolicyDocument: trust({ AWS: headArn }),
    });
  });
  for (const stack of stacks) stack.addStackDependency(platform);
  return app;
};

/** What an app deploys, without logical ids and without the Sids of trusts, which an L2 principal does not let an author write. */
export function resultOf(app: App): unknown {
  const results = app.synth().stacks.map(({ template, dependencies, stackName }) => {
    const { Resources: resources = {} } = template as { Resources?: Record<string, { Type: string }> };
    const text = JSON.stringify(Object.values(resources), (key, value: unknown) => {
      if (key === 'Metadata') return undefined;
      if (key === 'Ref' && typeof value === 'string') return resources[value]?.Type ?? value;
      return key === 'Sid' && value !== STATEMENT.sid ? undefined : value;
    });
    const plain = JSON.parse(text) as { Type: string }[];
    return {
      stackName,
      dependencies: dependencies.length,
      resources: plain.sort((a, b) => a.Type.localeCompare(b.Type)),
    };
  });
  return results.sort((a, b) => a.stackName.localeCompare(b.stackName));
}
