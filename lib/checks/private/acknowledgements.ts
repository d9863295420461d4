const PREFIX = 'RoleChainingChecks::';

/** `Validations.ACKNOWLEDGED_RULES_METADATA_KEY`, for who reads an app without CDK. */
export const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

/** What was acknowledged on one construct: the reasons, by the ids of rules as CDK writes them. */
export interface AcknowledgedRules {
  /** The construct path; empty for the app. */
  readonly path: string;
  readonly reasons: Readonly<Record<string, string | undefined>>;
}

/** How a finding is told. */
export interface Naming {
  readonly name: string;
  readonly isAcknowledged: boolean;
  /** Why, where somebody said so. */
  readonly reason?: string;
}

/**
 * Which findings the app acknowledges, decided here by the tree: some releases of CDK take an acknowledgement on one construct for
 * the whole app.
 */
export class Acknowledgements {
  /** The reasons of each construct, by its path and the ids that it acknowledges. */
  private readonly byPath = new Map<string, Map<string, string | undefined>>();
  private readonly anywhere = new Set<string>();

  constructor(acknowledged: Iterable<AcknowledgedRules>) {
    for (const { path, reasons } of acknowledged) {
      const known = this.byPath.get(path) ?? new Map<string, string | undefined>();
      this.byPath.set(path, known);
      for (const [id, reason] of Object.entries(reasons)) {
        known.set(id, reason);
        this.anywhere.add(id);
      }
    }
  }

  /**
   * The name under which to report a finding, and whether it is acknowledged: on its construct or above it, for all below or, in
   * brackets, for the construct alone.
   *
   * A plain name that is acknowledged elsewhere would be silenced with it by such a release of CDK, one in brackets is not.
   */
  public nameOf(rule: string, path: string): Naming {
    const bracketed = `${rule}[${escaped(path)}]`;
    const scopes = [`${path}/Resource`, `${path}/Default`, ...withAncestors(path)];
    const own = [path, `${path}/Resource`, `${path}/Default`].map((each) => `${rule}[${each}]`);
    const reasons = scopes.flatMap((scope) => this.byPath.get(scope) ?? []);
    for (const name of [rule, bracketed, ...own]) {
      const given = reasons.find((each) => each.has(`${PREFIX}${name}`));
      if (given !== undefined) return { name, isAcknowledged: true, reason: given.get(`${PREFIX}${name}`) };
    }
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
