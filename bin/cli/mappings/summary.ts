import { escapeText } from '../escape';
import type { Aftermath, LostDefault } from './aftermath';
import type { Applied, Change } from './change';
import { USER_TYPE } from './report';

/** A line on what became of a change, as it happens. */
export function renderApplied(result: Applied): string {
  if (result.status === 'failed' || result.status === 'unknown') {
    return `${result.status}: ${result.error ?? nameOf(result)}\n`;
  }
  return `${result.status}: ${nameOf(result)}\n`;
}

/** What was done, what was not, and what is not known, after changes that were not all made. */
export function renderAftermath(
  { results, lostDefaults, unread }: Aftermath,
  signal: NodeJS.Signals | undefined,
): string {
  const lines = results.filter(({ readAgain }) => readAgain === true).map(readAgainLine);
  if (unread !== undefined) {
    lines.push(`Hopsworks could not be read again: ${unread}`);
  }
  lines.push(...lostDefaults.map(lostLine));
  const count = (status: Applied['status']) => results.filter((result) => result.status === status).length;
  const unknown = count('unknown') === 0 ? '' : `; of ${count('unknown')} it is not known`;
  lines.push(
    `${signal === undefined ? '' : `Ended by ${signal}: `}${count('done')} of ${results.length} changes were made${unknown}. ` +
      'Run apply again: it makes what is left.',
  );
  return `${lines.join('\n')}\n`;
}

const FOUND: Partial<Record<Applied['status'], string>> = { done: 'it was made', failed: 'it was not made' };

function readAgainLine(result: Applied): string {
  const found = FOUND[result.status] ?? 'Hopsworks holds neither what was before nor what was to be';
  return `read again: ${nameOf(result)}: ${found}`;
}

function lostLine({ project, projectRole, role, state }: LostDefault): string {
  const place = `the default for ${USER_TYPE[projectRole]} of project "${escapeText(project)}"`;
  if (state === 'put back') return `put back: ${place}, ${escapeText(role)}`;
  const said = state === 'missing' ? 'is missing now' : 'may be missing now';
  return `LOST: ${place} ${said}; it was ${escapeText(role)}. Run apply again, or choose one in Hopsworks.`;
}

function nameOf({ action, project, projectRole, role, defaultRole }: Change): string {
  const what = `${action} of ${escapeText(role)} for ${USER_TYPE[projectRole]} of project "${escapeText(project)}"`;
  return `${what}${defaultRole ? ', default' : ''}`;
}
