import Table from 'cli-table3';
import type { Applied } from './apply';
import { type Mapping, ProjectRole } from './document';
import type { Change } from './change';
import type { Plan } from './plan';

/** As the admin page writes them. */
const USER_TYPE: Record<ProjectRole, string> = {
  ALL: 'ALL',
  DATA_OWNER: 'Data owner',
  DATA_SCIENTIST: 'Data scientist',
};

export function renderPlan({ changes, kept, undeclared }: Plan): string {
  const sections = [
    changes.length === 0
      ? 'No changes: Hopsworks holds what is declared.'
      : `${countOf(changes)}:\n${table(['action', 'project', 'user type', 'role', 'default', ''], changes.map(changeRow))}`,
  ];
  if (kept.length > 0) {
    const rows = kept.map(({ project, projectRole, role, declared = 'none' }) => [
      project,
      USER_TYPE[projectRole],
      role,
      declared,
    ]);
    sections.push(
      'Defaults that somebody chose in Hopsworks, kept; --enforce-defaults moves them to those that are declared:\n' +
        table(['project', 'user type', 'default', 'declared'], rows),
    );
  }
  if (undeclared.length > 0) {
    sections.push(
      'Mappings of these projects that are declared nowhere, left alone; --prune deletes them:\n' +
        renderRows(undeclared),
    );
  }
  return `${sections.join('\n\n')}\n`;
}

/** `2 changes (1 create, 1 delete)`. */
function countOf(changes: readonly Change[]): string {
  const counts = (['create', 'update', 'delete'] as const)
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`);
  return `${changes.length} ${changes.length === 1 ? 'change' : 'changes'} (${counts.join(', ')})`;
}

function changeRow({ action, project, projectRole, role, defaultRole, before }: Change): string[] {
  const notes: string[] = [];
  if (action === 'update' && before !== undefined) {
    if (before.projectRole !== projectRole) notes.push(`was for ${USER_TYPE[before.projectRole]}`);
    if (before.defaultRole !== defaultRole) notes.push(before.defaultRole ? 'was the default' : 'was not the default');
  }
  return [action, project, USER_TYPE[projectRole], role, yesOrNo(defaultRole), notes.join(', ')];
}

/** What an administrator types into the page of role mappings, one row for each. */
export function renderRows(mappings: readonly Mapping[]): string {
  const rows = mappings.map(({ project, projectRole, role, defaultRole = false }) => [
    project,
    USER_TYPE[projectRole],
    role,
    yesOrNo(defaultRole),
  ]);
  return table(['project', 'user type', 'role ARN', 'default'], rows);
}

export function renderApplied({ status, action, project, projectRole, role, defaultRole, error }: Applied): string {
  if (status === 'failed') return `failed: ${error ?? ''}\n`;
  const what = `${action} of ${role} for ${USER_TYPE[projectRole]} of project "${project}"${defaultRole ? ', default' : ''}`;
  return `${status}: ${what}\n`;
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function table(head: string[], rows: string[][]): string {
  const rendered = new Table({ head, style: { head: [], border: [], compact: true } });
  rendered.push(...rows);
  return rendered.toString();
}
