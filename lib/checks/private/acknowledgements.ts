import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const PREFIX = 'RoleChainingChecks::';

/**
 * Which findings the app acknowledges, decided here by the tree: some releases of CDK take an acknowledgement on one construct for
 * the whole app.
 */
export class Acknowledgements {
  /** The ids that are acknowledged on each construct, by its path. */
  private readonly byPath = new Map<string, ReadonlySet<string>>();
  private readonly anywhere = new Set<string>();

  constructor(app: IConstruct) {
    for (const { node } of app.node.findAll()) {
      const ids = node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data as object));
      if (ids.length > 0) this.byPath.set(node.path, new Set(ids));
      for (const id of ids) this.anywhere.add(id);
    }
  }

  /**
   * The name under which to report a finding, and whether it is acknowledged: on its construct or above it, for all below or, in
   * brackets, for the construct alone.
   *
   * A plain name that is acknowledged elsewhere would be silenced with it by such a release of CDK, one in brackets is not.
   */
  public nameOf(rule: string, path: string): { name: string; isAcknowledged: boolean } {
    const bracketed = `${rule}[${escaped(path)}]`;
    const scopes = [`${path}/Resource`, `${path}/Default`, ...withAncestors(path)];
    const has = (name: string) => scopes.some((scope) => this.byPath.get(scope)?.has(`${PREFIX}${name}`) === true);
    if (has(rule)) return { name: rule, isAcknowledged: true };
    const own = [bracketed, ...[path, `${path}/Resource`, `${path}/Default`].map((each) => `${rule}[${each}]`)].find(
      has,
    );
    if (own !== undefined) return { name: own, isAcknowledged: true };
    return { name: this.anywhere.has(`${PREFIX}${rule}`) ? bracketed : rule, isAcknowledged: false };
  }
}

/** CDK refuses names with brackets that do not pair, and takes a space for a dash. */
function escaped(path: string): string {
  return path.replace(/[[\](){} ]/g, (character) => encodeURIComponent(character).replace(/[()]/g, hexadecimal));
}

function hexadecimal(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A path and those of the scopes that it lies in, the app's included. */
function withAncestors(path: string): string[] {
  const ids = path.split('/');
  return [...ids.map((_, index) => ids.slice(0, ids.length - index).join('/')), ''];
}
