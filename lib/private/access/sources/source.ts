import { statSync } from 'node:fs';
import type { AccessModel } from '../model/model';
import { readAssembly } from './assembly/assembly';
import { readModelFile } from './file';

/** Reads a folder that `cdk synth` wrote, or a file that `snapshot --model` did. */
export function readSource(path: string): AccessModel {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readModelFile(path) : readAssembly(path);
}
