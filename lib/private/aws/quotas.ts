/** IAM's fixed quota for one managed policy, in characters without white space. */
export const MANAGED_POLICY_LIMIT = 6144;

/** IAM's fixed quota for all inline policies of one role together. */
export const INLINE_POLICIES_LIMIT = 10_240;

/** Characters of a trust policy; IAM raises it on request, up to 8,192. */
export const TRUST_POLICY_LIMIT = 2048;

/** Managed policies attached to one role; IAM raises it on request. */
export const MANAGED_POLICIES_PER_ROLE = 10;
