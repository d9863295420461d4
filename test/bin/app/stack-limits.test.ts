import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { checkStackLimits, checkTemplateSizes } from '../../../bin/app/stack-limits';
import { problemsOf, templatesOf } from './support';

const role = (key: string, rest = '') =>
  `  ${key}: { account: a, ${rest}access: [{ s3: { bucket: lake, prefix: ${key}/, level: read-only } }] }\n`;

/** A config with as many roles in each data stack of one account as asked. */
function config(counts: Readonly<Record<string, number>>, rest = ''): string {
  const stacks = Object.keys(counts).filter((name) => name !== '');
  const roles = Object.entries(counts).flatMap(([stack, count]) =>
    Array.from({ length: count }, (_, n) => role(`r${stack}-${n}`, stack === '' ? '' : `stack: ${stack}, `)),
  );
  return `name: n
accounts: { a: { id: '111122223333', region: eu-west-1${stacks.length === 0 ? '' : `, dataStacks: [${stacks.join(', ')}]`} } }
defaults: { resourceRoles: { path: /data/, chainedFrom: [head] } }
chainingRoles: { head: { account: a, type: instance-profile, path: /platform/, resourceRolePath: /data/ } }
${rest}
resourceRoles:\n${roles.join('')}`;
}

test('the roles of one account are spread over its stacks, as the config says', () => {
  const templates = templatesOf(config({ '': 3, claims: 2, fraud: 1 }, 'outputs: [head, rclaims-1]'));
  const counts = Object.entries(templates).map(([stack, { Resources, Outputs = {} }]) => [
    stack,
    Object.keys(Resources).length,
    Object.keys(Outputs),
  ]);
  expect(counts).toEqual([
    ['n-111122223333-Platform', 3, ['ChainingRoleArnHead', 'InstanceProfileNameHead', 'InstanceProfileArnHead']],
    ['n-111122223333-Data', 3, []],
    ['n-111122223333-Data-claims', 2, ['ResourceRoleArnRclaims1']],
    ['n-111122223333-Data-fraud', 1, []],
  ]);
});

/** Fills a stack of a small config up to a number, and tells whether it is taken. */
function filled(layer: string, count: number, fill: (stack: Stack, n: number) => void): string | undefined {
  const rendering = buildApp(
    new App({ autoSynth: false }),
    parseConfig(config({ claims: 1 }, 'outputs: false'), 'c.yaml'),
  );
  const stack = rendering.allStacks.find(({ stack: each }) => each.stackName.endsWith(layer))?.stack;
  if (stack === undefined) throw new Error(layer);
  for (let n = 0; n < count; n++) fill(stack, n);
  try {
    checkStackLimits(rendering);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['-Platform', 3, 'make some of its roles in a configuration of their own, with another name'],
  [
    '-Data-claims',
    1,
    'name further stacks in dataStacks, and give new roles a stack: a role that is deployed keeps its stack',
  ],
])('more resources than %s takes are refused', (layer, own, advice) => {
  const resource = (stack: Stack, n: number) => new CfnResource(stack, `Resource${n}`, { type: 'AWS::IAM::Role' });
  expect(filled(layer, 500 - own, resource)).toBeUndefined();
  expect(filled(layer, 501 - own, resource)).toBe(
    `c.yaml:2: accounts.a: n-111122223333${layer} would hold 501 resources, and CloudFormation takes 500: ${advice}`,
  );
});

test('more outputs than a stack takes are refused', () => {
  const output = (stack: Stack, n: number) => new CfnOutput(stack, `Output${n}`, { value: 'x' });
  expect(filled('-Data', 200, output)).toBeUndefined();
  expect(filled('-Data', 201, output)).toBe(
    'c.yaml:2: accounts.a: n-111122223333-Data would hold 201 outputs, and CloudFormation takes 200: list the roles whose ARNs you need, as outputs: [s3-role], say outputs: false, or spread the resource roles as dataStacks and stack do',
  );
});

test('a config that is too large is refused without a synth', () => {
  expect(problemsOf(config({ '': 201 }))).toEqual([expect.stringContaining(' would hold 201 outputs, ')]);
});

test('a stack that lost its last role stays, so that it is deleted by a deployment', () => {
  const app = new App();
  buildApp(app, parseConfig(config({ '': 1, claims: 0 }), 'c.yaml'));
  expect(app.synth().stacks.map(({ stackName }) => stackName)).toContain('n-111122223333-Data-claims');
});

test.each([
  [
    'a stack that is not declared',
    config({ '': 1, claims: 1 }).replace('stack: claims', 'stack: claim'),
    'c.yaml:8: resourceRoles.rclaims-0.stack: undeclared data stack of a "claim", declared: claims (did you mean "claims"?)',
  ],
  [
    'a stack twice',
    config({ '': 1, claims: 1 }).replace('[claims]', '[claims, claims]'),
    'c.yaml:2: accounts.a.dataStacks[1]: names claims twice; keep one of the two',
  ],
  [
    'an output of no role',
    config({ '': 1 }, 'outputs: [head, heat]'),
    'c.yaml:5: outputs[1]: undeclared role that is made here "heat", declared: head, r-0 (did you mean "head"?)',
  ],
  [
    'outputs that are none',
    config({ '': 1 }, 'outputs: some'),
    'c.yaml:5: outputs: got "some", expected true, false or a list of roles',
  ],
])('%s', (_, text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('what the library refuses in a further stack is told without its path', () => {
  const text = config({ claims: 1 }).replace(
    'stack: claims, ',
    "stack: claims, externalId: ab, conditions: { StringEquals: { 'sts:ExternalId': cd } }, ",
  );
  expect(problemsOf(text)).toEqual([expect.stringMatching(/^c\.yaml:7: resourceRoles\.rclaims-0: conditions\./)]);
});

test('a template that is larger than CloudFormation takes is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'role-chaining-large-'));
  try {
    const app = new App({ outdir: folder });
    const rendering = buildApp(app, parseConfig(config({ '': 1 }), 'c.yaml'));
    app.synth();
    expect(() => {
      checkTemplateSizes(folder, rendering);
    }).not.toThrow();
    writeFileSync(join(folder, 'n-111122223333-Data.template.json'), ' '.repeat(1_000_001));
    expect(() => {
      checkTemplateSizes(folder, rendering);
    }).toThrow(
      /^c\.yaml:2: accounts\.a: n-111122223333-Data has a template of 1000001 bytes, and CloudFormation takes 1000000: /,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
