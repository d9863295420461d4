import { MECHANISMS, typeOf } from '../../../report/estate/words';
import type { Report, ReportData, ReportEdge, ReportFinding, ReportMapping, ReportNode } from '../../../report/report';
import { UserError } from '../errors';
import { escapeText } from '../escape';

/** What a reader follows, without a selection. */
const MOST_NODES = 60;
/** What Mermaid draws unless a page says otherwise, which GitHub and GitLab do not. */
const MOST_EDGES = 500;
const MOST_CHARACTERS = 50_000;

/** What a report says of a selection, as a flowchart for Markdown. */
export function mermaidOf(report: Report, isSelection: boolean): string {
  const { nodes, edges, data, findings, mappings } = report;
  const chart = new Chart();
  for (const node of nodes) chart.node(node, findings);
  for (const edge of edges) chart.edge(edge);
  for (const each of data) chart.data(each);
  for (const mapping of mappings) chart.mapping(mapping);
  const text = chart.text();
  const isTooMuch =
    chart.edges > MOST_EDGES || text.length > MOST_CHARACTERS || (!isSelection && chart.nodes > MOST_NODES);
  if (!isTooMuch) return text;
  throw new UserError(
    `the drawing would have ${chart.nodes} nodes and ${chart.edges} edges, more than anybody reads or Mermaid draws: ` +
      'choose with --from <principal>, --to <resource> or both; --format html shows everything.',
  );
}

/** Lines of a flowchart. Ids are numbers, so that no name of a template is one. */
class Chart {
  public edges = 0;
  private readonly ids = new Map<string, string>();
  private readonly lines: string[] = [];
  private readonly arrows: string[] = [];
  private readonly unsafe: string[] = [];

  public get nodes(): number {
    return this.ids.size;
  }

  public text(): string {
    const classes = ['classDef unsafe stroke:#c00,stroke-width:3px', `class ${this.unsafe.join(',')} unsafe`];
    const lines = [...this.lines, ...this.arrows, ...(this.unsafe.length === 0 ? [] : classes)];
    return `flowchart LR\n${lines.map((line) => `  ${line}\n`).join('')}`;
  }

  public node(node: ReportNode, findings: readonly ReportFinding[]): void {
    const open = findings.filter((finding) => finding.node === node.id && !finding.acknowledged);
    const rules = [...new Set(open.map(({ rule }) => rule))].join(', ');
    const id = this.id(`node ${node.id}`);
    const about = [typeOf(node), node.name === node.account ? '' : (node.account ?? '')].filter(Boolean).join(', ');
    const label = quoted(node.name, about, ...(rules === '' ? [] : [`finding: ${rules}`]));
    const shape = node.isChainingRole === true ? `{{${label}}}` : node.type === 'role' ? `[${label}]` : `([${label}])`;
    this.lines.push(`${id}${shape}`);
    if (open.some(({ severity }) => severity !== 'info')) this.unsafe.push(id);
  }

  public edge({ from, to, mechanism, conditions, complete, missing }: ReportEdge): void {
    const words = MECHANISMS[mechanism];
    const label = complete
      ? [words, ...conditions.map((each) => (each.startsWith('unless ') ? each : `if ${each}`))]
      : [`broken: ${words}`, missing ?? ''];
    this.arrow(`node ${from}`, complete ? '-->' : '-.-x', quoted(...label.filter(Boolean)), `node ${to}`);
  }

  public data({ principal, service, resource, level }: ReportData): void {
    const key = `data ${service} ${resource}`;
    if (!this.ids.has(key)) this.lines.push(`${this.id(key)}[(${quoted(resource, service)})]`);
    this.arrow(`node ${principal}`, '==>', quoted(level), key);
  }

  public mapping({ platform, project, projectRole, role }: ReportMapping): void {
    const key = `project ${platform} ${project}`;
    if (!this.ids.has(key)) this.lines.push(`${this.id(key)}[/${quoted(project, `${platform} project`)}/]`);
    // A role of no stack here is a node of its own.
    if (!this.ids.has(`node ${role}`)) this.lines.push(`${this.id(`node ${role}`)}[${quoted(role)}]`);
    this.arrow(key, '-->', quoted(`mapped for ${projectRole ?? 'all members'}`), `node ${role}`);
  }

  private arrow(from: string, arrow: string, label: string, to: string): void {
    this.edges++;
    this.arrows.push(`${this.id(from)} ${arrow}|${label}| ${this.id(to)}`);
  }

  private id(key: string): string {
    const id = this.ids.get(key) ?? `n${this.ids.size + 1}`;
    this.ids.set(key, id);
    return id;
  }
}

const LONGEST = 200;

/** Lines of a label. */
function quoted(...lines: readonly string[]): string {
  return `"${lines.map((line) => escaped(shortened(escapeText(line)))).join('<br>')}"`;
}

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : text;
}

/**
 * What Mermaid would read as the end of a label, HTML, Markdown, a list, or a style of its own, as it writes characters.
 *
 * It takes a backslash before an n for a line break however it is written, so that another sign stands for it.
 */
function escaped(text: string): string {
  return text.replaceAll('\\', '\u2216').replace(READ, (character) => `#${character.codePointAt(0) ?? 0};`);
}

const READ = /[^\p{L}\p{N}_ .,:/@=+…∖-]|[.+-](?= |$)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|s(?=tyle)|c(?=lassDef)/gu;
