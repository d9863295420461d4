import { readFileSync } from 'node:fs';
import { type AccessModel, LISTS } from '../model/model';

/** A file that holds no model; its message says what to do. */
export class ModelFileError extends Error {}

/** A model as text that is the same for the same model, for a file. */
export function modelText(model: AccessModel): string {
  return `${JSON.stringify(model, undefined, 2)}\n`;
}

/** Reads a saved model. */
export function readModelFile(file: string): AccessModel {
  const model = parse(file);
  if (typeof model !== 'object' || model === null || Array.isArray(model))
    throw notAModel(file, 'it holds no JSON object');
  const { version, ...members } = model as Record<string, unknown>;
  if (version !== 1)
    throw notAModel(
      file,
      `its version is ${version === undefined ? 'missing' : JSON.stringify(version)}, and 1 is known here`,
    );
  const missing: string[] = ['stacks', ...LISTS].filter((list) => !Array.isArray(members[list]));
  if (typeof members.symbols !== 'object' || members.symbols === null) missing.push('symbols');
  if (missing.length > 0) throw notAModel(file, `it lacks ${missing.join(', ')}`);
  return model as AccessModel;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw notAModel(file, (error as Error).message);
  }
}

function notAModel(file: string, why: string): ModelFileError {
  return new ModelFileError(`${file} is no saved access model: ${why}. Write it anew with \`snapshot --model\`.`);
}
