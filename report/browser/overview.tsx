import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { grouped } from '../estate/estate';
import { accessFrom, mappingsTo, placesIn, walk } from '../estate/reach';
import { count, shown } from '../estate/words';
import type { ReportFinding, ReportNode } from '../report';
import { inOrder } from './findings';
import { HalfTable } from './halves';
import { ProjectTable } from './lists';
import { useLink, usePage } from './page';
import { NodeName, SeverityMark } from './parts';
import { Table } from './table';

/** What a review begins with: what there is, what is found, and which chains lead where. */
export function Overview(): JSX.Element {
  const { estate, filter } = usePage();
  const link = useLink();
  const { nodes, findings, chains, halves } = useMemo(() => {
    const left = estate.nodes.filter((node) => filter.node(node));
    return {
      nodes: left,
      findings: estate.report.findings.filter((each) => filter.finding(each)),
      chains: left.filter(({ isChainingRole }) => isChainingRole === true),
      halves: estate.broken.filter(({ from, to }) => filter.node(estate.node(from)) || filter.node(estate.node(to))),
    };
  }, [estate, filter]);
  const roles = nodes.filter(({ type }) => type === 'role');
  const open = findings.filter(({ acknowledged }) => !acknowledged);
  const accounts = new Set(nodes.flatMap(({ account }) => account ?? []));
  return (
    <section>
      <h2 class="hidden">Overview</h2>
      <dl class="figures">
        <Figure name="Accounts">{accounts.size}</Figure>
        <Figure name="Principals" href={link({ view: 'principals' })}>
          {nodes.length}
        </Figure>
        <Figure name="Chaining roles">{chains.length}</Figure>
        <Figure name="Other roles">{roles.length - chains.length}</Figure>
        <Figure name="Data" href={link({ view: 'data' })}>
          {estate.places.filter((place) => filter.place(place)).length}
        </Figure>
        <Figure name="Projects" href={link({ view: 'projects' })}>
          {estate.projects.filter((project) => filter.project(project)).length}
        </Figure>
        <Figure name="Open findings" href={link({ view: 'findings' })} isBad={open.length > 0}>
          {open.length}
        </Figure>
        <Figure name="Broken chains" isBad={halves.length > 0}>
          {halves.length}
        </Figure>
      </dl>
      {estate.report.gaps.length === 0 ? undefined : (
        <p class="note">
          This report does not know everything:{' '}
          <a href={link({ view: 'gaps' })}>{count(estate.report.gaps.length, 'thing')} not known</a>.
        </p>
      )}
      <FindingsByRule findings={findings} />
      <HalfTable halves={halves} />
      <ChainTable chains={chains} />
      <ProjectTable isLeft={(project) => filter.project(project)} />
      <AccountTable nodes={nodes} findings={open} />
    </section>
  );
}

function Figure(props: {
  readonly name: string;
  readonly href?: string;
  readonly isBad?: boolean;
  readonly children: number;
}): JSX.Element {
  const { name, href, isBad, children } = props;
  const number = children.toLocaleString('en');
  return (
    <div class={isBad ? 'bad' : ''}>
      <dt>{name}</dt>
      <dd>
        {href === undefined ? (
          number
        ) : (
          <a href={href} aria-label={`${name}: ${number}`}>
            {number}
          </a>
        )}
      </dd>
    </div>
  );
}

function FindingsByRule({ findings }: { readonly findings: readonly ReportFinding[] }): JSX.Element {
  const link = useLink();
  const rules = [...grouped(inOrder(findings), ({ rule, severity }) => `${severity} ${rule}`).values()];
  const open = (each: readonly ReportFinding[]) => each.filter(({ acknowledged }) => !acknowledged).length;
  return (
    <Table
      caption="Findings by rule"
      rows={rules}
      none="No finding."
      columns={[
        {
          head: 'Severity',
          isShort: true,
          text: ([first]) => first?.severity ?? '',
          cell: ([first]) => (first === undefined ? undefined : <SeverityMark severity={first.severity} />),
        },
        {
          head: 'Rule',
          text: ([first]) => first?.rule ?? '',
          cell: ([first]) =>
            first === undefined ? undefined : (
              <a href={link({ view: 'findings', finding: first.rule })}>{shown(first.rule)}</a>
            ),
        },
        { head: 'For example', text: ([first]) => first?.reason ?? '' },
        { head: 'Open', text: (each) => String(open(each)), isNumber: true },
        { head: 'Acknowledged', text: (each) => String(each.length - open(each)), isNumber: true },
      ]}
    />
  );
}

/** Whom each chaining role becomes, by account: no line for each role. */
function ChainTable({ chains }: { readonly chains: readonly ReportNode[] }): JSX.Element {
  const { estate } = usePage();
  const becomes = (chain: ReportNode) => [...walk(estate, [chain], 'forward').values()].slice(1);
  const byAccount = (chain: ReportNode) =>
    [...grouped(becomes(chain), ({ node }) => node.account ?? 'no known account')].map(
      ([account, reached]) => [account, reached.length] as const,
    );
  const projects = (chain: ReportNode) => {
    const walked = walk(estate, [chain], 'forward');
    return [...new Set(mappingsTo(estate, walked).map(({ project }) => project))];
  };
  const holders = (chain: ReportNode) => estate.stepsFrom(chain, 'backward').map(({ from }) => from);
  return (
    <Table
      caption="Chains"
      rows={chains}
      none="No chaining role."
      columns={[
        { head: 'Chaining role', text: ({ name }) => name, cell: (node) => <NodeName node={node} isBare /> },
        { head: 'Account', text: ({ account }) => account ?? '', isShort: true },
        {
          head: 'Held by',
          text: (chain) =>
            holders(chain)
              .map(({ name }) => name)
              .join(', '),
          cell: (chain) => <Some items={holders(chain)} show={(each) => <NodeName node={each} isBare />} />,
        },
        { head: 'Becomes', text: (chain) => String(becomes(chain).length), isNumber: true },
        {
          head: 'In',
          isShort: true,
          text: (chain) =>
            byAccount(chain)
              .map(([account, number]) => `${account}: ${number}`)
              .join(', '),
          cell: (chain) => (
            <Some
              items={byAccount(chain)}
              show={([account, number]) => (
                <>
                  {shown(account)} <small>{count(number, 'role')}</small>
                </>
              )}
            />
          ),
        },
        {
          head: 'Data',
          text: (chain) => String(new Set(accessFrom(estate, chain).flatMap(placesIn)).size),
          isNumber: true,
        },
        { head: 'Projects', text: (chain) => String(projects(chain).length), isNumber: true },
      ]}
    />
  );
}

const FEW = 3;

function Some<T>(props: { readonly items: readonly T[]; readonly show: (item: T) => ComponentChildren }): JSX.Element {
  return (
    <>
      {props.items.slice(0, FEW).map((item, index) => (
        <span key={index} class="block">
          {props.show(item)}
        </span>
      ))}
      {props.items.length > FEW ? <small>and {props.items.length - FEW} more</small> : undefined}
    </>
  );
}

function AccountTable(props: {
  readonly nodes: readonly ReportNode[];
  readonly findings: readonly ReportFinding[];
}): JSX.Element {
  const { estate } = usePage();
  const link = useLink();
  const foundAt = grouped(props.findings, ({ node }) => (node === undefined ? '' : (estate.node(node).account ?? '')));
  const rows = [...grouped(props.nodes, ({ account }) => account ?? '')].sort(([a], [b]) => (a < b ? -1 : 1));
  const where = (account: string) => account || 'no known account';
  const places = (nodes: readonly ReportNode[]) =>
    new Set(nodes.flatMap((node) => estate.holdingsOf(node).map(({ place }) => place))).size;
  return (
    <Table
      caption="Accounts"
      rows={rows}
      none="No account."
      columns={[
        {
          head: 'Account',
          text: ([account]) => where(account),
          cell: ([account]) =>
            account === '' ? where(account) : <a href={link({ view: 'principals', account })}>{shown(account)}</a>,
        },
        { head: 'Principals', text: ([, nodes]) => String(nodes.length), isNumber: true },
        {
          head: 'Chaining roles',
          text: ([, nodes]) => String(nodes.filter(({ isChainingRole }) => isChainingRole).length),
          isNumber: true,
        },
        { head: 'Data held', text: ([, nodes]) => String(places(nodes)), isNumber: true },
        { head: 'Open findings', text: ([account]) => String(foundAt.get(account)?.length ?? 0), isNumber: true },
      ]}
    />
  );
}
