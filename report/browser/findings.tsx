import type { JSX } from 'preact';
import { count, shown } from '../estate/words';
import type { ReportFinding } from '../report';
import { usePage } from './page';
import { NodeName, SeverityMark } from './parts';
import { Statement } from './statements';
import { type Column, Table } from './table';

const ORDER: readonly ReportFinding['severity'][] = ['error', 'warning', 'info'];

/** Open findings first, the worst of them on top. */
export function inOrder(findings: readonly ReportFinding[]): ReportFinding[] {
  const rank = ({ acknowledged, severity }: ReportFinding) => Number(acknowledged) * 3 + ORDER.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

export function Findings(): JSX.Element {
  const { estate, filter } = usePage();
  return (
    <section>
      <h2>Findings</h2>
      <FindingTable findings={estate.report.findings.filter((each) => filter.finding(each))} isElsewhere />
    </section>
  );
}

/** The findings of one principal, or of all. */
export function FindingTable(props: {
  readonly findings: readonly ReportFinding[];
  readonly isElsewhere?: true;
}): JSX.Element {
  const { estate } = usePage();
  const open = props.findings.filter(({ acknowledged }) => !acknowledged).length;
  const where: Column<ReportFinding> = {
    head: 'Where',
    text: ({ path }) => path,
    cell: ({ node, path }) =>
      node === undefined ? (
        <code>{shown(path)}</code>
      ) : (
        <>
          <NodeName node={estate.node(node)} isBare isAmongFindings />
          <small class="block">{shown(path)}</small>
        </>
      ),
  };
  const columns: Column<ReportFinding>[] = [
    {
      head: 'Severity',
      isShort: true,
      text: ({ severity, acknowledged }) => `${severity}${acknowledged ? ', acknowledged' : ''}`,
      cell: ({ severity, acknowledged }) => (
        <>
          <SeverityMark severity={severity} />{' '}
          {acknowledged ? <span class="badge acknowledged">✓ acknowledged</span> : undefined}
        </>
      ),
    },
    { head: 'Rule', text: ({ rule }) => rule, cell: ({ rule }) => <code>{shown(rule)}</code> },
    ...(props.isElsewhere ? [where] : []),
    {
      head: 'What and why',
      text: ({ reason, fix, acknowledgement }) => [reason, fix, acknowledgement].filter(Boolean).join(' '),
      cell: ({ reason, fix, acknowledged, acknowledgement, statement }) => (
        <>
          <p>{shown(reason)}</p>
          <p class="fix">{shown(fix)}</p>
          {acknowledged ? (
            <p class="acknowledgement">
              Acknowledged{acknowledgement === undefined ? ' without a reason.' : <>: “{shown(acknowledgement)}”</>}
            </p>
          ) : undefined}
          {statement === undefined ? undefined : (
            <details>
              <summary>Statement</summary>
              <Statement text={statement} />
            </details>
          )}
        </>
      ),
    },
  ];
  return (
    <Table
      caption={props.isElsewhere ? 'All findings' : 'Findings'}
      rows={inOrder(props.findings)}
      columns={columns}
      none="No finding."
      note={
        props.findings.length === 0
          ? undefined
          : `${count(open, 'finding')} open, ${props.findings.length - open} acknowledged.`
      }
    />
  );
}
