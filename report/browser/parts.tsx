import type { JSX } from 'preact';
import type { Project, Step } from '../estate/estate';
import type { Place } from '../estate/places';
import type { Level } from '../estate/reach';
import { count, MECHANISMS, shortResource, shown, typeOf } from '../estate/words';
import type { ReportFinding, ReportNode } from '../report';
import { useLink, usePage } from './page';

/** A principal's name, which leads to it, with what a reviewer would want to know before following it. */
export function NodeName(props: {
  readonly node: ReportNode;
  /** Without its type. */
  readonly isBare?: true;
  /** Where its findings are what the row tells. */
  readonly isAmongFindings?: true;
}): JSX.Element {
  const { node, isBare, isAmongFindings } = props;
  const { estate } = usePage();
  const link = useLink();
  const open = estate.findingsOf(node).filter(({ acknowledged }) => !acknowledged);
  return (
    <span class="node">
      <a href={link({ view: 'principal', id: node.id })} title={shown(node.arn ?? node.path)}>
        <bdi>{shown(node.name)}</bdi>
      </a>
      {isBare ? undefined : <small> {typeOf(node)}</small>}
      {open.length === 0 || isAmongFindings ? undefined : (
        <span class="badge error"> ▲ {count(open.length, 'finding')}</span>
      )}
    </span>
  );
}

export function PlaceName({ place }: { readonly place: Place }): JSX.Element {
  const link = useLink();
  return (
    <span class="node">
      <a href={link({ view: 'place', id: place.key })} title={shown(place.resource)}>
        <bdi>{shown(shortResource(place.resource))}</bdi>
      </a>
      <small> {shown(place.service)}</small>
    </span>
  );
}

export function ProjectName({ project }: { readonly project: Project }): JSX.Element {
  const link = useLink();
  return (
    <span class="node">
      <a href={link({ view: 'project', id: project.key })}>
        <bdi>{shown(project.name)}</bdi>
      </a>
      <small> {shown(project.platform)}</small>
    </span>
  );
}

export function LevelMark({ level }: { readonly level: Level }): JSX.Element {
  return <span class={`level ${level}`}>{level}</span>;
}

const SIGNS: Readonly<Record<ReportFinding['severity'], string>> = { error: '▲', warning: '◆', info: '●' };

export function SeverityMark({ severity }: { readonly severity: ReportFinding['severity'] }): JSX.Element {
  return (
    <span class={`badge ${severity}`}>
      <span aria-hidden="true">{SIGNS[severity]}</span> {severity}
    </span>
  );
}

/**
 * The steps from somebody to somebody, each with how it is gone and under which conditions.
 * Where the row or page says who begins, that is left out.
 */
export function Path({ path, isWhole }: { readonly path: readonly Step[]; readonly isWhole?: true }): JSX.Element {
  const [first] = path;
  if (first === undefined) return <span class="muted">by itself</span>;
  return (
    <ol class="path">
      {isWhole ? (
        <li>
          <NodeName node={first.from} isBare />
        </li>
      ) : undefined}
      {path.map((step, index) => (
        <li key={index}>
          <Ways step={step} /> <NodeName node={step.to} isBare />
        </li>
      ))}
    </ol>
  );
}

export function Ways({ step }: { readonly step: Step }): JSX.Element {
  return (
    <>
      {step.edges.map(({ mechanism, conditions }, index) => (
        <span key={index} class="way">
          {index === 0 ? '' : 'or '}
          {MECHANISMS[mechanism]}
          <Conditions conditions={conditions} />{' '}
        </span>
      ))}
      <span class="arrow" aria-hidden="true">
        →
      </span>
    </>
  );
}

/** Everything that must be so besides. */
export function Conditions({ conditions }: { readonly conditions: readonly string[] }): JSX.Element {
  return (
    <>
      {conditions.map((condition, index) => (
        <span key={index}>
          {condition.startsWith('unless ') ? ' ' : index === 0 ? ' if ' : ' and '}
          <q>{shown(condition)}</q>
        </span>
      ))}
    </>
  );
}

export function pathText(path: readonly Step[]): string {
  const [first] = path;
  if (first === undefined) return 'by itself';
  return first.from.name + path.map((step) => ` > ${waysText(step)} > ${step.to.name}`).join('');
}

export function waysText(step: Step): string {
  return step.edges
    .map(
      ({ mechanism, conditions }) =>
        MECHANISMS[mechanism] + (conditions.length === 0 ? '' : ` if ${conditions.join(' and ')}`),
    )
    .join(' or ');
}

export function StatementsButton({ node }: { readonly node: ReportNode }): JSX.Element | undefined {
  const { showStatements } = usePage();
  const statements = (node.documents ?? []).reduce((sum, document) => sum + document.statements.length, 0);
  if (statements === 0) return undefined;
  return (
    <button
      type="button"
      aria-label={`${count(statements, 'statement')} of ${shown(node.name)}`}
      onClick={() => {
        showStatements(node);
      }}
    >
      {count(statements, 'statement')}
    </button>
  );
}
