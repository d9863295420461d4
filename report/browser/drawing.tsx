import * as dagre from '@dagrejs/dagre';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Arrow, Box, Picture } from '../estate/picture';
import { shown } from '../estate/words';
import { useLink } from './page';

const HEIGHT = 46;
const MOST_LETTERS = 34;
/** Of its size, how small a wide drawing is shown before it has to be moved. */
const LEAST = 0.75;
/** As in the style, to know how wide texts are. */
const FONTS = { label: '600 13px', detail: '11px', word: '11px' };

/** Who becomes whom and reaches what, from left to right. The tables below say the same in words. */
export function Drawing({ picture, name }: { readonly picture: Picture; readonly name: string }): JSX.Element {
  const link = useLink();
  const frame = useRef<HTMLDivElement>(null);
  const { boxes, arrows, width, height } = useMemo(() => laidOut(picture), [picture]);
  useEffect(() => {
    const chosen = boxes.find(({ box }) => box.isChosen);
    const { current } = frame;
    if (chosen === undefined || current === null) return;
    const scale = current.scrollWidth / width;
    current.scrollLeft = chosen.x * scale - current.clientWidth / 2;
    current.scrollTop = chosen.y * scale - current.clientHeight / 2;
  }, [boxes]);
  return (
    <figure>
      <div class="drawing" ref={frame} role="region" aria-label={`Drawing: ${shown(name)}`} tabIndex={0}>
        <svg
          width={width}
          viewBox={`0 0 ${width} ${height}`}
          style={{ minWidth: `${width * LEAST}px` }}
          role="group"
          aria-label="Drawing"
        >
          <defs>
            {['tip', 'broken-tip'].map((id) => (
              <marker
                key={id}
                id={id}
                class={id}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                orient="auto"
              >
                <path d="M0,0.5 L8,4 L0,7.5 z" />
              </marker>
            ))}
          </defs>
          {arrows.map(({ arrow, d, x, y, labelWidth }, index) => (
            <g key={index} class={arrow.isBroken ? 'edge broken' : 'edge'}>
              <path d={d} marker-end={arrow.isBroken ? 'url(#broken-tip)' : 'url(#tip)'} />
              <rect x={x - labelWidth / 2} y={y - 8} width={labelWidth} height={16} />
              <text x={x} y={y + 4} text-anchor="middle">
                {wordOf(arrow.isBroken, arrow.label)}
              </text>
            </g>
          ))}
          {boxes.map(({ box, x, y, width: wide }) => {
            const drawn = <BoxShape box={box} wide={wide} />;
            const place = `translate(${x - wide / 2} ${y - HEIGHT / 2})`;
            const kind = `box ${box.kind}${box.isChosen ? ' chosen' : ''}`;
            return (
              <g key={box.key} class={kind} transform={place}>
                {box.address === undefined ? (
                  drawn
                ) : (
                  <a
                    href={link({ view: box.address.view, id: box.address.id })}
                    aria-current={box.isChosen ? 'true' : undefined}
                  >
                    {drawn}
                  </a>
                )}
              </g>
            );
          })}
        </svg>
      </div>
    </figure>
  );
}

function BoxShape({ box, wide }: { readonly box: Box; readonly wide: number }): JSX.Element {
  const corner = { who: HEIGHT / 2, data: 2, project: 10, role: 4, chaining: 4, many: 4 }[box.kind];
  return (
    <>
      {[box.label, box.detail].some((text) => cut(text) !== text) ? (
        <title>{shown(`${box.label}, ${box.detail}`)}</title>
      ) : undefined}
      {box.kind === 'many' ? <rect class="behind" x={5} y={5} width={wide} height={HEIGHT} rx={corner} /> : undefined}
      <rect width={wide} height={HEIGHT} rx={corner} />
      {box.kind === 'chaining' ? <path class="bar" d={`M5,1 V${HEIGHT - 1} M9,1 V${HEIGHT - 1}`} /> : undefined}
      {box.kind === 'data' ? <path class="bar" d={`M1,6 H${wide - 1}`} /> : undefined}
      <text class="label" x={wide / 2} y={21} text-anchor="middle">
        {cut(shown(box.label))}
      </text>
      <text class="detail" x={wide / 2} y={36} text-anchor="middle">
        {cut(shown(box.detail))}
      </text>
    </>
  );
}

function wordOf(isBroken: true | undefined, label: string): string {
  return isBroken ? '✕ broken' : cut(shown(label));
}

const canvas = document.createElement('canvas').getContext('2d');
const { fontFamily } = getComputedStyle(document.body);

function widthOf(text: string, kind: keyof typeof FONTS): number {
  if (canvas === null) return text.length * 8;
  canvas.font = `${FONTS[kind]} ${fontFamily}`;
  return Math.ceil(canvas.measureText(text).width);
}

/** The ends of a name say more than its middle. */
function cut(text: string): string {
  if (text.length <= MOST_LETTERS) return text;
  const half = Math.floor(MOST_LETTERS / 2);
  return `${text.slice(0, half)}…${text.slice(-half + 1)}`;
}

interface Placed<T> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly box: T;
}

function laidOut({ boxes, arrows }: Picture): {
  readonly boxes: readonly Placed<Box>[];
  readonly arrows: readonly { arrow: Arrow; d: string; x: number; y: number; labelWidth: number }[];
  readonly width: number;
  readonly height: number;
} {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 34, edgesep: 10, marginx: 12, marginy: 12 });
  for (const { key, label, detail, kind } of boxes) {
    const wide = Math.max(widthOf(cut(shown(label)), 'label'), widthOf(cut(shown(detail)), 'detail'));
    graph.setNode(key, { width: Math.max(90, wide + (kind === 'who' ? 38 : 30)), height: HEIGHT });
  }
  const between = arrows.filter(({ from, to }) => from !== to);
  for (const [index, { from, to, label, isBroken }] of between.entries())
    graph.setEdge(
      from,
      to,
      { width: widthOf(wordOf(isBroken, label), 'word') + 8, height: 16, labelpos: 'c' },
      String(index),
    );
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    boxes: boxes.map((box) => ({ box, ...(graph.node(box.key) as { x: number; y: number; width: number }) })),
    arrows: between.map((arrow, index) => {
      const edge = graph.edge({ v: arrow.from, w: arrow.to, name: String(index) }) as unknown as {
        points: readonly { x: number; y: number }[];
        x: number;
        y: number;
        width: number;
      };
      return { arrow, d: curve(edge.points), x: edge.x, y: edge.y, labelWidth: edge.width };
    }),
    width: Math.max(1, width),
    height: Math.max(1, height),
  };
}

/** Through the middles of the lines between points, so that no corner is left. */
function curve(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  return `M${first.x},${first.y} ${bends.join(' ')} L${last.x},${last.y}`;
}
