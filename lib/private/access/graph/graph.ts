import type { Estate } from '../model/estate';
import { assumeEdges } from './assume';
import { type DataAccess, dataOf } from './data';
import type { Edge, Outside } from './edge';
import { launchEdges } from './launch';
import { outsideEdges } from './outside';
import { RoleIndex } from './permissions';

export interface AccessGraph {
  readonly version: 1;
  readonly outside: readonly Outside[];
  readonly edges: readonly Edge[];
  readonly data: readonly DataAccess[];
}

/** All edges of a model, and what data its principals reach by themselves. */
export function graphOf(estate: Estate): AccessGraph {
  const roles = new RoleIndex(estate);
  const edges = [...assumeEdges(estate, roles), ...outsideEdges(estate), ...launchEdges(estate, roles)];
  const known = new Set(estate.model.principals.map(({ id }) => id));
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !known.has(id)));
  return {
    version: 1,
    outside: [...ids].map((id) => ({ id, type: outsideType(id) })),
    edges,
    data: estate.model.principals.flatMap((principal) => dataOf(estate, principal)),
  };
}

/** What somebody is of whom a model says no more than a name. */
export function outsideType(id: string): Outside['type'] {
  if (id === '*') return 'anybody';
  if (/^arn:[^:]+:iam::[^:]+:root$/.test(id)) return 'account';
  if (/:(oidc|saml)-provider\//.test(id)) return 'identityProvider';
  return id.startsWith('arn:') ? 'principal' : id.includes('.amazonaws.com') ? 'service' : 'identityProvider';
}
