import type { ReportEdge, ReportNode } from '../report';
import { type Address, START } from './address';
import { type Estate, grouped, type Project, type Step } from './estate';
import type { Place } from './places';
import { highest, holdingsOver, type Level, type Walk, walk } from './reach';
import { count, MECHANISMS, shortResource, typeOf } from './words';

export interface Box {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: 'who' | 'role' | 'chaining' | 'data' | 'project' | 'many';
  /** Undefined of a box that stands for many. */
  readonly address?: Address;
  readonly isChosen?: true;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isBroken?: true;
}

/** What is drawn of a selection. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** More boxes than these are no drawing that anybody reads: then those of one kind and account become one. */
const MOST_BOXES = 24;
/** More data of one service than these become one box in any case: who gets there is what is looked for. */
const MOST_DATA = 6;

/** Who can become a node, whom it can become, and which data all of that reaches. */
export function pictureOfPrincipal(estate: Estate, node: ReportNode, before: Walk, after: Walk): Picture {
  const nodes = new Map([...before, ...after].map(([id, { node: each }]) => [id, each]));
  const sketch = new Sketch(estate, node.id);
  for (const each of nodes.values()) sketch.addNode(each);
  for (const each of nodes.values()) sketch.addSteps(estate.stepsFrom(each, 'forward'));
  for (const { node: each } of after.values())
    for (const { place, data } of estate.holdingsOf(each)) sketch.addHolding(each, place, data.level);
  for (const half of estate.halvesAt(node)) sketch.addHalf(half);
  return sketch.picture();
}

/** Who gets to a place, and the projects whose members do. */
export function pictureOfPlace(estate: Estate, place: Place): Picture {
  const holdings = holdingsOver(estate, place);
  const holders = [...new Set(holdings.map(({ node }) => node))];
  const walked = walk(estate, holders, 'backward');
  const sketch = new Sketch(estate, place.key);
  sketch.addPlace(place);
  for (const { node } of walked.values()) sketch.addNode(node);
  for (const { node } of walked.values()) sketch.addSteps(estate.stepsFrom(node, 'forward'));
  for (const { node, data } of holdings) sketch.addHolding(node, place, data.level);
  for (const project of estate.projects) sketch.addMappings(project);
  return sketch.picture();
}

/** Which roles the members of a project become, and which data these reach. */
export function pictureOfProject(estate: Estate, project: Project, walked: Walk): Picture {
  const sketch = new Sketch(estate, project.key);
  for (const { node } of walked.values()) sketch.addNode(node);
  sketch.addMappings(project);
  for (const { node } of walked.values()) {
    sketch.addSteps(estate.stepsFrom(node, 'forward'));
    for (const { place, data } of estate.holdingsOf(node)) sketch.addHolding(node, place, data.level);
  }
  return sketch.picture();
}

/** A box with what it is called as one of many, of its account and anywhere. */
type SketchedBox = Box & { readonly group: string; readonly wider: string };

/** Boxes and arrows while they are put together. */
class Sketch {
  private readonly boxes = new Map<string, SketchedBox>();
  private readonly arrows: (Omit<Arrow, 'label'> & { readonly word: string; readonly level?: Level })[] = [];

  constructor(
    private readonly estate: Estate,
    private readonly chosen: string,
  ) {}

  addNode(node: ReportNode): void {
    const kind = node.isChainingRole === true ? 'chaining' : node.type === 'role' ? 'role' : 'who';
    const type = typeOf(node);
    const account = node.account ?? '';
    const open = this.estate.findingsOf(node).filter(({ acknowledged }) => !acknowledged).length;
    const detail = [type, account, open === 0 ? '' : `▲ ${count(open, 'finding')}`].filter(Boolean).join(' · ');
    this.add(node.id, node.name, detail, kind, 'principal', [
      `${type}s${account === '' ? '' : ` of ${account}`}`,
      `${type}s`,
    ]);
  }

  addPlace({ key, resource, service }: Place): void {
    this.add(key, shortResource(resource), service, 'data', 'place', [`resources of ${service}`, 'resources']);
  }

  addHolding(node: ReportNode, place: Place, level: Level): void {
    this.addPlace(place);
    this.arrows.push({ from: node.id, to: place.key, word: level, level });
  }

  addSteps(steps: readonly Step[]): void {
    for (const { from, to, edges } of steps)
      if (this.boxes.has(from.id) && this.boxes.has(to.id))
        for (const { mechanism, conditions } of edges)
          this.arrows.push({
            from: from.id,
            to: to.id,
            word: `${MECHANISMS[mechanism]}${conditions.length === 0 ? '' : ', if …'}`,
          });
  }

  addHalf({ from, to }: ReportEdge): void {
    for (const id of [from, to]) this.addNode(this.estate.node(id));
    this.arrows.push({ from, to, word: 'broken', isBroken: true });
  }

  addMappings({ key, name, platform, mappings }: Project): void {
    for (const { mapping, role } of mappings)
      if (this.boxes.has(role.id)) {
        this.add(key, name, `${platform} project`, 'project', 'project', [`projects of ${platform}`, 'projects']);
        this.arrows.push({ from: key, to: role.id, word: mapping.projectRole ?? 'all members' });
      }
  }

  picture(): Picture {
    const all = [...this.boxes.values()];
    const data = grouped(all, ({ kind, group }) => (kind === 'data' ? group : ''));
    const isMuch = ({ kind, group }: SketchedBox) => kind === 'data' && (data.get(group)?.length ?? 0) > MOST_DATA;
    const names: ((box: SketchedBox) => string)[] = [
      (box) => (isMuch(box) ? box.group : box.key),
      ({ group }) => group,
      ({ wider }) => wider,
    ];
    const merged = names
      .map((nameOf) => grouped(all, (box) => (box.key === this.chosen ? box.key : `${box.kind} ${nameOf(box)}`)))
      .reduce((before, now) => (before.size <= MOST_BOXES ? before : now));
    const boxOf = new Map<string, string>();
    const boxes = [...merged.values()].flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      for (const { key } of members) boxOf.set(key, first.key);
      return [members.length === 1 ? drawn(first) : this.many(first.key, members)];
    });
    const arrows = this.arrows.map((arrow) => ({
      ...arrow,
      from: boxOf.get(arrow.from) ?? '',
      to: boxOf.get(arrow.to) ?? '',
    }));
    const between = grouped(arrows, ({ from, to, isBroken }) => JSON.stringify([from, to, isBroken]));
    return { boxes, arrows: [...between.values()].flatMap(joined) };
  }

  private many(key: string, members: readonly SketchedBox[]): Box {
    const [first] = members;
    const isOneGroup = members.every(({ group }) => group === first?.group);
    const label = (isOneGroup ? first?.group : first?.wider) ?? '';
    return { key, label: `${members.length.toLocaleString('en')} ${label}`, detail: 'see the tables', kind: 'many' };
  }

  private add(
    key: string,
    label: string,
    detail: string,
    kind: Box['kind'],
    view: Address['view'],
    [group = '', wider = '']: readonly string[],
  ): void {
    if (this.boxes.has(key)) return;
    const address = { ...START, view, id: key };
    const isChosen = key === this.chosen ? ({ isChosen: true } as const) : {};
    this.boxes.set(key, { key, label, detail, kind, address, group, wider, ...isChosen });
  }
}

function drawn({ key, label, detail, kind, address, isChosen }: Box): Box {
  return {
    key,
    label,
    detail,
    kind,
    ...(address === undefined ? {} : { address }),
    ...(isChosen === undefined ? {} : { isChosen }),
  };
}

/** One arrow for all between two boxes. */
function joined(
  arrows: readonly (Omit<Arrow, 'label'> & { readonly word: string; readonly level?: Level })[],
): Arrow[] {
  const [first] = arrows;
  if (first === undefined) return [];
  const level = highest(arrows.flatMap((each) => each.level ?? []));
  const words = level === undefined ? [...new Set(arrows.map(({ word }) => word))] : [level];
  const label = words.length <= 2 ? words.join(' / ') : count(words.length, 'way');
  return [{ from: first.from, to: first.to, label, ...(first.isBroken === undefined ? {} : { isBroken: true }) }];
}
