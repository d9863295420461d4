import { Validations } from 'aws-cdk-lib';
import type { App, IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { readAssembly } from '../../private/access/sources/assembly/assembly';
import { QUBOLE_SERVICE_ROLE } from '../../private/words/metadata';
import { managedPoliciesPerRole, trustPolicyLimit } from '../../private/role/quotas';
import { type AcknowledgedRules, Acknowledgements } from './acknowledgements';
import type { Finding } from './finding';
import { failure, findingsOf, viewsOf } from './findings';
import { importedRoles } from './imports';
import type { Level, RuleId } from './rule-ids';
import { together } from './rules/not-decided';

export interface Settings {
  readonly rules: readonly RuleId[];
  readonly severities: Readonly<Partial<Record<RuleId, Level>>>;
}

/** Looks at a whole app, and reports what concerns the stacks of a context: those of the Stage that has the plugin. */
export function check(context: IPolicyValidationContext, settings: Settings): PolicyValidationPluginReport {
  const app = context.appConstruct as App;
  const stacks = context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath);
  const isShown = ({ path }: { path: string }) =>
    stacks.some((stack) => path === stack || path.startsWith(`${stack}/`));
  const findings = findingsIn(app, settings.rules)
    .map((finding) => ({ ...finding, severity: settings.severities[finding.rule] ?? finding.severity }))
    .filter((finding) => finding.path === '' || isShown(finding));
  const acknowledgements = new Acknowledgements(acknowledgedIn(app));
  const named = findings.map((finding) => ({ finding, ...acknowledgements.nameOf(finding.rule, finding.path) }));
  const open = named.filter(({ isAcknowledged }) => !isAcknowledged);
  return {
    // CDK fails a synth that is no success, whatever the severities are.
    success: !open.some(({ finding }) => finding.severity === 'error'),
    violations: violations(named),
  };
}

function findingsIn(app: App, rules: readonly RuleId[]): Finding[] {
  try {
    const tree = {
      importedRoles: importedRoles(app),
      serviceRoles: saidIn(app, QUBOLE_SERVICE_ROLE).map(({ path }) => path),
      quotas: { trustPolicy: trustPolicyLimit(app), managedPolicies: managedPoliciesPerRole(app) },
    };
    return findingsOf(viewsOf(readAssembly(app.outdir), tree), rules);
  } catch (error) {
    return [failure('The app could not be read', error)];
  }
}

function acknowledgedIn(app: IConstruct): AcknowledgedRules[] {
  return saidIn(app, Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ path, data }) => ({
    path,
    reasons: data as AcknowledgedRules['reasons'],
  }));
}

/** Everything of one type that the constructs of an app say of themselves. */
function saidIn(app: IConstruct, type: string): { path: string; data: unknown }[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.flatMap((entry) => (entry.type === type ? [{ path: node.path, data: entry.data as unknown }] : [])),
    );
}

type Named = { readonly name: string; readonly finding: Finding; readonly isAcknowledged: boolean };

/** CDK prints a violation once for each of its constructs: what could not be decided is one, at the first. */
function violations(named: readonly Named[]): PolicyViolation[] {
  const isJoined = ({ finding, isAcknowledged }: Named) =>
    finding.rule === 'notDecided' && finding.path !== '' && !isAcknowledged;
  const [first, ...others] = named.filter(isJoined);
  const each = named.filter((one) => !isJoined(one)).map(({ name, finding }) => violation(name, finding));
  if (first === undefined) return each;
  const reason = together([first, ...others].map(({ finding }) => finding));
  return [...each, violation(first.name, { ...first.finding, reason, statement: undefined })];
}

function violation(name: string, { severity, path, statement, reason, fix }: Finding): PolicyViolation {
  const json = statement === undefined ? undefined : JSON.stringify(statement);
  return {
    ruleName: name,
    severity,
    description: printable(json === undefined ? reason : `${reason} The statement: ${json}`),
    fix: printable(fix),
    violatingResources: [{ constructPath: path, locations: [] }],
    ...(json === undefined ? {} : { ruleMetadata: { statement: printable(json) } }),
  };
}

/** Names and policies may hold what a terminal takes for a command, or what turns the direction of text. */
function printable(text: string): string {
  const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
  return text.replace(hidden, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
