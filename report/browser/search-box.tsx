import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { grouped } from '../estate/estate';
import { Search } from '../estate/search';
import { count, shown } from '../estate/words';
import { useLink, usePage } from './page';

const MOST_OF_A_KIND = 8;
/** A statement is found by what stands in its middle, and read in its dialog. */
const MOST_CHARACTERS = 160;

/** Searches everything; what is found are links, so that a keyboard and a screen reader need to learn nothing. */
export function SearchBox(): JSX.Element {
  const { estate, address } = usePage();
  const link = useLink();
  const search = useMemo(() => new Search(estate), [estate]);
  const [words, setWords] = useState('');
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setWords('');
  }, [address.view, address.id]);
  useEffect(() => {
    const focusBox = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== '/' || (target instanceof HTMLElement && target.matches('input, select, textarea'))) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener('keydown', focusBox);
    return () => {
      removeEventListener('keydown', focusBox);
    };
  }, []);
  const { found, total } = useMemo(() => search.find(words, MOST_OF_A_KIND), [search, words]);
  const addressOf = ({ address: { view, id, finding } }: (typeof found)[number]) =>
    link({ view, id, ...(finding === '' ? {} : { finding }) });
  return (
    <search
      class="search"
      onKeyDown={({ key, target }) => {
        const [first] = found;
        if (key === 'Enter' && target === box.current && first !== undefined) location.hash = addressOf(first);
        if (key !== 'Escape') return;
        setWords('');
        box.current?.focus();
      }}
    >
      <label>
        <span class="hidden">Search names, accounts, ARNs, actions, conditions, findings and statements</span>
        <input
          ref={box}
          type="search"
          placeholder="Search everything  ( / )"
          autocomplete="off"
          spellcheck={false}
          value={words}
          onInput={({ currentTarget }) => {
            setWords(currentTarget.value);
          }}
        />
      </label>
      <p class="hidden" role="status">
        {words.trim() === '' ? '' : `${count(total, 'hit')} for ${shown(words)}`}
      </p>
      {words.trim() === '' ? undefined : (
        <div class="hits">
          {total === 0 ? <p>Nothing in this report holds “{shown(words)}”.</p> : undefined}
          {[...grouped(found, ({ kind }) => kind)].map(([kind, hits]) => (
            <section key={kind} aria-label={kind}>
              <h2>{kind}</h2>
              <ul>
                {hits.map((hit, index) => (
                  <li key={index}>
                    <a
                      href={addressOf(hit)}
                      onClick={() => {
                        setWords('');
                      }}
                    >
                      <span class="name">{shown(excerpt(hit.label, words))}</span> <small>{shown(hit.detail)}</small>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {found.length < total ? (
            <p class="more">
              {count(found.length, 'hit')} of {total.toLocaleString('en')}: another word narrows them down.
            </p>
          ) : undefined}
        </div>
      )}
    </search>
  );
}

function excerpt(text: string, words: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const at = text.toLowerCase().indexOf(words.toLowerCase().trim().split(/\s+/)[0] ?? '');
  const from = Math.max(0, at - MOST_CHARACTERS / 2);
  return `${from > 0 ? '…' : ''}${text.slice(from, from + MOST_CHARACTERS)}…`;
}
