import { Stack, aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/words/errors';

/** Which endpoints are asked for; documented at `ClusterNetworkProps`. */
interface EndpointOptions {
  readonly vpc?: ec2.IVpc;
  readonly s3Endpoint?: boolean;
  readonly ecrEndpoints?: boolean;
  readonly endpointPolicies?: iam.PolicyDocument[];
}

/** Adds the endpoints that are asked for; their policies allow what is done through them. */
export function addEndpoints(
  scope: Construct,
  vpc: ec2.IVpc,
  securityGroup: ec2.ISecurityGroup,
  { s3Endpoint = false, ecrEndpoints = false, endpointPolicies, vpc: given }: EndpointOptions,
): void {
  // A VPC that is made here has public subnets only; of a given one, CDK chooses.
  const subnets = given === undefined ? { subnetType: ec2.SubnetType.PUBLIC } : undefined;
  if (s3Endpoint) {
    const endpoint = new ec2.GatewayVpcEndpoint(scope, 'S3Endpoint', {
      vpc,
      service: ec2.GatewayVpcEndpointAwsService.S3,
      ...(subnets && { subnets: [subnets] }),
    });
    allow(scope, endpoint, 's3', endpointPolicies, [ecrLayers(scope)]);
  }
  if (!ecrEndpoints) return;
  for (const [id, service] of [
    ['EcrApiEndpoint', ec2.InterfaceVpcEndpointAwsService.ECR],
    ['EcrDockerEndpoint', ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER],
  ] as const) {
    const endpoint = new ec2.InterfaceVpcEndpoint(scope, id, {
      vpc,
      service,
      subnets,
      securityGroups: [securityGroup],
      open: false,
    });
    allow(scope, endpoint, 'ecr', endpointPolicies, []);
  }
}

/** ECR hands out its layers from a bucket of AWS's own. */
function ecrLayers(scope: Construct): iam.PolicyStatement {
  const { partition, region } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'ReadEcrLayers',
    actions: ['s3:GetObject'],
    resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    principals: [new iam.AnyPrincipal()],
  });
}

/**
 * What the policies allow of a service, for every caller: the callers' own policies tell them apart.
 *
 * What a policy denies is denied to its holder by that policy already, and here it would be denied to all.
 */
function allow(
  scope: Construct,
  endpoint: ec2.VpcEndpoint,
  service: string,
  policies: iam.PolicyDocument[] | undefined,
  further: iam.PolicyStatement[],
): void {
  if (policies === undefined) return;
  const statements = policies.flatMap((policy) => (policy.toJSON() as { Statement: StatementJson[] }).Statement);
  const own = statements.flatMap((json) => allowedOf(service, json) ?? []);
  if (own.length === 0) {
    fail(
      scope,
      `endpointPolicies allow nothing of ${service}, so that its endpoint would refuse everything: give the policies of all who use it.`,
    );
  }
  const sids = new Set<string>();
  for (const statement of [...own.map((json) => iam.PolicyStatement.fromJson(json)), ...further]) {
    statement.sid = unique(statement.sid ?? 'Statement', sids);
    endpoint.addToPolicy(statement);
  }
}

interface StatementJson {
  readonly Effect: iam.Effect;
  readonly Action?: string | string[];
}

/** A statement with its actions of one service, for everybody; undefined where it allows none of them. */
function allowedOf(service: string, { Action, ...json }: StatementJson): object | undefined {
  if (json.Effect !== iam.Effect.ALLOW) return undefined;
  const everybody = { ...json, Principal: { AWS: '*' } };
  // It has NotAction.
  if (Action === undefined) return everybody;
  const actions = [Action].flat().filter((action) => ['*', service].includes(action.replace(/:.*/, '').toLowerCase()));
  return actions.length === 0 ? undefined : { ...everybody, Action: actions };
}

function unique(sid: string, taken: Set<string>): string {
  let free = sid;
  for (let count = 2; taken.has(free); count += 1) free = `${sid}${count}`;
  taken.add(free);
  return free;
}
