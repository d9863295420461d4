import { join } from 'node:path';
import { type Artifact, metadataOf, readManifest } from './templates';

/** What a construct says of itself: CDK writes it for stacks and what stands in them, not for scopes around stacks. */
export interface Said {
  /** The construct path, from the app down. */
  readonly path: string;
  readonly data: unknown;
}

/** Everything of one type that the constructs of an assembly say of themselves, those of its Stages included. */
export function saidOf(folder: string, type: string): Said[] {
  return artifactsOf(folder).flatMap(([at, artifact]) =>
    Object.entries(metadataOf(at, artifact)).flatMap(([path, entries]) =>
      entries.filter((entry) => entry.type === type).map(({ data }) => ({ path: path.slice(1), data })),
    ),
  );
}

/** Each with the folder that its files are named from. */
function artifactsOf(folder: string): (readonly [folder: string, artifact: Artifact])[] {
  return Object.entries(readManifest(folder)).flatMap(([id, artifact]) =>
    artifact.type === 'cdk:cloud-assembly'
      ? artifactsOf(join(folder, artifact.properties?.directoryName ?? id))
      : [[folder, artifact] as const],
  );
}
