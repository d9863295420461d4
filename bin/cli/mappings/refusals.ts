import { z } from 'zod';
import { UserError } from '../errors';
import { escapeText } from '../escape';
import type { Answer } from './http';

/** An answer of Hopsworks that is not the one hoped for, in words. */
export class HopsworksError extends UserError {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }

  /** Whether every further call would end alike. */
  get isFinal(): boolean {
    return this.status === 401 || this.status === 405;
  }

  /** Whether it is about what was asked for, and says nothing about the next call. */
  get isAboutOneCall(): boolean {
    return this.status === 400 || this.status === 409 || this.status === 422;
  }
}

/** What a call is for: what a refusal means hangs on it. */
export interface Purpose {
  /** As an error begins: "create of … in project …". */
  readonly doing: string;
  /** What the key and its owner need for it. */
  readonly needs: Needs;
}

/** The scope of the API key, and what its owner must be. */
export interface Needs {
  readonly scope: 'ADMIN' | 'PROJECT';
  readonly owner: string;
}

export const ADMINISTRATION: Needs = { scope: 'ADMIN', owner: 'an administrator of the cluster (HOPS_ADMIN)' };
export const MEMBERSHIP: Needs = {
  scope: 'PROJECT',
  owner: 'a member of that project (data owner or data scientist), which an administrator is not by itself',
};

const LONGEST_SAYING = 500;

const failure = z.object({
  errorCode: z.int().optional(),
  errorMsg: z.string().optional(),
  usrMsg: z.string().optional(),
});

const WORDS_OF_CODE: Record<number, string> = {
  150004: 'Hopsworks has no such project',
  380000: 'this cluster does not run on AWS, so it has no role mappings',
  380001: 'Hopsworks could not assume the role',
  380002: 'access to the role mappings is refused',
  380003: 'the mapping is not there any more; somebody else removed it meanwhile',
  380004: 'the project has such a mapping, or such a default, already; somebody else made it meanwhile',
  380005: 'Hopsworks could not get credentials of the cluster',
};

const WORDS_OF_STATUS: Record<number, string> = {
  401: 'the API key is not accepted: it is mistyped, expired or revoked',
  404: 'there is no such thing at this address: role mappings need Hopsworks Enterprise, and --url the host of the cluster',
  405: 'this cluster has no role mappings: they need Hopsworks Enterprise on AWS',
  429: 'it is too busy; try again later',
};

/** The error that tells of an answer that is no success. */
export function refusal({ status, text }: Answer, purpose: Purpose): HopsworksError {
  const { errorCode, errorMsg, usrMsg } = failure.safeParse(jsonOf(text)).data ?? {};
  const words = wordsOf(status, errorCode, purpose.needs);
  const said = [errorMsg, usrMsg].filter((each) => each !== undefined && each !== '').join(' ');
  const saying = said.length > LONGEST_SAYING ? `${said.slice(0, LONGEST_SAYING)}…` : said;
  return new HopsworksError(
    `${purpose.doing}: Hopsworks answered ${status}${errorCode === undefined ? '' : ` (${errorCode})`}: ${words}.` +
      (saying === '' ? '' : ` It says: ${escapeText(saying)}`),
    status,
  );
}

function wordsOf(status: number, errorCode: number | undefined, { scope, owner }: Needs): string {
  if (errorCode === 320003) return `the owner of the API key is not allowed this: it must be ${owner}`;
  if (errorCode === 320004) return `the API key lacks the scope ${scope}`;
  const known = WORDS_OF_CODE[errorCode ?? 0] ?? WORDS_OF_STATUS[status];
  if (known !== undefined) return known;
  if (status === 403) return `this is refused: the API key needs the scope ${scope}, and its owner must be ${owner}`;
  return 'it could not do it';
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
