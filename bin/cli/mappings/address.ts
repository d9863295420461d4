import { UserError } from '../errors';

/** The origin of `--url`; throws for what is more or less than one, and for plain http to another machine. */
export function checkedOrigin(given: string): string {
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
      `--url is ${url.origin === 'null' ? 'of another kind' : url.origin}: only https is allowed, since the API key is sent; plain http to this machine only.`,
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new UserError(`--url has more than a host: give ${url.origin}.`);
  }
  return url.origin;
}
