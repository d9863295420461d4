import type { IConstruct } from 'constructs';
import { longestArn } from '../../private/role/quotas';
import type { ProjectRole } from '../project-role';

/** One mapping as it stands in an output and in a mappings file. */
export interface MappingEntry {
  readonly project: string;
  readonly projectRole: ProjectRole;
  /** The role's ARN. */
  readonly role: string;
  readonly defaultRole?: boolean;
}

/** What one output holds; the command `mappings` reads the same from files. */
export interface MappingDocument {
  readonly version: 1;
  readonly mappings: MappingEntry[];
}

/** CloudFormation takes 4,096 bytes. */
const DOCUMENT_BYTES = 4_000;
const EMPTY_DOCUMENT_BYTES = bytesOf({ version: 1, mappings: [] });

/** The bytes of an entry in a document, its comma included, with every token at its longest. */
export function entryBytes(scope: IConstruct, entry: MappingEntry): number {
  return bytesOf({ ...entry, role: '' }) + longestArn(scope, entry.role) + ','.length;
}

/**
 * Divides entries, sorted by their keys, into documents that fit into an output each.
 *
 * Another entry never makes them fewer, so that outputs can be added as entries come.
 */
export function mappingDocuments(
  entries: ReadonlyMap<string, { readonly entry: MappingEntry; readonly bytes: number }>,
): MappingDocument[] {
  const documents: MappingDocument[] = [];
  let room = 0;
  // By code points, which no locale changes.
  for (const [, { entry, bytes }] of [...entries].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (bytes > room) {
      documents.push({ version: 1, mappings: [] });
      room = DOCUMENT_BYTES - EMPTY_DOCUMENT_BYTES;
    }
    documents.at(-1)?.mappings.push(entry);
    room -= bytes;
  }
  return documents;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
