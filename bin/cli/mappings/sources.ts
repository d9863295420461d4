import { readFileSync, statSync } from 'node:fs';
import { outputsOf } from '../../../lib/private/access/sources/assembly/assembly';
import { explain, problemsOf } from '../../app/issues';
import { ConfigError, formatPath } from '../../app/problems';
import type { Path, Problem } from '../../app/problems';
import { Source } from '../../app/source';
import { UserError } from '../errors';
import { chosenStages } from '../stages';
import { type Mapping, mappingDocument } from './document';

/** A mapping, and where it is written. */
interface Declared extends Mapping {
  readonly at: (key: string, message: string) => Problem;
}

/** What `hopsworks.RoleMappings` writes into an output, whatever its name is. */
const DOCUMENT = /^\s*\{\s*"version":\s*\d+,\s*"mappings":/;
const OUTPUT_NAME = /^RoleMappings\d*$/;

/** The mappings of all files and assemblies as one declaration. Throws for what is malformed, and where two disagree. */
export function readDeclaration(sources: readonly string[], stages: readonly string[] = []): Mapping[] {
  const folders = sources.filter(isFolder);
  if (stages.length > 0 && folders.length === 0) {
    throw new UserError('--stage is about a cdk.out folder, and --from gives none: leave it out, or give the folder.');
  }
  return merged(
    sources.flatMap((source) => (folders.includes(source) ? fromAssembly(source, stages) : fromFile(source))),
  );
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UserError(`--from ${path}: there is no such file or folder.`);
  }
}

function fromFile(file: string): Declared[] {
  const source = new Source(file, readFileSync(file, 'utf8'));
  const { value } = source;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigError([source.problem([], 'expected an outputs file of `cdk deploy`, or a mappings file')]);
  }
  const members = value as Record<string, unknown>;
  // Stacks may be called so, too.
  const isDocument = Array.isArray(members.mappings) || ('version' in members && typeof members.version !== 'object');
  if (isDocument) return fromDocument(value, source, []);
  const documents = Object.entries(members).flatMap(([stack, outputs]) => {
    if (typeof outputs !== 'object' || outputs === null) {
      throw new ConfigError([source.problem([stack], notOutputs)]);
    }
    return outputDocuments(Object.entries(outputs), (name) => [stack, name], source);
  });
  if (documents.length === 0) throw new ConfigError([source.problem([], `${noOutput}; deploy the stack that has one`)]);
  return documents.flat();
}

function fromAssembly(folder: string, asked: readonly string[]): Declared[] {
  const documents = assemblyDocuments(folder, asked);
  if (documents.length === 0) throw new UserError(`${folder}: ${noOutput}.`);
  return documents.flat();
}

/** The mappings of an assembly, where it declares some. */
export function readAssemblyMappings(folder: string, stages: readonly string[]): Mapping[] {
  return merged(assemblyDocuments(folder, stages).flat());
}

function assemblyDocuments(folder: string, asked: readonly string[]): Declared[][] {
  return outputsOf(folder, { stages: chosenStages(folder, asked) }).flatMap(({ file, name, value }) => {
    // Read again with its lines only where something is wrong.
    const source = {
      problem: (path: Path, message: string) => new Source(file, readFileSync(file, 'utf8')).problem(path, message),
    };
    return outputDocuments([[name, value]], () => ['Outputs', name, 'Value'], source);
  });
}

const notOutputs =
  'expected the outputs of a stack, as `cdk deploy --outputs-file` writes them; of a config, give the cdk.out folder of its synth';
const noOutput = 'no stack has an output of hopsworks.RoleMappings (RoleMappings, RoleMappings2, …)';

function outputDocuments(
  outputs: readonly (readonly [name: string, value: unknown])[],
  pathOf: (name: string) => Path,
  source: Pick<Source, 'problem'>,
): Declared[][] {
  return outputs.flatMap(([name, value]) => {
    const path = pathOf(name);
    if (typeof value !== 'string') {
      if (!OUTPUT_NAME.test(name) && !DOCUMENT.test(firstPart(value))) return [];
      const message =
        'holds ARNs that only the deployment knows; deploy with --outputs-file and give that file, or give the stacks an account and region';
      throw new ConfigError([source.problem(path, message)]);
    }
    return OUTPUT_NAME.test(name) || DOCUMENT.test(value)
      ? [fromDocument(parsed(value, path, source), source, path)]
      : [];
  });
}

/** The first literal of a text that CloudFormation joins. */
function firstPart(value: unknown): string {
  const join = (value as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'];
  return String(join?.[1][0]);
}

function parsed(text: string, path: Path, source: Pick<Source, 'problem'>): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ConfigError([source.problem(path, `is no JSON: ${(error as Error).message}`)]);
  }
}

/** Reads a document that stands at a path of a file. */
function fromDocument(value: unknown, source: Pick<Source, 'problem'>, path: Path): Declared[] {
  const problem = (at: Path, message: string) => source.problem([...path, ...at], message);
  const result = mappingDocument.safeParse(value, { error: explain, reportInput: true });
  if (!result.success) throw new ConfigError(result.error.issues.flatMap((issue) => problemsOf(issue, { problem })));
  return result.data.mappings.map((mapping, index) => ({
    ...mapping,
    at: (key, message) => problem(['mappings', index, key], message),
  }));
}

/** One mapping of each role in a project, as Hopsworks keeps them. What two places say alike counts once. */
function merged(declared: readonly Declared[]): Mapping[] {
  const byRole = new Map<string, Declared>();
  const byDefault = new Map<string, Declared>();
  const problems: Problem[] = [];
  for (const each of declared) {
    const { project, projectRole, role, defaultRole } = each;
    const before = byRole.get(`${project}\n${role}`);
    if (before !== undefined && before.projectRole !== projectRole) {
      const message =
        `${role} is for ${projectRole} of project "${project}" here and for ${before.projectRole} in ${placeOf(before, 'projectRole')}; ` +
        'Hopsworks takes a role once in a project: make the two agree, or use ALL for both';
      problems.push(each.at('projectRole', message));
    } else if (before?.defaultRole !== undefined && defaultRole !== undefined && before.defaultRole !== defaultRole) {
      const message = `is ${String(defaultRole)} for ${role} in project "${project}", and ${String(before.defaultRole)} in ${placeOf(before, 'defaultRole')}; make the two agree`;
      problems.push(each.at('defaultRole', message));
    }
    byRole.set(`${project}\n${role}`, before?.defaultRole === undefined ? each : before);
    if (defaultRole !== true) continue;
    const other = byDefault.get(`${project}\n${projectRole}`) ?? each;
    byDefault.set(`${project}\n${projectRole}`, other);
    if (other.role === role) continue;
    const message =
      `${role} is a second default for ${projectRole} of project "${project}", beside ${other.role} in ${placeOf(other, 'defaultRole')}; ` +
      'Hopsworks keeps one: remove one of the two';
    problems.push(each.at('defaultRole', message));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return [...byRole.values()].map(({ project, projectRole, role, defaultRole }) => ({
    project,
    projectRole,
    role,
    defaultRole,
  }));
}

function placeOf(declared: Declared, key: string): string {
  const { file, line, path } = declared.at(key, '');
  return `${file}:${line} (${formatPath(path)})`;
}
