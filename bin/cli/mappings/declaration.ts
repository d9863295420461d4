import { UserError } from '../errors';
import type { ExistingMapping } from './change';
import { compare, type Declaration, requireProjectNames } from './document';
import type { Hopsworks } from './hopsworks';
import { makePlan, type Plan, type PlanOptions } from './plan';
import { readDeclaration } from './sources';

export interface DeclarationOptions extends PlanOptions {
  readonly from: string[];
  readonly stage: string[];
  readonly project: string[];
}

/** What all sources declare, of the projects that were asked for. */
export function readDeclared({ from, stage, project: asked, prune, pruneEverywhere }: DeclarationOptions): Declaration {
  if (from.length === 0) {
    throw new UserError(
      '--from is missing: give an outputs file of `cdk deploy`, a cdk.out folder or a mappings file; it may be repeated.',
    );
  }
  if (pruneEverywhere && asked.length > 0) {
    throw new UserError('--prune-everywhere is about all projects, --project about some: give one of the two.');
  }
  requireProjectNames(asked);
  const all = readDeclaration(from, stage);
  const everywhere = {
    projects: new Set(all.map(({ project }) => project)),
    roles: new Set(all.map(({ role }) => role)),
  };
  const unknown = asked.filter((project) => !everywhere.projects.has(project));
  // With --prune, to be named is enough: how else would the last mapping of a project go?
  if (unknown.length > 0 && !prune) {
    throw new UserError(
      `--project ${unknown.join(', ')}: no mapping is declared for it. Declared: ${[...everywhere.projects].sort(compare).join(', ')}.`,
    );
  }
  const projects = asked.length === 0 ? everywhere.projects : new Set(asked);
  return { projects, mappings: all.filter(({ project }) => projects.has(project)), everywhere };
}

/** What a cluster holds now, and what is to be changed. */
export async function readPlan(
  hopsworks: Hopsworks,
  declaration: Declaration,
  { prune, pruneEverywhere, enforceDefaults }: PlanOptions,
): Promise<{ readonly plan: Plan; readonly existing: ExistingMapping[] }> {
  const existing = await hopsworks.mappings();
  await hopsworks.requireProjects(declaration.projects);
  const options = { prune: prune || pruneEverywhere, pruneEverywhere, enforceDefaults };
  return { plan: makePlan(declaration, existing, options), existing };
}
