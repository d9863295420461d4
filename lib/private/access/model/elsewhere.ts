import type { Estate } from './estate';
import type { AccessModel, Place, Principal, PrincipalType } from './model';

const OWN = 'arn:${AWS::Partition}:iam::${AWS::AccountId}';

/**
 * Those elsewhere to whom a model gives policies or groups, such as imported roles. Of each of them only what the model gives is in
 * view.
 */
export function principalsElsewhere(estate: Estate): Principal[] {
  const { policies, memberships } = estate.model;
  const named = [
    ...policies.flatMap(({ attachedTo, place }) => attachedTo.map(({ type, name }) => ({ type, name, place }))),
    ...memberships.flatMap(({ users, place }) => users.map((name) => ({ type: 'user' as const, name, place }))),
  ].filter(({ type, name, place }) => estate.principalNamed(type, name, place) === undefined);
  const found = named.map(({ type, name, place }): Principal => {
    const arn = arnElsewhere(estate, type, name, place);
    const own = { ...place, path: arn, condition: undefined };
    return { type, id: arn, name, arn, place: own, policies: [], managedPolicies: [], tags: {}, groups: [] };
  });
  return [...new Map(found.map((principal) => [principal.id, principal])).values()];
}

/** Who a name stands for that the model does not hold. */
export function arnElsewhere(estate: Estate, type: PrincipalType, name: string, place: Place): string {
  const text = estate.text(name, place);
  return text.startsWith('arn:') ? text : estate.text(`${OWN}:${type}/${name}`, place);
}

/** The same model, with those elsewhere among its principals. */
export function withElsewhere(estate: Estate): AccessModel {
  return { ...estate.model, principals: [...estate.model.principals, ...principalsElsewhere(estate)] };
}
