import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  type ChainingRole,
  type ChainingRoleOptions,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  OidcProviders,
  ServiceAccountRole,
} from '../lib';
import { Deployed, FINANCE, ISSUER, PLATFORM, mayCall, trusts } from './support';

interface Placement {
  readonly chaining: Stack;
  readonly resource: Stack;
}

const PLACEMENTS: Record<string, (scope: Construct) => Placement> = {
  'one stack': (scope) => {
    const stack = new Stack(scope, 'Platform', { env: PLATFORM });
    return { chaining: stack, resource: stack };
  },
  'one stack without environment': (scope) => {
    const stack = new Stack(scope, 'Platform');
    return { chaining: stack, resource: stack };
  },
  'two stacks': (scope) => ({
    chaining: new Stack(scope, 'Platform', { env: PLATFORM }),
    resource: new Stack(scope, 'Data', { env: PLATFORM }),
  }),
  'two stacks without environment': (scope) => ({
    chaining: new Stack(scope, 'Platform'),
    resource: new Stack(scope, 'Data'),
  }),
  'two regions': (scope) => ({
    chaining: new Stack(scope, 'Platform', { env: PLATFORM }),
    resource: new Stack(scope, 'Data', { env: { ...PLATFORM, region: 'us-east-1' } }),
  }),
  'two accounts': (scope) => ({
    chaining: new Stack(scope, 'Platform', { env: PLATFORM }),
    resource: new Stack(scope, 'Data', { env: FINANCE }),
  }),
  'two accounts of GovCloud': (scope) => ({
    chaining: new Stack(scope, 'Platform', { env: { ...PLATFORM, region: 'us-gov-west-1' } }),
    resource: new Stack(scope, 'Data', { env: { ...FINANCE, region: 'us-gov-east-1' } }),
  }),
  'resource role in a nested stack': (scope) => {
    const stack = new Stack(scope, 'Platform', { env: PLATFORM });
    return { chaining: stack, resource: new NestedStack(stack, 'Nested') };
  },
  'chaining role in a nested stack': (scope) => {
    const stack = new Stack(scope, 'Platform', { env: PLATFORM });
    return { chaining: new NestedStack(stack, 'Nested'), resource: stack };
  },
  'two nested stacks of two stacks': (scope) => ({
    chaining: new NestedStack(new Stack(scope, 'Platform', { env: PLATFORM }), 'Nested'),
    resource: new NestedStack(new Stack(scope, 'Data', { env: FINANCE }), 'Nested'),
  }),
  'a Stage': (scope) => {
    const stage = new Stage(scope, 'Prod', { env: PLATFORM });
    return { chaining: new Stack(stage, 'Platform'), resource: new Stack(stage, 'Data', { env: FINANCE }) };
  },
};

/** Names that no other chain of the app has, by its number in the app. */
const NAMINGS: Record<
  string,
  (chain: string) => { chaining: ChainingRoleOptions; resource: { roleName?: string; path?: string } }
> = {
  unnamed: () => ({ chaining: {}, resource: {} }),
  named: (chain) => ({ chaining: { roleName: `head-${chain}` }, resource: { roleName: `s3-role-${chain}` } }),
  'unnamed with path': () => ({ chaining: { path: '/platform/' }, resource: { path: '/data/projects/' } }),
  'named with path': (chain) => ({
    chaining: { roleName: `head-${chain}`, path: '/platform/' },
    resource: { roleName: chain.padStart(64, 'x'), path: '/data/' },
  }),
};

const KINDS: Record<string, (scope: Construct, props: ChainingRoleOptions) => ChainingRole> = {
  'instance profile': (scope, props) => new InstanceProfileRole(scope, 'Chain', props),
  'service account': (scope, props) =>
    new ServiceAccountRole(scope, 'Chain', {
      ...props,
      oidcProvider: OidcProviders.fromIssuer(scope, 'Oidc', ISSUER),
      serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
    }),
  'pod identity': (scope, props) =>
    new PodIdentityRole(scope, 'Chain', {
      ...props,
      anyCluster: true,
      serviceAccounts: [{ namespace: 'hopsworks', name: 'instance' }],
    }),
};

const chains = Object.keys(NAMINGS).flatMap((naming) => Object.keys(KINDS).map((kind) => ({ naming, kind })));

/** One app for each placement: a synth takes little longer for many stacks than for two. */
const table = Object.entries(PLACEMENTS).flatMap(([placement, place]) => {
  const app = new App();
  return chains.map(({ naming, kind }, index) => {
    const stacks = place(new Construct(app, `Chain${index}`));
    const { chaining, resource } = NAMINGS[naming]!(String(index));
    const chain = KINDS[kind]!(stacks.chaining, chaining);
    const role = new ResourceRole(stacks.resource, 'S3', { ...resource, chainingRoles: [chain] });
    return { placement, naming, kind, app, stacks, chain, role };
  });
});

describe.each(table)('$kind, $naming, $placement', ({ kind, app, stacks, chain, role }) => {
  const chaining = new Deployed(stacks.chaining).of(chain);
  const resource = new Deployed(stacks.resource).of(role);

  test('the permissions policy names the resource role, and nothing else', () => {
    expect(mayCall(chaining, 'sts:AssumeRole')).toEqual([resource.arn]);
  });

  test('the trust policy names the chaining role, and nothing else', () => {
    expect(trusts(resource, 'sts:AssumeRole')).toEqual([chaining.arn]);
  });

  test('tags are allowed on both halves for Pod Identity, and on none otherwise', () => {
    const tags = kind === 'pod identity';
    expect(mayCall(chaining, 'sts:TagSession')).toEqual(tags ? [resource.arn] : []);
    expect(trusts(resource, 'sts:TagSession')).toEqual(tags ? [chaining.arn] : []);
  });

  test('no template exports or imports anything', () => {
    const templates = [stacks.chaining, stacks.resource].map((stack) => Template.fromStack(stack).toJSON());
    expect(JSON.stringify(templates)).not.toMatch(/ImportValue|GetStackOutput|"Export"/);
    for (const template of templates) expect(template.Outputs).toBeUndefined();
  });

  test('the chaining role is deployed first', () => {
    app.synth();
    const [first, second] = [stacks.chaining, stacks.resource].map((stack) => stack.nestedStackParent ?? stack);
    const resources = Template.fromStack(stacks.resource).toJSON().Resources as Record<string, unknown>;
    if (stacks.chaining === stacks.resource) {
      const reference = { 'Fn::GetAtt': [stacks.chaining.getLogicalId(chain.node.defaultChild as CfnRole), 'Arn'] };
      expect(JSON.stringify(resources)).toContain(JSON.stringify({ AWS: reference }));
    } else if (first !== second) {
      expect(second?.dependencies.map(({ node }) => node.path)).toEqual([first?.node.path]);
    } else {
      const waits = Object.values(
        Template.fromStack(first!).toJSON().Resources as Record<string, { DependsOn?: string[] }>,
      );
      expect(waits.flatMap(({ DependsOn = [] }) => DependsOn)).toHaveLength(1);
    }
  });
});
