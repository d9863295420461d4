import { App } from 'aws-cdk-lib';
import type { AppProps } from 'aws-cdk-lib';
import Table from 'cli-table3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './build-app';
import { loadConfig } from './config';
import type { LoadedConfig } from './config';
import { configFile } from './config-file';
import { formatPath, linesOf } from './problems';
import { VALIDATION_REPORT } from './rendering';
import type { Rendering } from './rendering';
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
  finish(app, rendering);
  const owners = rendering.owners.accounts.map((account) => `  ${join(show(app.outdir), 'owners', account)}.sh\n`);
  return owners.length === 0 ? '' : `What owners must add, after the deployment:\n${owners.join('')}`;
}

/** Finds what is wrong with a config and leaves no synth behind; returns what it declares, in a few words, and what the checks warn of. */
export function validate(argument: string | undefined): string {
  const loaded = loadConfig(configFile(argument, {}));
  const { rendering, warnings } = tried(loaded);
  const ofVendors = ['Hopsworks', 'Qubole'].flatMap((vendor) => {
    const made = rendering.rolesOf(vendor.toLowerCase()).length;
    return made === 0 ? [] : counted(made, 'role', ` of ${vendor}`);
  });
  const counts = [
    counted(Object.keys(loaded.config.accounts).length, 'account'),
    counted(rendering.chainingRoles.size, 'chaining role'),
    counted(rendering.resourceRoles.length + rendering.existingRoles.size, 'resource role'),
    ...ofVendors,
  ];
  const lines = warnings.map((line) => `warning: ${line}\n`);
  return `${loaded.source.file} is valid: ${counts.join(', ')}.\n${lines.join('')}${reasons(loaded.config)}`;
}

/** What a config makes, and what the checks warn of, by a synth in a folder of its own. */
function tried(loaded: LoadedConfig): { rendering: Rendering; warnings: string[] } {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-iam-role-chaining-'));
  // CDK's own look at templates takes seconds to load, and warns only.
  process.env.CDK_VALIDATION = 'false';
  try {
    // CDK would print the findings in its own words. What constructs warn of is among them.
    const context = {
      '@aws-cdk/core:failSynthOnValidationErrors': false,
      '@aws-cdk/core:annotationsInValidationReport': true,
    };
    const app = makeApp({ outdir, context });
    const rendering = buildApp(app, loaded);
    finish(app, rendering);
    return { rendering, warnings: linesOf(rendering.violations('warning')) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Writes the templates, and tells what only their end shows. */
function finish(app: App, rendering: Rendering): void {
  // That of a synth before this one would be taken for its own.
  rmSync(join(app.outdir, VALIDATION_REPORT), { force: true });
  try {
    app.synth();
  } catch (error) {
    throw rendering.explained(error);
  }
  rendering.refuseViolations();
  checkTemplateSizes(app.outdir, rendering);
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
function makeApp(props: AppProps = {}): App {
  return new App({ ...props, autoSynth: false, analyticsReporting: false });
}

function counted(count: number, what: string, of = ''): string {
  return `${count} ${what}${count === 1 ? '' : 's'}${of}`;
}
