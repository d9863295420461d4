import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Step } from '../estate/estate';
import { pictureOfPrincipal } from '../estate/picture';
import { accessFrom, mappingsTo, pathOf, placesIn, type Reached, type Walk, walk } from '../estate/reach';
import { count, shown, typeOf } from '../estate/words';
import type { ReportNode } from '../report';
import { AccessTable } from './access-table';
import { Drawing } from './drawing';
import { FindingTable } from './findings';
import { HalfTable } from './halves';
import { usePage } from './page';
import { NodeName, Path, pathText, ProjectName, StatementsButton, Ways, waysText } from './parts';
import { type Column, Table } from './table';

/** Everything that one principal can become and reach, and everybody who can become it. */
export function PrincipalView({ node }: { readonly node: ReportNode }): JSX.Element {
  const { estate, filter } = usePage();
  const seen = useMemo(() => {
    const before = walk(estate, [node], 'backward');
    const after = walk(estate, [node], 'forward');
    return {
      before,
      after,
      accesses: accessFrom(estate, node, after),
      picture: pictureOfPrincipal(estate, node, before, after),
    };
  }, [estate, node]);
  const { before, after } = seen;
  const reached = [...after.values()].filter((each) => each.by !== undefined && filter.node(each.node));
  const reaching = [...before.values()].filter((each) => each.by !== undefined && filter.node(each.node));
  const accesses = seen.accesses.filter(({ holder }) => filter.node(holder));
  const mappings = mappingsTo(estate, before).filter(({ project }) => filter.project(project));
  const halves = [...new Set([...after.values()].flatMap((each) => estate.halvesAt(each.node)))];
  const findings = estate.findingsOf(node).filter((each) => filter.finding(each));
  const projects = new Set(mappings.map(({ project }) => project));
  const places = new Set(accesses.flatMap(placesIn));
  return (
    <article>
      <div class="lead">
        <h2>
          <bdi>{shown(node.name)}</bdi>
        </h2>
        <p class="kind">{typeOf(node)}</p>
        <StatementsButton node={node} />
      </div>
      <Facts
        facts={[
          ['Account', node.account],
          ['Construct', node.path],
          ['ARN', node.arn],
        ]}
      />
      <p class="answer">
        {reached.length === 0 ? (
          'Can become nobody else'
        ) : (
          <>
            Can become <b>{count(reached.length, 'principal')}</b>
          </>
        )}{' '}
        and reaches <b>{places.size === 0 ? 'no data' : count(places.size, 'resource')}</b>.{' '}
        {reaching.length === 0 ? (
          'Nobody in this report can become it.'
        ) : (
          <>
            <b>{count(reaching.length, 'principal')}</b> can become it.
          </>
        )}
        {projects.size === 0 ? undefined : (
          <>
            {' '}
            The members of <b>{count(projects.size, 'project')}</b> are mapped to it, or to who can become it.
          </>
        )}
        {halves.length === 0 ? undefined : (
          <>
            {' '}
            <span class="badge broken">✕ {count(halves.length, 'broken chain')}</span>
          </>
        )}
      </p>
      {findings.length === 0 ? undefined : <FindingTable findings={findings} />}
      <Drawing picture={seen.picture} name={node.name} />
      <AccessTable caption="Data that it reaches" accesses={accesses} subject="place" none="It reaches no data." />
      <WalkTable
        caption="Whom it can become"
        rows={reached}
        walked={after}
        none="It can become nobody else."
        direction="forward"
      />
      <WalkTable
        caption="Who can become it"
        rows={reaching}
        walked={before}
        none="Nobody in this report can become it."
        direction="backward"
      />
      <Table
        caption="Projects whose members become it"
        rows={mappings}
        none="No mapping leads to it."
        columns={[
          {
            head: 'Project',
            text: ({ project }) => project.name,
            cell: ({ project }) => <ProjectName project={project} />,
          },
          { head: 'Project role', text: ({ mapping }) => mapping.mapping.projectRole ?? 'all members' },
          {
            head: 'As',
            text: ({ mapping }) => mapping.role.name,
            cell: ({ mapping }) => <NodeName node={mapping.role} isBare />,
          },
        ]}
      />
      <HalfTable halves={halves} />
    </article>
  );
}

export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, string | undefined])[];
}): ComponentChildren {
  return (
    <dl class="facts">
      {facts.map(([name, text]) =>
        text === undefined || text === '' ? undefined : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{shown(text)}</code>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function WalkTable(props: {
  readonly caption: string;
  readonly rows: readonly Reached[];
  readonly walked: Walk;
  readonly none: string;
  readonly direction: 'forward' | 'backward';
}): JSX.Element {
  const { estate } = usePage();
  const { walked, direction } = props;
  // The path is the shortest; these are the other last steps, so that no way into a role is left out.
  const others = ({ node, by }: Reached): Step[] =>
    direction === 'backward'
      ? []
      : estate.stepsFrom(node, 'backward').filter((step) => step !== by && walked.has(step.from.id));
  const columns: Column<Reached>[] = [
    { head: 'Principal', text: ({ node }) => node.name, cell: ({ node }) => <NodeName node={node} /> },
    { head: 'Account', text: ({ node }) => node.account ?? '', isShort: true },
    {
      head: 'How, and under which conditions',
      text: (row) =>
        [
          pathText(pathOf(walked, row.node)),
          ...others(row).map((step) => `${step.from.name} > ${waysText(step)}`),
        ].join('; also '),
      cell: (row) => (
        <>
          <Path path={pathOf(walked, row.node)} />
          {others(row).map((step) => (
            <p key={step.from.id} class="also">
              also from <NodeName node={step.from} isBare /> <Ways step={step} />
            </p>
          ))}
        </>
      ),
    },
    {
      head: 'Statements',
      text: ({ node }) => String((node.documents ?? []).length),
      cell: ({ node }) => <StatementsButton node={node} />,
    },
  ];
  return <Table caption={props.caption} rows={props.rows} columns={columns} none={props.none} />;
}
