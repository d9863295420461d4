import { CfnOutput, type aws_iam as iam, Lazy, Stack, Stage } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { IChainingRole } from '../../chain';
import { decideCall } from '../../private/chain/existing-trust';
import { ChainTrustDocument, type Trusted } from '../../private/chain/trust';
import { stateOf } from '../../private/role/app-state';
import { isInTree } from '../../private/role/identity';
import { longestArn } from '../../private/role/quotas';
import { fail } from '../../private/words/errors';
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

/** One mapping, and who says it. */
export interface Declaration {
  /** Tells project and role apart from all others. */
  readonly key: string;
  readonly entry: MappingEntry;
  /** The role itself; without it in the app there is no mapping. */
  readonly role: IConstruct;
  readonly by: IConstruct;
}

/** All that is declared around a construct, by project and role: in its app, or in its Stage, which stands for a cluster of its own. */
export class Declarations {
  public static around(construct: IConstruct): Declarations {
    const known = stateOf(Stage.of(construct) ?? construct.node.root, 'hopsworks.roleMappings', newMaps);
    return new Declarations(known);
  }

  private constructor(private readonly known: ReturnType<typeof newMaps>) {}

  public add(declaration: Declaration): void {
    const { key, entry } = declaration;
    push(this.known.byKey, key, declaration);
    if (entry.defaultRole === true) push(this.known.defaults, placeOf(entry), declaration);
  }

  /** What is declared of one role in one project, the latest first. */
  public of(key: string): Declaration[] {
    return current(this.known.byKey.get(key));
  }

  /** What is the default where this entry would be one, the latest first. */
  public defaultsBeside(entry: MappingEntry): Declaration[] {
    return current(this.known.defaults.get(placeOf(entry)));
  }
}

/** Whether a mapping still stands: its role, or who declares it, may have been taken out of the app. */
export function isCurrent({ role, by }: Pick<Declaration, 'role' | 'by'>): boolean {
  return isInTree(by) && isInTree(role);
}

function current(declarations: Declaration[] = []): Declaration[] {
  return declarations.filter(isCurrent).reverse();
}

function newMaps() {
  return { byKey: new Map<string, Declaration[]>(), defaults: new Map<string, Declaration[]>() };
}

function placeOf({ project, projectRole }: MappingEntry): string {
  return `${project}\n${projectRole}`;
}

function push(map: Map<string, Declaration[]>, key: string, declaration: Declaration): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [declaration]);
  else list.push(declaration);
}

/** Who writes outputs of a name, and which; a number at the end of the name tells one's own apart. */
interface Claim {
  readonly by: Construct;
  readonly outputs: CfnOutput[];
}

/** The outputs of role mappings in the outermost stack: one for each document, as long as the mappings are part of the app. */
export class MappingOutputs {
  private readonly outputs: CfnOutput[] = [];
  private readonly values: string[] = [];

  constructor(
    private readonly mappings: Construct,
    private readonly stack: Stack,
    private readonly name: string,
    private readonly documents: () => MappingDocument[],
  ) {
    const claims = stateOf(stack, 'hopsworks.mappingOutputs', () => new Map<string, Claim>());
    const base = name.replace(/\d+$/, '');
    const other = claims.get(base);
    if (other !== undefined && isInTree(other.by)) {
      fail(
        mappings,
        `outputName "${name}" would write the same outputs of ${stack.node.path} as ${other.by.node.path}. ` +
          'Give one of the two an `outputName` that differs by more than a number at its end, or add the mappings there with `addMapping`.',
      );
    }
    // Those of removed mappings of a nested stack still have their names here.
    for (const output of other?.outputs ?? []) output.node.scope?.node.tryRemoveChild(output.node.id);
    claims.set(base, { by: mappings, outputs: this.outputs });
  }

  /** Adds the outputs that further mappings need. */
  public grow(): void {
    const count = this.documents().length;
    while (this.outputs.length < count) this.outputs.push(this.addOutput(this.outputs.length));
  }

  /** What was taken away of the outputs, which are all that a cluster gets to know of the mappings. */
  public lostErrors(): string[] {
    const needed = this.outputs.slice(0, this.documents().length);
    return needed.flatMap((output, index) => {
      const isKept = output.value === this.values[index] && output.condition === undefined;
      const hasName = this.stack.resolve(output.logicalId) === this.nameOf(index);
      if (isInTree(output) && isKept && hasName) return [];
      return [
        `${output.node.path}, an output of ${this.mappings.node.path}, is not rendered as declared: it was removed, renamed or given another value ` +
          'or a condition. Keep it, or remove the whole construct.',
      ];
    });
  }

  private nameOf(index: number): string {
    return `${this.name}${index === 0 ? '' : index + 1}`;
  }

  private addOutput(index: number): CfnOutput {
    const { mappings, stack } = this;
    const name = this.nameOf(index);
    const value = Lazy.string({ produce: () => stack.toJsonString(this.documents()[index]) });
    this.values.push(value);
    // Outputs of a nested stack never reach the outputs file.
    const output = new CfnOutput(Stack.of(mappings) === stack ? mappings : stack, name, {
      value,
      description: 'Role mappings of Hopsworks projects',
    });
    output.overrideLogicalId(name);
    this.leaveTemplateWithMappings(output, index);
    return output;
  }

  /** An output stays in the tree when the mappings, or enough of the mapped roles, are taken out of it. */
  private leaveTemplateWithMappings(output: CfnOutput, index: number): void {
    const rendering = output as unknown as { _toCloudFormation(): object };
    const render = rendering._toCloudFormation.bind(output);
    rendering._toCloudFormation = () => (index < this.documents().length ? render() : {});
  }
}

/** The chaining roles that may become a role of this app. */
export function chainingRolesOf(role: iam.Role): Trusted[] {
  return ChainTrustDocument.of(role)?.trusted ?? [];
}

/**
 * The condition keys that a role's trust asks for and a call of Hopsworks does not carry; none while any of its chaining roles
 * can become it without them.
 *
 * Hopsworks sends the role's ARN, a session name and a duration, and nothing else.
 */
export function keysNotSent(role: iam.Role): string[] {
  const document = role.assumeRolePolicy;
  if (document === undefined) return [];
  const asked = chainingRolesOf(role).map(({ chainingRole, end }) => {
    const isMissing = (key: string) => notSent(chainingRole).test(key);
    if (decideCall(role, document, end, (key) => !isMissing(key)).answer !== 'no') return [];
    const { allowing, denying } = decideCall(role, document, end, () => true);
    return [...allowing, ...denying].flatMap(({ conditions }) => conditions.map(({ key }) => key)).filter(isMissing);
  });
  return asked.some((keys) => keys.length === 0) ? [] : [...new Set(asked.flat())];
}

/** The tags of an EKS Pod Identity session are transitive, and so part of every call. */
function notSent({ requiresTagSession }: IChainingRole): RegExp {
  return requiresTagSession
    ? /^(sts:(ExternalId|SourceIdentity)|aws:RequestTag\/(?!kubernetes-|eks-).*)$/i
    : /^(sts:(ExternalId|SourceIdentity|TransitiveTagKeys)|aws:(RequestTag\/.*|TagKeys))$/i;
}
