import type { Principal } from '../../../private/access/model/model';
import type { Statement } from '../../../private/access/policy/statement';
import type { Finding } from '../finding';
import { awsCaller, permission } from '../probes';
import { filledIn } from '../trusted-callers';
import type { View } from '../view';

/** How `InstanceProfilePolicy.forCluster` and the vendor's own document call what they let every machine do with the bucket. */
const OF_CLUSTER = /^(UseObjects|hopsworksaiInstanceProfile)$/;
const READ = 's3:GetObject';

/** Data that resource roles keep apart, in the bucket that every machine of the cluster reads. */
export function hopsworksSharedBucket(view: View): Omit<Finding, 'rule'>[] {
  const clusters = view.roles.flatMap((role) =>
    view.estate
      .knownAccessOf(role)
      .statements.filter(({ effect, sid = '' }) => effect === 'Allow' && OF_CLUSTER.test(sid))
      .map((statement) => ({ role, statement })),
  );
  const resourceRoles = new Set([...view.chaining].flatMap((chaining) => view.targets(chaining)));
  return [...resourceRoles].flatMap((role) =>
    clusters
      .flatMap((cluster) => {
        const own = sharedStatement(view, role, cluster.role, cluster.statement);
        return own === undefined || cluster.role === role ? [] : [{ own, cluster }];
      })
      .slice(0, 1)
      .map(({ own, cluster }) => ({
        severity: 'warning' as const,
        path: role.place.path,
        statement: own.source,
        reason: `${role.place.path} reaches data in the bucket of a Hopsworks cluster, which every machine with ${cluster.role.place.path} reads itself: each project's jobs could read it without the role.`,
        fix: "Keep data that projects share by roles in another bucket: a cluster's bucket is its own, whole.",
      })),
  );
}

function sharedStatement(
  view: View,
  role: Principal,
  machine: Principal,
  { resources }: Statement,
): Statement | undefined {
  const { estate } = view;
  const reads = (who: Principal, resource: string) =>
    permission(estate.knownAccessOf(who), { caller: awsCaller(estate.arnOf(who)), action: READ, resource })?.statement;
  const ofCluster = resources?.not === false ? resources.patterns : [];
  const ofRole = view.dataOf(role).filter(({ service }) => service === 's3');
  const objects = [...ofCluster, ...ofRole.map(({ resource }) => resource)].filter((resource) => resource !== '*');
  return objects
    .map((pattern) => filledIn(pattern))
    .flatMap((object) => {
      const own = reads(role, object);
      // Of what an administrator reaches, nothing is its own.
      const isNamed = own?.resources?.patterns.includes('*') === false;
      return isNamed && isOfCluster(reads(machine, object)) ? [own] : [];
    })[0];
}

function isOfCluster(statement: Statement | undefined): boolean {
  return OF_CLUSTER.test(statement?.sid ?? '');
}
