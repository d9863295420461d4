import type { IdentityPolicy, IdentityStatement } from '../service-authorization';
import { type Options, type Requests, never } from './proof';
import { isAbout } from './statements';

/**
 * The checks of requests that would still be never allowed if any one statement were another: a proof says nothing of them.
 *
 *     expect(await never(policies, requests, options)).toMatchObject(PROVED);
 *     expect(await unrefuted(policies, requests, options)).toEqual([]);
 *
 * One statement is made as wide as it can be without other actions (an `Allow`), taken away (a `Deny`), or added.
 */
export async function unrefuted(policies: IdentityPolicy[], requests: Requests, options: Options): Promise<string[]> {
  const { checks } = await never(policies, requests, options);
  const standing: string[] = [];
  for (const check of checks) {
    const [action = '', resourceType = ''] = check.split(' on ');
    const asked = { ...requests, Action: action, resourceTypes: [resourceType] };
    if (!(await someRefutes(changesAbout(action, policies), asked, options))) standing.push(check);
  }
  return standing;
}

/** The statements of policies with one of them another, for each that is about an action. */
export function changesAbout(action: string, policies: IdentityPolicy[]): IdentityPolicy[] {
  const statements = policies.flatMap(({ Statement }) => Statement);
  const about = statements.filter((statement) => isAbout(statement, action));
  const changed = about.map((one) => ({
    Statement: statements.flatMap((each) => (each !== one ? each : each.Effect === 'Deny' ? [] : widest(each))),
  }));
  if (about.some(({ Effect }) => Effect === 'Allow')) return changed;
  return [...changed, { Statement: [...statements, { Effect: 'Allow', Action: action, Resource: '*' }] }];
}

function widest({ Sid, Effect, Action, NotAction }: IdentityStatement): IdentityStatement {
  return { Sid, Effect, ...(Action === undefined ? { NotAction } : { Action }), Resource: '*' };
}

async function someRefutes(changes: IdentityPolicy[], requests: Requests, options: Options): Promise<boolean> {
  for (const change of changes) {
    const { proved } = await never([change], requests, options);
    if (!proved) return true;
  }
  return false;
}
