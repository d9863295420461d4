import { existsSync, readFileSync } from 'node:fs';
import { args, cluster, declared, PROJECTS } from './four-projects';
import { OtherServer } from './other-server';
import { API_KEY, arn, cli, declaration, mappingsOf, path, standIn } from './support';

describe('failures of the server', () => {
  test('500 in the middle: the rest is made, the error told, and the next run finishes', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', after: 1, times: 1 });
    const { exitCode, err, out } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toBe(
      `unknown: create of ${arn('fraud')} in project "fraud": Hopsworks answered 500 (120001): it could not do it. ` +
        `It says: Internal server error.\nread again: create of ${arn('fraud')} for ALL of project "fraud", default: it was not made\n` +
        '3 of 4 changes were made. Run apply again: it makes what is left.\n',
    );
    expect(out.match(/^done: /gm)).toHaveLength(3);
    // Making a mapping is not safe to repeat: it may have been made.
    expect(standing.requests.filter(({ method }) => method === 'POST')).toHaveLength(4);
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '' });
    expect(mappingsOf(standing)).toEqual(declared);
  });

  test('what was made although the answer was 500 is read again, and counts', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', after: 1, times: 1, afterwards: true });
    const { exitCode, out, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(0);
    expect(err).toContain(`read again: create of ${arn('fraud')} for ALL of project "fraud", default: it was made\n`);
    expect(out).toContain('All 4 changes were made; Hopsworks holds what is declared.');
    expect(mappingsOf(standing)).toEqual(declared);
  });

  test('a project whose change failed is left alone; no later change of it is tried', async () => {
    const standing = await cluster();
    const { id } = standing.database.add(standing.database.addProject('fraud'), 'ALL', arn('old'), true);
    standing.failWith({ method: 'POST', after: 1, times: 1 });
    const { err } = await cli(args('apply', standing.url, '--prune'));
    expect(err).toContain('3 of 5 changes were made.');
    // Otherwise the project would be left without its default.
    expect(standing.database.get(id).cloudRole).toBe(arn('old'));
  });

  test('gives up after three failures in a row', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST' });
    const { exitCode, out, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain('0 of 4 changes were made.');
    expect(out).toContain(`skipped: create of ${arn('stock')}`);
    expect(standing.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  test('three projects whose mappings are refused do not hold up the others', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', times: 3, status: 400, body: { errorCode: 380001, errorMsg: 'no' } });
    const { exitCode, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain('1 of 4 changes were made.');
    expect(mappingsOf(standing)).toEqual([declared[3]]);
  });

  test('three failures that are not in a row are no reason to give up', async () => {
    const standing = await standIn();
    const projects = Array.from({ length: 6 }, (_, index) => `project_${index}`);
    for (const project of projects) standing.database.addProject(project);
    standing.failWith(...[0, 2, 4].map((after) => ({ method: 'POST', after, times: 1 })));
    const source = declaration(...projects.map((project) => ({ project, role: arn('a') })));
    const { err } = await cli(['mappings', 'apply', '--yes', '--url', standing.url, '--from', source]);
    expect(err).toContain('3 of 6 changes were made.');
  });

  test.each([
    ['GET', 503],
    ['GET', 429],
    ['POST', 429],
    ['PUT', 500],
    ['DELETE', 502],
  ])('%s is repeated after %s, with growing pauses', async (method, status) => {
    const standing = await cluster();
    const fraud = standing.database.addProject('fraud');
    standing.database.add(fraud, 'DATA_OWNER', arn('fraud'), false);
    standing.database.add(fraud, 'ALL', arn('old'), false);
    standing.failWith({ method, status, times: 2 });
    const { exitCode, pauses } = await cli(args('apply', standing.url, '--prune'));
    expect({ exitCode, pauses }).toEqual({ exitCode: 0, pauses: [500, 1000] });
    expect(mappingsOf(standing)).toEqual(declared);
  });

  test('the server says how long to wait', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'GET', status: 429, times: 1, headers: { 'retry-after': '7' } });
    expect((await cli(args('plan', standing.url))).pauses).toEqual([7000]);
  });

  test('gives up after four attempts', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'GET', status: 503 });
    const { exitCode, err, pauses } = await cli(args('plan', standing.url));
    expect({ exitCode, pauses }).toEqual({ exitCode: 1, pauses: [500, 1000, 2000] });
    expect(err).toContain('reading the role mappings: Hopsworks answered 503');
  });

  test('no answer in time', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', hangs: true });
    const { exitCode, err } = await cli(args('apply', standing.url, '--timeout', '0.2'));
    expect(exitCode).toBe(1);
    expect(err).toContain(`${standing.url} gave no answer within 0.2 s (--timeout).`);
    expect(standing.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  test('a time-out that is no whole number of milliseconds', async () => {
    const standing = await cluster();
    for (const timeout of ['2.01', '1.1111']) {
      expect(await cli(args('plan', standing.url, '--timeout', timeout))).toMatchObject({ exitCode: 0, err: '' });
    }
  });

  test('an expired key ends it at once', async () => {
    const standing = await cluster();
    standing.failWith({ method: 'POST', after: 1, status: 401, body: { errorCode: 320001, errorMsg: 'expired' } });
    const { exitCode, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain(
      'Hopsworks answered 401 (320001): the API key is not accepted: it is mistyped, expired or revoked.',
    );
    expect(standing.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  test.each([
    [405, 380000, 'this cluster does not run on AWS, so it has no role mappings'],
    [
      403,
      undefined,
      'the API key needs the scope ADMIN, and its owner must be an administrator of the cluster (HOPS_ADMIN)',
    ],
    [
      403,
      320003,
      'the owner of the API key is not allowed this: it must be an administrator of the cluster (HOPS_ADMIN)',
    ],
    [403, 320004, 'the API key lacks the scope ADMIN'],
    [404, undefined, 'role mappings need Hopsworks Enterprise'],
  ])('puts %s (%s) into words', async (status, errorCode, words) => {
    const standing = await cluster();
    standing.failWith({ status, body: { errorCode, errorMsg: 'x' } });
    const { exitCode, err } = await cli(args('plan', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain(words);
  });

  test('pages of one mapping each, whatever was asked for', async () => {
    const standing = await cluster();
    for (const project of PROJECTS)
      standing.database.add(standing.database.addProject(project), 'ALL', arn(project), true);
    standing.api.largestPage = 1;
    expect((await cli(args('plan', standing.url))).out).toContain('No changes');
    expect(standing.requests).toHaveLength(5);
    expect(standing.violations).toEqual([]);
  });

  test('a mapping that somebody deletes between two pages hides no other', async () => {
    const standing = await cluster();
    const [churn, fraud] = PROJECTS.map((project) => standing.database.addProject(project));
    const { id } = standing.database.add(churn!, 'ALL', arn('old'), false);
    const chosen = standing.database.add(fraud!, 'ALL', arn('chosen'), true);
    standing.api.largestPage = 1;
    standing.observe = () => {
      if (standing.requests.length === 1) standing.database.remove(id);
    };
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '' });
    expect(standing.database.isDefault(chosen)).toBe(true);
  });

  test('a second administrator who makes the mapping first, and one who removes it', async () => {
    const standing = await cluster();
    const fraud = standing.database.addProject('fraud');
    const churn = standing.database.add(standing.database.addProject('churn'), 'DATA_OWNER', arn('churn'), false);
    standing.meanwhile = ({ method }) => {
      if (method !== 'PUT' && method !== 'POST') return;
      standing.meanwhile = () => undefined;
      standing.database.add(fraud, 'ALL', arn('fraud'), false);
      standing.database.remove(churn.id);
    };
    const { exitCode, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain(
      '(380004): the project has such a mapping, or such a default, already; somebody else made it meanwhile.',
    );
    expect(err).toContain('(380003): the mapping is not there any more; somebody else removed it meanwhile.');
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '' });
    expect(mappingsOf(standing)).toEqual(declared);
  });

  test('somebody who undoes what apply does is noticed', async () => {
    const standing = await cluster();
    standing.observe = () => {
      if (standing.requests.at(-1)?.method !== 'POST') return;
      for (const { id } of standing.database.all()) standing.database.remove(id);
    };
    const { exitCode, err } = await cli(args('apply', standing.url));
    expect(exitCode).toBe(1);
    expect(err).toContain('All 4 changes were made, but Hopsworks differs from the declaration again');
  });
});

describe('servers that are none', () => {
  test('a redirect is not followed', async () => {
    const target = await OtherServer.answering(200, '{}');
    const { url, seen } = await OtherServer.answering(302, '', { location: `${target.url}/stolen` });
    const { exitCode, err } = await cli(args('plan', url));
    expect(exitCode).toBe(1);
    expect(err).toBe(
      `${url} answers with a redirect (302), which is not followed, since the API key would go along. Give the final address with --url.\n`,
    );
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatch(/^GET \/hopsworks-api\/api\/admin\/cloud\/role-mappings\?/);
    expect(target.seen).toEqual([]);
  });

  test.each([
    ['<html>', 'the answer is not what Hopsworks'],
    [JSON.stringify({ count: 1, items: [{ id: 'x' }] }), 'the answer is not what Hopsworks'],
    [
      JSON.stringify({
        count: 1,
        items: [{ id: 1, projectId: 1, projectName: 'a', projectRole: 'Guest', cloudRole: 'x', defaultRole: false }],
      }),
      'names a project role that this command does not know: "Guest" (mapping 1)',
    ],
  ])('an answer of another kind: %s', async (body, said) => {
    const { url } = await OtherServer.answering(200, body);
    const { exitCode, err } = await cli(args('plan', url));
    expect(exitCode).toBe(1);
    expect(err).toContain(said);
  });

  test('the key is not repeated, even where the server does', async () => {
    const body = JSON.stringify({ errorCode: 1, errorMsg: `you sent ApiKey ${API_KEY}` });
    const { url } = await OtherServer.answering(400, body);
    const { err, out } = await cli(args('plan', url));
    expect(err).toContain('It says: you sent ApiKey [API key]');
    expect(err + out).not.toContain(API_KEY);
  });

  test.each(['projectRole', 'cloudRole', 'projectName'])('nor where %s holds it', async (key) => {
    const item = { id: 1, projectId: 1, projectName: 'fraud', projectRole: 'ALL', cloudRole: 'x', [key]: API_KEY };
    const whole = JSON.stringify({ count: 1, items: [item] });
    const { url } = await OtherServer.answering(200, (asked) =>
      asked.includes('id_gt%3A0') ? whole : JSON.stringify({ count: 0, items: [] }),
    );
    const out = path('export.json');
    for (const command of [
      ['export', '--out', out],
      ['plan', '--from', declaration({ project: 'fraud', role: arn('x') }), '--json'],
      ['plan', '--from', declaration({ project: 'fraud', role: arn('x') })],
    ]) {
      const ended = await cli(['mappings', ...command, '--url', url]);
      expect(ended.out + ended.err).not.toContain(API_KEY);
    }
    if (existsSync(out)) expect(readFileSync(out, 'utf8')).not.toContain(API_KEY);
  });

  test('nobody listens', async () => {
    const server = await OtherServer.answering(200, '');
    server.stop();
    const { exitCode, err } = await cli(args('plan', server.url));
    expect(exitCode).toBe(1);
    expect(err).toContain(`${server.url} cannot be reached`);
  });
});
