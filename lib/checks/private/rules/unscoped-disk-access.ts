import type { Principal } from '../../../private/access/model/model';
import type { Match } from '../../../private/access/policy/decide';
import { operatorNamed } from '../../../private/access/policy/operators';
import type { Finding } from '../finding';
import { accountPrefixes, awsCaller, permission, permissionOnSome } from '../probes';
import { accessOf, unlessPermission } from '../by-default';
import type { View } from '../view';

/** Ways to copy a disk, by what is copied. */
const COPIES = [
  ['ec2:CreateSnapshot', 'volume/vol-x7f3a'],
  ['ec2:CreateSnapshots', 'instance/i-x7f3a'],
  ['ec2:CreateImage', 'instance/i-x7f3a'],
] as const;
/** Ways to look into a copy. */
const USES = [
  'ec2:RunInstances',
  'ec2:AttachVolume',
  'ec2:ModifySnapshotAttribute',
  'ec2:ModifyImageAttribute',
  'ebs:GetSnapshotBlock',
];
/** The disk of a machine that nobody had in mind carries no tag that a condition asks for. */
const TAGS = /^(aws|ec2):resourcetag\//;
/** Other conditions on which disk it is. */
const SCOPES = /^aws:resourceaccount$|^ec2:(parentvolume|parentsnapshot|instanceprofile|volumeid)$/i;
const BACKUPS = /^(backup|dlm)\.amazonaws\.com$/;

/** Rights that together read every disk of an account: those of machines that hold the secrets of others, too. */
export function unscopedDiskAccess(view: View): Omit<Finding, 'rule'>[] {
  return view.holders
    .filter((principal) => !view.isHeldOnlyBy(principal, BACKUPS) && !view.isHeldOnlyBy(principal, /^cloudformation\./))
    .flatMap((principal) => {
      const [use] = USES.flatMap((action) => unscoped(permissionOnSome(view, principal, action, TAGS), action));
      if (use === undefined) return [];
      const [copy] = COPIES.flatMap(([action, resource]) =>
        unscoped(copies(view, principal, action, resource), action),
      );
      if (copy === undefined) return [];
      const { path } = principal.place;
      return [
        {
          severity: 'warning' as const,
          path,
          statement: copy.match.statement.source,
          reason: `${path} may call ${copy.action} on any machine's disk and ${use.action} on the copy: together they read every disk of the account${unlessPermission(copy.match.statement)}.`,
          fix: `Let ${copy.action} ask for a tag of the disk, "Condition": { "StringEquals": { "aws:ResourceTag/<key>": "<value>" } }, or name volumes and instances.`,
        },
      ];
    });
}

function copies(view: View, principal: Principal, action: string, resource: string): Match | undefined {
  const { estate } = view;
  const arn = estate.arnOf(principal);
  const regions = new Set(estate.model.stacks.map(({ region = '${AWS::Region}' }) => region));
  const prefixes = accountPrefixes(view, principal).flatMap((prefix) =>
    [...regions].map((region) => prefix.replace(':iam::', `:ec2:${region}:`)),
  );
  return prefixes
    .map((prefix) => `${prefix}:${resource}`)
    .flatMap(
      (disk) =>
        permission(accessOf(view, principal), { caller: awsCaller(arn), action, resource: disk }, {}, TAGS) ?? [],
    )[0];
}

function unscoped(match: Match | undefined, action: string): { match: Match; action: string }[] {
  const isScoped = match?.conditions.some(
    ({ key, operator }) => SCOPES.test(key) && operatorNamed(operator)?.absent === false,
  );
  return match === undefined || isScoped === true ? [] : [{ match, action }];
}
