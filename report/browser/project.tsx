import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Project } from '../estate/estate';
import { rolesOf } from '../estate/filter';
import { pictureOfProject } from '../estate/picture';
import { type Access, accessFrom, placesIn, walk } from '../estate/reach';
import { count, shown } from '../estate/words';
import { placeColumn, What, whatText } from './access-table';
import { Drawing } from './drawing';
import { usePage } from './page';
import { LevelMark, NodeName, Path, pathText, StatementsButton } from './parts';
import { Table } from './table';

/** What the members of a project become and reach. */
export function ProjectView({ project }: { readonly project: Project }): JSX.Element {
  const { estate, filter } = usePage();
  const { accesses, picture } = useMemo(() => {
    const walked = walk(estate, rolesOf(project), 'forward');
    return {
      accesses: project.mappings.flatMap(({ mapping, role }) =>
        accessFrom(estate, role).map((access) => ({ mapping, role, access })),
      ),
      picture: pictureOfProject(estate, project, walked),
    };
  }, [estate, project]);
  const left = accesses.filter(({ access }) => filter.node(access.holder));
  const places = new Set(left.flatMap(({ access }) => placesIn(access)));
  return (
    <article>
      <div class="lead">
        <h2>
          <bdi>{shown(project.name)}</bdi>
        </h2>
        <p class="kind">{shown(project.platform)} project</p>
      </div>
      <p class="answer">
        Its members become <b>{count(rolesOf(project).length, 'role')}</b> and reach{' '}
        <b>{count(places.size, 'resource')}</b>.
      </p>
      <Table
        caption="Data that its members reach"
        rows={left}
        none="Its roles reach no data in this report."
        columns={[
          placeColumn(({ access }: { readonly access: Access }) => access),
          {
            head: 'Level',
            text: ({ access }) => access.level,
            cell: ({ access }) => <LevelMark level={access.level} />,
            isShort: true,
          },
          { head: 'Project role', text: ({ mapping }) => mapping.projectRole ?? 'all members' },
          {
            head: 'How, and under which conditions',
            text: ({ role, access }) => (access.path.length === 0 ? `as ${role.name}` : pathText(access.path)),
            cell: ({ role, access }) =>
              access.path.length === 0 ? (
                <>
                  as <NodeName node={role} isBare />
                </>
              ) : (
                <Path path={access.path} isWhole />
              ),
          },
          { head: 'What', text: ({ access }) => whatText(access), cell: ({ access }) => <What access={access} /> },
        ]}
      />
      <Drawing picture={picture} name={project.name} />
      <Table
        caption="Role mappings"
        rows={project.mappings}
        none="No mapping."
        columns={[
          { head: 'Project role', text: ({ mapping }) => mapping.projectRole ?? 'all members' },
          { head: 'Role', text: ({ role }) => role.name, cell: ({ role }) => <NodeName node={role} /> },
          { head: 'Account', text: ({ role }) => role.account ?? '', isShort: true },
          { head: 'Default', text: ({ mapping }) => (mapping.isDefault ? 'default' : '') },
          {
            head: 'Statements',
            text: ({ role }) => String((role.documents ?? []).length),
            cell: ({ role }) => <StatementsButton node={role} />,
          },
        ]}
      />
    </article>
  );
}
