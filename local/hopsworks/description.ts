/** The published REST description, with what answers hold: it leaves those open, so they are written here from the product's source. */
import type { Document } from 'openapi-backend';
import published from './role-mappings.openapi.json';

const mapping = {
  type: 'object',
  required: ['href', 'id', 'projectId', 'projectName', 'projectRole', 'cloudRole', 'defaultRole'],
  additionalProperties: false,
  properties: {
    href: { type: 'string' },
    id: { type: 'integer' },
    projectId: { type: 'integer' },
    projectName: { type: 'string' },
    projectRole: { type: 'string', enum: ['ALL', 'Data owner', 'Data scientist'] },
    cloudRole: { type: 'string' },
    defaultRole: { type: 'boolean' },
  },
};

const page = {
  type: 'object',
  required: ['href', 'count'],
  additionalProperties: false,
  properties: { href: { type: 'string' }, count: { type: 'integer' }, items: { type: 'array', items: mapping } },
};

const failure = {
  type: 'object',
  required: ['errorCode', 'errorMsg'],
  properties: { errorCode: { type: 'integer' }, errorMsg: { type: 'string' } },
};

/** Which schema the answers of an operation have, by status. */
const ANSWERS: Record<string, Record<string, object>> = {
  getAll: { 200: page },
  addMapping: { 201: mapping },
  updateMapping: { 200: mapping },
};

export function description(): Document {
  const document = structuredClone(published) as unknown as Document;
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, { operationId: string; responses: object }>)) {
      const schemas = { ...ANSWERS[operation.operationId], '4XX': failure, '5XX': failure };
      operation.responses = Object.fromEntries(
        Object.entries(schemas).map(([status, schema]) => [
          status,
          { description: status, content: { 'application/json': { schema } } },
        ]),
      );
    }
  }
  return document;
}
