import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Project } from '../estate/estate';
import { rolesOf } from '../estate/filter';
import type { Place } from '../estate/places';
import { accessFrom, highest, holdingsOver, placesIn, walk } from '../estate/reach';
import { shortResource, shown, typeOf } from '../estate/words';
import type { ReportNode } from '../report';
import { usePage } from './page';
import { LevelMark, NodeName, PlaceName, ProjectName, StatementsButton } from './parts';
import { Table } from './table';

export function PrincipalList(): JSX.Element {
  const { estate, filter } = usePage();
  const rows = useMemo(() => estate.nodes.filter((node) => filter.node(node)), [estate, filter]);
  const becomes = (node: ReportNode) => String(walk(estate, [node], 'forward').size - 1);
  const reaches = (node: ReportNode) => String(new Set(accessFrom(estate, node).flatMap(placesIn)).size);
  return (
    <section>
      <h2>Principals</h2>
      <Table
        caption="All principals"
        rows={rows}
        none="No principal is left by the filters."
        columns={[
          { head: 'Principal', text: ({ name }) => name, cell: (node) => <NodeName node={node} isBare /> },
          { head: 'Type', text: typeOf, isShort: true },
          { head: 'Account', text: ({ account }) => account ?? '', isShort: true },
          { head: 'Construct', text: ({ path }) => path, cell: ({ path }) => <code>{shown(path)}</code> },
          { head: 'Becomes', text: becomes, isNumber: true },
          { head: 'Data', text: reaches, isNumber: true },
          {
            head: 'Broken',
            text: (node) => String(estate.halvesAt(node).length),
            cell: (node) =>
              estate.halvesAt(node).length === 0 ? (
                '0'
              ) : (
                <span class="badge broken">✕ {estate.halvesAt(node).length}</span>
              ),
            isNumber: true,
          },
          {
            head: 'Statements',
            text: ({ documents = [] }) => String(documents.reduce((sum, { statements }) => sum + statements.length, 0)),
            cell: (node) => <StatementsButton node={node} />,
          },
        ]}
      />
    </section>
  );
}

export function DataList(): JSX.Element {
  const { estate, filter } = usePage();
  const rows = useMemo(() => estate.places.filter((place) => filter.place(place)), [estate, filter]);
  const holders = (place: Place) => new Set(holdingsOver(estate, place).map(({ node }) => node));
  const projects = (place: Place) => {
    const walked = walk(estate, [...holders(place)], 'backward');
    return estate.projects.filter((project) => project.mappings.some(({ role }) => walked.has(role.id)));
  };
  return (
    <section>
      <h2>Data</h2>
      <Table
        caption="All data"
        rows={rows}
        none="No data is left by the filters."
        note="Who holds a pattern, such as every bucket, is counted at all data that it means."
        columns={[
          {
            head: 'Data',
            text: ({ resource }) => shortResource(resource),
            cell: (place) => <PlaceName place={place} />,
          },
          { head: 'By itself', text: (place) => String(holders(place).size), isNumber: true },
          {
            head: 'With chains',
            text: (place) => String(walk(estate, [...holders(place)], 'backward').size),
            isNumber: true,
          },
          {
            head: 'Highest level',
            text: (place) => highest(holdingsOver(estate, place).map(({ data }) => data.level)) ?? '',
            cell: (place) => {
              const level = highest(holdingsOver(estate, place).map(({ data }) => data.level));
              return level === undefined ? undefined : <LevelMark level={level} />;
            },
          },
          {
            head: 'Projects',
            text: (place) =>
              projects(place)
                .map(({ name }) => name)
                .join(' '),
            cell: (place) => <ProjectNames projects={projects(place)} />,
          },
        ]}
      />
    </section>
  );
}

const FEW = 3;

function ProjectNames({ projects }: { readonly projects: readonly Project[] }): JSX.Element {
  return (
    <>
      {projects.slice(0, FEW).map((project) => (
        <span key={project.key} class="block">
          <ProjectName project={project} />
        </span>
      ))}
      {projects.length > FEW ? <small>and {projects.length - FEW} more</small> : undefined}
    </>
  );
}

export function ProjectList(): JSX.Element {
  const { filter } = usePage();
  return (
    <section>
      <h2>Projects</h2>
      <ProjectTable isLeft={(project) => filter.project(project)} />
    </section>
  );
}

export function ProjectTable({ isLeft }: { readonly isLeft: (project: Project) => boolean }): JSX.Element {
  const { estate } = usePage();
  const places = (project: Project) =>
    String(new Set(rolesOf(project).flatMap((role) => accessFrom(estate, role).flatMap(placesIn))).size);
  return (
    <Table
      caption="Projects and what their members reach"
      rows={estate.projects.filter(isLeft)}
      none="No project’s members are mapped to roles."
      columns={[
        { head: 'Project', text: ({ name }) => name, cell: (project) => <ProjectName project={project} /> },
        {
          head: 'Project roles',
          text: ({ mappings }) =>
            [...new Set(mappings.map(({ mapping }) => mapping.projectRole ?? 'all members'))].join(', '),
        },
        { head: 'Roles', text: (project) => String(rolesOf(project).length), isNumber: true },
        { head: 'Data', text: places, isNumber: true },
      ]}
    />
  );
}

export function Gaps(): JSX.Element {
  const { estate } = usePage();
  return (
    <section>
      <h2>What this report does not know</h2>
      <Table
        caption="Not known"
        rows={estate.report.gaps}
        none="Nothing: all that the templates hold was read."
        columns={[
          { head: 'About', text: ({ about }) => about, cell: ({ about }) => <code>{shown(about)}</code> },
          { head: 'What', text: ({ what }) => what },
        ]}
      />
    </section>
  );
}
