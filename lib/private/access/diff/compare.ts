import { type Difference, type Undecided, changeOf, compareAccess } from '../policy/compare';
import type { Access } from '../policy/decide';
import { type Statement, isUnknown } from '../policy/statement';
import { actionsLike } from '../../aws/actions/service-authorization';
import { awsActions, fearedAwsActions, isFeared, knownAwsActions } from './aws-actions';

export type Change = 'same' | 'wider' | 'narrower' | 'both' | 'undecided' | 'added' | 'removed';

/** What differs between two documents, or all documents of two principals. */
export interface Section {
  readonly change: Change;
  readonly gained: readonly Difference[];
  /** Those without a witness may be lost. */
  readonly lost: readonly (Omit<Difference, 'witness'> & Partial<Pick<Difference, 'witness'>>)[];
  /** What may be gained. */
  readonly undecided: readonly Undecided[];
}

export const SAME: Section = { change: 'same', gained: [], lost: [], undecided: [] };

/**
 * What one access allows that the other does not.
 *
 * A document that is in view on neither side and stands on both says the same on both: what is seen of the others is a difference as
 * far as that document says nothing of it. One that stands on one side only is undecided.
 */
export function compareSides(old: Access, now: Access): Section {
  const [before, after] = [unseenOf(old.statements), unseenOf(now.statements)];
  const [limit, limitNow] = [unseenOf(old.boundary ?? []), unseenOf(now.boundary ?? [])];
  const [one, other] = withoutUnseen(old, now);
  const known = compared(one, other);
  if ([before, after, limit, limitNow].every((list) => list.length === 0)) return sectionOf(known);
  const boundaryDiffers = appeared(limit, limitNow).length + appeared(limitNow, limit).length > 0;
  const boundaryUnseen = boundaryDiffers ? oncePerDocument([...limit, ...limitNow]) : [];
  const mayAllow = [...appeared(before, after, 'Allow'), ...(old.boundary === undefined ? [] : boundaryUnseen)].map(
    (each) => ({ statement: each.source, why: `${whyOf(each)}: it may allow anything` }),
  );
  const mayHaveDenied = (allows(now) ? appeared(after, before, 'Deny') : []).map((each) => ({
    statement: each.source,
    why: `${whyOf(each)}: it may have denied something`,
  }));
  const gone = [...appeared(after, before, 'Allow'), ...(now.boundary === undefined ? [] : boundaryUnseen)];
  const told = new Set([...known.gained, ...known.lost].map(({ statement }) => statement));
  const behind = behindUnseen(old, now);
  const unseen = [...before, ...after, ...limit, ...limitNow].map(whyOf);
  const assuming = [...new Set(unseen)].map((why) => `it is not decided there: ${why}`);
  return sectionOf({
    gained: known.gained.map(({ statement, witness }) => ({
      statement,
      witness: { ...witness, assuming: [...witness.assuming, ...assuming] },
    })),
    lost: [...known.lost, ...gone.map(({ source: statement }) => ({ statement }))],
    undecided: [
      ...known.undecided,
      ...behind.filter(({ statement }) => !told.has(statement)),
      ...mayAllow,
      ...mayHaveDenied,
    ],
  });
}

/** What denials and boundaries kept from documents that are in view on neither side, and no longer do. */
function behindUnseen(old: Access, now: Access): readonly Undecided[] {
  const shared = unseenOf(old.statements).filter(
    (each) => each.effect === 'Allow' && !appeared(unseenOf(now.statements), [each]).length,
  );
  if (shared.length === 0) return [];
  const side = ({ statements, boundary }: Access): Access => ({
    statements: [...shared, ...statements.filter((each) => each.effect === 'Deny' && !isUnknown(each))],
    boundary: boundary?.some(isUnknown) === true ? undefined : boundary,
  });
  return compared(side(old), side(now)).undecided;
}

/** With what it comes to. */
export function sectionOf(differences: Omit<Section, 'change'>): Section {
  return { ...differences, change: changeOf(differences) };
}

/** Decided over all actions that there may be, and told by the worst requests, and by such as exist, wherever there are any. */
function compared(old: Access, now: Access): Omit<Section, 'change'> {
  const exact = compareAccess(old, now, { actions: awsActions });
  let { gained, lost } = exact;
  if (gained.some(({ witness }) => !isFeared(witness.action))) {
    const worst = compareAccess(old, now, { actions: fearedAwsActions }).gained;
    gained = gained.map((each) => worst.find(({ statement }) => statement === each.statement) ?? each);
  }
  for (const actions of [fearedAwsActions, knownAwsActions]) {
    if ([...gained, ...lost].every(({ witness }) => exists(witness.action))) break;
    const existing = compareAccess(old, now, { actions });
    gained = withWitnesses(gained, existing.gained);
    lost = withWitnesses(lost, existing.lost);
  }
  const undecided = exact.undecided.filter(({ statement }) => isOfGain(statement, old, now));
  const mayBeLost = exact.undecided.filter(({ statement }) => !isOfGain(statement, old, now));
  return { gained, lost: [...lost, ...mayBeLost.map(({ statement }) => ({ statement }))], undecided };
}

/** The same differences, each with a request that exists where there is one. */
function withWitnesses(differences: readonly Difference[], existing: readonly Difference[]): Difference[] {
  const better = new Map(existing.map((each) => [each.statement, each]));
  return differences.map((each) => (exists(each.witness.action) ? each : (better.get(each.statement) ?? each)));
}

function exists(action: string): boolean {
  return actionsLike(action).actions.length > 0;
}

/** Whether a statement can be why more is allowed: one that allows and is there now, or that denied before. */
function isOfGain(statement: unknown, old: Access, now: Access): boolean {
  const stands = (access: Access, effect: Statement['effect']) =>
    [...access.statements, ...(access.boundary ?? [])].some(
      (each) => each.source === statement && each.effect === effect,
    );
  return stands(now, 'Allow') || stands(old, 'Deny');
}

/** The same, each without what is not in view; without boundaries where one of them is not. */
function withoutUnseen(...sides: readonly [Access, Access]): [Access, Access] {
  const hasBoundaries = sides.every(({ boundary = [] }) => unseenOf(boundary).length === 0);
  const seen = ({ statements, boundary }: Access): Access => ({
    statements: statements.filter((statement) => !isUnknown(statement)),
    boundary: hasBoundaries ? boundary : undefined,
  });
  return [seen(sides[0]), seen(sides[1])];
}

/** Whether there is anything that a Deny could take away. */
function allows({ statements }: Access): boolean {
  return statements.some(({ effect }) => effect === 'Allow');
}

function unseenOf(statements: readonly Statement[]): Statement[] {
  return statements.filter(isUnknown);
}

/** Documents out of view that stand on the second side only. */
function appeared(
  before: readonly Statement[],
  after: readonly Statement[],
  effect?: Statement['effect'],
): Statement[] {
  const known = new Set(before.map(whyOf));
  return after.filter((each) => (effect === undefined || each.effect === effect) && !known.has(whyOf(each)));
}

function oncePerDocument(statements: readonly Statement[]): Statement[] {
  return [...new Map(statements.map((each) => [whyOf(each), each])).values()];
}

function whyOf({ source }: Statement): string {
  return String((source as { readonly Unknown?: unknown }).Unknown);
}
