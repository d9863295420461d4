import { POD_CLAIMS, mintToken } from '../../local/token';

function decode(part: string | undefined): unknown {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
}

test('has the shape and the claims of a token that EKS mints', () => {
  const [header, payload, signature, ...rest] = mintToken(POD_CLAIMS).split('.');

  expect(decode(header)).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  expect(decode(payload)).toMatchObject({
    iss: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
    sub: 'system:serviceaccount:hopsworks:hopsworks-instance',
    aud: 'sts.amazonaws.com',
  });
  expect(signature).not.toBe('');
  expect(rest).toEqual([]);
});

test('is valid for an hour from now', () => {
  const [, payload] = mintToken(POD_CLAIMS).split('.');
  const { iat, exp } = decode(payload) as { iat: number; exp: number };

  expect(exp - iat).toBe(3600);
  expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(5);
});

test('carries a changed claim', () => {
  const [, payload] = mintToken({ ...POD_CLAIMS, aud: 'vault' }).split('.');

  expect(decode(payload)).toMatchObject({ aud: 'vault', sub: POD_CLAIMS.sub });
});
