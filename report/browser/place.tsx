import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { grouped } from '../estate/estate';
import { pictureOfPlace } from '../estate/picture';
import type { Place } from '../estate/places';
import { type Access, accessTo, mappingsTo, MOST_ACCESSES } from '../estate/reach';
import { count, shortResource, shown } from '../estate/words';
import { AccessTable, What, whatText } from './access-table';
import { Drawing } from './drawing';
import { usePage } from './page';
import { LevelMark, NodeName, Path, pathText, ProjectName } from './parts';
import { Facts } from './principal';
import { type Column, Table } from './table';

type Mapped = ReturnType<typeof mappingsTo>[number] & { readonly access: Access };

/** Everybody who gets to some data, and the projects whose members do. */
export function PlaceView({ place }: { readonly place: Place }): JSX.Element {
  const { estate, filter } = usePage();
  const { all, picture } = useMemo(
    () => ({ all: accessTo(estate, place), picture: pictureOfPlace(estate, place) }),
    [estate, place],
  );
  const accesses = all.filter(({ node, holder }) => filter.node(node) || filter.node(holder));
  const mapped = useMemo(() => {
    const byNode = grouped(all, ({ node }) => node.id);
    return mappingsTo(estate, byNode).flatMap((each) =>
      (byNode.get(each.mapping.role.id) ?? []).map((access) => ({ ...each, access })),
    );
  }, [all]).filter(({ project }) => filter.project(project));
  const who = new Set(accesses.map(({ node }) => node));
  const projects = new Set(mapped.map(({ project }) => project));
  const accounts = new Set([...who].flatMap(({ account }) => account ?? []));
  return (
    <article>
      <div class="lead">
        <h2>
          <bdi>{shown(shortResource(place.resource))}</bdi>
        </h2>
        <p class="kind">{shown(place.service)}</p>
      </div>
      <Facts facts={[['Resource', place.resource]]} />
      {place.isPattern ? (
        <p class="note">A pattern: this is about who holds all that it means, not about who holds some of it.</p>
      ) : undefined}
      <p class="answer">
        <b>{count(who.size, 'principal')}</b> in {count(accounts.size, 'account')}{' '}
        {projects.size === 0 ? undefined : (
          <>
            and the members of <b>{count(projects.size, 'project')}</b>{' '}
          </>
        )}
        {who.size === 1 && projects.size === 0 ? 'gets' : 'get'} there.
      </p>
      <Table
        caption="Projects whose members get there"
        rows={mapped}
        none="No project’s members get there."
        columns={projectColumns}
      />
      <Drawing picture={picture} name={place.resource} />
      <AccessTable
        caption="Who gets there"
        accesses={accesses}
        subject="principal"
        none="Nobody in this report gets there."
        {...(all.length < MOST_ACCESSES
          ? {}
          : { note: `More ways than ${count(MOST_ACCESSES, 'way')} lead here: these are the first.` })}
      />
    </article>
  );
}

const projectColumns: Column<Mapped>[] = [
  { head: 'Project', text: ({ project }) => project.name, cell: ({ project }) => <ProjectName project={project} /> },
  {
    head: 'Project role',
    text: ({ mapping: { mapping } }) =>
      (mapping.projectRole ?? 'all members') + (mapping.isDefault ? ' (default)' : ''),
  },
  {
    head: 'Level',
    text: ({ access }) => access.level,
    cell: ({ access }) => <LevelMark level={access.level} />,
    isShort: true,
  },
  {
    head: 'How, and under which conditions',
    text: ({ mapping: { role }, access }) => (access.path.length === 0 ? `as ${role.name}` : pathText(access.path)),
    cell: ({ mapping: { role }, access }) =>
      access.path.length === 0 ? (
        <>
          as <NodeName node={role} isBare />
        </>
      ) : (
        <Path path={access.path} isWhole />
      ),
  },
  {
    head: 'What',
    text: ({ access }) => whatText(access),
    cell: ({ access }) => <What access={access} />,
  },
];
