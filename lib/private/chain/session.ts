/** What a chaining role needs beyond sts:AssumeRole to become a role; the same in its permissions policy and in the role's trust. */
export interface SessionFeatures {
  readonly tags: boolean;
  readonly sourceIdentity: boolean;
}
