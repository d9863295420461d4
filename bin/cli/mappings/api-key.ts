import { readFileSync } from 'node:fs';
import { nearest } from '../../../lib/private/words/nearest';
import { UserError } from '../errors';

const VARIABLE = 'HOPSWORKS_API_KEY';

/** The API key, kept where nothing prints it by accident. */
export class ApiKey {
  /**
   * From a file, from standard input (`-`), or from the environment.
   *
   * The name of the file is not repeated in errors: somebody may have given the key itself.
   */
  static read(file: string | undefined, environment: NodeJS.ProcessEnv): ApiKey {
    const text = file === undefined ? environment[VARIABLE] : readSecret(file);
    if (text === undefined) {
      const near = nearest(VARIABLE, Object.keys(environment));
      const hint = near === undefined ? '' : ` The environment has ${near}: is that a misspelt one?`;
      throw new UserError(
        `There is no API key: give --api-key-file <file>, --api-key-file - for standard input, or set ${VARIABLE}.${hint}`,
      );
    }
    const secret = text.trim();
    const place = file === undefined ? VARIABLE : file === '-' ? 'standard input' : 'the file of --api-key-file';
    if (!/^[!-~]+$/.test(secret)) {
      throw new UserError(
        `${place} holds no API key: expected one line without spaces, got ${secret === '' ? 'nothing' : 'something else'}.`,
      );
    }
    return new ApiKey(secret);
  }

  /** What the environment holds that may be one, under a misspelt name too; to be hidden. */
  static likelyIn(environment: NodeJS.ProcessEnv): string[] {
    return Object.entries(environment).flatMap(([name, value = '']) =>
      /HOPS.*KEY|KEY.*HOPS/i.test(name) ? value.trim() : [],
    );
  }

  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  get secret(): string {
    return this.#secret;
  }
}

function readSecret(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UserError(
      `--api-key-file names no file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
    );
  }
}
