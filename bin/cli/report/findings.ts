import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ACKNOWLEDGED_RULES,
  type AcknowledgedRules,
  Acknowledgements,
} from '../../../lib/checks/private/acknowledgements';
import type { Finding } from '../../../lib/checks/private/finding';
import { findingsOf, viewsOf } from '../../../lib/checks/private/findings';
import { type Tree, View } from '../../../lib/checks/private/view';
import type { AccessModel, Gap } from '../../../lib/private/access/model/model';
import { saidOf } from '../../../lib/private/access/sources/assembly/metadata';
import { readJson } from '../../../lib/private/access/sources/assembly/templates';
import { MANAGED_POLICIES_PER_ROLE, TRUST_POLICY_LIMIT } from '../../../lib/private/aws/quotas';
import { IMPORTED_CHAINING_ROLE, QUBOLE_SERVICE_ROLE } from '../../../lib/private/words/metadata';
import type { ReportFinding } from '../../../report/report';

const PLUGIN = 'RoleChainingChecks';
const QUOTAS = { trustPolicy: TRUST_POLICY_LIMIT, managedPolicies: MANAGED_POLICIES_PER_ROLE };

export interface Found {
  readonly findings: readonly Omit<ReportFinding, 'node'>[];
  /** What the files do not tell of the findings. */
  readonly gaps: readonly Gap[];
  /** A view of the model, or of a part of it. */
  readonly viewOf: (part: AccessModel) => View;
}

/**
 * What the rules of the checks find in a model, and whether somebody acknowledged it.
 *
 * @param folder is the assembly that the model was read from; without one nothing is known of acknowledgements
 */
export function findingsFromFiles(model: AccessModel, folder: string | undefined): Found {
  const { tree, acknowledged, synth } = folder === undefined ? NOTHING : toldBy(folder, model);
  const acknowledgements = new Acknowledgements(acknowledged);
  const views = viewsOf(model, tree);
  const findings = findingsOf(views).map((finding) => told(finding, acknowledgements, synth));
  const [whole, ...others] = views;
  return {
    findings,
    gaps: findings.every((each) => each.acknowledged) ? [] : untold(folder, synth),
    viewOf: (part) => (whole !== undefined && others.length === 0 && part === model ? whole : new View(part, tree)),
  };
}

interface Told {
  readonly tree: Tree;
  readonly acknowledged: readonly AcknowledgedRules[];
  /** What the plugin said when the app was synthesized, where it has it. */
  readonly synth?: PluginReport;
}

/** As far as it is read here. */
interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly Violation[];
  readonly suppressedViolations?: readonly Violation[];
}

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
  /** That of its acknowledgement. */
  readonly reason?: string;
}

const NOTHING: Told = { tree: { importedRoles: [], serviceRoles: [], quotas: QUOTAS }, acknowledged: [] };

function toldBy(folder: string, { stacks }: AccessModel): Told {
  const stackOf = (path: string) => stacks.find((stack) => path.startsWith(`${stack.path}/`))?.path ?? '';
  const synth = pluginReport(folder);
  return {
    tree: {
      importedRoles: saidOf(folder, IMPORTED_CHAINING_ROLE).map(({ path, data }) => {
        return { arn: String(data), stack: stackOf(path), isChainingRole: true };
      }),
      serviceRoles: saidOf(folder, QUBOLE_SERVICE_ROLE).map(({ path }) => path),
      quotas: QUOTAS,
    },
    acknowledged: [
      ...saidOf(folder, ACKNOWLEDGED_RULES).map(({ path, data }) => ({
        path,
        reasons: data as Record<string, string>,
      })),
      // On the app, a Stage, or a scope around stacks; the plugin lets CDK silence nothing else.
      ...(synth?.suppressedViolations ?? []).flatMap(({ ruleName, reason, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath: path = '' }) => ({
          path,
          reasons: { [`${PLUGIN}::${ruleName}`]: reason },
        })),
      ),
    ],
    synth,
  };
}

function pluginReport(folder: string): PluginReport | undefined {
  const file = join(folder, 'validation-report.json');
  if (!existsSync(file)) return undefined;
  const { pluginReports = [] } = readJson(file) as { pluginReports?: PluginReport[] };
  return pluginReports.find(({ pluginName }) => pluginName === PLUGIN);
}

function told(
  { rule, severity, path, statement, reason, fix, excuse }: Finding,
  acknowledgements: Acknowledgements,
  synth: PluginReport | undefined,
): Found['findings'][number] {
  const { isAcknowledged, reason: why } = acknowledgements.nameOf(rule, path);
  const isSure = excuse === undefined || isAmong(synth, rule, path);
  return {
    rule,
    severity: isSure ? severity : 'info',
    path,
    ...(statement === undefined ? {} : { statement: JSON.stringify(statement) }),
    reason: isSure ? reason : `${reason} Unless ${excuse}, which no file tells.`,
    fix,
    acknowledged: isAcknowledged,
    ...(why === undefined ? {} : { acknowledgement: why }),
  };
}

/** Whether the plugin, which has seen the tree of constructs, found it too. */
function isAmong(synth: PluginReport | undefined, rule: string, path: string): boolean {
  return [...(synth?.violations ?? []), ...(synth?.suppressedViolations ?? [])].some(
    ({ ruleName, violatingConstructs }) =>
      ruleName.replace(/\[.*/s, '') === rule && violatingConstructs.some(({ constructPath }) => constructPath === path),
  );
}

function untold(folder: string | undefined, synth: PluginReport | undefined): Gap[] {
  if (folder === undefined) {
    const what =
      'a saved model holds none, nor which chaining roles the app imports: every finding is shown as open; give the cdk.out folder';
    return [{ about: 'acknowledgements', what }];
  }
  if (synth !== undefined) return [];
  const what =
    'those on the app, on a Stage and on scopes around stacks are in no file, so that their findings are shown as open: ' +
    `add ${PLUGIN} to the app, whose report tells them`;
  return [{ about: 'acknowledgements', what }];
}
