import type { JSX } from 'preact';
import type { Access } from '../estate/reach';
import { count, shortResource, shown } from '../estate/words';
import { Conditions, LevelMark, NodeName, Path, pathText, PlaceName, StatementsButton } from './parts';
import { type Column, Table } from './table';

const DENIED = 'What is denied altogether is left out; a Deny of a part of it is among the statements.';

/** Who gets to which data: of one principal by place, of one place by principal. */
export function AccessTable(props: {
  readonly caption: string;
  readonly accesses: readonly Access[];
  readonly subject: 'place' | 'principal';
  readonly none: string;
  readonly note?: string;
}): JSX.Element {
  const subject: Column<Access>[] =
    props.subject === 'place'
      ? [placeColumn((access) => access)]
      : [
          { head: 'Principal', text: ({ node }) => node.name, cell: ({ node }) => <NodeName node={node} /> },
          { head: 'Account', text: ({ node }) => node.account ?? '', isShort: true },
        ];
  const columns: Column<Access>[] = [
    ...subject,
    { head: 'Level', text: ({ level }) => level, cell: ({ level }) => <LevelMark level={level} />, isShort: true },
    {
      head: 'How, and under which conditions',
      text: ({ path }) => pathText(path),
      cell: ({ path }) => <Path path={path} />,
    },
    { head: 'What', text: whatText, cell: (access) => <What access={access} /> },
    {
      head: 'Statements',
      text: ({ holder }) => holder.name,
      cell: ({ holder }) => <StatementsButton node={holder} />,
    },
  ];
  return (
    <Table
      caption={props.caption}
      rows={props.accesses}
      columns={columns}
      none={props.none}
      note={[DENIED, props.note ?? ''].join(' ').trim()}
    />
  );
}

export function placeColumn<Row>(accessOf: (row: Row) => Access): Column<Row> {
  const place = (row: Row) => accessOf(row).holdings[0]?.place;
  return {
    head: 'Data',
    text: (row) => place(row)?.resource ?? '',
    cell: (row) => {
      const here = place(row);
      return here === undefined ? undefined : <PlaceName place={here} />;
    },
  };
}

/** On what and under which conditions, and the actions behind a click. */
export function What({ access }: { readonly access: Access }): JSX.Element {
  return (
    <>
      {access.holdings.map(({ data: { resource, actions, conditions = [] } }, index) => (
        <details key={index}>
          <summary>
            {count(actions.length, 'action')} <span class="muted">on</span>{' '}
            <code>{shown(shortResource(resource))}</code>
            <span class="way">
              <Conditions conditions={conditions} />
            </span>
          </summary>
          <code>{shown(actions.join(' '))}</code>
        </details>
      ))}
    </>
  );
}

export function whatText({ holdings }: Access): string {
  return holdings
    .map(({ data: { resource, actions, conditions = [] } }) =>
      [`${actions.join(' ')} on ${resource}`, ...conditions].join(' if '),
    )
    .join('; ');
}
