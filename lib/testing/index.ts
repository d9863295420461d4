export type { CanonicalStatement } from '../private/access/snapshot/statements';
export type { PolicySnapshotEntries, PolicySnapshotEntry } from '../private/access/snapshot/entries';
export { PolicySnapshot } from './policy-snapshot';
