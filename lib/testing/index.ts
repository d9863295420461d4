export type { CanonicalStatement } from '../private/reader/statements';
export type { PolicySnapshotEntries, PolicySnapshotEntry } from './entries';
export { PolicySnapshot } from './policy-snapshot';
