export type { CanonicalStatement } from './statements';
export type { PolicySnapshotEntries, PolicySnapshotEntry } from './entries';
export { PolicySnapshot } from './policy-snapshot';
