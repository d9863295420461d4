import { CfnOutput, Stack, Tags, aws_iam as iam } from 'aws-cdk-lib';
import type { App, IStackSynthesizer } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ChainingRole, ResourceRole, hopsworks } from '../../lib';
import { ConfigError } from './problems';
import type { Path } from './problems';
import type { Source } from './source';

/** What holds for every stack. */
export interface Ground {
  readonly accounts: Readonly<Record<string, { readonly id: string; readonly region: string }>>;
  readonly tags: Readonly<Record<string, string>>;
  /** A synthesizer belongs to one stack. */
  readonly newSynthesizer: () => IStackSynthesizer;
}

/** What the sections make together: the stacks, and the roles by their keys in the config. */
export class Rendering {
  public readonly chainingRoles = new Map<string, ChainingRole>();
  public readonly resourceRoles = new Map<string, ResourceRole>();
  public network?: hopsworks.ClusterNetwork;
  /** The instance profile of a cluster's workers. */
  public workers?: iam.InstanceProfile;
  private readonly stacks = new Map<string, Stack>();

  public constructor(
    private readonly app: App,
    private readonly ground: Ground,
    private readonly source: Source,
  ) {}

  /** The stack of what the platform holds in an account. It is made when something asks for it. */
  public platformStack(account: string): Stack {
    return this.stack(account, 'Platform', `Chaining roles of the account ${account}`);
  }

  /**
   * The stack of the data roles of an account. Data stacks depend on platform stacks, never the other way round: that keeps
   * two accounts that serve each other free of cycles.
   */
  public dataStack(account: string): Stack {
    return this.stack(account, 'Data', `Resource roles of the account ${account}`);
  }

  /** Adds an output to the stack that a construct is in. */
  public output(of: IConstruct, name: string, value: string, description: string): void {
    new CfnOutput(Stack.of(of), name, { value, description });
  }

  /** Runs `make`; what the library has against it is told with the line of the config that asked for it. */
  public at<Made>(path: Path, make: () => Made): Made {
    try {
      return make();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ConfigError([this.source.problem(path, message)]);
    }
  }

  private stack(account: string, layer: 'Platform' | 'Data', description: string): Stack {
    const id = `RoleChaining-${account}-${layer}`;
    const existing = this.stacks.get(id);
    if (existing) return existing;
    const { accounts, tags, newSynthesizer } = this.ground;
    const stack = new Stack(this.app, id, {
      description,
      env: { account: accounts[account]?.id, region: accounts[account]?.region },
      synthesizer: newSynthesizer(),
    });
    for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
    this.stacks.set(id, stack);
    return stack;
  }

  /** Every role that was made so far, those of a cluster, of its network and of control planes included. */
  public get roles(): iam.Role[] {
    return this.app.node.findAll().filter((construct) => iam.Role.isRole(construct));
  }

  /** How many stacks were made. */
  public get size(): number {
    return this.stacks.size;
  }
}
