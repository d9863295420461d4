/** The ids of the rules, which are a contract. */
export const RULE_IDS = [
  'halfChain',
  'vendorTrustWithoutExternalId',
  'webIdentityTooWide',
  'trustTooWide',
  'passRoleTooWide',
  'chainTooDeep',
  'chainingRoleHoldsData',
  'chainedSessionTooLong',
  'notDecided',
  'selfEscalation',
  'vendorBecomesChain',
  'hopsworksSharedBucket',
  'serviceRoleReachesData',
  'unscopedDiskAccess',
  'overQuota',
  'instanceProfileMismatch',
  'invalidPermission',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** The severity of a finding, in words that the report of CDK knows. */
export type Level = 'error' | 'warning';
