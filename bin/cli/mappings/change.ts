import type { ProjectRole } from './document';

/** One call that brings Hopsworks nearer to the declaration; its members say what the mapping is afterwards, or was when it is deleted. */
export interface Change {
  readonly action: 'create' | 'update' | 'delete';
  readonly project: string;
  readonly projectRole: ProjectRole;
  readonly role: string;
  readonly defaultRole: boolean;
  /** What is there; absent when it is created. */
  readonly before?: { readonly id: number; readonly projectRole: ProjectRole; readonly defaultRole: boolean };
}
