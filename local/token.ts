/**
 * Mints the web identity token that EKS would put into a pod.
 *
 * Its signature is a placeholder, as the emulator does not look at it. `aud` is a plain string, while EKS writes a list
 * of one: the emulator never matches a list.
 */
import { AUDIENCE, ISSUER, SUBJECT } from './quickstart';

const LIFETIME_SECONDS = 3600;

export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
}

export const POD_CLAIMS: Claims = { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE };

export function mintToken(claims: Claims): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT', kid: 'local' },
    { ...claims, iat: now, exp: now + LIFETIME_SECONDS },
  ];
  return [...parts.map((part) => base64url(JSON.stringify(part))), base64url('not signed')].join('.');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
