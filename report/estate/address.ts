/** What the page shows, as it stands behind the # of its address. */
export interface Address {
  readonly view: View;
  /** Which principal, data or project, where the view is of one. */
  readonly id: string;
  readonly account: string;
  readonly project: string;
  readonly finding: string;
}

const VIEWS = [
  'overview',
  'principals',
  'data',
  'projects',
  'findings',
  'matrix',
  'gaps',
  'principal',
  'place',
  'project',
] as const;

export type View = (typeof VIEWS)[number];

/** An empty text stands for none. */
export const START: Address = { view: 'overview', id: '', account: '', project: '', finding: '' };

export function addressOf(hash: string): Address {
  const given = new URLSearchParams(hash.replace(/^#\/?/, ''));
  const view = VIEWS.find((each) => each === given.get('view')) ?? 'overview';
  const text = (name: string) => given.get(name) ?? '';
  return { view, id: text('id'), account: text('account'), project: text('in'), finding: text('finding') };
}

export function hashOf({ view, id, account, project, finding }: Address): string {
  const given = Object.entries({ view, id, account, in: project, finding }).filter(([, value]) => value !== '');
  // With a slash it is the address of a view; without, screen readers and axe would take it for a place on the page.
  return `#/${new URLSearchParams(given).toString()}`;
}
