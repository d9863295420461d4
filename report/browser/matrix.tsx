import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { type Estate, grouped, type Project } from '../estate/estate';
import type { Place } from '../estate/places';
import { rolesOf } from '../estate/filter';
import { type Access, accessFrom, highest, type Level, walk } from '../estate/reach';
import { count, shortResource, shown } from '../estate/words';
import type { ReportNode } from '../report';
import { usePage } from './page';
import { NodeName, PlaceName, ProjectName } from './parts';
import { CsvButton, Pages } from './table';

const ROWS = 40;
const COLUMNS = 16;
/** A matrix of more cells is exported by filters: a spreadsheet would not open it. */
const MOST_CELLS = 2_000_000;

type Subject = ReportNode | Project;

interface Cell {
  readonly level: Level;
  /** Whether no other role has to be become for it. */
  readonly isOwn: boolean;
}

/** Who gets to which data, at which level. */
export function Matrix(): JSX.Element {
  const { estate, filter } = usePage();
  const [isOfProjects, setOfProjects] = useState(false);
  const [row, setRow] = useState(0);
  const [column, setColumn] = useState(0);
  const reaching = useMemo(() => {
    const holders = estate.nodes.filter((node) => estate.holdingsOf(node).length > 0);
    return walk(estate, holders, 'backward');
  }, [estate]);
  const subjects = useMemo<readonly Subject[]>(
    () =>
      isOfProjects
        ? estate.projects.filter((project) => filter.project(project))
        : estate.nodes.filter((node) => filter.node(node) && reaching.has(node.id)),
    [estate, filter, isOfProjects],
  );
  const places = useMemo(() => estate.places.filter((place) => filter.place(place)), [estate, filter]);
  const accesses = (subject: Subject) =>
    'mappings' in subject ? rolesOf(subject).flatMap((role) => accessFrom(estate, role)) : accessFrom(estate, subject);
  const rowAt = Math.min(row, Math.max(0, Math.ceil(subjects.length / ROWS) - 1));
  const columnAt = Math.min(column, Math.max(0, Math.ceil(places.length / COLUMNS) - 1));
  const rows = subjects.slice(rowAt * ROWS, (rowAt + 1) * ROWS);
  const columns = places.slice(columnAt * COLUMNS, (columnAt + 1) * COLUMNS);
  const lines = () => [
    [isOfProjects ? 'Project' : 'Principal', 'Account', ...places.map(({ resource }) => resource)],
    ...subjects.map((subject) => {
      const cellOf = cellsOf(estate, accesses(subject));
      return [
        subject.name,
        'mappings' in subject ? '' : (subject.account ?? ''),
        ...places.map((place) => textOf(cellOf(place))),
      ];
    }),
  ];
  return (
    <section class="table">
      <div class="head">
        <h2>Matrix</h2>
        <fieldset class="switch">
          <legend class="hidden">Rows</legend>
          {[false, true].map((each) => (
            <label key={String(each)}>
              <input
                type="radio"
                name="rows"
                checked={isOfProjects === each}
                onChange={() => {
                  setOfProjects(each);
                  setRow(0);
                }}
              />
              {each ? 'Projects' : 'Principals'}
            </label>
          ))}
        </fieldset>
        {subjects.length * places.length > MOST_CELLS ? (
          <small>Too large for one CSV: filter first.</small>
        ) : (
          <CsvButton caption={`Access matrix by ${isOfProjects ? 'project' : 'principal'}`} lines={lines} />
        )}
      </div>
      <p class="note">
        {count(subjects.length, isOfProjects ? 'project' : 'principal')} by {count(places.length, 'resource')}.{' '}
        <Mark cell={{ level: 'read', isOwn: true }} /> read, <Mark cell={{ level: 'write', isOwn: true }} /> write,{' '}
        <Mark cell={{ level: 'admin', isOwn: true }} /> admin; <Mark cell={{ level: 'read', isOwn: false }} /> with an
        arrow: through a role that it can become.
      </p>
      {rows.length === 0 || columns.length === 0 ? (
        <p class="none">Nobody gets to data here.</p>
      ) : (
        <div class="scroll" role="region" aria-label="Access matrix" tabIndex={0}>
          <table class="matrix">
            <thead>
              <tr>
                <th scope="col">{isOfProjects ? 'Project' : 'Principal'}</th>
                {columns.map((place) => (
                  <th key={place.key} scope="col">
                    <div>
                      <PlaceName place={place} />
                    </div>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((subject) => {
                const cellOf = cellsOf(estate, accesses(subject));
                return (
                  <tr key={'mappings' in subject ? subject.key : subject.id}>
                    <th scope="row">
                      {'mappings' in subject ? <ProjectName project={subject} /> : <NodeName node={subject} isBare />}
                    </th>
                    {columns.map((place) => {
                      const cell = cellOf(place);
                      return (
                        <td
                          key={place.key}
                          title={
                            cell === undefined
                              ? undefined
                              : shown(`${subject.name}: ${textOf(cell)} ${shortResource(place.resource)}`)
                          }
                        >
                          {cell === undefined ? undefined : <Mark cell={cell} />}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {subjects.length <= ROWS ? undefined : (
        <Pages caption="rows" from={rowAt * ROWS} here={rows.length} all={subjects.length} at={rowAt} onTurn={setRow} />
      )}
      {places.length <= COLUMNS ? undefined : (
        <Pages
          caption="columns"
          from={columnAt * COLUMNS}
          here={columns.length}
          all={places.length}
          at={columnAt}
          onTurn={setColumn}
        />
      )}
    </section>
  );
}

function cellsOf(estate: Estate, accesses: readonly Access[]): (place: Place) => Cell | undefined {
  const byPlace = grouped(
    accesses.flatMap(({ holdings, path }) => holdings.map((holding) => ({ holding, path }))),
    ({ holding }) => holding.place,
  );
  return (place) => {
    const here = estate.placesOver(place).flatMap((each) => byPlace.get(each) ?? []);
    const level = highest(here.map(({ holding }) => holding.data.level));
    if (level === undefined) return undefined;
    return { level, isOwn: here.some(({ path, holding }) => path.length === 0 && holding.data.level === level) };
  };
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : `${cell.level}${cell.isOwn ? '' : ' through another role'}`;
}

function Mark({ cell }: { readonly cell: Cell }): JSX.Element {
  return (
    <span class={`mark ${cell.level}${cell.isOwn ? '' : ' through'}`}>
      <span aria-hidden="true">
        {cell.isOwn ? '' : '→'}
        {cell.level.charAt(0).toUpperCase()}
      </span>
      <span class="hidden">{textOf(cell)}</span>
    </span>
  );
}
