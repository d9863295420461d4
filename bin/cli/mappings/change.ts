import type { ProjectRole } from './document';

/** One call that brings Hopsworks nearer to the declaration; its members say what the mapping is afterwards, or was when it is deleted. */
export interface Change {
  readonly action: 'create' | 'update' | 'delete';
  readonly project: string;
  readonly projectRole: ProjectRole;
  readonly role: string;
  readonly defaultRole: boolean;
  /** What is there when its turn comes; absent when it is created. */
  readonly before?: { readonly id: number; readonly projectRole: ProjectRole; readonly defaultRole: boolean };
}

/** What became of a change. */
export interface Applied extends Change {
  /** `unknown`: it may have been made, and Hopsworks could not be asked, or holds something else again. */
  readonly status: 'done' | 'failed' | 'skipped' | 'unknown';
  /** Whether the status was read in Hopsworks afterwards, because no answer told it. */
  readonly readAgain?: true;
  readonly error?: string;
}

/** A mapping in Hopsworks. */
export interface ExistingMapping {
  readonly id: number;
  readonly project: string;
  readonly projectRole: ProjectRole;
  readonly role: string;
  readonly defaultRole: boolean;
}

/** Groups of what belongs to one project each. */
export function byProject<Each extends { readonly project: string }>(all: readonly Each[]): Map<string, Each[]> {
  const groups = new Map<string, Each[]>();
  for (const each of all) {
    const group = groups.get(each.project) ?? [];
    group.push(each);
    groups.set(each.project, group);
  }
  return groups;
}
