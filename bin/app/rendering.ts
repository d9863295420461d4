import { CfnOutput, Stack, Tags, Validations, aws_iam as iam } from 'aws-cdk-lib';
import type { App, IStackSynthesizer } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IChainingRole, ResourceRole, hopsworks } from '../../lib';
import { OF_ADMINISTRATORS } from './checks';
import { Owners } from './owners';
import { ConfigError, formatPath } from './problems';
import type { Path, Problem } from './problems';
import type { Sources } from './sources';

/** What CDK's own validation calls a template without resources. */
const EMPTY_STACK = 'CloudFormation-Validate::F0001';

/** The props of constructs, and the keys of the config that they stand for. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bChainTrust\.accountRoot\(\)/g, 'account-root'],
  [/\bChainTrust\.exactRole\(\)/g, 'exact-role'],
  [/\bchainingRoles\b(?![.[])/g, 'chainedFrom'],
  [/\bebsKmsKeys\b/g, 'ebsKmsKeyArns'],
  [/\bmaxSessionDuration\b/g, 'maxSessionHours'],
  [/\bProjectRole\./g, ''],
  [/create it in a stack there/g, 'leave `associate` out, and make the association there yourself'],
  [
    /Each import has policies of its own: .* `mutable: false`/g,
    'Let fewer roles be chained from it, let a chaining role that is made here take `resourceRolePath`',
  ],
  [
    /Let the trust of (\S+) name \S+, or take the permission away\./g,
    '$1 is for the roles in its chainedFrom, as far as its conditions let them: mend these, or take the statement away.',
  ],
  [/no stack of the app makes or imports that role in this account/g, 'this configuration has no such role'],
  [
    /; for a role that others make, import it with .*fromChainingRoleArn`\./g,
    ', or declare the role by it below chainingRoles.',
  ],
];

/** CDK writes it beside the templates. */
export const VALIDATION_REPORT = 'validation-report.json';

/** What is read of it. */
interface ValidationReport {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly suggestedFix?: string;
      readonly severity?: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

interface StacksOfAccount {
  readonly platform: Stack;
  /** By their names; the one that every account has is without. */
  readonly data: ReadonlyMap<string, Stack>;
}

/** What holds for every stack. */
export interface Ground {
  /** Begins the name of every stack: two configs with two names have no stack in common. */
  readonly name: string;
  readonly accounts: Readonly<
    Record<
      string,
      { readonly id: string; readonly region: string; readonly dataStacks?: readonly string[] | undefined }
    >
  >;
  readonly tags: Readonly<Record<string, string>>;
  /** A synthesizer belongs to one stack. */
  readonly newSynthesizer: () => IStackSynthesizer;
}

/** What the sections make together: the stacks, and the roles with their keys in the config. */
export class Rendering {
  public readonly chainingRoles = new Map<string, IChainingRole>();
  /** One for each account that a resource role is in. */
  public readonly resourceRoles: { readonly key: string; readonly account: string; readonly role: ResourceRole }[] = [];
  /** Resource roles that others made. */
  public readonly existingRoles = new Map<string, iam.IRole>();
  /** What is asked of those who own what this app does not deploy. */
  public readonly owners: Owners;
  public network?: hopsworks.ClusterNetwork;
  /** The instance profile of a cluster's workers. */
  public workers?: iam.InstanceProfile;
  private readonly stacks = new Map<string, StacksOfAccount>();

  /** The constructs' paths, and what of the config asked for each. */
  private readonly origins = new Map<string, Path>();

  /** Every account has its stacks, empty ones too: `cdk deploy` deletes a stack that lost its last role, and so the role. */
  public constructor(
    private readonly app: App,
    private readonly ground: Ground,
    private readonly source: Sources,
  ) {
    this.owners = new Owners(app, ground.name);
    for (const [account, { dataStacks = [] }] of Object.entries(ground.accounts)) {
      const names = ['', ...dataStacks];
      this.stacks.set(account, {
        platform: this.makeStack(account, 'Platform', 'Chaining roles'),
        data: new Map(
          names.map((name) => [
            name,
            this.makeStack(account, `Data${name === '' ? '' : `-${name}`}`, 'Resource roles'),
          ]),
        ),
      });
    }
  }

  /** The stack of what the platform holds in an account. */
  public platformStack(account: string): Stack {
    return this.stacksOf(account).platform;
  }

  /**
   * The stack of the data roles of an account, or a further one of them. Data stacks depend on platform stacks, never the other way round: that keeps
   * two accounts that serve each other free of cycles.
   */
  public dataStack(account: string, name = ''): Stack {
    const stack = this.stacksOf(account).data.get(name);
    if (stack === undefined) throw new Error(`data stack ${name} of account ${account} is not declared`);
    return stack;
  }

  /** Adds an output to the stack that a construct is in. */
  public output(of: IConstruct, name: string, value: string, description: string): void {
    this.at(this.originOf(of.node.path, ''), () => {
      new CfnOutput(Stack.of(of), name, { value, description });
    });
  }

  /** Runs `make`; what the library has against it is told with the line of the config that asked for it. */
  public at<Made>(path: Path, make: () => Made): Made {
    try {
      const made = make();
      if (Construct.isConstruct(made)) this.origins.set(made.node.path, path);
      return made;
    } catch (error) {
      // Defects keep their stack.
      if (
        error instanceof ConfigError ||
        !(error instanceof Error) ||
        error instanceof TypeError ||
        error instanceof RangeError
      )
        throw error;
      const about = /^([A-Z]\w+\.\w+|[^\s:]*-(Platform|Data)(-[\w-]+)?(\/[^:]*)?): /;
      this.refuse(path, this.inWordsOfTheConfig(error.message.replace(about, '')));
    }
  }

  /** Ends with what is wrong with the config at a path. */
  public refuse(path: Path, message: string): never {
    throw new ConfigError([this.source.problem(path, message)]);
  }

  /** What a synth failed with; what the end of a synth alone knows is told with the line of the config that it is about. */
  public explained(error: unknown): unknown {
    const lines = error instanceof Error ? error.message.split('\n') : [];
    const violations = this.violations('error');
    if (violations.length > 0) return new ConfigError(violations);
    if (!lines[0]?.startsWith('Validation failed with the following errors')) return error;
    const problems = lines.slice(1).flatMap((line) => {
      const [, path = '', message = ''] = /^\s*\[([^\]]*)\] (.*)$/.exec(line) ?? [];
      return message === ''
        ? []
        : [this.source.problem(this.originOf(path, message), this.inWordsOfTheConfig(message))];
    });
    return new ConfigError(problems);
  }

  /** What checks stopped the synth with, or warn of, from the report that CDK writes beside the templates. */
  public violations(wanted: 'error' | 'warning'): Problem[] {
    const file = join(this.app.outdir, VALIDATION_REPORT);
    if (!existsSync(file)) return [];
    const report = JSON.parse(readFileSync(file, 'utf8')) as ValidationReport;
    return report.pluginReports.flatMap(({ violations }) =>
      violations
        .filter(({ severity }) => severity === wanted)
        .flatMap(({ ruleName, description, suggestedFix = '', violatingConstructs }) => {
          const reason = OF_ADMINISTRATORS.includes(ruleName) ? ' Or say why beside the statement, as reason: …' : '';
          const message = this.inWordsOfTheConfig(`${description} ${suggestedFix}${reason}`.trim());
          return violatingConstructs.map(({ constructPath }) =>
            this.source.problem(this.originOf(constructPath, description), message),
          );
        }),
    );
  }

  /** Under the command line of CDK a synth ends well, whatever checks have found. */
  public refuseViolations(): void {
    const violations = this.violations('error');
    if (violations.length > 0) throw new ConfigError(violations);
  }

  /** Where in the config a problem comes from: what asked for the construct, for the one around it, or for one that is named. */
  private originOf(constructPath: string, message: string): Path {
    const steps = constructPath.split('/');
    while (steps.length > 0) {
      const origin = this.origins.get(steps.join('/'));
      if (origin !== undefined) return origin;
      steps.pop();
    }
    return [...this.origins].find(([path]) => message.includes(path))?.[1] ?? [];
  }

  /** The library speaks of constructs and props, whoever wrote the config knows neither. */
  private inWordsOfTheConfig(message: string): string {
    const [, id = '', stack = ''] =
      /^There is already a Construct with name '(.*)' in \w+ \[(.*)\]$/.exec(message) ?? [];
    if (id !== '') {
      const owner = formatPath(this.origins.get(`${stack}/${id}`) ?? []);
      const taken = owner === '' ? 'this key is one that CDK keeps for itself' : `${owner} has a key that this needs`;
      return `${taken}: rename it, and say roleName: ${id} where the role's name must stay`;
    }
    const byLength = [...this.origins].sort(([a], [b]) => b.length - a.length);
    const named = byLength.reduce((text, [path, origin]) => text.replaceAll(path, formatPath(origin)), message);
    return WORDS.reduce((text, [pattern, word]) => text.replace(pattern, word), named);
  }

  /** The account's id names its stacks, not its key: a key may be renamed. */
  private makeStack(account: string, layer: string, holds: string): Stack {
    const { name, accounts, tags, newSynthesizer } = this.ground;
    const { id = '', region } = accounts[account] ?? {};
    const stack = new Stack(this.app, `${name}-${id}-${layer}`, {
      description: `${holds} of ${name} in account ${id}`,
      env: { account: id, region },
      synthesizer: newSynthesizer(),
    });
    for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
    Validations.of(stack).acknowledge({ id: EMPTY_STACK, reason: '`cdk deploy` deletes a stack without resources' });
    return stack;
  }

  private stacksOf(account: string): StacksOfAccount {
    const stacks = this.stacks.get(account);
    if (stacks === undefined) throw new Error(`account ${account} is not declared`);
    return stacks;
  }

  /** Every stack, with its account. */
  public get allStacks(): { readonly account: string; readonly stack: Stack }[] {
    return [...this.stacks].flatMap(([account, { platform, data }]) =>
      [platform, ...data.values()].map((stack) => ({ account, stack })),
    );
  }

  /** Every role that was made so far, those of a cluster, of its network and of control planes included. */
  public get roles(): iam.Role[] {
    return this.app.node.findAll().filter((construct) => iam.Role.isRole(construct));
  }
  /** Those of them that a section of the config asked for. */
  public rolesOf(section: string): iam.Role[] {
    return this.roles.filter(({ node }) => this.originOf(node.path, '')[0] === section);
  }
}
