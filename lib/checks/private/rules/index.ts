import type { Rule } from '../finding';
import type { RuleId } from '../rule-ids';
import { chainTooDeep } from './chain-too-deep';
import { chainedSessionTooLong } from './chained-session-too-long';
import { chainingRoleHoldsData } from './chaining-role-holds-data';
import { halfChain } from './half-chain';
import { hopsworksSharedBucket } from './hopsworks-shared-bucket';
import { instanceProfileMismatch } from './instance-profile-mismatch';
import { invalidPermission } from './invalid-permission';
import { notDecided } from './not-decided';
import { overQuota } from './over-quota';
import { passRoleTooWide } from './pass-role-too-wide';
import { selfEscalation } from './self-escalation';
import { serviceRoleReachesData } from './service-role-reaches-data';
import { trustTooWide } from './trust-too-wide';
import { unscopedDiskAccess } from './unscoped-disk-access';
import { vendorBecomesChain } from './vendor-becomes-chain';
import { vendorTrustWithoutExternalId } from './vendor-trust-without-external-id';
import { webIdentityTooWide } from './web-identity-too-wide';

export const RULES: Readonly<Record<RuleId, Rule>> = {
  halfChain,
  vendorTrustWithoutExternalId,
  webIdentityTooWide,
  trustTooWide,
  passRoleTooWide,
  chainTooDeep,
  chainingRoleHoldsData,
  chainedSessionTooLong,
  notDecided,
  selfEscalation,
  vendorBecomesChain,
  hopsworksSharedBucket,
  serviceRoleReachesData,
  unscopedDiskAccess,
  overQuota,
  instanceProfileMismatch,
  invalidPermission,
};
