import type { DataPolicy } from '../model/resource-policies';
import { accountOfRoot } from '../policy/caller';
import { type Statement, statementsOf } from '../policy/statement';
import { segmentsOf } from '../policy/text';
import { SAME, type Section, compareSides, sectionOf } from './compare';

const SERVICES: Readonly<Record<DataPolicy['type'], string>> = { bucket: 's3', key: 'kms', secret: 'secretsmanager' };

/**
 * Compares whom the policies of a bucket, key or secret let in.
 *
 * What is gone lets in nobody. By itself, what is new is nothing that anybody gains, save those whom it lets in from outside of its
 * account.
 */
export function compareData(old: DataPolicy | undefined, now: DataPolicy | undefined): Section {
  const present = now ?? old;
  if (present === undefined || (now === undefined && present.isMade)) return SAME;
  const before = old?.statements ?? [];
  const isNew = old === undefined && present.isMade;
  const after = isNew
    ? present.statements.flatMap((each) => fromOutside(each, present.account))
    : (now?.statements ?? []);
  if (JSON.stringify(before) === JSON.stringify(after)) return SAME;
  const granted = compareSides({ statements: before }, { statements: after });
  if (isNew) return granted;
  // What it does not grant itself, the permissions of others may: a Deny of it counts against these.
  const others = permissionsOfOthers(present);
  const withOthers = (statements: readonly Statement[]) => ({
    statements: [...others, ...statements.filter(({ effect }) => effect === 'Deny')],
  });
  const denied = compareSides(withOthers(before), withOthers(after));
  const told = new Set([...granted.gained, ...granted.lost, ...granted.undecided].map(({ statement }) => statement));
  const untold = <T extends { readonly statement: unknown }>(list: readonly T[]) =>
    list.filter(({ statement }) => !told.has(statement));
  return sectionOf({
    gained: [...granted.gained, ...untold(denied.gained)],
    lost: [...granted.lost, ...untold(denied.lost)],
    undecided: [...granted.undecided, ...untold(denied.undecided)],
  });
}

function permissionsOfOthers({ type, arn }: DataPolicy): Statement[] {
  const Resource = type === 'bucket' ? [arn, `${arn}/*`] : '*';
  return statementsOf({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: `${SERVICES[type]}:*`, Resource },
  });
}

/** A statement, as far as it is about others than those of one account, and than services that act for it. */
function fromOutside(statement: Statement, account: string): Statement[] {
  const { effect, principals } = statement;
  if (effect === 'Deny' || principals === undefined || principals.not) return [statement];
  const names = principals.names.filter(
    ({ type, name }) => type === 'AWS' && (accountOfRoot(name) ?? segmentsOf(name)[4]) !== account,
  );
  return names.length === 0 ? [] : [{ ...statement, principals: { ...principals, names } }];
}
