import { z } from 'zod';
import { configSchema } from './schema';

/** The JSON Schema of a config, for editors. role-chaining.schema.json holds it; write-schema.ts writes that file. */
export function jsonSchema(): object {
  const anchors = { '^x-': { description: 'Of your own: what anchors stand for.' } };
  return { ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }), patternProperties: anchors };
}
