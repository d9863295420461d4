import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { jsonSchema } from './json-schema';

const file = join(__dirname, '..', '..', 'role-chaining.schema.json');

/** Laid out as the repository's format check wants it. */
async function writeSchema(): Promise<void> {
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(jsonSchema()), { ...options, filepath: file }));
}

void writeSchema();
