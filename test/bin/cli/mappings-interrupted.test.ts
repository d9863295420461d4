import { ApiKey } from '../../../bin/cli/mappings/api-key';
import { Http } from '../../../bin/cli/mappings/http';
import { Interruption } from '../../../bin/cli/mappings/interruption';
import { args, cluster, declared } from './four-projects';
import { arn, cli, declaration, type DeclaredMapping, mappingsOf, standIn } from './support';

interface Summary {
  readonly changes: readonly (DeclaredMapping & { status: string; readAgain?: true; error?: string })[];
  readonly lostDefaults: readonly object[];
  readonly complete: boolean;
  readonly endedBy?: string;
}

/** What sends a signal to the command that runs with `signals`; once, since a second one gives up more. */
function sender() {
  let listener: ((signal: NodeJS.Signals) => void) | undefined;
  return {
    signals: (to: (signal: NodeJS.Signals) => void) => {
      listener = to;
    },
    send: (signal: NodeJS.Signals) => {
      const once = listener;
      listener = undefined;
      once?.(signal);
    },
  };
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

describe('a signal', () => {
  /** Sends it while the given request is looked at, the first of a method or later ones. */
  async function signalled(signal: NodeJS.Signals, at: { method: string; after: number }, ...options: string[]) {
    const standing = await cluster();
    const { signals, send } = sender();
    let seen = 0;
    standing.meanwhile = ({ method }) => {
      if (method !== at.method) return;
      seen += 1;
      if (seen === at.after + 1) send(signal);
    };
    const ended = await cli(args('apply', standing.url, ...options), { signals });
    return { ...ended, standing };
  }

  test.each(SIGNALS)('%s lets what is under way end, begins nothing, and says what was made', async (signal, code) => {
    const { exitCode, out, err, standing } = await signalled(signal, { method: 'POST', after: 1 });
    expect(exitCode).toBe(code);
    expect(err).toBe(`Ended by ${signal}: 2 of 4 changes were made. Run apply again: it makes what is left.\n`);
    expect(out.match(/^done: /gm)).toHaveLength(2);
    expect(out.match(/^skipped: /gm)).toHaveLength(2);
    expect(mappingsOf(standing)).toEqual(declared.slice(0, 2));
  });

  test('with --json ends with a summary, which nothing else is printed beside', async () => {
    const { exitCode, out } = await signalled('SIGTERM', { method: 'POST', after: 1 }, '--json');
    expect(exitCode).toBe(143);
    expect(JSON.parse(out)).toEqual({
      changes: declared.map((each, index) => ({ action: 'create', ...each, status: index < 2 ? 'done' : 'skipped' })),
      kept: [],
      undeclared: [],
      leaks: [],
      lostDefaults: [],
      complete: false,
      endedBy: 'SIGTERM',
    });
  });

  test('while the cluster is read leaves it alone, and says so', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'GET', status: 503 });
    const { signals, send } = sender();
    standing.meanwhile = () => {
      send('SIGINT');
    };
    const ended = await cli(args('apply', standing.url, '--json'), { signals });
    expect(ended).toMatchObject({ exitCode: 130, err: 'Ended by SIGINT: nothing was changed.\n', pauses: [] });
    expect(JSON.parse(ended.out)).toMatchObject({ changes: [], complete: false, endedBy: 'SIGINT' });
    // Not repeated either.
    expect(standing.requests).toHaveLength(1);
  });

  test('while a call waits to be repeated ends that', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', status: 429 });
    const { signals, send } = sender();
    const duringPause = () => {
      send('SIGTERM');
    };
    const { exitCode, err, pauses } = await cli(args('apply', standing.url), { signals, duringPause });
    expect({ exitCode, pauses }).toEqual({ exitCode: 143, pauses: [500] });
    expect(err).toContain('Ended by SIGTERM: 0 of 4 changes were made.');
    expect(standing.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('in the last look at it, once all is made', async () => {
    const standing = await cluster();
    const { signals, send } = sender();
    standing.observe = () => {
      if (mappingsOf(standing).length < 4) return;
      standing.failWith({ method: 'GET', status: 503 });
      if (standing.requests.at(-1)?.method === 'GET') send('SIGTERM');
    };
    const { exitCode, out, err } = await cli(args('apply', standing.url, '--json'), { signals });
    expect(exitCode).toBe(143);
    expect(err).toContain('All 4 changes were made, but what Hopsworks holds now could not be read: ');
    expect(JSON.parse(out)).toMatchObject({ complete: false, endedBy: 'SIGTERM' });
  });

  test('takes the question back, even where the answer is yes', async () => {
    const standing = await cluster();
    const { signals, send } = sender();
    const [command, apply, ...rest] = args('apply', standing.url, '--json');
    const ended = await cli([command!, apply!, ...rest.filter((each) => each !== '--yes')], {
      signals,
      answer: 'yes',
      beforeAnswer: () => {
        send('SIGINT');
      },
    });
    expect(ended.exitCode).toBe(130);
    const { changes } = JSON.parse(ended.out) as Summary;
    expect(changes.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
    expect(mappingsOf(standing)).toEqual([]);
  });

  test('gives an answer up that does not come, and reads again what became of it', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', after: 1, times: 1, hangs: true, afterwards: true });
    const { signals, send } = sender();
    standing.observe = () => {
      if (standing.requests.filter(({ method }) => method === 'POST').length === 2) send('SIGTERM');
    };
    const { exitCode, out } = await cli(args('apply', standing.url, '--json'), { signals });
    expect(exitCode).toBe(143);
    const { changes } = JSON.parse(out) as Summary;
    expect(changes.map(({ status, readAgain }) => [status, readAgain])).toEqual([
      ['done', undefined],
      ['done', true],
      ['skipped', undefined],
      ['skipped', undefined],
    ]);
    expect(mappingsOf(standing)).toEqual(declared.slice(0, 2));
  }, 20_000);

  test('a second one gives everything up at once: what is not known is said to be so', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', after: 1, times: 1, hangs: true, afterwards: true });
    let listener: (signal: NodeJS.Signals) => void = () => undefined;
    const signals = (to: typeof listener) => {
      listener = to;
    };
    standing.observe = () => {
      if (standing.requests.filter(({ method }) => method === 'POST').length !== 2) return;
      listener('SIGINT');
      listener('SIGINT');
    };
    const { exitCode, out, err } = await cli(args('apply', standing.url, '--json'), { signals });
    expect(exitCode).toBe(130);
    expect((JSON.parse(out) as Summary).changes.map(({ status }) => status)).toEqual([
      'done',
      'unknown',
      'skipped',
      'skipped',
    ]);
    expect(err).toContain(`${standing.url} gave no answer before it was given up, after a second signal.\n`);
    expect(err).toContain('Ended by SIGINT: 1 of 4 changes were made; of 1 it is not known.');
  });
});

describe('a connection that breaks off', () => {
  function httpTo(url: string, pause: () => Promise<void> = () => Promise.resolve()): Http {
    const interruption = new Interruption();
    return new Http({ url, apiKey: new ApiKey('key'), timeoutSeconds: 5, interruption, pause });
  }

  test.each([
    [true, 'it was made', 0],
    [false, 'it was not made', 1],
  ])('in a create that is carried out: %s', async (afterwards, found, code) => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', after: 2, times: 1, resets: true, afterwards });
    const { exitCode, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(code);
    expect(err).toContain(`unknown: ${standing.url} broke off: `);
    expect(err).toContain(`read again: create of ${arn('sales')} for ALL of project "sales", default: ${found}\n`);
    // One project hides nothing of another: the last one was made.
    expect(mappingsOf(standing)).toContainEqual(declared[3]);
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '' });
  });

  test('in an update is repeated, since that is safe', async () => {
    const standing = await cluster();
    standing.database.add(standing.database.addProject('fraud'), 'DATA_OWNER', arn('fraud'), false);
    standing.failWith({ method: 'PUT', times: 2, resets: true, afterwards: true });
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '', pauses: [500, 1000] });
    expect(mappingsOf(standing)).toEqual(declared);
  });

  test('for good: what was made before is told, and what is not known', async () => {
    const standing = await cluster();
    standing.observe = () => {
      if (standing.requests.at(-1)?.method === 'POST') standing.failWith({ resets: true });
    };
    const { exitCode, out, err } = await cli(args('apply', standing.url, '--json'));
    expect(exitCode).toBe(1);
    const { changes } = JSON.parse(out) as Summary;
    expect(changes.map(({ status }) => status)).toEqual(['done', 'unknown', 'unknown', 'unknown']);
    expect(err).toContain(`Hopsworks could not be read again: ${standing.url} broke off: `);
    expect(err).toContain('1 of 4 changes were made; of 3 it is not known. Run apply again: it makes what is left.\n');
  });

  test.each([
    ['nobody listens', 'http://127.0.0.1:9', false],
    ['it is reset', undefined, true],
  ])('where %s: whether it may be done nevertheless', async (_, address, mayBeDone) => {
    const standing = await cluster();
    standing.failWith({ resets: true });
    const http = httpTo(address ?? standing.url);
    await expect(http.call('POST', '/')).rejects.toMatchObject({ mayBeDone });
    await expect(http.call('PUT', '/')).rejects.toMatchObject({ mayBeDone });
    await http.close();
  });

  test('after a failure that may have been done: so may it still be', async () => {
    const standing = await cluster();
    standing.failWith({ status: 500 });
    const http = httpTo(standing.url, () => standing.stop());
    await expect(http.call('PUT', '/')).rejects.toMatchObject({ mayBeDone: true });
    await http.close();
  });

  test('once all is made, in the last look at it', async () => {
    const standing = await cluster();
    standing.observe = () => {
      if (mappingsOf(standing).length === 4) standing.failWith({ method: 'GET', resets: true });
    };
    const { exitCode, out, err } = await cli(args('apply', standing.url, '--json'));
    expect(exitCode).toBe(1);
    expect(err).toContain('All 4 changes were made, but what Hopsworks holds now could not be read: ');
    const { changes, complete } = JSON.parse(out) as Summary;
    expect({ complete, done: changes.every(({ status }) => status === 'done') }).toEqual({
      complete: false,
      done: true,
    });
  });
});

describe('a default that is given up for changes that fail', () => {
  const [one, two] = [arn('one'), arn('two')];
  const owner = { project: 'fraud', projectRole: 'DATA_OWNER', defaultRole: true };
  const scientist = { project: 'fraud', projectRole: 'DATA_SCIENTIST', defaultRole: true };

  /** Two defaults that swap: one gives its place up, the other takes it, the first takes the other's. */
  async function swapping() {
    const standing = await standIn();
    const fraud = standing.database.addProject('fraud');
    standing.database.add(fraud, 'DATA_OWNER', one, true);
    standing.database.add(fraud, 'DATA_SCIENTIST', two, true);
    const from = declaration({ ...scientist, role: one }, { ...owner, role: two });
    return { standing, apply: ['mappings', 'apply', '--yes', '--url', standing.url, '--from', from] };
  }

  const refused = { method: 'PUT', status: 400, body: { errorCode: 380004, errorMsg: 'no' } };

  test('is put back where its mapping still is', async () => {
    const { standing, apply } = await swapping();
    standing.failWith({ ...refused, after: 1, times: 1 });
    const { exitCode, err } = await cli(apply);
    expect(exitCode).toBe(1);
    expect(err).toContain(`put back: the default for Data owner of project "fraud", ${one}\n1 of 3 changes were made.`);
    expect(mappingsOf(standing)).toEqual([
      { ...owner, role: one },
      { ...scientist, role: two },
    ]);
  });

  test('is named where it is not', async () => {
    const { standing, apply } = await swapping();
    standing.failWith({ ...refused, after: 2, times: 1 });
    const { exitCode, out, err } = await cli([...apply, '--json']);
    expect(exitCode).toBe(1);
    expect(err).toContain(
      `LOST: the default for Data scientist of project "fraud" is missing now; it was ${two}. Run apply again, or choose one in Hopsworks.`,
    );
    expect((JSON.parse(out) as Summary).lostDefaults).toEqual([
      { project: 'fraud', projectRole: 'DATA_SCIENTIST', role: two, state: 'missing' },
    ]);
    standing.failWith();
    expect(await cli(apply)).toMatchObject({ exitCode: 0, err: '' });
    expect(mappingsOf(standing)).toEqual([
      { ...scientist, role: one },
      { ...owner, role: two },
    ]);
  });

  test('is named where it cannot be put back', async () => {
    const { standing, apply } = await swapping();
    standing.failWith({ ...refused, after: 1 });
    expect((await cli(apply)).err).toContain('LOST: the default for Data owner of project "fraud" is missing now');
  });

  test('may be missing where nothing can be read any more', async () => {
    const { standing, apply } = await swapping();
    standing.observe = () => {
      if (standing.requests.at(-1)?.method === 'PUT') standing.failWith({ resets: true });
    };
    expect((await cli(apply)).err).toContain('LOST: the default for Data owner of project "fraud" may be missing now');
  });

  test('is put back after a signal', async () => {
    const { standing, apply } = await swapping();
    const { signals, send } = sender();
    standing.meanwhile = ({ method }) => {
      if (method === 'PUT') send('SIGTERM');
    };
    const { exitCode, err } = await cli(apply, { signals });
    expect(exitCode).toBe(143);
    expect(err).toContain('put back: the default for Data owner');
    expect(mappingsOf(standing)).toContainEqual({ ...owner, role: one });
  });
});
