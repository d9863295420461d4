import type { Report, ReportData, ReportEdge, ReportFinding, ReportMapping, ReportNode } from '../report';
import { covers, type Place, placesOf } from './places';

/** All complete edges from one node to another. */
export interface Step {
  readonly from: ReportNode;
  readonly to: ReportNode;
  readonly edges: readonly ReportEdge[];
}

/** What a node may do by itself. */
export interface Holding {
  readonly node: ReportNode;
  readonly place: Place;
  readonly data: ReportData;
}

export interface Project {
  readonly key: string;
  readonly platform: string;
  readonly name: string;
  readonly mappings: readonly { readonly mapping: ReportMapping; readonly role: ReportNode }[];
}

/** A report with its lists by node: made once, so that a selection asks only what it shows. */
export class Estate {
  readonly nodes: readonly ReportNode[];
  readonly accounts: readonly string[];
  readonly places: readonly Place[];
  readonly projects: readonly Project[];
  readonly rules: readonly string[];
  readonly broken: readonly ReportEdge[];

  private readonly patterns: readonly Place[];
  private readonly over = new Map<Place, readonly Place[]>();
  private readonly byId: Map<string, ReportNode>;
  private readonly steps = { forward: new Map<string, Step[]>(), backward: new Map<string, Step[]>() };
  private readonly halves: Map<string, ReportEdge[]>;
  private readonly held: Map<string, Holding[]>;
  private readonly heldAt: Map<Place, Holding[]>;
  private readonly found: Map<string, ReportFinding[]>;
  private readonly placeByKey: Map<string, Place>;
  private readonly projectByKey: Map<string, Project>;

  constructor(readonly report: Report) {
    this.byId = new Map(report.nodes.map((node) => [node.id, node]));
    const complete = report.edges.filter((edge) => edge.complete);
    for (const edges of grouped(complete, ({ from, to }) => JSON.stringify([from, to])).values()) this.addStep(edges);
    this.broken = report.edges.filter((edge) => !edge.complete);
    this.halves = grouped(this.broken, ({ from }) => from);
    for (const edge of this.broken) if (edge.to !== edge.from) append(this.halves, edge.to, edge);

    const placeOf = placesOf(report.data);
    this.places = [...new Set(placeOf.values())].sort(bucketsFirst);
    this.patterns = this.places.filter(({ isPattern, service }) => isPattern || service === '*');
    this.placeByKey = new Map(this.places.map((place) => [place.key, place]));
    const holdings = report.data.flatMap((data) => {
      const place = placeOf.get(`${data.service} ${data.resource}`);
      return place === undefined ? [] : [{ node: this.node(data.principal), place, data }];
    });
    this.held = grouped(holdings, ({ node }) => node.id);
    this.heldAt = grouped(holdings, ({ place }) => place);
    this.found = grouped(report.findings, ({ node }) => node ?? '');

    const mapped = report.mappings.map((mapping) => ({ mapping, role: this.node(mapping.role) }));
    const projects = grouped(mapped, ({ mapping }) => JSON.stringify([mapping.platform, mapping.project]));
    this.projects = [...projects]
      .flatMap(([key, mappings]) => {
        const [first] = mappings;
        return first === undefined
          ? []
          : [{ key, platform: first.mapping.platform, name: first.mapping.project, mappings }];
      })
      .sort((a, b) => compare(a.name, b.name));
    this.projectByKey = new Map(this.projects.map((project) => [project.key, project]));

    this.nodes = [...this.byId.values()].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
    this.accounts = [...new Set(this.nodes.flatMap(({ account }) => account ?? []))].sort();
    this.rules = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  }

  /** The node of an id; one that the report only names, such as a role elsewhere, where it holds none. */
  node(id: string): ReportNode {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const [, account] = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(id) ?? [];
    const named: ReportNode = {
      id,
      type: id.includes(':role/') ? 'role' : 'principal',
      name: id.slice(id.lastIndexOf('/') + 1) || id,
      path: '',
      ...(account === undefined ? {} : { account }),
      ...(id.startsWith('arn:') ? { arn: id } : {}),
    };
    this.byId.set(id, named);
    return named;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  place(key: string): Place | undefined {
    return this.placeByKey.get(key);
  }

  project(key: string): Project | undefined {
    return this.projectByKey.get(key);
  }

  /** Complete edges only: nobody goes over half an edge. */
  stepsFrom(node: ReportNode, direction: 'forward' | 'backward'): readonly Step[] {
    return this.steps[direction].get(node.id) ?? [];
  }

  halvesAt(node: ReportNode): readonly ReportEdge[] {
    return this.halves.get(node.id) ?? [];
  }

  /** A place, and each pattern that means it too; of a pattern, those that mean all of it. */
  placesOver(place: Place): readonly Place[] {
    const known = this.over.get(place) ?? [
      place,
      ...this.patterns.filter((each) => each !== place && covers(each, place)),
    ];
    this.over.set(place, known);
    return known;
  }

  holdingsOf(node: ReportNode): readonly Holding[] {
    return this.held.get(node.id) ?? [];
  }

  holdingsAt(place: Place): readonly Holding[] {
    return this.heldAt.get(place) ?? [];
  }

  findingsOf(node: ReportNode): readonly ReportFinding[] {
    return this.found.get(node.id) ?? [];
  }

  private addStep(edges: readonly ReportEdge[]): void {
    const [first] = edges;
    if (first === undefined) return;
    const step = { from: this.node(first.from), to: this.node(first.to), edges };
    append(this.steps.forward, first.from, step);
    append(this.steps.backward, first.to, step);
  }
}

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) append(groups, keyOf(item), item);
  return groups;
}

function append<T, K>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

/** They are what most reviews are about. */
function bucketsFirst(a: Place, b: Place): number {
  return Number(b.service === 's3') - Number(a.service === 's3') || compare(a.key, b.key);
}

const collator = new Intl.Collator('en', { numeric: true });

export function compare(a: string, b: string): number {
  return collator.compare(a, b);
}
