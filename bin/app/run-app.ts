import { App } from 'aws-cdk-lib';
import Table from 'cli-table3';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './build-app';
import { loadConfig } from './config';
import { configFile } from './config-file';
import { formatPath } from './problems';
import { VALIDATION_REPORT } from './rendering';
import type { Config } from './schema';
import { declaredResourceRoles } from './sections/resource-role-schema';
import { show } from './sources';
import { checkTemplateSizes } from './stack-limits';

/** The app that cdk.json names: reads the config and synthesizes its stacks; returns what is left to others, if anything is. */
export function synthesize(argument: string | undefined): string {
  const app = makeApp();
  const rendering = buildApp(
    app,
    loadConfig(configFile(argument, app.node.getAllContext() as Record<string, unknown>)),
  );
  // That of a synth before this one would be taken for its own.
  rmSync(join(app.outdir, VALIDATION_REPORT), { force: true });
  try {
    app.synth();
  } catch (error) {
    throw rendering.explained(error);
  }
  rendering.refuseViolations();
  checkTemplateSizes(app.outdir, rendering);
  const owners = rendering.owners.accounts.map((account) => `  ${join(show(app.outdir), 'owners', account)}.sh\n`);
  return owners.length === 0 ? '' : `What owners must add, after the deployment:\n${owners.join('')}`;
}

/** Finds what is wrong with a config without a synth; returns what it declares, in a few words. */
export function validate(argument: string | undefined): string {
  const file = configFile(argument, {});
  const loaded = loadConfig(file);
  buildApp(makeApp(), loaded);
  const { accounts, chainingRoles, resourceRoles } = loaded.config;
  const counts = [
    counted(Object.keys(accounts).length, 'account'),
    counted(Object.keys(chainingRoles).length, 'chaining role'),
    counted(Object.keys(resourceRoles).length, 'resource role'),
  ];
  return `${loaded.source.file} is valid: ${counts.join(', ')}.\n${reasons(loaded.config)}`;
}

/** What roles are given with a reason, for whoever reviews it. */
function reasons(config: Config): string {
  const rows = declaredResourceRoles(config).flatMap((role) =>
    role.access.flatMap(({ reason }, index) =>
      reason === undefined ? [] : [[formatPath([...role.at('access'), index]), reason] as const],
    ),
  );
  if (rows.length === 0) return '';
  const table = new Table({ head: ['access', 'reason'], style: { head: [], border: [] } });
  table.push(...new Map(rows));
  return `\n${table.toString()}\n`;
}

/**
 * Synthesized above; at exit it would be synthesized again, even after an error. CDK's metadata would be a resource in stacks
 * that hold none, and so keep them.
 */
function makeApp(): App {
  return new App({ autoSynth: false, analyticsReporting: false });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
