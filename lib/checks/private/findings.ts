import type { AccessModel } from '../../private/access/model/model';
import type { Finding } from './finding';
import { RULE_IDS, type RuleId } from './rule-ids';
import { RULES } from './rules';
import { type Tree, View } from './view';
import { worldsOf } from './worlds';

/** A view of each part of a model that may meet the rest of it. */
export function viewsOf(model: AccessModel, tree: Tree): View[] {
  return worldsOf(model).map((world) => new View(world, tree));
}

/** What the rules find, each finding once. */
export function findingsOf(views: readonly View[], rules: readonly RuleId[] = RULE_IDS): Finding[] {
  const findings = views.flatMap((view) => findingsIn(view, rules));
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** A defect as a finding: CDK tells of a plugin that throws nothing but the message, and of nothing else that it found. */
export function failure(what: string, error: unknown): Finding {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return {
    rule: 'notDecided',
    severity: 'error',
    path: '',
    reason: `${what}: ${message}. ${stack.split('\n').slice(1, 4).join(' ')}`,
    fix: 'This is a defect of cdk-iam-role-chaining, or an assembly that something else has changed: please report it.',
  };
}

function findingsIn(view: View, rules: readonly RuleId[]): Finding[] {
  return RULE_IDS.filter((rule) => rules.includes(rule)).flatMap((rule) => {
    try {
      return RULES[rule](view).map((finding) => ({ rule, ...finding }));
    } catch (error) {
      return [failure(`The rule ${rule} gave up`, error)];
    }
  });
}
