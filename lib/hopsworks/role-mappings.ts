import { CfnOutput, Duration, Lazy, Stack, Stage, Token, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { ProjectRole } from './project-role';
import { chainingRolesOf, keysNotSent } from './private/hopsworks-call';
import { entryBytes, type MappingEntry, mappingDocuments } from './private/mapping-documents';
import { PROJECT_NAME } from './private/project-name';
import { AccountRelation, compareAccounts } from '../private/aws/environment';
import { fail, pathOf, shown } from '../private/words/errors';
import { readable } from '../private/words/readable';
import { warn } from '../private/words/warnings';
import { arnIn, endOf, literalArn, type RoleEnd } from '../private/role/identity';
import { isText } from '../private/aws/patterns';
import { ResourceRole } from '../resource-role';

/** Lets members of a Hopsworks project assume a role. */
export interface RoleMapping {
  /** The name of the project: literal text, of at most 255 characters. */
  readonly project: string;

  /**
   * Which members of the project may assume the role.
   *
   * @default ProjectRole.ALL
   */
  readonly projectRole?: ProjectRole;

  /** The role: one that this app creates, with a chaining role, or an imported one. */
  readonly role: iam.IRole;

  /**
   * Whether members get this role when they name none; at most one role of each project and project role.
   *
   * A project's data owners may choose another one later, which the command `mappings` then keeps.
   *
   * @default - not the default, and a default that is set in Hopsworks stays
   */
  readonly defaultRole?: boolean;
}

/** What role mappings are made from. */
export interface RoleMappingsProps {
  /**
   * The mappings; more can be added with `addMapping`.
   *
   * @default - none yet
   */
  readonly mappings?: RoleMapping[];

  /**
   * The logical id of the stack's first output, of letters and digits; further ones have a number at its end.
   *
   * @default "RoleMappings"
   */
  readonly outputName?: string;
}

/** What all role mappings of an app declare; those of a Stage apart, which stands for an environment with a cluster of its own. */
interface Declarations {
  readonly byRole: Map<string, { readonly entry: MappingEntry; readonly at: string }>;
  readonly defaults: Map<string, { readonly key: string; readonly role: string; readonly at: string }>;
}

const ofApp = new WeakMap<IConstruct, Declarations>();

function declarationsAround(construct: Construct): Declarations {
  const scope = Stage.of(construct) ?? construct.node.root;
  const declarations = ofApp.get(scope) ?? { byRole: new Map(), defaults: new Map() };
  ofApp.set(scope, declarations);
  return declarations;
}

const ofStack = new WeakMap<Stack, Map<string, RoleMappings>>();

/**
 * Who in which Hopsworks project may use which resource role, for the command `npx cdk-iam-role-chaining mappings`.
 *
 * Creates no resource, but outputs of the outermost stack: `RoleMappings`, `RoleMappings2` and so on, JSON of at most 4,000 bytes
 * each. Throws for what Hopsworks would refuse, a role twice in a project and two defaults for one project role (in one app or Stage), and for a trust that
 * asks for what Hopsworks does not send: an external id, session tags, a source identity. At synth it is an error that a role of this
 * app has no chaining role. The chain of an imported role can't be seen, hence the warning `mappedRoleNotSeen`.
 *
 * @see https://docs.hopsworks.ai/latest/setup_installation/admin/roleChaining/
 *
 * @example
 * declare const fraud: ResourceRole;
 * new hopsworks.RoleMappings(this, 'Mappings', {
 *   mappings: [{ project: 'fraud', projectRole: hopsworks.ProjectRole.DATA_SCIENTIST, role: fraud, defaultRole: true }],
 * });
 */
export class RoleMappings extends Construct {
  private readonly entries = new Map<string, { readonly entry: MappingEntry; readonly bytes: number }>();
  private readonly mappedRoles = new Set<iam.Role>();
  private readonly outputStack: Stack;
  private readonly outputName: string;
  private outputs = 0;

  /**
   * @param scope is the scope to create the mappings in
   * @param id is the construct id
   * @param props names the projects and their roles
   */
  constructor(scope: Construct, id: string, props: RoleMappingsProps = {}) {
    const { mappings = [], outputName = 'RoleMappings' } = props;
    if (!/^[A-Za-z][A-Za-z0-9]{0,200}$/.test(outputName)) {
      fail(
        pathOf(scope, id),
        `outputName ${shown(outputName)} is not allowed: up to 201 letters and digits, a letter first.`,
      );
    }
    super(scope, id);
    this.outputName = outputName;
    this.outputStack = outermost(Stack.of(this));
    this.claimOutputName();
    for (const mapping of mappings) this.add(mapping);
    this.addOutputs();
    this.node.addValidation({ validate: () => [...this.mappedRoles].flatMap((role) => chainErrors(role)) });
  }

  /**
   * Adds a mapping. Throws as the constructor does.
   *
   * @param mapping lets members of a project assume a role
   */
  public addMapping(mapping: RoleMapping): void {
    this.add(mapping);
    this.addOutputs();
  }

  private add({ project, projectRole = ProjectRole.ALL, role: given, defaultRole }: RoleMapping): void {
    this.checkProject(project);
    const allowed = Object.values(ProjectRole);
    if (!allowed.includes(projectRole)) {
      fail(this, `projectRole ${shown(projectRole)} of project "${project}" is not allowed: ${allowed.join(', ')}.`);
    }
    const end = endOf(given, this);
    const role = this.arnOf(end);
    // A name is looked up in the partition of its stack, which may be a token where an ARN has it in words.
    const key = `${project}\n${readable(this, role).replace(/^arn:[^:]*(::Partition\})?:iam:/, '')}`;
    const entry = { project, projectRole, role, ...(defaultRole === undefined ? {} : { defaultRole }) };
    this.checkUnique(key, entry);
    this.checkRole(end);
    this.entries.set(key, { entry, bytes: entryBytes(this, entry) });
  }

  private checkProject(project: string): void {
    if (Token.isUnresolved(project)) {
      fail(
        this,
        'a project is named by a token: give its name as text, since mappings are compared and sorted at synth.',
      );
    }
    if (!isText(project, PROJECT_NAME)) {
      fail(
        this,
        `project ${shown(project)} is not allowed: 1 to 255 printable characters without space at either end.`,
      );
    }
  }

  /** Computed where the name is known: a reference into another stack would become an export. */
  private arnOf(end: RoleEnd): string {
    const { role, account, isOwned, identity } = end;
    if (!isOwned) return role.roleArn;
    if (compareAccounts(account, this.outputStack.account) === AccountRelation.UNKNOWN) {
      fail(
        this,
        `of the account of ${role.node.path} and that of ${this.outputStack.node.path}, which outputs its ARN, only one is known. ` +
          'Give `env: { account }` to both stacks, or to neither.',
      );
    }
    return identity === undefined ? arnIn(end, this) : literalArn(end);
  }

  /** Within this construct a role stands once in a project; what another one of the app says must agree, since a cluster holds both. */
  private checkUnique(key: string, entry: MappingEntry): void {
    const { project, projectRole, role, defaultRole } = entry;
    const own = this.entries.get(key)?.entry;
    const others = declarationsAround(this);
    const before = own ?? others.byRole.get(key)?.entry;
    if (before !== undefined && (own !== undefined || before.projectRole !== projectRole)) {
      const place = own === undefined ? ` (in ${others.byRole.get(key)?.at ?? ''})` : '';
      fail(
        this,
        `project "${project}" has ${readable(this, role)} twice, for ${before.projectRole}${place} and for ${projectRole}, and Hopsworks takes a role ` +
          'once in a project. Use ProjectRole.ALL to give it to all members, or remove one of the two.',
      );
    }
    if (defaultRole === true) {
      const slot = `${project}\n${projectRole}`;
      const other = others.defaults.get(slot);
      if (other !== undefined && other.key !== key) {
        const place = other.at === this.node.path ? '' : ` (in ${other.at})`;
        fail(
          this,
          `project "${project}" has two defaults for ${projectRole}, ${readable(this, other.role)}${place} and ${readable(this, role)}, and Hopsworks keeps ` +
            'one for each project role. Set `defaultRole` on one of the two only.' +
            (place === '' ? '' : ' Clusters of their own belong into Stages of their own.'),
        );
      }
      others.defaults.set(slot, { key, role, at: this.node.path });
    }
    others.byRole.set(key, { entry, at: this.node.path });
  }

  private checkRole({ role, resource }: RoleEnd): void {
    if (!iam.Role.isRole(role)) {
      warn(
        this,
        'mappedRoleNotSeen',
        `${readable(this, role.roleArn)} is not of this app, so that its chain cannot be seen: its trust must name the chaining role, ` +
          'without external id, tags or source identity, and the chaining role must be allowed to assume it.',
      );
      return;
    }
    // What the trust holds already is told here, with the line that maps the role; what is added later, at synth.
    const [problem] = trustErrors(role);
    if (problem !== undefined) fail(this, problem);
    this.mappedRoles.add(role);
    this.warnOfLongSession(role, resource);
  }

  private warnOfLongSession(role: iam.Role, resource?: iam.CfnRole): void {
    const seconds = resource?.maxSessionDuration ?? 0;
    // A ResourceRole warns by itself.
    if (role instanceof ResourceRole || Token.isUnresolved(seconds) || seconds <= Duration.hours(1).toSeconds()) return;
    warn(
      this,
      'chainedSessionOneHour',
      `maxSessionDuration of ${role.node.path} is ${Duration.seconds(seconds).toHumanString()}, but Hopsworks reaches it through a chaining ` +
        'role, where a session lasts 1 hour at most, and asking for more is refused.',
    );
  }

  private claimOutputName(): void {
    const names = ofStack.get(this.outputStack) ?? new Map<string, RoleMappings>();
    ofStack.set(this.outputStack, names);
    const base = this.outputName.replace(/\d+$/, '');
    const other = names.get(base);
    if (other !== undefined) {
      fail(
        this,
        `outputName "${this.outputName}" would write the same outputs of ${this.outputStack.node.path} as ${other.node.path}. ` +
          'Give one of the two an `outputName` that differs by more than a number at its end, or add the mappings there with `addMapping`.',
      );
    }
    names.set(base, this);
  }

  private addOutputs(): void {
    const count = mappingDocuments(this.entries).length;
    const stack = this.outputStack;
    for (; this.outputs < count; this.outputs += 1) {
      const index = this.outputs;
      const name = `${this.outputName}${index === 0 ? '' : index + 1}`;
      const value = Lazy.string({ produce: () => stack.toJsonString(mappingDocuments(this.entries)[index]) });
      const output = new CfnOutput(Stack.of(this) === stack ? this : stack, name, {
        value,
        description: 'Role mappings of Hopsworks projects',
      });
      output.overrideLogicalId(name);
    }
  }
}

function chainErrors(role: iam.Role): string[] {
  if (chainingRolesOf(role).length > 0) return trustErrors(role);
  return [
    `${role.node.path} is mapped to a project, but no chaining role of this app may become it: make it a ResourceRole, or call ` +
      '`allowAssuming` of the chaining role that Hopsworks holds.',
  ];
}

function trustErrors(role: iam.Role): string[] {
  const keys = keysNotSent(role);
  if (keys.length === 0) return [];
  return [
    `the trust of ${role.node.path} asks for ${keys.join(', ')}, which Hopsworks does not send, so that it would be refused. ` +
      'Leave these out of the trust of a role that Hopsworks assumes.',
  ];
}

/** Outputs of a nested stack never reach the outputs file. */
function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}
