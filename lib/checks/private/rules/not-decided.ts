import type { Principal } from '../../../private/access/model/model';
import type { Statement } from '../../../private/access/policy/statement';
import { isUnknown } from '../../../private/access/policy/statement';
import type { Finding } from '../finding';
import type { View } from '../view';

/** What the other rules could not decide on: gaps of the reading, and statements that say what nobody can tell. */
export function notDecided(view: View): Omit<Finding, 'rule'>[] {
  const { estate } = view;
  const gaps = estate.model.gaps.map(({ about, what }) => undecided(about, `${about}: ${what}.`));
  const statements = estate.model.principals.flatMap((principal) =>
    unclear(view, principal).map((why) => undecided(principal.place.path, `${principal.place.path}: ${why}.`)),
  );
  return [...gaps, ...statements];
}

function unclear({ estate, chaining }: View, principal: Principal): string[] {
  const { statements, boundary = [] } = estate.accessOf(principal);
  const isOfChain = chaining.has(principal);
  const all = [...estate.trustOf(principal), ...statements, ...boundary];
  return [
    ...new Set(
      all
        .filter((statement) => !isOutOfView(statement) || (isOfChain && isOfCustomer(statement)))
        .flatMap(({ assumptions }) => assumptions.flatMap(({ kind, about }) => (kind === 'unclear' ? about : []))),
    ),
  ];
}

/** A document of another stack or of AWS: known to be one, and not read. */
function isOutOfView(statement: Statement): boolean {
  return isUnknown(statement) && statement.assumptions.some(({ about }) => about.includes(' is not in view'));
}

function isOfCustomer({ effect, assumptions }: Statement): boolean {
  return effect === 'Allow' && assumptions.some(({ about }) => !/:iam::aws:policy\//.test(about));
}

function undecided(path: string, reason: string): Omit<Finding, 'rule'> {
  return {
    severity: 'warning',
    path,
    reason,
    fix: 'Write it so that it can be read, or look at it yourself and acknowledge it.',
  };
}
