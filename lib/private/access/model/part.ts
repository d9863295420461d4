import type { AccessModel, StackInfo } from './model';

/** What some of the stacks of a model hold. */
export function partOf(model: AccessModel, isKept: (stack: StackInfo) => boolean): AccessModel {
  const stacks = model.stacks.filter(isKept);
  const paths = new Set(stacks.map(({ path }) => path));
  const within = <T extends { readonly place: { readonly stack: string } }>(list: readonly T[]) =>
    list.filter(({ place }) => paths.has(place.stack));
  return {
    ...model,
    stacks,
    principals: within(model.principals),
    policies: within(model.policies),
    memberships: within(model.memberships),
    instanceProfiles: within(model.instanceProfiles),
    identityProviders: within(model.identityProviders),
    podIdentities: within(model.podIdentities),
    resources: within(model.resources),
  };
}
