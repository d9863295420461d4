/** The order of the main job, as a list that shows its progress. */
import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';
import type { Walk } from './chain';
import { differences } from './check';
import type { LocalRun } from './run';
import {
  DECLARED,
  neighbours,
  withReadOnlyS3Role,
  withSessionsRevoked,
  withoutChurnRole,
  withoutFinanceRoles,
  type Variant,
} from './variants';
import { chainingRoleItself } from './walks/chaining-role-itself';
import { changedPolicy } from './walks/changed-policy';
import { clusterBucket } from './walks/cluster-bucket';
import { controlPlane } from './walks/control-plane';
import { destroyed } from './walks/destroyed';
import { twoPolicies } from './walks/two-policies';
import { instanceProfile } from './walks/instance-profile';
import { lastRoleRemoved, twoConfigs } from './walks/last-role-removed';
import { applied, byHand, pruned } from './walks/mappings';
import { ownData } from './walks/own-data';
import { qubole } from './walks/qubole';
import { removedRole } from './walks/removed-role';
import { revocation } from './walks/revoked-sessions';
import { serviceAccount } from './walks/service-account';

const AS_DECLARED: Walk[] = [
  serviceAccount,
  instanceProfile,
  ownData,
  chainingRoleItself,
  twoPolicies,
  controlPlane,
  clusterBucket,
  qubole,
];

/** With `keep`, what is left running is the quickstart as its config declares it. */
export function steps(run: LocalRun, keep: boolean): Listr<unknown> {
  const tasks = [
    prepare(run),
    deploy(run, DECLARED),
    mapProjects(run),
    ...AS_DECLARED.map((walk) => walkStep(run, walk)),
  ];
  if (!keep) {
    tasks.push(...change(run));
  }
  return new Listr<unknown>(tasks, {
    // Ctrl-C has to reach our own cleaning up, not end the process here.
    registerSignalListeners: false,
    fallbackRenderer: 'simple',
    rendererOptions: { collapseSubtasks: false, timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  });
}

/** The synthesis needs no emulator and takes about as long as getting one ready. */
function prepare(run: LocalRun): ListrTask {
  const inOrder: ListrTask[] = [
    { title: 'Python environment with MiniStack', task: () => run.job.prepareEmulator() },
    {
      title: 'Start MiniStack',
      task: async (_, task) => {
        const { endpoint, pid } = await run.job.startEmulator();
        task.title += `: ${endpoint.url}, pid ${pid ?? 'unknown'}`;
      },
    },
    {
      title: 'cdk bootstrap: two accounts',
      task: async () => {
        await Promise.all([run.bootstrap('platform'), run.bootstrap('finance'), run.createLakes()]);
      },
    },
  ];
  const emulator: ListrTask = {
    title: 'Local AWS',
    task: (_, task) => task.newListr(inOrder, { concurrent: false }),
  };
  const synth: ListrTask = { title: 'cdk synth: the quickstart', task: () => run.synth(DECLARED) };
  return { title: 'Prepare', task: (_, task) => task.newListr([emulator, synth], { concurrent: true }) };
}

/** The sessions that are revoked later have to begin before the config is written that says when. */
function change(run: LocalRun): ListrTask[] {
  const { byHand, deployed, instant } = revocation();
  return [
    walkStep(run, byHand),
    { title: 'Change', task: (_, task) => task.newListr(changes(run, instant(), deployed), { concurrent: false }) },
  ];
}

function changes(run: LocalRun, instant: string, revokedSessions: Walk): ListrTask[] {
  const { scratch } = run.job.folders;
  const revoked = withSessionsRevoked(scratch, instant);
  const readOnly = withReadOnlyS3Role(scratch);
  const removed = withoutChurnRole(scratch);
  const emptied = withoutFinanceRoles(scratch);
  const others = neighbours(scratch);
  return [
    {
      title: 'cdk synth: four changed configs, and another one for the same accounts',
      task: async () => {
        await Promise.all([revoked, readOnly, removed, emptied, others].map((variant) => run.synth(variant)));
      },
    },
    deploy(run, revoked),
    walkStep(run, revokedSessions),
    deploy(run, readOnly),
    walkStep(run, changedPolicy),
    deploy(run, removed),
    walkStep(run, removedRole),
    deploy(run, others),
    walkStep(run, twoConfigs),
    deploy(run, emptied),
    walkStep(run, lastRoleRemoved),
    { title: 'cdk destroy --all: neighbours', task: () => run.destroy(others) },
    { title: 'cdk destroy --all', task: () => run.destroy(emptied) },
    walkStep(run, destroyed),
  ];
}

function deploy(run: LocalRun, variant: Variant): ListrTask {
  return { title: `cdk deploy --all: ${variant.name}`, task: () => run.deploy(variant) };
}

/** With the command that users run; only the cluster that it talks to is a stand-in. */
function mapProjects(run: LocalRun): ListrTask {
  const inOrder: ListrTask[] = [
    {
      title: 'Start a stand-in of Hopsworks',
      task: async (_, task) => {
        const { url } = await run.startHopsworks();
        task.title += `: ${url}`;
      },
    },
    { title: 'cdk-iam-role-chaining mappings plan --from <outputs file>', task: () => run.planMappings() },
    walkStep(run, byHand(run)),
    { title: 'cdk-iam-role-chaining mappings apply --yes', task: () => run.mappings.apply() },
    { title: 'cdk-iam-role-chaining mappings plan: empty', task: () => run.mappings.assertNothingLeft() },
    walkStep(run, applied(run)),
    {
      title: 'cdk-iam-role-chaining mappings apply --prune-everywhere, and an empty plan',
      task: async () => {
        await run.mappings.prune();
        await run.mappings.assertNothingLeft('--prune-everywhere');
      },
    },
    walkStep(run, pruned(run)),
    { title: 'Stop the stand-in', task: () => run.mappings.stop() },
  ];
  return { title: 'Map projects to roles', task: (_, task) => task.newListr(inOrder, { concurrent: false }) };
}

function walkStep(run: LocalRun, walk: Walk): ListrTask {
  return {
    title: `Walk: ${walk.name}`,
    task: async (_, task) => {
      const results = await run.walk(walk);
      const different = differences(results).length;
      task.title += `: ${results.length - different} of ${results.length} as expected`;
    },
  };
}
