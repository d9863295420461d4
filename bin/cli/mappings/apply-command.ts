import { UserError } from '../errors';
import { escapedJson } from '../escape';
import type { DiscreetTerminal } from '../terminal';
import { type LostDefault, readAgain } from './aftermath';
import { applyChanges } from './apply';
import type { Applied } from './change';
import { connected, type ConnectionOptions, readConnection } from './connection';
import { type DeclarationOptions, readDeclared, readPlan } from './declaration';
import type { Declaration } from './document';
import type { Hopsworks } from './hopsworks';
import { Interruption } from './interruption';
import type { Plan } from './plan';
import { CHANGES, type OutputOptions } from './plan-command';
import { asJson, renderPlan } from './report';
import { renderAftermath, renderApplied } from './summary';

export type ApplyOptions = ConnectionOptions & DeclarationOptions & OutputOptions & { readonly yes: boolean };

/** What shells give for a process that a signal ended. */
const EXIT_CODES: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export async function applyCommand(options: ApplyOptions, terminal: DiscreetTerminal): Promise<number> {
  if (options.apiKeyFile === '-' && !options.yes) {
    throw new UserError(
      '--api-key-file - takes standard input, so that nothing can be confirmed there: add --yes, or give a file.',
    );
  }
  const connection = readConnection(options, terminal);
  const declaration = readDeclared(options);
  const interruption = new Interruption();
  const stopListening = interruption.listen(terminal);
  const json = new JsonSummary(options, terminal, interruption);
  try {
    return await connected(
      connection,
      terminal,
      (hopsworks) => applyTo(hopsworks, declaration, options, terminal, interruption, json),
      interruption,
    );
  } catch (error) {
    if (interruption.signal === undefined || !(error instanceof UserError)) throw error;
    terminal.err(`Ended by ${interruption.signal}: nothing was changed.\n`);
    json.print([], false);
    return exitCodeOf(interruption);
  } finally {
    stopListening();
  }
}

/** Everything is told here that happens once a change has begun; what is thrown means that none has. */
async function applyTo(
  hopsworks: Hopsworks,
  declaration: Declaration,
  options: ApplyOptions,
  terminal: DiscreetTerminal,
  interruption: Interruption,
  json: JsonSummary,
): Promise<number> {
  const { plan, existing } = await readPlan(hopsworks, declaration, options);
  json.plan = plan;
  // With --json the result alone is on standard output.
  const tell = (text: string) => {
    if (options.json) terminal.err(text);
    else terminal.out(text);
  };
  tell(renderPlan(plan));
  if (plan.changes.length === 0) {
    json.print([], true);
    return 0;
  }
  if (!options.yes) {
    await confirm(terminal, interruption);
    const now = await readPlan(hopsworks, declaration, options);
    if (JSON.stringify(now.plan.changes) !== JSON.stringify(plan.changes)) {
      throw new UserError(
        'Somebody changed the mappings in the meantime: nothing was changed. Run apply again to see what is to be done now.',
      );
    }
  }
  const answered = await applyChanges(
    (change) => hopsworks.make(change),
    plan.changes,
    interruption.begun,
    (result) => {
      if (result.error === undefined) tell(renderApplied(result));
      else terminal.err(renderApplied(result));
    },
  );
  const isDone = ({ status }: Applied) => status === 'done';
  const aftermath = answered.every(isDone) ? undefined : await readAgain(hopsworks, existing, answered);
  const results = aftermath?.results ?? answered;
  if (aftermath !== undefined) terminal.err(renderAftermath(aftermath, interruption.signal));
  if (!results.every(isDone)) {
    json.print(results, false, aftermath?.lostDefaults);
    return exitCodeOf(interruption);
  }
  const difference = await differenceOf(hopsworks, declaration, options);
  json.print(results, difference === undefined);
  if (difference === undefined) {
    tell(`All ${results.length} changes were made; Hopsworks holds what is declared.\n`);
    return options.detailedExitcode ? CHANGES : 0;
  }
  terminal.err(`All ${results.length} changes were made, but ${difference}\n`);
  return exitCodeOf(interruption);
}

/** Why Hopsworks does not hold what is declared, although all changes were made. */
async function differenceOf(
  hopsworks: Hopsworks,
  declaration: Declaration,
  options: ApplyOptions,
): Promise<string | undefined> {
  try {
    const { plan } = await readPlan(hopsworks, declaration, options);
    if (plan.changes.length === 0) return undefined;
    return 'Hopsworks differs from the declaration again: somebody else is changing mappings. Run plan to see how.';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `what Hopsworks holds now could not be read: ${error.message}`;
  }
}

async function confirm(terminal: DiscreetTerminal, { begun }: Interruption): Promise<void> {
  const answer = await terminal.ask('Make these changes? (yes/no) ', begun);
  if (/^\s*y(es)?\s*$/i.test(answer ?? '')) return;
  throw new UserError(
    answer === undefined
      ? 'Nobody confirmed: nothing was changed. Add --yes where nobody can.'
      : 'Nothing was changed.',
  );
}

function exitCodeOf({ signal }: Interruption): number {
  return (signal && EXIT_CODES[signal]) ?? 1;
}

/** What `--json` prints at the end, whatever the end is. */
class JsonSummary {
  plan: Plan = { changes: [], kept: [], undeclared: [], leaks: [] };

  constructor(
    private readonly options: OutputOptions,
    private readonly terminal: DiscreetTerminal,
    private readonly interruption: Interruption,
  ) {}

  /** @param complete whether Hopsworks was seen to hold what is declared */
  print(results: readonly Applied[], complete: boolean, lostDefaults: readonly LostDefault[] = []): void {
    if (!this.options.json) return;
    const { signal } = this.interruption;
    const skipped = this.plan.changes.map((change): Applied => ({ ...change, status: 'skipped' }));
    const changes = results.length === 0 ? skipped : results;
    this.terminal.out(
      escapedJson({ ...asJson({ ...this.plan, changes }), lostDefaults, complete, ...(signal && { endedBy: signal }) }),
    );
  }
}
