import type { Witness } from '../policy/witness';
import type { Section } from './compare';
import { type Diff, type PrincipalDiff, widens } from './diff';

/** How a format writes what comes from elsewhere. */
export type Quote = (text: string) => string;

/** Those that widen first. */
export function leading(principals: readonly PrincipalDiff[]): PrincipalDiff[] {
  return [...principals.filter(widens), ...principals.filter((each) => !widens(each))];
}

/** What a change is, in a line without a name. */
export function headline({ change, type }: PrincipalDiff): string {
  const does = isData(type) ? 'lets in' : 'may do';
  const words = {
    same: 'says the same',
    wider: `${does} more`,
    narrower: `${does} less`,
    both: `${does} more, and less`,
    undecided: `${does} more: it cannot be decided`,
    added: 'is new',
    removed: 'is gone',
  };
  return `${type}, ${words[change]}`;
}

/** What is gained, lost or undecided, one line each, the gains first. */
export function linesOf({ type, permissions, trust, other }: PrincipalDiff, quote: Quote): string[] {
  const letsIn = isData(type) ? 'policy' : 'trust';
  return [
    ...gains(letsIn, trust, quote),
    ...gains('permissions', permissions, quote),
    ...losses(letsIn, trust, quote),
    ...losses('permissions', permissions, quote),
    ...other.map((each) => `  ${quote(each)}`),
  ];
}

/** All in one line. */
export function summary({ widens: isWider, principals, stacks }: Diff): string {
  const differing = principals.filter(({ change, other }) => change !== 'same' || other.length > 0);
  const stackChanges = [...stacks.added, ...stacks.removed].length;
  if (differing.length === 0) return `No change of access${stackChanges > 0 ? '; stacks come or go' : ''}.`;
  const differ = `${counted(differing)}${isWider ? ' in all' : ''} ${differing.length === 1 ? 'differs' : 'differ'}.`;
  const wider = principals.filter(widens);
  if (!isWider) return `No access is gained; ${differ}`;
  const open = wider.filter(({ type }) => isData(type));
  const gaining = wider.filter(({ type }) => !isData(type));
  return [
    ...(gaining.length === 0 ? [] : [`${counted(gaining)} may gain access`]),
    ...(open.length === 0 ? [] : [`${counted(open)} may let in more`]),
    differ,
  ].join('; ');
}

function counted(principals: readonly PrincipalDiff[]): string {
  const resources = principals.filter(({ type }) => isData(type)).length;
  const count = (number: number, noun: string) => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`]);
  return [...count(principals.length - resources, 'principal'), ...count(resources, 'resource')].join(' and ');
}

function isData(type: PrincipalDiff['type']): boolean {
  return ['bucket', 'key', 'secret'].includes(type);
}

export function diffText(diff: Diff, quote: Quote): string {
  const principals = leading(diff.principals).flatMap((each) => [
    '',
    `${quote(each.path)}: ${headline(each)}`,
    ...linesOf(each, quote).map((line) => `  ${line}`),
  ]);
  const stacks = [
    ...diff.stacks.added.map((path) => `+ stack ${quote(path)}`),
    ...diff.stacks.removed.map((path) => `- stack ${quote(path)}`),
  ];
  const gaps = diff.gaps.map(({ about, what }) => `${quote(about)}: ${quote(what)}`);
  return [
    summary(diff),
    ...(stacks.length === 0 ? [] : ['', ...stacks]),
    ...principals,
    ...(gaps.length === 0 ? [] : ['', 'Not read:', ...gaps.map((gap) => `  ${gap}`)]),
    '',
  ].join('\n');
}

function gains(about: string, { gained, undecided }: Section, quote: Quote): string[] {
  return [
    ...gained.map(
      ({ statement, witness }) =>
        `+ ${about}: ${witnessText(witness, quote)}${about === 'trust' ? sourceText(statement, 'denied', quote) : grantText(statement, quote)}`,
    ),
    ...undecided.map(({ statement, why }) => `? ${about}: ${quote(why)}${sourceText(statement, 'denied', quote)}`),
  ];
}

function losses(about: string, { lost }: Section, quote: Quote): string[] {
  return lost.map(({ statement, witness }) =>
    witness === undefined
      ? `- ${about}: some of what ${statementText(statement, quote)} said may be lost`
      : `- ${about}: ${witnessText(witness, quote)} no more${sourceText(statement, 'denies', quote)}`,
  );
}

/** How a witness of no account in particular is called. */
const ANYBODY = /^arn:[^:]+:(iam|sts)::x+:/;

function witnessText({ principal, action, resource, context, assuming }: Witness, quote: Quote): string {
  const conditions = Object.entries(context).map(
    ([key, value]) =>
      `${quote(key)} is ${[value]
        .flat()
        .map((each) => quote(each))
        .join(' and ')}`,
  );
  return [
    principal === undefined ? 'may' : `${ANYBODY.test(principal) ? 'anybody' : quote(principal)} may`,
    ` ${quote(action)}`,
    resource === undefined ? '' : ` on ${quote(resource)}`,
    conditions.length === 0 ? '' : `, where ${conditions.join(', ')}`,
    assuming.length === 0 ? '' : `, if ${assuming.map((each) => quote(each)).join(', and ')}`,
  ].join('');
}

/** Which statement allows it, or denied or denies it. */
function sourceText(statement: unknown, denies: 'denied' | 'denies', quote: Quote): string {
  const { Sid, Effect } = statement as { readonly Sid?: unknown; readonly Effect?: unknown };
  const name = typeof Sid === 'string' ? `the statement ${quote(Sid)}` : 'a statement';
  if (Effect === 'Deny') return ` (${name} ${denies} it)`;
  return typeof Sid === 'string' ? ` (statement ${quote(Sid)})` : '';
}

/** What allows it now, with all its actions where they are more than the one of the witness, which reads like all that is gained. */
function grantText(statement: unknown, quote: Quote): string {
  const extent = extentText(statement, quote);
  const { Sid, Effect } = statement as { readonly Sid?: unknown; readonly Effect?: unknown };
  if (Effect !== 'Allow' || extent === '') return sourceText(statement, 'denied', quote);
  return ` (${typeof Sid === 'string' ? `the statement ${quote(Sid)}` : 'a statement'} allows ${extent})`;
}

const MOST_ACTIONS = 3;

/** The actions of a statement that has more than one. */
function extentText(statement: unknown, quote: Quote): string {
  const { Action = [], NotAction } = statement as { readonly Action?: unknown; readonly NotAction?: unknown };
  const listed = [NotAction ?? Action].flat().filter((each) => typeof each === 'string');
  if (NotAction === undefined && listed.length < 2 && !listed.some((each) => /[*?]/.test(each))) return '';
  const shown = listed.slice(0, MOST_ACTIONS).map((each) => quote(each));
  const more = listed.length - shown.length;
  return `${NotAction === undefined ? '' : 'all but '}${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function statementText(statement: unknown, quote: Quote): string {
  const { Sid, Unknown } = statement as { readonly Sid?: unknown; readonly Unknown?: unknown };
  if (typeof Sid === 'string') return `the statement ${quote(Sid)}`;
  return typeof Unknown === 'string' ? `a document (${quote(Unknown)})` : 'a statement';
}
