import Table from 'cli-table3';
import { escapeText } from '../escape';
import type { Change, ExistingMapping } from './change';
import { type Mapping, ProjectRole } from './document';
import type { Plan } from './plan';

/** As the admin page writes them. */
export const USER_TYPE: Record<ProjectRole, string> = {
  ALL: 'ALL',
  DATA_OWNER: 'Data owner',
  DATA_SCIENTIST: 'Data scientist',
};

export function renderPlan({ changes, kept, undeclared, leaks }: Plan): string {
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
  if (leaks.length > 0) {
    sections.push(
      'LEAKS: declared roles that other projects may use, which the declaration does not name; left alone. --prune-everywhere deletes\n' +
        `these mappings, and --prune --project <name> all that such a project has:\n${renderRows(leaks)}`,
    );
  }
  return `${sections.join('\n\n')}\n`;
}

/** The mappings as `--json` prints them, where nobody asks for their ids. */
export function asJson({ changes, kept, undeclared, leaks }: Plan) {
  return { changes, kept, undeclared: undeclared.map(withoutId), leaks: leaks.map(withoutId) };
}

function withoutId({ project, projectRole, role, defaultRole }: ExistingMapping) {
  return { project, projectRole, role, defaultRole };
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

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function table(head: string[], rows: string[][]): string {
  const rendered = new Table({ head, style: { head: [], border: [], compact: true } });
  rendered.push(...rows.map((row) => row.map((cell) => escapeText(cell))));
  return rendered.toString();
}
