import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { fail, shown } from '../private/words/errors';
import { described, given } from '../private/words/given';
import { nearest } from '../private/words/nearest';
import { RULE_IDS, type RuleId } from './private/rule-ids';
import type { Settings } from './private/run';

const NAME = 'RoleChainingChecks';

/** How much a finding weighs. */
export enum Severity {
  /** Fails the synth. */
  ERROR = 'error',

  /** Is told, and no more. */
  WARNING = 'warning',
}

/** Properties of RoleChainingChecks. */
export interface RoleChainingChecksProps {
  /**
   * The ids of the rules to look at.
   *
   * @default - all
   */
  readonly rules?: string[];

  /**
   * Other severities for all findings of some rules, by the ids of the rules.
   *
   * @default - as docs/checks.md says of each rule
   */
  readonly severities?: { [ruleId: string]: Severity };
}

/**
 * Checks at synth that no role chain of an app is broken or wider than it looks, whatever made its roles.
 *
 * Each finding names a rule, a construct and its statement, says why and what to do. Only findings of severity error stop the synth.
 * Acknowledge one with its reason on its construct or on a scope around it: `RoleChainingChecks::<rule id>`, or
 * `RoleChainingChecks::<rule id>[<construct path>]` for one construct alone.
 *
 * @example
 * Validations.of(this.node.root).addPlugins(new RoleChainingChecks());
 */
export class RoleChainingChecks implements IPolicyValidationPlugin {
  /** The name before the ids of the rules in acknowledgements. */
  public readonly name: string = NAME;

  /** The ids of the rules that are looked at. */
  public readonly ruleIds?: string[];

  private readonly settings: Settings;

  /** @throws for the id of a rule that there is not */
  constructor(props: RoleChainingChecksProps = {}) {
    const { rules = [...RULE_IDS], severities = {} } = given(NAME, props);
    if (!Array.isArray(rules)) fail(NAME, `rules is ${described(rules)}: a list of rule ids is expected.`);
    this.settings = { rules: rules.map(ruleId), severities: severitiesOf(severities) };
    this.ruleIds = [...this.settings.rules];
  }

  /** Reads the assembly that CDK has just written; CDK calls it. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // Loaded when an app is checked: who makes roles needs nothing of it.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not wait
    const { check } = require('./private/run') as typeof import('./private/run');
    return check(context, this.settings);
  }
}

function severitiesOf(severities: { [ruleId: string]: Severity }): Settings['severities'] {
  const levels = Object.values(Severity);
  return Object.fromEntries(
    Object.entries(given(NAME, severities, 'severities')).map(([rule, severity]) => {
      if (!levels.includes(severity)) {
        fail(NAME, `the severity of ${rule} is ${shown(severity)}: ${levels.map(shown).join(' or ')} is expected.`);
      }
      return [ruleId(rule), severity];
    }),
  );
}

function ruleId(id: string): RuleId {
  const known = RULE_IDS.find((rule) => rule === id);
  if (known !== undefined) return known;
  const near = typeof id === 'string' ? nearest(id, RULE_IDS) : undefined;
  const advice = near === undefined ? '' : ` Did you mean ${near}?`;
  fail(NAME, `there is no rule ${shown(id)}.${advice} The rules are ${RULE_IDS.join(', ')}.`);
}
