import { conditionsOf } from '../../../lib/private/access/graph/assume';
import { type DataAccess, levelOf } from '../../../lib/private/access/graph/data';
import { type Estate, addTo } from '../../../lib/private/access/model/estate';
import type { ResourcePolicies } from '../../../lib/private/access/model/resource-policies';
import { type Decision, decideAccess } from '../../../lib/private/access/policy/decide';
import type { ReportData } from '../../../report/report';

/** What somebody may do with data, without what a policy surely denies, and what must be so besides. */
export function decidedData(all: readonly DataAccess[], estate: Estate, resources: ResourcePolicies): ReportData[] {
  const principals = new Map(estate.model.principals.map((principal) => [principal.id, principal]));
  const decide = ({ principal: id, resource }: DataAccess, action: string): Decision => {
    // As by all tools of AWS, a call is encrypted.
    const request = { action, resource, context: { 'aws:SecureTransport': 'true' }, isOpen: () => true };
    const principal = principals.get(id);
    if (principal === undefined) return resources.decideOutsider(id, request);
    const access = estate.knownAccessOf(principal);
    const call = { ...request, caller: { type: 'aws' as const, names: [estate.arnOf(principal)] } };
    // A pattern of buckets, or of keys, stands for several, of which none says what all of them do.
    return isPattern(resource) ? decideAccess(access, call) : resources.decide(principal, access, call);
  };
  return all.flatMap((row) => {
    const left = row.actions
      .map((action) => ({ action, decision: decide(row, action) }))
      .filter(({ decision }) => !decision.denying.some(({ isCertain }) => isCertain));
    if (left.length === 0) return [];
    const actions = left.map(({ action }) => action);
    const conditions = conditionTexts(left);
    return [{ ...row, actions, level: levelOf(actions), ...(conditions.length === 0 ? {} : { conditions }) }];
  });
}

/** Of a bucket's objects, the bucket alone counts. */
function isPattern(resource: string): boolean {
  return /[*?]/.test(/^arn:[^:]*:s3:::/.test(resource) ? (resource.split('/')[0] ?? '') : resource);
}

/** Each with the actions that it is about, unless it is about all of them. */
function conditionTexts(left: readonly { readonly action: string; readonly decision: Decision }[]): string[] {
  const actionsUnder = new Map<string, string[]>();
  for (const { action, decision } of left) {
    for (const text of conditionsOf(decision)) addTo(actionsUnder, text, action);
  }
  return [...actionsUnder].map(([text, actions]) =>
    actions.length === left.length ? text : `${actions.join(', ')}: ${text}`,
  );
}
