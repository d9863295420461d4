import { OtherServer } from './other-server';
import { API_KEY, arn, cli, declaration, file } from './support';

/** Red letters, a cleared screen, an overwritten line, and letters that run the other way. */
const HOSTILE = 'x\u001b[31m\u009b2J\r\nNo changes\u202egnp\u200b';
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const item = (over: object) => ({
  id: 1,
  projectId: 1,
  projectName: 'fraud',
  projectRole: 'ALL',
  cloudRole: arn('x'),
  defaultRole: true,
  ...over,
});

/** A cluster that holds these mappings and has the project fraud. */
async function cluster(...items: object[]) {
  return OtherServer.answering(200, (asked) => {
    if (asked.endsWith('/projects')) return JSON.stringify({ count: 1, items: [{ id: 1, name: 'fraud' }] });
    const isFirst = asked.includes('id_gt%3A0');
    return JSON.stringify({ count: isFirst ? items.length : 0, items: isFirst ? items : [] });
  });
}

const from = declaration({ project: 'fraud', role: arn('x') }, { project: 'fraud', role: arn('y') });

describe('texts of a server', () => {
  test.each([
    ['a role', { cloudRole: `arn:${HOSTILE}` }, []],
    ['a role that is pruned', { cloudRole: `arn:${HOSTILE}` }, ['--prune']],
    ['a project', { projectName: HOSTILE }, []],
    ['a project role', { projectRole: HOSTILE }, []],
  ])('in %s are not obeyed', async (_, over, options) => {
    const { url } = await cluster(item({ id: 1, ...over }));
    const runs = [
      await cli(['mappings', 'plan', '--url', url, '--from', from, ...options]),
      await cli(['mappings', 'apply', '--url', url, '--from', from, ...options], { answer: 'no' }),
      await cli(['mappings', 'export', '--url', url]),
    ];
    for (const { out, err } of runs) {
      expect(out + err).not.toMatch(OBEYED);
      // On a line of its own it would look like the command's own words.
      expect(out + err).not.toMatch(/^No changes.*gnp/m);
    }
  });

  test('in a table stay in their row', async () => {
    const { url } = await cluster(item({ id: 1, cloudRole: `arn:${HOSTILE}` }));
    const { out } = await cli(['mappings', 'plan', '--url', url, '--from', from]);
    expect(out).toContain('│ arn:x\\u001b[31m\\u009b2J\\r\\nNo changes\\u202egnp\\u200b │');
  });

  test('are the same in JSON for a program, and not obeyed either', async () => {
    const { url } = await cluster(item({ id: 1, cloudRole: `arn:${HOSTILE}` }));
    const { out } = await cli(['mappings', 'plan', '--json', '--url', url, '--from', from]);
    expect(out).not.toMatch(OBEYED);
    expect(JSON.parse(out)).toMatchObject({ undeclared: [{ role: `arn:${HOSTILE}` }] });
  });

  test('in an error are one line, and no longer than one reads', async () => {
    const said = `${HOSTILE}${'a'.repeat(10_000)}`;
    const { url } = await OtherServer.answering(400, JSON.stringify({ errorCode: 1, errorMsg: said, usrMsg: HOSTILE }));
    const { err } = await cli(['mappings', 'plan', '--url', url, '--from', from]);
    expect(err).not.toMatch(OBEYED);
    expect(err.trimEnd()).not.toContain('\n');
    expect(err).toContain('It says: x\\u001b[31m\\u009b2J\\r\\nNo changes\\u202egnp\\u200baaa');
    expect(err.length).toBeLessThan(1_000);
  });
});

test('texts of files and arguments are not obeyed', async () => {
  const inFile = file({ version: 1, mappings: [{ project: HOSTILE, role: HOSTILE, [HOSTILE]: 1 }] });
  for (const args of [
    ['--from', inFile],
    ['--from', `/no/${HOSTILE}`],
    ['--from', from, '--project', HOSTILE],
    ['--timeout', HOSTILE],
    [HOSTILE],
  ]) {
    const { exitCode, out, err } = await cli(['mappings', 'plan', '--offline', ...args]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).not.toMatch(/(?![\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});

describe('an API key that is given in a wrong place', () => {
  const inUrl = [
    `https://${API_KEY}`,
    `http://${API_KEY}`,
    `https://${API_KEY}@host`,
    `https://host/${API_KEY}`,
    `https://host/?key=${API_KEY}`,
    API_KEY,
    `key:${API_KEY}`,
  ];
  const inFile = [
    `${API_KEY}\n`,
    `{ ${API_KEY}`,
    `- ${API_KEY}`,
    `${API_KEY}: [`,
    JSON.stringify({ [API_KEY]: API_KEY }),
    JSON.stringify({ A: { RoleMappings: `{"version":1,${API_KEY}` } }),
    JSON.stringify({ version: 1, mappings: [{ project: API_KEY, role: API_KEY, projectRole: API_KEY, [API_KEY]: 1 }] }),
    JSON.stringify({ version: API_KEY, mappings: API_KEY }),
  ];
  const cases: string[][] = [
    ...inUrl.map((url) => ['plan', '--from', from, '--url', url]),
    ...inFile.map((content) => ['plan', '--url', 'http://127.0.0.1:9', '--from', file(content)]),
    ...inFile.map((content) => ['plan', '--offline', '--from', file(content)]),
    ['plan', '--offline', '--from', API_KEY],
    ['plan', '--offline', '--from', from, '--project', API_KEY],
    ['plan', '--from', from, '--url', 'http://127.0.0.1:9', '--ca-file', API_KEY],
    ['plan', '--from', from, '--url', 'http://127.0.0.1:9', '--api-key-file', API_KEY],
    ['plan', '--timeout', API_KEY],
    ['plan', `--${API_KEY}`],
    ['plan', API_KEY],
    [API_KEY],
    ['export', '--url', 'http://127.0.0.1:9', '--project', API_KEY],
    ['export', '--url', 'http://127.0.0.1:9', '--out', `/no/${API_KEY}`],
  ];

  // Known to the command or not: where it is the key of a misspelt variable, or of none.
  test.each([
    ['in its variable', { HOPSWORKS_API_KEY: API_KEY }],
    ['in a misspelt one', { HOPSWORKS_APIKEY: API_KEY }],
    ['nowhere else', {}],
  ])('is not repeated, the key being %s', async (_, environment) => {
    for (const args of cases) {
      const { exitCode, out, err } = await cli(['mappings', ...args], { environment });
      expect(exitCode).toBe(1);
      const [name = '', secret = ''] = API_KEY.toLowerCase().split('.');
      expect((out + err).toLowerCase()).not.toContain(name);
      expect((out + err).toLowerCase()).not.toContain(secret);
    }
  });

  test.each(['HOPSWORKS_API_KEY', 'HOPSWORKS_APIKEY'])(
    'that looks like none is not repeated either, being in %s',
    async (name) => {
      const key = 'Short-1';
      for (const args of [
        ['plan', '--from', from, '--url', `https://${key}.example.com`],
        ['plan', '--from', from, '--url', `http://${key}`],
        ['plan', '--from', from, '--url', `https://h/${key}`],
        ['plan', '--offline', '--from', key],
        ['plan', '--offline', '--from', from, '--project', key],
        ['plan', '--timeout', key],
        [key],
      ]) {
        const { err } = await cli(['mappings', ...args], { environment: { [name]: key } });
        expect(err.toLowerCase()).not.toContain(key.toLowerCase());
      }
    },
  );

  test('is not repeated by halves', async () => {
    const [name = '', secret = ''] = API_KEY.split('.');
    const { url } = await OtherServer.answering(401, JSON.stringify({ errorMsg: `${secret} is not that of ${name}` }));
    const { err } = await cli(['mappings', 'plan', '--from', from, '--url', url]);
    expect(err).toContain(`It says: [API key] is not that of ${name}`);
  });

  test('is not repeated by a defect', async () => {
    const { exitCode, err } = await cli(['mappings', 'plan', '--offline', '--from', from], {
      out: () => {
        throw new TypeError(`no ${API_KEY}`);
      },
    });
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^This is a defect of the command: please report it\. TypeError: no \[API key\]\n/);
  });

  test('a misspelt variable is named, not its value', async () => {
    const { err } = await cli(['mappings', 'export', '--url', 'https://h'], {
      environment: { HOPSWORKS_APIKEY: API_KEY },
    });
    expect(err).toBe(
      'There is no API key: give --api-key-file <file>, --api-key-file - for standard input, or set HOPSWORKS_API_KEY. ' +
        'The environment has HOPSWORKS_APIKEY: is that a misspelt one?\n',
    );
  });
});
