import { type Document, OpenAPIBackend } from 'openapi-backend';
import { MappingDatabase, Refusal } from '../../local/hopsworks/database';
import { description } from '../../local/hopsworks/description';
import { RestApi } from '../../local/hopsworks/rest-api';
import { sharedDescription } from '../../local/hopsworks/stand-in';

/** The rules that are read in the server's public source, apart from those that the REST description holds. */
describe('the stand-in keeps the rules of the server', () => {
  function database() {
    const made = new MappingDatabase();
    const project = made.addProject('fraud');
    return { made, project, add: made.add.bind(made, project) };
  }
  const refusal = (status: number, errorCode: number) => expect.objectContaining({ status, errorCode }) as Refusal;

  test('a role once in a project', () => {
    const { add } = database();
    add('ALL', 'a', false);
    expect(() => add('DATA_OWNER', 'a', false)).toThrow(refusal(400, 380004));
  });

  test('a new default takes the place of the one before', () => {
    const { made, add } = database();
    const [one, two] = [add('ALL', 'a', true), add('ALL', 'b', true)];
    expect([made.isDefault(one), made.isDefault(two)]).toEqual([false, true]);
    made.update(one.id, undefined, true);
    expect([made.isDefault(one), made.isDefault(two)]).toEqual([true, false]);
  });

  test('a default that moves onto a place that is taken is refused, and one that is free not', () => {
    const { made, add } = database();
    const [one, two] = [add('ALL', 'a', true), add('DATA_OWNER', 'b', true)];
    for (const defaultRole of [true, undefined]) {
      expect(() => made.update(one.id, 'DATA_OWNER', defaultRole)).toThrow(refusal(400, 380004));
    }
    // The default would follow the mapping before it is taken away.
    expect(() => made.update(one.id, 'DATA_OWNER', false)).toThrow(refusal(500, 120001));
    expect(one.projectRole).toBe('ALL');
    made.update(one.id, 'DATA_SCIENTIST', undefined);
    expect([made.isDefault(one), made.isDefault(two)]).toEqual([true, true]);
    made.update(two.id, undefined, false);
    made.update(one.id, 'DATA_OWNER', true);
    expect(one.projectRole).toBe('DATA_OWNER');
  });

  test('a default that moves leaves its place free', () => {
    const { made, add } = database();
    const [one, two] = [add('ALL', 'a', true), add('DATA_OWNER', 'b', true)];
    made.update(one.id, 'DATA_SCIENTIST', true);
    expect(made.defaultRole('fraud', 'DATA_OWNER')).toBe('b');
    made.update(two.id, 'ALL', true);
    expect(made.defaultRole('fraud', 'DATA_OWNER')).toBe('b');
    expect(made.defaultRole('fraud', 'DATA_SCIENTIST')).toBe('a');
  });

  test('one that is none moves onto it, and takes it over', () => {
    const { made, add } = database();
    const [one, two] = [add('ALL', 'a', false), add('DATA_OWNER', 'b', true)];
    made.update(one.id, 'DATA_OWNER', true);
    expect([made.isDefault(one), made.isDefault(two)]).toEqual([true, false]);
  });

  test('a mapping that is removed takes its default along', () => {
    const { made, add } = database();
    made.remove(add('ALL', 'a', true).id);
    expect(made.defaultRole('fraud', 'DATA_OWNER')).toBeUndefined();
    expect(() => made.get(1)).toThrow(refusal(400, 380003));
  });

  test('projects are listed for the scope ADMIN, and looked up by their members with the scope PROJECT', async () => {
    const { made } = database();
    const api = new RestApi(made, await sharedDescription());
    const ask = (path: string, owner: Parameters<RestApi['answer']>[1]) =>
      api.answer({ method: 'GET', path: `/hopsworks-api/api${path}`, query: {} }, owner);
    expect(ask('/admin/projects', { scopes: ['ADMIN'] })).toMatchObject({
      status: 200,
      body: { count: 1, items: [{ id: 100, name: 'fraud' }] },
    });
    expect(ask('/admin/projects', { scopes: ['PROJECT'] })).toMatchObject({ status: 403, body: { errorCode: 320004 } });
    const info = '/project/getProjectInfo/fraud';
    expect(ask(info, { memberOf: ['fraud'] })).toMatchObject({ status: 200, body: { projectId: 100 } });
    expect(ask(info, {})).toMatchObject({ status: 403, body: { errorCode: 160000 } });
    expect(ask(info, { scopes: ['ADMIN'], memberOf: ['fraud'] })).toMatchObject({ body: { errorCode: 320004 } });
  });
});

test('the description of the REST API is a valid one', async () => {
  const read = (definition: Document) => new OpenAPIBackend({ definition, strict: true, validate: false }).init();
  await read(description());
  const broken = { ...description(), paths: { '/mappings': { get: { operationId: 'getAll' } } } };
  await expect(read(broken as unknown as Document)).rejects.toThrow("must have required property 'responses'");
});
