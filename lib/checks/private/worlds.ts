import type { AccessModel } from '../../private/access/model/model';

/**
 * The parts of a model that may meet each other.
 *
 * Stages of which nobody knows the account usually go to different ones, with the same names in each: only stacks of known accounts
 * and those of one such Stage are looked at together.
 */
export function worldsOf(model: AccessModel): AccessModel[] {
  const unknown = [...new Set(model.stacks.flatMap(({ account, stage }) => (account === undefined ? [stage] : [])))];
  if (unknown.length < 2) return [model];
  return unknown.map((stage) => {
    const stacks = model.stacks.filter((stack) => stack.account !== undefined || stack.stage === stage);
    const paths = new Set(stacks.map(({ path }) => path));
    const among = <T extends { readonly place: { readonly stack: string } }>(list: readonly T[]) =>
      list.filter(({ place }) => paths.has(place.stack));
    return {
      ...model,
      stacks,
      principals: among(model.principals),
      policies: among(model.policies),
      memberships: among(model.memberships),
      instanceProfiles: among(model.instanceProfiles),
      identityProviders: among(model.identityProviders),
      podIdentities: among(model.podIdentities),
      machines: among(model.machines),
    };
  });
}
