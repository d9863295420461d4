export type { CanonicalStatement } from '../private/access/snapshot/statements';
export type { PolicySnapshotEntries, PolicySnapshotEntry } from '../private/access/snapshot/entries';
export { PolicyDiff, type PolicyDiffSource } from './policy-diff';
export { PolicySnapshot } from './policy-snapshot';
