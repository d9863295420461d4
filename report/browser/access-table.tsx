import type { JSX } from 'preact';
import type { Access } from '../estate/reach';
import { shortResource, shown } from '../estate/words';
import { LevelMark, NodeName, Path, pathText, PlaceName, StatementsButton } from './parts';
import { type Column, Table } from './table';

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
      ? [
          {
            head: 'Data',
            text: ({ holding }) => holding.data.resource,
            cell: ({ holding }) => (
              <>
                <PlaceName place={holding.place} />
                {holding.data.resource === holding.place.resource ? undefined : (
                  <code class="block">{shown(shortResource(holding.data.resource))}</code>
                )}
              </>
            ),
          },
        ]
      : [
          { head: 'Principal', text: ({ node }) => node.name, cell: ({ node }) => <NodeName node={node} /> },
          { head: 'Account', text: ({ node }) => node.account ?? '', isShort: true },
        ];
  const columns: Column<Access>[] = [
    ...subject,
    {
      head: 'Level',
      text: ({ holding }) => holding.data.level,
      cell: ({ holding }) => <LevelMark level={holding.data.level} />,
      isShort: true,
    },
    {
      head: 'How, and under which conditions',
      text: ({ path }) => pathText(path),
      cell: ({ path }) => <Path path={path} />,
    },
    {
      head: 'Actions',
      text: ({ holding }) => holding.data.actions.join(' '),
      cell: ({ holding }) => <Actions actions={holding.data.actions} />,
    },
    ...(props.subject === 'place'
      ? []
      : [
          {
            head: 'On',
            text: ({ holding }: Access) => holding.data.resource,
            cell: ({ holding }: Access) => <code>{shown(shortResource(holding.data.resource))}</code>,
          },
        ]),
    {
      head: 'Statements',
      text: ({ holding }) => holding.node.name,
      cell: ({ holding }) => <StatementsButton node={holding.node} />,
    },
  ];
  return (
    <Table
      caption={props.caption}
      rows={props.accesses}
      columns={columns}
      none={props.none}
      {...(props.note === undefined ? {} : { note: props.note })}
    />
  );
}

const FEW = 4;

export function Actions({ actions }: { readonly actions: readonly string[] }): JSX.Element {
  if (actions.length <= FEW)
    return (
      <span class="actions">
        <code>{shown(actions.join(' '))}</code>
      </span>
    );
  return (
    <details class="actions">
      <summary>{actions.length} actions</summary>
      <code>{shown(actions.join(' '))}</code>
    </details>
  );
}
