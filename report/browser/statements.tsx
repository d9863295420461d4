import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { shown } from '../estate/words';
import type { ReportNode } from '../report';
import { usePage } from './page';

/** The documents of a principal, statement by statement as the template has them. */
export function StatementsDialog(props: { readonly node: ReportNode; readonly onClose: () => void }): JSX.Element {
  const { estate } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, [props.node]);
  return (
    <dialog ref={dialog} aria-label={`Statements of ${shown(props.node.name)}`} onClose={props.onClose}>
      <div class="head">
        <h2>
          <bdi>{shown(props.node.name)}</bdi>
        </h2>
        <button
          type="button"
          onClick={() => {
            dialog.current?.close();
          }}
        >
          Close
        </button>
      </div>
      {(props.node.documents ?? []).map(({ name, statements }, index) => (
        <section key={index}>
          <h3>{shown(name)}</h3>
          {statements.map((each) => (
            <Statement key={each} text={estate.report.statements[each] ?? ''} />
          ))}
        </section>
      ))}
    </dialog>
  );
}

export function Statement({ text }: { readonly text: string }): JSX.Element {
  return (
    <pre tabIndex={0} role="region" aria-label="Statement">
      {shown(onLines(text), '\n')}
    </pre>
  );
}

function onLines(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
