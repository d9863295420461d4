import type { Address } from './address';
import { START } from './address';
import type { Estate } from './estate';
import { shortResource, typeOf } from './words';

export interface Found {
  readonly kind: 'Principals' | 'Data' | 'Projects' | 'Findings' | 'Conditions' | 'Statements' | 'Not known';
  readonly label: string;
  readonly detail: string;
  readonly address: Address;
}

type Entry = Found & { readonly text: string };

/** Searches everything that the report says; the texts are put together when the first search asks for them. */
export class Search {
  private entries: readonly Entry[] | undefined;

  constructor(private readonly estate: Estate) {}

  /** What holds every word, at most so many of each kind. */
  find(words: string, most: number): { readonly found: readonly Found[]; readonly total: number } {
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
    if (asked.length === 0) return { found: [], total: 0 };
    this.entries ??= entriesOf(this.estate);
    const perKind = new Map<string, number>();
    let total = 0;
    const found = this.entries.filter(({ text, kind }) => {
      if (!asked.every((word) => text.includes(word))) return false;
      total++;
      const before = perKind.get(kind) ?? 0;
      perKind.set(kind, before + 1);
      return before < most;
    });
    return { found, total };
  }
}

function entriesOf(estate: Estate): Entry[] {
  const { report } = estate;
  const entry = (kind: Found['kind'], label: string, detail: string, address: Partial<Address>, more = ''): Entry => ({
    kind,
    label,
    detail,
    address: { ...START, ...address },
    text: `${label}\n${detail}\n${more}`.toLowerCase(),
  });
  const said = new Map<number, [string, string]>();
  for (const node of estate.nodes)
    for (const { name, statements } of node.documents ?? [])
      for (const each of statements) if (!said.has(each)) said.set(each, [node.id, `${node.name}, ${name}`]);
  return [
    ...estate.nodes.map((node) =>
      entry(
        'Principals',
        node.name,
        [typeOf(node), node.account, node.path].filter(Boolean).join(' · '),
        { view: 'principal', id: node.id },
        `${node.id}\n${node.arn ?? ''}`,
      ),
    ),
    ...estate.places.map((place) =>
      entry(
        'Data',
        shortResource(place.resource),
        place.service,
        { view: 'place', id: place.key },
        // Prefixes and actions lead to the bucket that they are of.
        [
          ...new Set(
            estate
              .holdingsAt(place)
              .flatMap(({ data }) => [data.resource, ...data.actions, ...(data.conditions ?? [])]),
          ),
        ].join('\n'),
      ),
    ),
    ...estate.projects.map(({ key, name, platform, mappings }) =>
      entry(
        'Projects',
        name,
        platform,
        { view: 'project', id: key },
        mappings.map(({ mapping, role }) => `${mapping.projectRole ?? ''} ${role.name}`).join('\n'),
      ),
    ),
    ...report.findings.map(({ rule, reason, path, node, fix, statement, acknowledgement }) =>
      entry(
        'Findings',
        reason,
        `${rule} · ${path}`,
        node === undefined ? { view: 'findings', finding: rule } : { view: 'principal', id: node },
        [fix, statement, acknowledgement].join('\n'),
      ),
    ),
    ...report.edges
      .filter(({ conditions, complete }) => conditions.length > 0 || !complete)
      .map(({ from, to, conditions, missing }) =>
        entry(
          'Conditions',
          [...conditions, ...(missing === undefined ? [] : [`broken: ${missing}`])].join('; '),
          `${estate.node(from).name} → ${estate.node(to).name}`,
          { view: 'principal', id: to },
        ),
      ),
    ...report.statements.flatMap((statement, index) => {
      const [id, where] = said.get(index) ?? [];
      return id === undefined ? [] : [entry('Statements', statement, where ?? '', { view: 'principal', id })];
    }),
    ...report.gaps.map(({ about, what }) => entry('Not known', about, what, { view: 'gaps' })),
  ];
}
