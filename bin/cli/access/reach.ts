import type { Edge, Mechanism } from '../../../lib/private/access/graph/edge';
import { type AccessGraph, graphOf } from '../../../lib/private/access/graph/graph';
import { withElsewhere } from '../../../lib/private/access/model/elsewhere';
import { Estate } from '../../../lib/private/access/model/estate';
import type { Place, Principal } from '../../../lib/private/access/model/model';
import { ResourcePolicies, type ResourceRequest } from '../../../lib/private/access/model/resource-policies';
import type { Answer } from '../../../lib/private/access/policy/decide';

/** The answer for one way to an action: by what a principal may do itself, or as a role that it can become. */
export interface Way {
  readonly answer: Answer;
  readonly why: string;
  /** From the principal to the one whose policies allow it. */
  readonly path: readonly string[];
}

/** How somebody becomes a role without making anything that holds it. */
const BECOMES: readonly Mechanism[] = ['assume', 'webIdentity', 'podIdentity'];

/** Who may make one request, by themselves or as a role that they can become. */
export class Reach {
  /** With those elsewhere to whom it gives policies. */
  public readonly estate: Estate;
  private readonly graph: AccessGraph;
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly edges = new Map<string, Edge[]>();
  private readonly own = new Map<string, Omit<Way, 'path'>>();
  private readonly resources: ResourcePolicies;

  constructor(
    estate: Estate,
    private readonly action: string,
    private readonly resource: string,
  ) {
    // Of those elsewhere neither trust nor all policies are in view: who becomes them, and whom they become, is told as of strangers.
    this.graph = graphOf(estate);
    this.estate = new Estate(withElsewhere(estate));
    this.resources = new ResourcePolicies(this.estate);
    this.principals = new Map(this.estate.model.principals.map((principal) => [principal.id, principal]));
    for (const edge of this.graph.edges) {
      if (!edge.complete || !BECOMES.includes(edge.mechanism)) continue;
      this.edges.set(edge.from, [...(this.edges.get(edge.from) ?? []), edge]);
    }
  }

  /** Those outside of the model whom the resource lets in, or who can become a role; services take only roles that they are given. */
  public get outsiders(): string[] {
    const become = this.graph.outside.filter(({ type, id }) => type !== 'service' && this.edges.has(id));
    return [...new Set([...become.map(({ id }) => id), ...this.resources.outsiders(this.request())])];
  }

  /** All ways of a principal, or of somebody outside, that may lead there: those that surely do, and the short ones, first. */
  public waysOf(id: string): Way[] {
    const sure = this.walk(id, ({ conditions }) => conditions.length === 0);
    const any = this.walk(id, () => true);
    const ways = [...any.keys()].flatMap((target): Way[] => {
      const own = this.ownAnswer(target);
      if (own.answer === 'no') return [];
      const edges = sure.get(target) ?? any.get(target) ?? [];
      const conditions = edges.flatMap((edge) =>
        edge.conditions.length === 0 ? [] : [`${edge.from} becomes ${edge.to} if ${edge.conditions.join(', and if ')}`],
      );
      return [
        {
          answer: conditions.length === 0 ? own.answer : 'depends',
          why: [...conditions, edges.length === 0 ? own.why : `of ${target}: ${own.why}`].join('; '),
          path: [id, ...edges.map(({ to }) => to)],
        },
      ];
    });
    return ways.sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length);
  }

  /** What it may do itself. */
  public ownAnswer(id: string): Omit<Way, 'path'> {
    const principal = this.principals.get(id);
    const known =
      this.own.get(id) ??
      (principal === undefined ? this.resources.decideOutsider(id, this.request()) : this.decide(principal));
    this.own.set(id, known);
    return known;
  }

  /** The shortest ways to all whom somebody can become, over some of the edges. */
  private walk(id: string, follows: (edge: Edge) => boolean): Map<string, readonly Edge[]> {
    const found = new Map<string, readonly Edge[]>([[id, []]]);
    for (const [at, path] of found) {
      for (const edge of this.edges.get(at) ?? []) {
        if (follows(edge) && !found.has(edge.to)) found.set(edge.to, [...path, edge]);
      }
    }
    return found;
  }

  private decide(principal: Principal): Omit<Way, 'path'> {
    const request = {
      ...this.request(principal.place),
      caller: { type: 'aws' as const, names: [this.estate.arnOf(principal)] },
    };
    const access = this.estate.accessOf(principal);
    const decision = this.resources.decide(principal, access, request);
    const unseen = [...access.statements, ...(access.boundary ?? [])].flatMap(({ source }) => unseenText(source));
    if (decision.answer !== 'depends' || unseen.length === 0) return decision;
    const inView = this.resources.decide(principal, this.estate.knownAccessOf(principal), request);
    return { answer: 'depends', why: `as far as is seen, ${inView.why}; ${[...new Set(unseen)].join(', ')}` };
  }

  /** Where nobody of the model calls, in the environment of any of them. What a call says is open, save that it is encrypted, as by all tools of AWS. */
  private request(place = this.anywhere): ResourceRequest {
    const resource = place === undefined ? this.resource : this.estate.text(this.resource, place);
    return { action: this.action, resource, context: { 'aws:SecureTransport': 'true' }, isOpen: () => true };
  }

  private get anywhere(): Place | undefined {
    const { resources, principals } = this.estate.model;
    return [...resources, ...principals][0]?.place;
  }
}

function unseenText(source: unknown): string[] {
  const { Unknown } = source as { readonly Unknown?: unknown };
  return typeof Unknown === 'string' ? [Unknown] : [];
}

function rank({ answer }: Way): number {
  return ['yes', 'depends', 'no'].indexOf(answer);
}
