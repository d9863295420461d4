import { args, cluster, from } from './four-projects';
import { API_KEY, certificate, cli, file } from './support';

describe('the API key', () => {
  const usage = '\nUsage: cdk-iam-role-chaining mappings plan [options]; --help explains it';

  test.each([
    ['file', (url: string) => args('plan', url, '--api-key-file', file(`${API_KEY}\n`, 'key')), {}],
    ['environment', (url: string) => args('plan', url), { HOPSWORKS_API_KEY: ` ${API_KEY}\n` }],
  ])('is read from the %s', async (_, made, environment) => {
    const standing = await cluster();
    expect(await cli(made(standing.url), { environment })).toMatchObject({ exitCode: 0, err: '' });
  });

  test.each([
    [
      [],
      {},
      'There is no API key: give --api-key-file <file>, --api-key-file - for standard input, or set HOPSWORKS_API_KEY.',
    ],
    [
      [],
      { HOPSWORKS_API_KEY: '' },
      'HOPSWORKS_API_KEY holds no API key: expected one line without spaces, got nothing.',
    ],
    [
      ['--api-key-file', file('two\nlines', 'key')],
      {},
      'the file of --api-key-file holds no API key: expected one line without spaces, got something else.',
    ],
    [['--api-key-file', API_KEY], {}, '--api-key-file names no file that can be read (ENOENT).'],
    [[`--api-key=${API_KEY}`], {}, `error: unknown option '--api-key=…'${usage}`],
    [['--api-key', API_KEY], {}, `error: unknown option '--api-key'${usage}`],
  ])('is refused and not printed: %j %j', async (options, environment, said) => {
    const ended = await cli(args('plan', 'http://127.0.0.1:9', ...options), { environment });
    expect(ended).toMatchObject({ exitCode: 1, out: '', err: `${said}\n` });
  });

  test('from standard input leaves nothing to confirm with', async () => {
    const [, , ...rest] = args('apply', 'http://127.0.0.1:9', '--api-key-file', '-');
    const { exitCode, err } = await cli(['mappings', 'apply', ...rest.filter((each) => each !== '--yes')]);
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: '--api-key-file - takes standard input, so that nothing can be confirmed there: add --yes, or give a file.\n',
    });
  });
});

describe('the address', () => {
  test.each([
    [
      'http://hopsworks.example.com',
      '--url is http://hopsworks.example.com: only https is allowed, since the API key is sent; plain http to this machine only.',
    ],
    ['http://127.0.0.1.example.com', '--url is http://127.0.0.1.example.com: only https'],
    ['hopsworks.example.com', '--url is no address: give https://<host>, with a port if it has one.'],
    ['https://me:secret@hopsworks.example.com', '--url holds a user name or password'],
    ['https://hopsworks.example.com/hopsworks-api', '--url has more than a host: give https://hopsworks.example.com.'],
  ])('%s is refused', async (url, said) => {
    const { exitCode, err } = await cli(args('plan', url));
    expect(exitCode).toBe(1);
    expect(err).toContain(said);
    expect(err).not.toContain('secret@');
  });

  test.each([
    ['plan', ', or --offline for the rows to type into its admin page'],
    ['apply', ''],
    ['export', ''],
  ])('is asked for before the API key by %s', async (command, instead) => {
    const source = command === 'export' ? [] : ['--from', from];
    for (const environment of [{}, { HOPSWORKS_API_KEY: API_KEY }]) {
      const { exitCode, out, err } = await cli(['mappings', command, ...source], { environment });
      const said = `--url is missing: give the address of the cluster, https://<host>${instead}.\n`;
      expect({ exitCode, out, err }).toEqual({ exitCode: 1, out: '', err: said });
    }
  });
});

describe('TLS', () => {
  test('a certificate that is not trusted is refused', async () => {
    const standing = await cluster({ tls: certificate() });
    const { exitCode, err } = await cli(args('plan', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain('has a certificate that is not trusted');
    expect(standing.requests).toEqual([]);
  });

  test('--ca-file trusts it', async () => {
    const standing = await cluster({ tls: certificate() });
    expect(await cli(args('plan', standing.url, '--ca-file', certificate().file))).toMatchObject({
      exitCode: 0,
      err: '',
    });
  });

  test.each([
    [file('nothing', 'ca.pem'), 'holds no certificate in PEM format'],
    ['/does/not/exist', 'cannot be read'],
  ])('--ca-file %s', async (caFile, said) => {
    expect((await cli(args('plan', 'https://127.0.0.1:9', '--ca-file', caFile))).err).toContain(said);
  });
});
