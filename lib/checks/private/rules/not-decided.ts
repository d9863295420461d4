import type { Principal } from '../../../private/access/model/model';
import { isUnknown, type Statement } from '../../../private/access/policy/statement';
import type { Finding } from '../finding';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

/** How much of a list is told, and how much of a text. */
const REASONS = 5;
const PATHS = 3;
const LETTERS = 200;

const OF_AWS = /:iam::aws:policy\//;
const FOR_PEOPLE = /:iam::aws:policy\/(job-function\/\S+|\S*(FullAccess|ReadOnlyAccess|ReadWrite)) /;

/** What the other rules could not decide on: gaps of the reading, and statements that say what nobody can tell. */
export function notDecided(view: View): Found[] {
  const { principals, gaps } = view.estate.model;
  return [
    ...gaps.map(({ about, what }) => undecided(about, what)),
    ...principals.flatMap((principal) => unclear(view, principal)),
  ];
}

/** Several findings in one text: what nobody can tell, and of which constructs. */
export function together(findings: readonly Found[]): string {
  const byReason = new Map<string, Set<string>>();
  for (const { reason, path } of findings) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(path));
  const reasons = [...byReason].map(([reason, paths]) => `${shortened(reason)} (${listed([...paths], PATHS, ', ')})`);
  const count = findings.length === 1 ? 'One thing' : `${findings.length} things`;
  return `${count} could not be decided, of which the other rules say nothing: ${listed(reasons, REASONS, '; ')}.`;
}

function listed(texts: readonly string[], most: number, separator: string): string {
  const more = texts.length - most;
  return [...texts.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}

function shortened(text: string): string {
  const letters = Array.from(text.replace(/\.$/, ''));
  return letters.length <= LETTERS ? letters.join('') : `${letters.slice(0, LETTERS).join('')}…`;
}

function unclear({ estate, chaining }: View, principal: Principal): Found[] {
  const { statements, boundary = [] } = estate.accessOf(principal);
  const isOfChain = chaining.has(principal);
  const isTold = (statement: Statement) => !isOutOfView(statement) || (isOfChain && mayGiveData(statement));
  // A boundary that is not in view gives nobody more than what the other rules look at.
  const found = [...estate.trustOf(principal), ...statements]
    .filter(isTold)
    .concat(boundary.filter((statement) => !isOutOfView(statement)))
    .flatMap((statement) => reasonsOf(statement).map((why) => undecided(principal.place.path, why, statement)));
  return [...new Map(found.map((each) => [`${each.reason}${JSON.stringify(each.statement)}`, each])).values()];
}

/** Without the statement, which a finding has beside its reason. */
function reasonsOf(statement: Statement): string[] {
  const { sid, source } = statement;
  const unclears = statement.assumptions.filter(({ kind }) => kind === 'unclear');
  if (unclears.length === 0) return [];
  const ofStatement = `the statement ${sid ?? JSON.stringify(source)}: `;
  return unclears.map(({ about }) => about.replace(ofStatement, '').replace(/ \(it may (allow|deny) anything\)$/, ''));
}

/** A document of another stack or of AWS: known to be one, and not read. */
function isOutOfView(statement: Statement): boolean {
  return isUnknown(statement) && statement.assumptions.some(({ about }) => about.includes(' is not in view'));
}

/** Policies of a customer, and those of AWS that are not made for machines and services, by their names. */
function mayGiveData({ effect, assumptions }: Statement): boolean {
  return effect === 'Allow' && assumptions.some(({ about }) => !OF_AWS.test(about) || FOR_PEOPLE.test(about));
}

function undecided(path: string, what: string, statement?: Statement): Found {
  return {
    severity: 'warning',
    path,
    ...(statement === undefined || isUnknown(statement) ? {} : { statement: statement.source }),
    reason: `${what}.`,
    fix: 'Write it so that it can be read, or look at it yourself and acknowledge it there; on the app, for all.',
  };
}
