import type { ComponentChildren, JSX } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { csvOf } from '../estate/csv';
import { compare } from '../estate/estate';
import { shown } from '../estate/words';

export interface Column<Row> {
  readonly head: string;
  /** What is sorted by, looked for and exported. */
  readonly text: (row: Row) => string;
  /** What is shown instead of the text. */
  readonly cell?: (row: Row) => ComponentChildren;
  readonly isNumber?: true;
  /** Never broken over lines. */
  readonly isShort?: true;
}

const PAGE = 40;
const FEW = 10;

/** Rows to read page by page, to sort, to look through and to take away as CSV; none is shown before its page is. */
export function Table<Row>(props: {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly none: string;
  readonly note?: ComponentChildren;
}): JSX.Element {
  const { caption, rows, columns, none, note } = props;
  const [sorted, setSorted] = useState<{ readonly column: number; readonly isDown: boolean }>();
  const [words, setWords] = useState('');
  const [page, setPage] = useState(0);
  const id = useId();
  const left = useMemo(() => arranged(rows, columns, words, sorted), [rows, words, sorted]);
  const last = Math.max(0, Math.ceil(left.length / PAGE) - 1);
  const at = Math.min(page, last);
  const here = left.slice(at * PAGE, (at + 1) * PAGE);
  return (
    <section class="table">
      <div class="head">
        <h3 id={id}>
          {caption} <span class="number">{rows.length.toLocaleString('en')}</span>
        </h3>
        {rows.length <= FEW ? undefined : (
          <input
            type="search"
            aria-label={`Look through: ${caption}`}
            placeholder="Look through"
            value={words}
            onInput={({ currentTarget }) => {
              setWords(currentTarget.value);
              setPage(0);
            }}
          />
        )}
        {rows.length === 0 ? undefined : <CsvButton caption={caption} lines={() => linesOf(columns, left)} />}
      </div>
      {note === undefined ? undefined : <p class="note">{note}</p>}
      {rows.length === 0 ? (
        <p class="none">{none}</p>
      ) : (
        <div class="scroll" role="region" aria-labelledby={id} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map(({ head, isNumber }, index) => (
                  <th
                    key={head}
                    scope="col"
                    class={isNumber ? 'right' : undefined}
                    aria-sort={sorted?.column === index ? (sorted.isDown ? 'descending' : 'ascending') : undefined}
                  >
                    <button
                      type="button"
                      onClick={() => {
                        const isDown = sorted?.column === index ? !sorted.isDown : isNumber === true;
                        setSorted({ column: index, isDown });
                      }}
                    >
                      {head}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {here.map((row, index) => (
                <tr key={at * PAGE + index}>
                  {columns.map(({ head, text, cell, isNumber, isShort }) => (
                    <td key={head} data-head={head} class={isNumber ? 'right' : isShort ? 'short' : undefined}>
                      {cell === undefined ? shown(text(row)) : cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {left.length === 0 ? <p class="none">No row holds “{shown(words)}”.</p> : undefined}
        </div>
      )}
      {last === 0 ? undefined : (
        <Pages caption={caption} from={at * PAGE} here={here.length} all={left.length} onTurn={setPage} at={at} />
      )}
    </section>
  );
}

export function Pages(props: {
  readonly caption: string;
  readonly from: number;
  readonly here: number;
  readonly all: number;
  readonly at: number;
  readonly onTurn: (page: number) => void;
}): JSX.Element {
  const { caption, from, here, all, at, onTurn } = props;
  const button = (name: string, to: number, isOff: boolean) => (
    <button
      type="button"
      disabled={isOff}
      onClick={() => {
        onTurn(to);
      }}
    >
      {name}
    </button>
  );
  return (
    <nav class="pages" aria-label={`Pages of ${caption}`}>
      {button('Before', at - 1, at === 0)}
      <span role="status">
        {(from + 1).toLocaleString('en')} to {(from + here).toLocaleString('en')} of {all.toLocaleString('en')}
      </span>
      {button('Next', at + 1, from + here >= all)}
    </nav>
  );
}

/** A file that the browser makes by itself. */
export function CsvButton(props: {
  readonly caption: string;
  readonly lines: () => readonly (readonly string[])[];
}): JSX.Element {
  return (
    <button
      type="button"
      class="csv"
      aria-label={`CSV of ${props.caption}`}
      onClick={() => {
        // The mark in front tells spreadsheets the encoding.
        const file = URL.createObjectURL(
          new Blob(['\uFEFF', csvOf(props.lines())], { type: 'text/csv;charset=utf-8' }),
        );
        const link = document.createElement('a');
        link.href = file;
        link.download = `${props.caption.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`;
        link.click();
        setTimeout(() => {
          URL.revokeObjectURL(file);
        }, 10_000);
      }}
    >
      CSV
    </button>
  );
}

function linesOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): (readonly string[])[] {
  return [columns.map(({ head }) => head), ...rows.map((row) => columns.map(({ text }) => text(row)))];
}

function arranged<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  words: string,
  sorted: { readonly column: number; readonly isDown: boolean } | undefined,
): readonly Row[] {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  const left =
    asked.length === 0
      ? rows
      : rows.filter((row) => {
          const text = columns.map((column) => column.text(row).toLowerCase()).join('\n');
          return asked.every((word) => text.includes(word));
        });
  const column = sorted === undefined ? undefined : columns[sorted.column];
  if (sorted === undefined || column === undefined) return left;
  const keyed = left.map((row) => ({ row, key: column.text(row) }));
  keyed.sort((a, b) => (sorted.isDown ? compare(b.key, a.key) : compare(a.key, b.key)));
  return keyed.map(({ row }) => row);
}
