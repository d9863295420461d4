import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { UserError } from '../errors';
import { checkedOrigin } from './address';
import type { ApiKey } from './api-key';
import { type Interruption, OutOfTime } from './interruption';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What answers the calls of the REST API. */
export interface Rest {
  call(method: Method, path: string, query?: Record<string, string>): Promise<Answer>;
}

/** No answer came. */
export class NoAnswer extends UserError {
  constructor(
    message: string,
    /** Whether the server may have done what was asked for nevertheless. */
    readonly mayBeDone: boolean,
  ) {
    super(message);
  }
}

export interface HttpOptions {
  /** `https://<host>`; plain http to this machine only. */
  readonly url: string;
  readonly apiKey: ApiKey;
  readonly timeoutSeconds: number;
  /** A file with the certificates to trust, in place of the usual ones. */
  readonly caFile?: string | undefined;
  readonly interruption: Interruption;
  /** Waits before a call is repeated. */
  readonly pause: (milliseconds: number, cutShort: AbortSignal) => Promise<unknown>;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/** Calls one server with the API key, and no other: TLS is verified whatever the environment says, and no redirect is followed. */
export class Http implements Rest {
  private readonly origin: string;
  private readonly dispatcher: Agent;

  constructor(private readonly options: HttpOptions) {
    this.origin = checkedOrigin(options.url);
    this.dispatcher = new Agent({
      connect: { rejectUnauthorized: true, ca: certificates(options.caFile), timeout: this.timeoutMs },
      maxResponseSize: LARGEST_ANSWER_BYTES,
    });
  }

  /** Repeats the call where the server was too busy, and, if it is safe to repeat, after a failure of the server or the network. */
  async call(method: Method, path: string, query: Record<string, string> = {}): Promise<Answer> {
    let mayBeDone = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { status, text, retryAfter } = await this.once(method, path, query);
        if (status >= 300 && status < 400) this.refuseRedirect(status);
        if (!isRepeatable(method, status) || !(await this.maySoonRepeat(attempt, retryAfter))) return { status, text };
        mayBeDone ||= status >= 500;
      } catch (error) {
        if (error instanceof UserError) throw error;
        mayBeDone ||= !wasNeverSent(error);
        const isFinal = method === 'POST' || isCertificateError(error) || !(await this.maySoonRepeat(attempt));
        if (isFinal) throw this.explained(error, mayBeDone);
      }
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async once(
    method: Method,
    path: string,
    query: Record<string, string>,
  ): Promise<Answer & { retryAfter: number }> {
    const url = new URL(path, this.origin);
    url.search = new URLSearchParams(query).toString();
    // The whole of it has this time: a server that sends a byte now and then runs into no limit of undici's.
    return this.options.interruption.within(this.timeoutMs, async (signal) => {
      const { statusCode, headers, body } = await request(url, {
        method,
        headers: { authorization: `ApiKey ${this.options.apiKey.secret}`, accept: 'application/json' },
        dispatcher: this.dispatcher,
        headersTimeout: 0,
        bodyTimeout: 0,
        signal,
      });
      return { status: statusCode, text: await body.text(), retryAfter: Number(headers['retry-after'] ?? 0) };
    });
  }

  private get timeoutMs(): number {
    return Math.max(1, Math.round(this.options.timeoutSeconds * 1000));
  }

  /** Waits until it is time to repeat a call; false where that is of no use, or not wanted any more. */
  private async maySoonRepeat(attempt: number, retryAfterSeconds = 0): Promise<boolean> {
    const { begun } = this.options.interruption;
    if (attempt === ATTEMPTS || begun.aborted) return false;
    const wanted = retryAfterSeconds > 0 ? retryAfterSeconds * 1000 : FIRST_PAUSE_MS * 2 ** (attempt - 1);
    await this.options.pause(Math.min(wanted, LONGEST_PAUSE_MS), begun);
    return !begun.aborted;
  }

  private refuseRedirect(status: number): never {
    throw new UserError(
      `${this.origin} answers with a redirect (${status}), which is not followed, since the API key would go along. Give the final address with --url.`,
    );
  }

  private explained(error: unknown, mayBeDone: boolean): NoAnswer {
    const { code = '', message } = error as Error & { code?: string };
    if (isCertificateError(error)) {
      return new NoAnswer(
        `${this.origin} has a certificate that is not trusted (${code}). Where an authority of your own signed it, give that one's certificate with --ca-file.`,
        mayBeDone,
      );
    }
    if (error instanceof OutOfTime) return new NoAnswer(`${this.origin} ${message}.`, mayBeDone);
    const words = mayBeDone ? 'broke off' : 'cannot be reached';
    return new NoAnswer(`${this.origin} ${words}: ${message || code}.`, mayBeDone);
  }
}

function certificates(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`--ca-file ${file} cannot be read: ${(error as Error).message}.`);
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UserError(`--ca-file ${file} holds no certificate in PEM format.`);
  }
  return pem;
}

/** A server that answers 429 has not begun; after a 5xx it may have, and making a mapping is the one call that must not be made twice. */
function isRepeatable(method: Method, status: number): boolean {
  return status === 429 || (status >= 500 && method !== 'POST');
}

function wasNeverSent(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return (
    isCertificateError(error) ||
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(code)
  );
}

function isCertificateError(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return /CERT|SIGNATURE|ERR_TLS|SELF_SIGNED/.test(code);
}
