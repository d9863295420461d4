import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Address, addressOf } from '../estate/address';
import type { Estate } from '../estate/estate';
import { filterOf } from '../estate/filter';
import { shortResource, shown } from '../estate/words';
import type { ReportNode } from '../report';
import { FilterBar } from './filter-bar';
import { Findings } from './findings';
import { DataList, Gaps, PrincipalList, ProjectList } from './lists';
import { Matrix } from './matrix';
import { Overview } from './overview';
import { PageContext, useLink, usePage } from './page';
import { PlaceView } from './place';
import { PrincipalView } from './principal';
import { ProjectView } from './project';
import { SearchBox } from './search-box';
import { StatementsDialog } from './statements';

export function App({ estate }: { readonly estate: Estate }): JSX.Element {
  const [address, setAddress] = useState(() => addressOf(location.hash));
  const [stated, setStated] = useState<ReportNode>();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    const follow = () => {
      setStated(undefined);
      setAddress(addressOf(location.hash));
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  const { view, id } = address;
  useEffect(() => {
    document.title = shown(`${headingOf(estate, address)} – ${estate.report.title}`);
    // Where a link led is where a keyboard and a screen reader go on.
    if (!isFirst.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [view, id]);
  const filter = useMemo(() => filterOf(estate, address), [estate, address.account, address.project, address.finding]);
  const page = useMemo(() => ({ estate, address, filter, showStatements: setStated }), [estate, address, filter]);
  return (
    <PageContext.Provider value={page}>
      <a class="skip" href="#main" onClick={skipTo(main)}>
        Skip to the content
      </a>
      <header class="top">
        <div class="title">
          <p>Who can become whom</p>
          <h1>{shown(estate.report.title)}</h1>
        </div>
        <SearchBox />
      </header>
      <Tabs />
      <FilterBar />
      <main id="main" ref={main} tabIndex={-1} aria-label={headingOf(estate, address)}>
        <View key={`${view} ${id}`} />
      </main>
      {stated === undefined ? undefined : (
        <StatementsDialog
          node={stated}
          onClose={() => {
            setStated(undefined);
          }}
        />
      )}
    </PageContext.Provider>
  );
}

/** The fragment is taken for the selection, so the browser may not follow it. */
function skipTo(main: { readonly current: HTMLElement | null }) {
  return (event: Event) => {
    event.preventDefault();
    main.current?.focus();
  };
}

function Tabs(): JSX.Element {
  const { estate, address } = usePage();
  const link = useLink();
  const tabs: readonly (readonly [Address['view'], string, number | undefined, Address['view'] | undefined])[] = [
    ['overview', 'Overview', undefined, undefined],
    ['principals', 'Principals', estate.nodes.length, 'principal'],
    ['data', 'Data', estate.places.length, 'place'],
    ['projects', 'Projects', estate.projects.length, 'project'],
    ['findings', 'Findings', estate.report.findings.length, undefined],
    ['matrix', 'Matrix', undefined, undefined],
    ['gaps', 'Not known', estate.report.gaps.length, undefined],
  ];
  return (
    <nav class="tabs" aria-label="Views">
      {tabs.map(([view, name, number, ofOne]) => (
        <a
          key={view}
          href={link({ view })}
          aria-current={address.view === view ? 'page' : address.view === ofOne ? 'true' : undefined}
        >
          {name}
          {number === undefined ? undefined : <span class="number"> {number.toLocaleString('en')}</span>}
        </a>
      ))}
    </nav>
  );
}

function View(): JSX.Element {
  const { estate, address } = usePage();
  const { view, id } = address;
  const place = view === 'place' ? estate.place(id) : undefined;
  const project = view === 'project' ? estate.project(id) : undefined;
  if (view === 'principal' && estate.has(id)) return <PrincipalView node={estate.node(id)} />;
  if (place !== undefined) return <PlaceView place={place} />;
  if (project !== undefined) return <ProjectView project={project} />;
  switch (view) {
    case 'overview':
      return <Overview />;
    case 'principals':
      return <PrincipalList />;
    case 'data':
      return <DataList />;
    case 'projects':
      return <ProjectList />;
    case 'findings':
      return <Findings />;
    case 'matrix':
      return <Matrix />;
    case 'gaps':
      return <Gaps />;
    default:
      return <Missing />;
  }
}

function Missing(): JSX.Element {
  const { address } = usePage();
  return (
    <section>
      <h2>Not in this report</h2>
      <p>
        The link asks for <code>{shown(address.id)}</code>, which this report does not hold. Search for its name above.
      </p>
    </section>
  );
}

function headingOf(estate: Estate, { view, id }: Address): string {
  const names: Record<Address['view'], () => string> = {
    overview: () => 'Overview',
    principals: () => 'Principals',
    data: () => 'Data',
    projects: () => 'Projects',
    findings: () => 'Findings',
    matrix: () => 'Matrix',
    gaps: () => 'Not known',
    principal: () => (estate.has(id) ? estate.node(id).name : id),
    place: () => shortResource(estate.place(id)?.resource ?? id),
    project: () => estate.project(id)?.name ?? id,
  };
  return shown(names[view]());
}
