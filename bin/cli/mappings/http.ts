import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { UserError } from '../errors';
import type { ApiKey } from './api-key';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface HttpOptions {
  /** `https://<host>`; plain http to this machine only. */
  readonly url: string;
  readonly apiKey: ApiKey;
  readonly timeoutSeconds: number;
  /** A file with the certificates to trust, in place of the usual ones. */
  readonly caFile?: string | undefined;
  /** Waits before a call is repeated. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/** Calls one server with the API key, and no other: TLS is verified whatever the environment says, and no redirect is followed. */
export class Http {
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
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === ATTEMPTS;
      try {
        const { status, text, retryAfter } = await this.once(method, path, query);
        if (status >= 300 && status < 400) this.refuseRedirect(status);
        if (last || !isRepeatable(method, status)) return { status, text };
        await this.options.pause(pauseMs(attempt, retryAfter));
      } catch (error) {
        if (error instanceof UserError) throw error;
        if (last || method === 'POST' || isCertificateError(error)) throw this.explained(error);
        await this.options.pause(pauseMs(attempt));
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
    const { statusCode, headers, body } = await request(url, {
      method,
      headers: { authorization: `ApiKey ${this.options.apiKey.secret}`, accept: 'application/json' },
      dispatcher: this.dispatcher,
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
      // The whole of it: a server that sends a byte now and then never runs into the other two.
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    return { status: statusCode, text: await body.text(), retryAfter: Number(headers['retry-after'] ?? 0) };
  }

  private get timeoutMs(): number {
    return Math.max(1, Math.round(this.options.timeoutSeconds * 1000));
  }

  private refuseRedirect(status: number): never {
    throw new UserError(
      `${this.origin} answers with a redirect (${status}), which is not followed, since the API key would go along. Give the final address with --url.`,
    );
  }

  private explained(error: unknown): UserError {
    const { code = '', message, name } = error as Error & { code?: string };
    if (isCertificateError(error)) {
      return new UserError(
        `${this.origin} has a certificate that is not trusted (${code}). Where an authority of your own signed it, give that one's certificate with --ca-file.`,
      );
    }
    if (name === 'TimeoutError' || (code.startsWith('UND_ERR_') && code.endsWith('_TIMEOUT'))) {
      return new UserError(`${this.origin} gave no answer within ${this.options.timeoutSeconds} s (--timeout).`);
    }
    return new UserError(`${this.origin} cannot be reached: ${message || code}.`);
  }
}

function checkedOrigin(given: string): string {
  if (!URL.canParse(given)) throw new UserError('--url is no address: give https://<host>, with a port if it has one.');
  const url = new URL(given);
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      '--url holds a user name or password: give https://<host> alone, and the API key with --api-key-file.',
    );
  }
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    throw new UserError(
      `--url is ${url.origin === 'null' ? url.protocol : url.origin}: only https is allowed, since the API key is sent; plain http to this machine only.`,
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new UserError(`--url has more than a host: give ${url.origin}.`);
  }
  return url.origin;
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

function isCertificateError(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return /CERT|SIGNATURE|ERR_TLS|SELF_SIGNED/.test(code);
}

function pauseMs(attempt: number, retryAfterSeconds = 0): number {
  const wanted = retryAfterSeconds > 0 ? retryAfterSeconds * 1000 : FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return Math.min(wanted, LONGEST_PAUSE_MS);
}
