import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchema } from '../../../bin/app/json-schema';

const committed = JSON.parse(readFileSync(join(__dirname, '../../../role-chaining.schema.json'), 'utf8')) as Schema;

test('the committed JSON Schema is that of the config; else run: npx ts-node bin/app/write-schema.ts', () => {
  expect(committed).toEqual(jsonSchema());
});

test('every key has a description', () => {
  expect(undescribed(committed, '')).toEqual([]);
});

test('only a name and accounts are required, and no object takes unknown keys', () => {
  expect(committed).toMatchObject({ required: ['name', 'accounts'], additionalProperties: false });
});

test('no pattern needs the u flag, which not every editor sets', () => {
  expect(JSON.stringify(committed)).not.toContain('\\p{');
});

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: Schema[];
  readonly oneOf?: Schema[];
}

function undescribed(schema: Schema | boolean | undefined, path: string): string[] {
  if (typeof schema !== 'object') return [];
  const properties = Object.entries(schema.properties ?? {});
  return [
    ...properties.filter(([, { description }]) => !description).map(([key]) => `${path}.${key}`),
    ...properties.flatMap(([key, value]) => undescribed(value, `${path}.${key}`)),
    ...[schema.items, schema.additionalProperties].flatMap((each) => undescribed(each, `${path}[]`)),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => undescribed(each, path)),
  ];
}
