/** What reading an app, finding its edges and checking it takes, against the synth that it is a part of. */
import { spawnSync } from 'node:child_process';
import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole } from 'cdk-iam-role-chaining';
import { assumeEdges } from '../lib/private/access/graph/assume';
import { graphOf } from '../lib/private/access/graph/graph';
import { launchEdges } from '../lib/private/access/graph/launch';
import { outsideEdges } from '../lib/private/access/graph/outside';
import { RoleIndex } from '../lib/private/access/graph/permissions';
import { Estate } from '../lib/private/access/model/estate';
import type { AccessModel, Principal } from '../lib/private/access/model/model';
import { readAssembly } from '../lib/private/access/sources/assembly/assembly';
import { ACCOUNT, document, platform, statementsOfRole } from './access-figures';
import type { Figure } from './figures';
import { type Sample, compare, sampleOf } from './measure';

const ROLES = 1000;
const MANY = 10_000;
const ROUNDS = 7;
/** A stack holds 500 resources, and a role with a policy is two. */
const ROLES_PER_STACK = 240;

/** One figure at a time. */
export function* checksFigures(): Generator<Figure> {
  const folder = app(ROLES).synth().directory;
  yield within('the model of an app of 1,000 roles with 10 statements', 1000, () => read(readAssembly(folder)));
  yield* edges();
  yield checksInSynth('with what CDK validates by default', 'true');
  yield checksInSynth('with CDK_VALIDATION=false', 'false');
}

function* edges(): Generator<Figure> {
  // A first run, and one a round: nothing is remembered from the one before.
  const estates = Array.from({ length: ROUNDS + 1 }, () => read(chained(ROLES)));
  yield within('the edges of 1,000 roles', 200, () => {
    const estate = estates.pop() ?? read(chained(ROLES));
    const roles = new RoleIndex(estate);
    return [...assumeEdges(estate, roles), ...outsideEdges(estate), ...launchEdges(estate, roles)];
  });
  const [few, many] = [chained(ROLES), chained(MANY)];
  const { times } = compare([() => graphOf(read(few)), () => graphOf(read(many))], 3);
  const [one = NaN, other = NaN] = times.map(({ median }) => median);
  const growth = other / one / (MANY / ROLES);
  yield {
    name: 'statements, edges and data per role, 10,000 against 1,000',
    goal: 'at most 1.25 x',
    measured: `${growth.toFixed(2)} x (${one.toFixed(0)} ms and ${other.toFixed(0)} ms)`,
    met: growth <= 1.25,
  };
}

/** With all documents taken apart. */
function read(model: AccessModel): Estate {
  const estate = new Estate(model);
  for (const principal of model.principals) {
    estate.accessOf(principal);
    estate.trustOf(principal);
  }
  return estate;
}

function within(name: string, goal: number, task: () => unknown): Figure {
  const time = compare([task], ROUNDS).times[0] ?? sampleOf([]);
  return { name, goal: `at most ${goal} ms`, measured: milliseconds(time), met: time.median <= goal };
}

/** In processes of their own, as `cdk synth` starts them, with loading everything. */
function checksInSynth(how: string, validation: string): Figure {
  const most = 1.2;
  const runs = Array.from({ length: 3 }, () => [synth(false, validation), synth(true, validation)] as const);
  const [plain, checked] = [0, 1].map((index) => sampleOf(runs.map((run) => run[index] ?? NaN)));
  const ratio = sampleOf(runs.map(([without, withChecks]) => withChecks / without)).median;
  return {
    name: `synth of 1,000 roles with 10 statements that is checked, against one that is not, ${how}`,
    goal: `at most ${most} x`,
    measured: `${ratio.toFixed(2)} x\nnot checked ${milliseconds(plain ?? sampleOf([]))}\nchecked     ${milliseconds(checked ?? sampleOf([]))}`,
    met: ratio <= most,
  };
}

/** Processor time of a whole process. */
function synth(isChecked: boolean, validation: string): number {
  const script =
    `const { app } = require(${JSON.stringify(__filename)}); const made = app(${ROLES});` +
    "const { Validations } = require('aws-cdk-lib'); const { RoleChainingChecks } = require('cdk-iam-role-chaining');" +
    `if (${isChecked}) Validations.of(made).addPlugins(new RoleChainingChecks()); const before = process.cpuUsage(); made.synth();` +
    'const { user, system } = process.cpuUsage(before); process.stdout.write(`\\n${user + system}`);';
  const { stdout } = spawnSync(process.execPath, ['--require', 'ts-node/register/transpile-only', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: validation },
  });
  return Number(stdout.split('\n').at(-1)) / 1000;
}

/** A chaining role and its resource roles, each with statements of its own. */
export function app(roles: number): App {
  const made = new App();
  const env = { account: ACCOUNT, region: 'eu-west-1' };
  const head = new InstanceProfileRole(new Stack(made, 'Platform', { env }), 'Head', {
    roleName: 'head',
    resourceRolePath: '/data/',
  });
  for (let index = 0; index < roles; index += 1) {
    const id = `Data${Math.floor(index / ROLES_PER_STACK)}`;
    const stack = (made.node.tryFindChild(id) as Stack | undefined) ?? new Stack(made, id, { env });
    const role = new ResourceRole(stack, `Role${index}`, {
      roleName: `role-${index}`,
      path: '/data/',
      chainingRoles: [head],
    });
    for (const statement of statementsOfRole(index)) role.addToPolicy(iam.PolicyStatement.fromJson(statement));
  }
  return made;
}

/** The platform with the role that all of it trusts. */
function chained(roles: number): AccessModel {
  const model = platform(roles);
  const [role] = model.principals;
  if (role === undefined) return model;
  const all = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${ACCOUNT}:role/role-*` };
  const head: Principal = {
    ...role,
    id: 'Platform/Head',
    name: 'head',
    arn: `arn:aws:iam::${ACCOUNT}:role/head`,
    place: { ...role.place, path: 'Platform/Head', logicalId: 'Head' },
    trust: document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }]),
    policies: [{ name: 'chain', document: document([all]) }],
  };
  return { ...model, principals: [head, ...model.principals] };
}

function milliseconds({ median, least, most }: Sample): string {
  return `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
}
