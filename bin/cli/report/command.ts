import { statSync, writeFileSync } from 'node:fs';
import type { Gap } from '../../../lib/private/access/model/model';
import { pageOf } from '../../../report/page';
import type { Report } from '../../../report/report';
import { ConfigError } from '../../app/problems';
import { readStages } from '../access/source';
import { UserError } from '../errors';
import { escapedJson } from '../escape';
import type { Mapping } from '../mappings/document';
import { readAssemblyMappings } from '../mappings/sources';
import { shownStage } from '../stages';
import type { Terminal } from '../terminal';
import { reportOf } from './build';
import { findingsFromFiles } from './findings';
import { mermaidOf } from './mermaid';
import { type Selection, selectionOf } from './selection';

export interface ReportCommandOptions extends Selection {
  readonly format: 'html' | 'json' | 'mermaid';
  readonly out?: string;
  readonly stage: readonly string[];
}

const PAGE = 'report.html';

/** Runs `report`: a page goes into a file, what programs read goes on unless a file is given. */
export function reportCommand(source: string, options: ReportCommandOptions, terminal: Terminal): void {
  const { format, from, to } = options;
  const isSelection = from !== undefined || to !== undefined;
  const report = selectionOf(readReport(source, options.stage), { from, to });
  const texts = {
    html: () => pageOf(report),
    json: () => escapedJson(report),
    mermaid: () => mermaidOf(report, isSelection),
  };
  const text = texts[format]();
  const out = options.out ?? (format === 'html' ? PAGE : undefined);
  if (out === undefined) {
    terminal.out(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new UserError(`--out ${out} cannot be written: ${(error as Error).message}.`);
  }
  terminal.err(`${out}: ${summary(report)}.\n`);
}

/** What a source says of the Stages that were asked for. */
export function readReport(source: string, asked: readonly string[]): Report {
  const folder = statSync(source, { throwIfNoEntry: false })?.isFile() === true ? undefined : source;
  const { model, chosen, stages, isShown } = readStages(source, asked);
  // References lead everywhere, so the rules look at all of it.
  const { findings, gaps, viewOf } = findingsFromFiles(model, folder);
  const mappings = readMappings(folder, asked);
  const named = stages.filter((stage) => stage !== '' || stages.length > 1).map(shownStage);
  return reportOf({
    title: named.length === 0 ? source : `${source}, ${named.join(', ')}`,
    view: viewOf(chosen),
    findings: findings.filter(({ path }) => path === '' || isShown(path)),
    mappings: mappings.declared,
    gaps: [...chosen.gaps.filter(({ about }) => isShown(about)), ...gaps, ...mappings.gaps],
  });
}

/** ARNs that only the deployment knows are no error here: the rest of the report stands. */
function readMappings(folder: string | undefined, stages: readonly string[]): { declared: Mapping[]; gaps: Gap[] } {
  if (folder === undefined) {
    return { declared: [], gaps: [{ about: 'mappings', what: 'a saved model holds none; give the cdk.out folder' }] };
  }
  try {
    return { declared: readAssemblyMappings(folder, stages), gaps: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { declared: [], gaps: [{ about: 'mappings', what: `they are not read. ${error.message}` }] };
  }
}

function summary({ nodes, findings, gaps }: Report): string {
  const principals = nodes.filter(({ documents }) => documents !== undefined).length;
  const open = findings.filter(({ acknowledged }) => !acknowledged).length;
  const counts = [
    [principals, 'principal'],
    [open, 'open finding'],
    [gaps.length, 'gap'],
  ] as const;
  return counts.map(([number, word]) => `${number} ${word}${number === 1 ? '' : 's'}`).join(', ');
}
