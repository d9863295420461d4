/** The figures that this library promises, each with its goal and what was measured. */
import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from 'cdk-iam-role-chaining';
import { type Size, handWrittenL1, handWrittenL2, ours, resultOf } from './chains';
import { type Sample, compare, sampleOf } from './measure';

export interface Figure {
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}

interface Row extends Size {
  readonly rounds: number;
  /** How often a sample is built: a small app is built in a few milliseconds. */
  readonly repeats: number;
}

const ROWS: Row[] = [
  { roles: 10, byPath: false, rounds: 31, repeats: 10 },
  { roles: 100, byPath: false, rounds: 31, repeats: 1 },
  { roles: 800, byPath: false, rounds: 11, repeats: 1 },
  { roles: 1000, byPath: true, rounds: 11, repeats: 1 },
  { roles: 5000, byPath: true, rounds: 7, repeats: 1 },
];
const MOST_OF_HAND_WRITTEN = 1.1;
const MOST_GROWTH_PER_ROLE = 1.25;

/** One figure at a time, because some take a minute. */
export function* figures(): Generator<Figure> {
  const perRole = new Map<number, number>();
  for (const row of ROWS) yield synthTime(row, perRole);
  yield linearity(perRole.get(1000) ?? NaN, perRole.get(5000) ?? NaN);
  yield resourceCount();
  yield capacity();
  yield changeOnAppend();
  yield requireTime();
}

function synthTime(size: Row, perRole: Map<number, number>): Figure {
  const builds = [ours, handWrittenL2, handWrittenL1];
  const [own, ...others] = builds.map((build) => resultOf(build(size)));
  const same = others.every((other) => isDeepStrictEqual(own, other));
  const { times, ratios } = compare(
    builds.map((build) => () => build(size).synth()),
    size.rounds,
    size.repeats,
  );
  perRole.set(size.roles, (times[0]?.median ?? NaN) / size.roles);
  const [toL2 = NaN, toL1 = NaN] = ratios;
  const [own_, l2, l1] = times.map(milliseconds);
  return {
    name: `synth of ${size.roles} roles, ${size.byPath ? 'by path' : 'listed'}`,
    goal: `at most ${MOST_OF_HAND_WRITTEN} x L2, same result`,
    measured: `${toL2.toFixed(2)} x L2, ${toL1.toFixed(2)} x L1\nours ${own_ ?? ''}\nL2   ${l2 ?? ''}\nL1   ${l1 ?? ''}${same ? '' : '\nthe results differ'}`,
    met: same && toL2 <= MOST_OF_HAND_WRITTEN,
  };
}

function linearity(small: number, large: number): Figure {
  return {
    name: 'synth time per role, 5,000 against 1,000',
    goal: `at most ${MOST_GROWTH_PER_ROLE} x`,
    measured: `${(large / small).toFixed(2)} x (${small.toFixed(2)} ms and ${large.toFixed(2)} ms)`,
    met: large / small <= MOST_GROWTH_PER_ROLE,
  };
}

function resourceCount(): Figure {
  const roles = 400;
  const resources = resourcesOf(ours({ roles, byPath: false }));
  const policies = resources.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy').length;
  return {
    name: `resources in the templates, ${roles} roles`,
    goal: 'roles + 2 + policies',
    measured: `${resources.length} = ${roles} + 2 + ${policies} (one plain grant per role: ${2 * roles})`,
    met: resources.length === roles + 2 + policies,
  };
}

/** Fills a chaining role until it refuses. */
function capacity(): Figure {
  const stack = new Stack(new App(), 'Platform', { env: { account: '111122223333', region: 'eu-west-1' } });
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  let listed = 0;
  try {
    for (;;) {
      const name = `role-${String(listed).padStart(4, '0')}`;
      head.allowAssuming(iam.Role.fromRoleArn(stack, name, `arn:aws:iam::444455556666:role/data/${name}`));
      listed += 1;
    }
  } catch (error) {
    if (!(error as Error).message.includes('does not fit')) throw error;
  }
  const documents = resourcesOf(stack.node.root as App)
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .map(({ Properties }) => JSON.stringify(Properties.PolicyDocument).length);
  const share = documents.reduce((sum, length) => sum + length, 0) / (10 * 6144);
  return {
    name: 'what ten managed policies hold',
    goal: 'at least 98 % of 6,144 characters each',
    measured: `${(100 * share).toFixed(1)} %, ${listed} roles`,
    met: share >= 0.98,
  };
}

function changeOnAppend(): Figure {
  const resources = (count: number) => {
    const app = new App();
    const stack = new Stack(app, 'Platform');
    const head = new InstanceProfileRole(stack, 'Head');
    for (let index = 0; index < count; index += 1) new ResourceRole(stack, `Role${index}`, { chainingRoles: [head] });
    return (app.synth().getStackArtifact('Platform').template as Template).Resources ?? {};
  };
  const [before, after] = [resources(300), resources(301)];
  const changed = Object.keys(after).filter((id) => !isDeepStrictEqual(before[id], after[id]));
  const kinds = changed.map((id) => after[id]?.Type.split('::').at(-1)).sort();
  return {
    name: 'change on adding one role at the end',
    goal: 'that role + one policy',
    measured: kinds.join(' + '),
    met: isDeepStrictEqual(kinds, ['ManagedPolicy', 'Role']),
  };
}

/** In fresh processes, after what any app that makes a role has loaded and done anyway; what is measured has loaded what it uses. */
function requireTime(): Figure {
  const most = 50;
  const sample = timeInProcess(
    "const { InstanceProfileRole, ResourceRole } = require('cdk-iam-role-chaining');" +
      "new ResourceRole(stack, 'Resource', { chainingRoles: [new InstanceProfileRole(stack, 'Head')] });",
  );
  return {
    name: 'loading the library and making a chain, after iam.Role',
    goal: `at most ${most} ms`,
    measured: milliseconds(sample),
    met: sample.median <= most,
  };
}

function timeInProcess(statements: string): Sample {
  const script =
    "const { App, Stack, aws_iam: iam } = require('aws-cdk-lib'); const stack = new Stack(new App(), 'Stack');" +
    "const assumedBy = new iam.ServicePrincipal('ec2.amazonaws.com'); new iam.Role(stack, 'Role', { assumedBy });" +
    `const start = process.hrtime.bigint(); ${statements}` +
    'process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));';
  const times = Array.from({ length: 15 }, () =>
    Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout),
  );
  return sampleOf(times);
}

interface Template {
  readonly Resources?: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

function resourcesOf(app: App) {
  return app.synth().stacks.flatMap(({ template }) => Object.values((template as Template).Resources ?? {}));
}

function milliseconds({ median, least, most }: Sample): string {
  return `${median.toFixed(1)} ms (${least.toFixed(1)} to ${most.toFixed(1)})`;
}
