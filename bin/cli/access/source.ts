import { statSync } from 'node:fs';
import { Estate } from '../../../lib/private/access/model/estate';
import type { AccessModel } from '../../../lib/private/access/model/model';
import { readAssembly } from '../../../lib/private/access/sources/assembly/assembly';
import { AssemblyError } from '../../../lib/private/access/sources/assembly/templates';
import { ModelFileError, readModelFile } from '../../../lib/private/access/sources/file';
import { UserError } from '../errors';

/**
 * Reads what a command was given, each the folder of a cloud assembly or a saved model.
 *
 * @param stages construct paths of the Stages to keep, each of which one of them must have; all if there are none
 */
export function readSources(sources: readonly string[], stages: readonly string[]): AccessModel[] {
  const models = sources.map(read);
  const known = [...new Set(models.flatMap(stagesOf))];
  const unknown = stages.filter((stage) => !known.includes(stage));
  if (unknown.length > 0) {
    throw new UserError(`--stage ${listed(unknown)}: there is no such Stage; there is ${listed(known)}.`);
  }
  return stages.length === 0 ? models : models.map((model) => withStages(model, stages));
}

/** Reads what a question is about: what several Stages hold is put together only where somebody chose them. */
export function readOneEstate(source: string, stages: readonly string[]): Estate {
  const [model] = readSources([source], stages) as [AccessModel];
  const own = stagesOf(model);
  if (stages.length > 0 || own.length < 2) return new Estate(model);
  throw new UserError(
    `${source} has the Stages ${listed(own)}: choose which of them to ask with --stage <path>, which may be repeated.`,
  );
}

/** The construct paths of Stages that hold stacks; the empty one for stacks outside of any. */
function stagesOf({ stacks }: AccessModel): string[] {
  return [...new Set(stacks.map(({ stage }) => stage))];
}

function read(source: string): AccessModel {
  try {
    return statSync(source, { throwIfNoEntry: false })?.isFile() ? readModelFile(source) : readAssembly(source);
  } catch (error) {
    if (error instanceof AssemblyError || error instanceof ModelFileError) throw new UserError(error.message);
    throw error;
  }
}

function withStages(model: AccessModel, stages: readonly string[]): AccessModel {
  const stacks = model.stacks.filter(({ stage }) => stages.includes(stage));
  const paths = new Set(stacks.map(({ path }) => path));
  const within = <T extends { readonly place: { readonly stack: string } }>(list: readonly T[]) =>
    list.filter(({ place }) => paths.has(place.stack));
  return {
    ...model,
    stacks,
    principals: within(model.principals),
    policies: within(model.policies),
    memberships: within(model.memberships),
    instanceProfiles: within(model.instanceProfiles),
    identityProviders: within(model.identityProviders),
    podIdentities: within(model.podIdentities),
  };
}

function listed(stages: readonly string[]): string {
  return stages.map((stage) => (stage === '' ? '"" (the stacks outside of any Stage)' : stage)).join(', ');
}
