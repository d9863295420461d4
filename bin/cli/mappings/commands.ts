import { writeFileSync } from 'node:fs';
import { UserError } from '../errors';
import type { DiscreetTerminal } from '../terminal';
import { ApiKey } from './api-key';
import { applyChanges } from './apply';
import { compare, isDeclarable, type Mapping, renderDocument } from './document';
import { Hopsworks } from './hopsworks';
import { Http } from './http';
import { makePlan, type Plan, type PlanOptions } from './plan';
import { renderApplied, renderPlan, renderRows } from './report';
import { readDeclaration } from './sources';

export interface ConnectionOptions {
  readonly url?: string;
  readonly apiKeyFile?: string;
  readonly caFile?: string;
  readonly timeout: number;
}

export interface DeclarationOptions extends PlanOptions {
  readonly from: string[];
  readonly project: string[];
}

export interface OutputOptions {
  readonly json: boolean;
  readonly detailedExitcode: boolean;
}

const CHANGES = 2;

/** A declaration, and the projects that it is about: those it names, or of these the ones that were asked for. */
interface Declaration {
  readonly projects: ReadonlySet<string>;
  readonly mappings: readonly Mapping[];
}

export async function planCommand(
  options: ConnectionOptions & DeclarationOptions & OutputOptions & { offline: boolean },
  terminal: DiscreetTerminal,
): Promise<number> {
  const declaration = readDeclared(options);
  if (options.offline) {
    printOffline(declaration.mappings, options, terminal);
    return 0;
  }
  const plan = await connected(options, terminal, (hopsworks) => readPlan(hopsworks, declaration, options));
  terminal.out(options.json ? json({ changes: plan.changes, kept: plan.kept }) : renderPlan(plan));
  return options.detailedExitcode && plan.changes.length > 0 ? CHANGES : 0;
}

export async function applyCommand(
  options: ConnectionOptions & DeclarationOptions & OutputOptions & { yes: boolean },
  terminal: DiscreetTerminal,
): Promise<number> {
  if (options.apiKeyFile === '-' && !options.yes) {
    throw new UserError(
      '--api-key-file - takes standard input, so that nothing can be confirmed there: add --yes, or give a file.',
    );
  }
  const declaration = readDeclared(options);
  return connected(options, terminal, async (hopsworks) => {
    const plan = await readPlan(hopsworks, declaration, options);
    // With --json the result alone is on standard output.
    const tell = (text: string) => {
      if (options.json) terminal.err(text);
      else terminal.out(text);
    };
    tell(renderPlan(plan));
    if (plan.changes.length === 0) {
      if (options.json) terminal.out(json({ changes: [], kept: plan.kept }));
      return 0;
    }
    if (!options.yes) {
      await confirm(terminal);
      const now = await readPlan(hopsworks, declaration, options);
      if (json(now.changes) !== json(plan.changes)) {
        throw new UserError(
          'Somebody changed the mappings in the meantime: nothing was changed. Run apply again to see what is to be done now.',
        );
      }
    }
    const results = await applyChanges(hopsworks, plan.changes, (result) => {
      if (result.status === 'failed') terminal.err(renderApplied(result));
      else tell(renderApplied(result));
    });
    if (options.json) terminal.out(json({ changes: results, kept: plan.kept }));
    const done = results.filter(({ status }) => status === 'done').length;
    if (done < results.length) {
      throw new UserError(`${done} of ${results.length} changes were made. Run apply again: it makes what is left.`);
    }
    const rest = await readPlan(hopsworks, declaration, options);
    if (rest.changes.length > 0) {
      throw new UserError(
        `All ${done} changes were made, but Hopsworks differs from the declaration again: somebody else is changing mappings. Run plan to see how.`,
      );
    }
    tell(`All ${done} changes were made; Hopsworks holds what is declared.\n`);
    return options.detailedExitcode ? CHANGES : 0;
  });
}

export async function exportCommand(
  options: ConnectionOptions & { project: string[]; out?: string },
  terminal: DiscreetTerminal,
): Promise<number> {
  const all = await connected(options, terminal, async (hopsworks) => {
    const mappings = await hopsworks.mappings();
    await hopsworks.requireProjects(options.project);
    return mappings;
  });
  const asked = all.filter(({ project }) => options.project.length === 0 || options.project.includes(project));
  const mappings = asked
    .map(({ project, projectRole, role, defaultRole }) => ({ project, projectRole, role, defaultRole }))
    .filter(isDeclarable);
  for (const { id, project, role } of asked.filter((each) => !isDeclarable(each))) {
    terminal.err(
      `Left out: mapping ${id} of project ${JSON.stringify(project)}, whose role ${JSON.stringify(role)} is no ARN of a role or whose ` +
        'project has no name that can be declared. Mend or delete it in Hopsworks.\n',
    );
  }
  const document = terminal.redact(renderDocument(mappings));
  if (options.out === undefined) {
    terminal.out(document);
    return 0;
  }
  try {
    writeFileSync(options.out, document);
  } catch (error) {
    throw new UserError(`--out ${options.out} cannot be written: ${(error as Error).message}.`);
  }
  terminal.err(
    `${options.out}: ${mappings.length} mappings of ${new Set(mappings.map(({ project }) => project)).size} projects.\n`,
  );
  return 0;
}

function readDeclared({ from, project: asked, prune }: DeclarationOptions): Declaration {
  if (from.length === 0) {
    throw new UserError(
      '--from is missing: give an outputs file of `cdk deploy`, a cdk.out folder or a mappings file; it may be repeated.',
    );
  }
  const all = readDeclaration(from);
  const named = new Set(all.map(({ project }) => project));
  const unknown = asked.filter((project) => !named.has(project));
  // With --prune, to be named is enough: how else would the last mapping of a project go?
  if (unknown.length > 0 && !prune) {
    throw new UserError(
      `--project ${unknown.join(', ')}: no mapping is declared for it. Declared: ${[...named].sort(compare).join(', ')}.`,
    );
  }
  const projects = asked.length === 0 ? named : new Set(asked);
  return { projects, mappings: all.filter(({ project }) => projects.has(project)) };
}

async function readPlan(
  hopsworks: Hopsworks,
  { projects, mappings }: Declaration,
  options: PlanOptions,
): Promise<Plan> {
  const existing = await hopsworks.mappings();
  await hopsworks.requireProjects(projects);
  return makePlan(projects, mappings, existing, options);
}

function printOffline(mappings: readonly Mapping[], { json: asJson }: OutputOptions, terminal: DiscreetTerminal): void {
  if (asJson) {
    terminal.out(renderDocument(mappings));
    return;
  }
  const sorted = [...mappings].sort(
    (one, other) => compare(one.project, other.project) || compare(one.role, other.role),
  );
  terminal.out(
    `To enter in Hopsworks as an administrator, under Cluster Settings, IAM Role Chaining:\n${renderRows(sorted)}\n` +
      'Not compared with a cluster.\n',
  );
}

async function confirm(terminal: DiscreetTerminal): Promise<void> {
  const answer = await terminal.ask('Make these changes? (yes/no) ');
  if (/^\s*y(es)?\s*$/i.test(answer ?? '')) return;
  throw new UserError(
    answer === undefined
      ? 'Nobody confirmed: nothing was changed. Add --yes where nobody can.'
      : 'Nothing was changed.',
  );
}

async function connected<Result>(
  options: ConnectionOptions,
  terminal: DiscreetTerminal,
  use: (hopsworks: Hopsworks) => Promise<Result>,
): Promise<Result> {
  const { url, apiKeyFile, caFile, timeout: timeoutSeconds } = options;
  if (url === undefined) throw new UserError('--url is missing: give the address of the cluster, https://<host>.');
  const apiKey = ApiKey.read(apiKeyFile, terminal.environment);
  // What a server says may hold what it was sent.
  terminal.hide(apiKey.secret);
  const http = new Http({ url, apiKey, caFile, timeoutSeconds, pause: (milliseconds) => terminal.pause(milliseconds) });
  try {
    return await use(new Hopsworks(http));
  } finally {
    await http.close();
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
