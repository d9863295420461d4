import { z } from 'zod';
import { PROJECT_NAME } from '../../../lib/hopsworks/private/project-name';
import { ProjectRole } from '../../../lib/hopsworks/project-role';
import { ROLE_ARN } from '../../../lib/private/aws/patterns';
import { strict, text } from '../../app/fields';

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

const mapping = strict({
  project: text(PROJECT_NAME, 'the name of a project, without space at either end'),
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
