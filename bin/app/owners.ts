import { attachCustomSynthesis, Token } from 'aws-cdk-lib';
import type { App, aws_iam as iam } from 'aws-cdk-lib';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapedJson } from '../cli/escape';
import { ownersScript } from './owners-script';
import type { Addition, OwnersDocument, PolicyKind, StatementJson } from './owners-script';

/** What the owner of an account is asked for. */
interface Request {
  readonly kind: PolicyKind;
  readonly of: string;
  /** Literal: nobody deploys what their owner pastes. */
  readonly statements: readonly iam.PolicyStatement[];
  /** For whom, in the words of the config, as `resourceRoles.s3-role: lets head become it`. */
  readonly why: string;
}

/**
 * What the owners of accounts and roles that this app does not deploy must add by hand; a synth writes it beside its templates, as
 * `owners/<account>.json`, and as the commands of `owners/<account>.sh`.
 */
export class Owners {
  private readonly requests = new Map<string, Request[]>();
  private readonly sidSuffix: string;

  /** @param name is that of the configuration: two of them never undo each other's additions. */
  public constructor(
    app: App,
    private readonly name: string,
  ) {
    this.sidSuffix = createHash('sha256').update(name).digest('hex').slice(0, 8);
    attachCustomSynthesis(app, {
      onSynthesize: ({ outdir }) => {
        this.write(join(outdir, 'owners'));
      },
    });
  }

  /** The accounts whose owners must add something. */
  public get accounts(): string[] {
    return [...this.requests.keys()].sort();
  }

  /** Asks the owner of an account, named by its 12 digits, for statements. */
  public add(account: string, request: Request): void {
    const json = JSON.stringify([request.of, request.statements.map((each) => each.toStatementJson() as unknown)]);
    if (Token.isUnresolved(json)) throw new Error(`${request.why}: only the deployment knows ${json}`);
    this.requests.set(account, [...(this.requests.get(account) ?? []), request]);
  }

  /** What the owner of an account must add. */
  public documentOf(account: string): OwnersDocument {
    const byPolicy = new Map<string, Request[]>();
    for (const request of this.requests.get(account) ?? []) {
      const policy = `${request.kind} ${request.of}`;
      byPolicy.set(policy, [...(byPolicy.get(policy) ?? []), request]);
    }
    return {
      account,
      configuration: this.name,
      policyName: `${this.name}-AssumeDataRoles`,
      sidSuffix: this.sidSuffix,
      add: [...byPolicy.values()].map((requests) => this.additionOf(requests)),
    };
  }

  private additionOf(requests: readonly Request[]): Addition {
    const [{ kind, of } = { kind: 'trust policy' as const, of: '' }] = requests;
    const given = requests.flatMap(({ statements }) => statements);
    const statements = joined(given.map((each) => each.toStatementJson() as StatementJson));
    return {
      kind,
      of,
      why: requests.map(({ why }) => why),
      // A permissions policy is a document of its own.
      statements: kind === 'permissions policy' ? statements : this.withOwnSids(statements),
    };
  }

  /** No Sid may stand twice in a policy, and those of this configuration are found again by their end. */
  private withOwnSids(statements: readonly StatementJson[]): StatementJson[] {
    const times = new Map<string, number>();
    return statements.map((statement) => {
      const time = (times.get(statement.Sid) ?? 0) + 1;
      times.set(statement.Sid, time);
      return { ...statement, Sid: `${statement.Sid}${time === 1 ? '' : time}${this.sidSuffix}` };
    });
  }

  private write(folder: string): void {
    // A synth before this one may have asked others.
    rmSync(folder, { recursive: true, force: true });
    if (this.requests.size === 0) return;
    mkdirSync(folder);
    for (const account of this.accounts) {
      const document = this.documentOf(account);
      writeFileSync(join(folder, `${account}.json`), escapedJson(document));
      writeFileSync(join(folder, `${account}.sh`), ownersScript(document), { mode: 0o755 });
    }
  }
}

/** Statements that differ in their resources only, as one. */
function joined(statements: readonly StatementJson[]): StatementJson[] {
  const alike = new Map<string, StatementJson>();
  for (const statement of statements) {
    const { Resource: resource, ...rest } = statement;
    const key = JSON.stringify(rest);
    const before = alike.get(key);
    const all = [...new Set([before?.Resource ?? [], resource ?? []].flat())];
    alike.set(key, all.length === 0 ? statement : { ...statement, Resource: all.length === 1 ? all[0] : all });
  }
  return [...alike.values()];
}
