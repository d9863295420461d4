import { z } from 'zod';
import { PROJECT_NAME, PROJECT_NAME_RULE } from '../../../lib/hopsworks/private/project-name';
import { ProjectRole } from '../../../lib/hopsworks/project-role';
import { ROLE_ARN } from '../../../lib/private/aws/patterns';
import { strict, text } from '../../app/fields';
import { UserError } from '../errors';
import { escapeText } from '../escape';

export { ProjectRole };

/** One declared mapping. */
export interface Mapping {
  readonly project: string;
  readonly projectRole: ProjectRole;
  /** The role's ARN. */
  readonly role: string;
  /** Undefined leaves the default to the project's data owners. */
  readonly defaultRole?: boolean | undefined;
}

/** A declaration, or the part of it that was asked for. */
export interface Declaration {
  /** The projects that are looked at. */
  readonly projects: ReadonlySet<string>;
  /** What is declared for them. */
  readonly mappings: readonly Mapping[];
  /** What all of the declaration names, whatever was asked for. */
  readonly everywhere: { readonly projects: ReadonlySet<string>; readonly roles: ReadonlySet<string> };
}

const mapping = strict({
  project: text(PROJECT_NAME, PROJECT_NAME_RULE),
  projectRole: z.enum(ProjectRole).default(ProjectRole.ALL),
  role: text(ROLE_ARN, 'the ARN of a role, as arn:aws:iam::111122223333:role/s3-role'),
  defaultRole: z.boolean().optional(),
});

/** What a mappings file and an output of `hopsworks.RoleMappings` hold. */
export const mappingDocument = strict({ version: z.literal(1), mappings: z.array(mapping) });

/** Whether a mappings file may hold it: people type whatever they like into the admin page. */
export function isDeclarable({ project, projectRole, role, defaultRole }: Mapping): boolean {
  return mapping.safeParse({ project, projectRole, role, defaultRole }).success;
}

/** Throws for projects that no cluster can have, before any is asked. */
export function requireProjectNames(names: readonly string[]): void {
  const wrong = names.filter((name) => !PROJECT_NAME.test(name));
  if (wrong.length === 0) return;
  throw new UserError(
    `--project ${wrong.map((name) => `"${escapeText(name)}"`).join(', ')}: expected ${PROJECT_NAME_RULE}.`,
  );
}

/** A mappings file; sorted, so that two exports can be compared. */
export function renderDocument(mappings: readonly Mapping[]): string {
  const sorted = [...mappings].sort(
    (one, other) => compare(one.project, other.project) || compare(one.role, other.role),
  );
  return `${JSON.stringify({ version: 1, mappings: sorted }, undefined, 2)}\n`;
}

/** By code points, whatever the locale. */
export function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
