import { escapedJson } from '../escape';
import type { DiscreetTerminal } from '../terminal';
import { connected, type ConnectionOptions, readConnection } from './connection';
import { type DeclarationOptions, readDeclared, readPlan } from './declaration';
import { compare, type Mapping, renderDocument } from './document';
import { asJson, renderPlan, renderRows } from './report';

export interface OutputOptions {
  readonly json: boolean;
  readonly detailedExitcode: boolean;
}

export const CHANGES = 2;

export async function planCommand(
  options: ConnectionOptions & DeclarationOptions & OutputOptions & { offline: boolean },
  terminal: DiscreetTerminal,
): Promise<number> {
  if (options.offline) {
    printOffline(readDeclared(options).mappings, options, terminal);
    return 0;
  }
  const connection = readConnection(options, terminal, ', or --offline for the rows to type into its admin page');
  const declaration = readDeclared(options);
  const { plan } = await connected(connection, terminal, (hopsworks) => readPlan(hopsworks, declaration, options));
  terminal.out(options.json ? escapedJson(asJson(plan)) : renderPlan(plan));
  return options.detailedExitcode && plan.changes.length > 0 ? CHANGES : 0;
}

function printOffline(mappings: readonly Mapping[], { json }: OutputOptions, terminal: DiscreetTerminal): void {
  if (json) {
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
