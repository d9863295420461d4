import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../../bin/cli/errors';
import { Hopsworks } from '../../../bin/cli/mappings/hopsworks';
import type { Rest } from '../../../bin/cli/mappings/http';
import { OtherServer } from './other-server';
import { args, cluster, declared, PROJECTS } from './four-projects';
import { arn, cli, mappingsOf, path, standIn } from './support';

const item = (id: number) => ({
  id,
  projectId: id,
  projectName: `p${id}`,
  projectRole: 'ALL',
  cloudRole: arn('x'),
  defaultRole: false,
});

/** A cluster that answers to "those after id n". */
function listing(page: (after: number) => object) {
  return OtherServer.answering(200, (asked) => JSON.stringify(page(Number(/id_gt%3A(\d+)/.exec(asked)?.[1]))));
}

async function exported(url: string, ...options: string[]) {
  return cli(['mappings', 'export', '--url', url, ...options]);
}

describe('a listing of mappings', () => {
  test.each([
    ['no count', { items: [item(1)] }, 'the answer is not what Hopsworks'],
    ['nothing at all', {}, 'the answer is not what Hopsworks'],
    ['a list that is none', { count: 1, items: {} }, 'the answer is not what Hopsworks'],
    [
      'a count, and no items',
      { count: 3 },
      'there are 3 role mappings and hands out 0 of them: the listing is incomplete.',
    ],
    ['a count, and items that are null', { count: 1, items: null }, 'hands out 0 of them'],
  ])('with %s is refused', async (_, answer, said) => {
    const { url } = await listing((after) => (after === 0 ? answer : { count: 0 }));
    const { exitCode, out, err } = await exported(url);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain(said);
  });

  test('that misses one of its count is refused, and one that has them all is not', async () => {
    const page = (count: number) => (after: number) =>
      after === 0 ? { count, items: [item(1), item(2)] } : { count: 0 };
    expect((await exported((await listing(page(3))).url)).err).toContain(
      'Hopsworks says that there are 3 role mappings and hands out 2 of them',
    );
    expect(await exported((await listing(page(2))).url)).toMatchObject({ exitCode: 0, err: '' });
  });

  test('that somebody shortened while it was read is read again', async () => {
    let readings = 0;
    const { url } = await listing((after) => {
      if (after > 0) return { count: 0 };
      readings += 1;
      return { count: readings === 1 ? 2 : 1, items: [item(1)] };
    });
    expect(await exported(url)).toMatchObject({ exitCode: 0, err: '' });
    expect(readings).toBe(2);
  });

  test('that gives the same page for ever ends', async () => {
    const { url } = await listing(() => ({ count: 2, items: [item(1)] }));
    expect(await exported(url)).toMatchObject({
      exitCode: 1,
      err: 'Hopsworks hands out role mapping 1 although those after 1 were asked for, in order: no listing that can be trusted.\n',
    });
  });

  test('that goes on for ever ends', async () => {
    let pages = 0;
    const endless: Rest = {
      call: () => {
        pages += 1;
        return Promise.resolve({ status: 200, text: JSON.stringify({ count: 1, items: [item(pages)] }) });
      },
    };
    await expect(new Hopsworks(endless).mappings()).rejects.toEqual(
      new UserError('Hopsworks hands out role mappings without an end: 10000 on 10000 pages.'),
    );
    expect(pages).toBe(10_000);
  });

  test('is not used where it is incomplete: apply changes nothing', async () => {
    const { url, seen } = await listing((after) => (after === 0 ? { count: 5, items: [item(1)] } : { count: 0 }));
    const { exitCode } = await cli(args('apply', url, '--prune'));
    expect(exitCode).toBe(1);
    expect(seen.every((each) => each.startsWith('GET '))).toBe(true);
  });
});

describe('the projects', () => {
  const PROJECT_LIST = '/hopsworks-api/api/admin/projects';

  test('are found by an administrator who is a member of none', async () => {
    const standing = await cluster({ scopes: ['ADMIN'] });
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '' });
    expect(mappingsOf(standing)).toEqual(declared);
    expect(standing.requests.filter(({ path: asked }) => asked === PROJECT_LIST)).toHaveLength(1);
  });

  test('are looked up one by one where the cluster does not list them, by a member', async () => {
    const standing = await cluster({ memberOf: PROJECTS });
    standing.api.listsProjects = false;
    expect(await cli(args('apply', standing.url))).toMatchObject({ exitCode: 0, err: '' });
    expect(mappingsOf(standing)).toEqual(declared);
  });

  test('that cannot be looked up are all told, with what is missing, beside those that do not exist', async () => {
    const standing = await standIn({ memberOf: ['churn'] });
    standing.api.listsProjects = false;
    for (const name of ['churn', 'fraud', 'sales']) standing.database.addProject(name);
    const { exitCode, err } = await cli(args('apply', standing.url));
    const refusedOf = (name: string) =>
      `looking up project "${name}", since the list of all projects is refused or missing: Hopsworks answered 403 (160000): this is refused: ` +
      'the API key needs the scope PROJECT, and its owner must be a member of that project (data owner or data scientist), ' +
      'which an administrator is not by itself. It says: No valid role found for this user\n';
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err:
        refusedOf('fraud') +
        refusedOf('sales') +
        'Hopsworks has no project "stock": create it there, or mend its name in the declaration.\nNothing was changed.\n',
    });
    expect(mappingsOf(standing)).toEqual([]);
  });

  test('of a key without the scope PROJECT', async () => {
    const standing = await cluster({ scopes: ['ADMIN'], memberOf: PROJECTS });
    standing.api.listsProjects = false;
    expect((await cli(args('plan', standing.url))).err).toContain('(320004): the API key lacks the scope PROJECT.');
  });

  test('of a list that misses some are not looked for there', async () => {
    const { url } = await OtherServer.answering(200, (asked) =>
      JSON.stringify(asked.startsWith(PROJECT_LIST) ? { count: 9, items: [{ id: 1, name: 'churn' }] } : { count: 0 }),
    );
    expect((await cli(args('plan', url))).err).toBe(
      'Hopsworks says that there are 9 projects and lists 1 of them: the list is incomplete, and nothing is decided on it.\n',
    );
  });

  test.each(['a__b', '_a', 'a-b', 'a'.repeat(64), 'a b', 'fraud\n', ''])(
    'cannot be called %j: no call is made',
    async (name) => {
      for (const command of [
        args('plan', 'http://127.0.0.1:9', '--prune'),
        ['mappings', 'export', '--url', 'http://127.0.0.1:9'],
      ]) {
        const { exitCode, err } = await cli([...command, '--project', name]);
        expect(exitCode).toBe(1);
        expect(err).toMatch(
          /^--project "[^\n]*": expected the name of a project: 1 to 63 letters, digits and underscores/,
        );
      }
    },
  );

  test.each(['a_b', 'A1', 'a'.repeat(63), 'a_'])('may be called %j', async (name) => {
    const standing = await standIn();
    standing.database.addProject(name);
    expect(await cli(['mappings', 'export', '--url', standing.url, '--project', name])).toMatchObject({
      exitCode: 0,
      err: '',
    });
  });
});

describe('export', () => {
  const incomplete = () => listing((after) => (after === 0 ? { count: 2, items: [item(1)] } : { count: 0 }));

  test('leaves a file as it is where the listing is not whole', async () => {
    const out = path('kept.json');
    writeFileSync(out, 'what was there');
    expect((await exported((await incomplete()).url, '--out', out)).exitCode).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('what was there');
  });

  test('replaces a file as a whole, with its mode, through a link, and leaves nothing beside it', async () => {
    const standing = await cluster();
    standing.database.add(standing.database.addProject('fraud'), 'ALL', arn('fraud'), true);
    const [out, link] = [path('replaced.json'), path('link.json')];
    writeFileSync(out, 'what was there');
    chmodSync(out, 0o640);
    symlinkSync(out, link);
    const inode = statSync(out).ino;
    expect(await exported(standing.url, '--out', link)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ mappings: [{ project: 'fraud' }] });
    // Another file took its name: one that is written into would be half written for a while.
    expect(statSync(out).ino).not.toBe(inode);
    expect(statSync(out).mode & 0o777).toBe(0o640);
    expect(readdirSync(dirname(out)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('says where it cannot write, and leaves nothing there', async () => {
    const standing = await cluster();
    const out = `${path('no-such-folder')}/export.json`;
    expect((await exported(standing.url, '--out', out)).err).toContain(`--out ${out} cannot be written: ENOENT`);
    expect(existsSync(out)).toBe(false);
  });
});
