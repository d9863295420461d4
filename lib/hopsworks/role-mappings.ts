import { Duration, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccountRelation, areApart, compareAccounts } from '../private/aws/environment';
import { outermost } from '../private/words/deployed-elsewhere';
import { arnIn, endOf, isInTree, literalArn, type RoleEnd } from '../private/role/identity';
import { fail, pathOf, shown, warn, readable } from '../private/words/errors';
import { isLookupDummy, ANYTHING, checkFlags, checkGiven, given, optionalList, isText } from '../private/words/given';
import {
  type Declaration,
  Declarations,
  isCurrent,
  entryBytes,
  type MappingDocument,
  type MappingEntry,
  mappingDocuments,
  MappingOutputs,
  chainingRolesOf,
  keysNotSent,
} from './private/mappings';
import { PROJECT_NAME, PROJECT_NAME_RULE } from './private/project-name';
import { ProjectRole } from './project-role';

/** Lets members of a Hopsworks project assume a role. */
export interface RoleMapping {
  /** The name of the project, as literal text: 1 to 63 letters, digits and single underscores, a letter or digit first. */
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

/**
 * Who in which Hopsworks project may use which resource role, for the command `npx cdk-iam-role-chaining mappings`.
 *
 * Creates no resource, but outputs of the outermost stack: `RoleMappings`, `RoleMappings2` and so on, JSON of at most 4,000 bytes
 * each. Throws for what Hopsworks would refuse, a role twice in a project and two defaults for one project role (in one app or Stage), and for a trust that
 * asks for what Hopsworks does not send: an external id, session tags, a source identity. At synth it is an error that a role of this
 * app has no chaining role. The chain of an imported role can't be seen, hence the warning `hopsworksMappedRoleNotSeen`.
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
  private readonly declared = new Map<string, Declaration & { readonly bytes: number }>();
  private readonly mappedRoles = new Set<iam.Role>();
  private readonly outputStack: Stack;
  private readonly outputs: MappingOutputs;
  private divided?: { readonly count: number; readonly documents: MappingDocument[] };

  /**
   * @param scope is the scope to create the mappings in
   * @param id is the construct id
   * @param props names the projects and their roles
   */
  constructor(scope: Construct, id: string, props: RoleMappingsProps = {}) {
    const { outputName = 'RoleMappings' } = given(pathOf(scope, id), props);
    const mappings =
      optionalList(pathOf(scope, id), 'mappings', props.mappings, { are: 'mappings', have: ANYTHING }) ?? [];
    if (typeof outputName !== 'string' || !/^[A-Za-z][A-Za-z0-9]{0,200}$/.test(outputName)) {
      fail(
        pathOf(scope, id),
        `outputName ${shown(outputName)} is not allowed: up to 201 letters and digits, a letter first.`,
      );
    }
    super(scope, id);
    // Outputs of a nested stack never reach the outputs file.
    this.outputStack = outermost(Stack.of(this));
    this.outputs = new MappingOutputs(this, this.outputStack, outputName, () => this.documents());
    for (const mapping of mappings) this.add(mapping);
    this.outputs.grow();
    this.node.addValidation({
      validate: () => [
        ...[...this.mappedRoles].filter((role) => isInTree(role)).flatMap((role) => chainErrors(role)),
        ...this.outputs.lostErrors(),
      ],
    });
  }

  /**
   * Adds a mapping. Throws as the constructor does.
   *
   * @param mapping lets members of a project assume a role
   */
  public addMapping(mapping: RoleMapping): void {
    this.add(given(this, mapping, 'the mapping'));
    this.outputs.grow();
  }

  private documents(): MappingDocument[] {
    const current = [...this.declared].filter(([, declaration]) => isCurrent(declaration));
    // Every output asks for all of them.
    if (this.divided?.count !== current.length) {
      this.divided = { count: current.length, documents: mappingDocuments(new Map(current)) };
    }
    return this.divided.documents;
  }

  private add(mapping: RoleMapping): void {
    const { project, projectRole = ProjectRole.ALL, role: mapped, defaultRole } = mapping;
    this.checkProject(project);
    checkFlags(this, mapping, 'defaultRole');
    checkGiven(this, `role of project "${project}"`, mapped, {
      is: 'a role, or an import by iam.Role.fromRoleArn,',
      has: 'roleArn',
    });
    const allowed = Object.values(ProjectRole);
    if (!allowed.includes(projectRole)) {
      fail(this, `projectRole ${shown(projectRole)} of project "${project}" is not allowed: ${allowed.join(', ')}.`);
    }
    const end = endOf(mapped, this);
    const role = this.arnOf(end);
    // A name is looked up in the partition of its stack, which may be a token where an ARN has it in words.
    const name = readable(this, role).replace(/^arn:[^:]*(::Partition\})?:iam:/, '');
    // Until CDK has looked them up, all roles have one ARN.
    const key = `${project}\n${isLookupDummy(role) ? mapped.node.path : name}`;
    const entry = { project, projectRole, role, ...(defaultRole === undefined ? {} : { defaultRole }) };
    const declarations = Declarations.around(this);
    this.checkUnique(key, entry, declarations);
    this.checkRole(end);
    const declaration = { key, entry, role: end.role, by: this };
    declarations.add(declaration);
    this.declared.set(key, { ...declaration, bytes: entryBytes(this, entry) });
    this.divided = undefined;
  }

  private checkProject(project: string): void {
    if (Token.isUnresolved(project)) {
      fail(
        this,
        'a project is named by a token: give its name as text, since mappings are compared and sorted at synth.',
      );
    }
    if (!isText(project, PROJECT_NAME)) {
      fail(this, `project ${shown(project)} is not allowed, expected ${PROJECT_NAME_RULE}.`);
    }
  }

  /** Computed where the name is known: a reference into another stack would become an export. */
  private arnOf(end: RoleEnd): string {
    const { role, account, isOwned, identity, stack } = end;
    if (!isOwned) return role.roleArn;
    if (areApart(stack, this.outputStack)) {
      fail(
        this,
        `the account of ${role.node.path} can't be known in ${this.outputStack.node.path}: one of the two is deployed to accounts that no ` +
          'synth can know. Create the mappings beside the role, or give it by its literal ARN: `iam.Role.fromRoleArn`.',
      );
    }
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
  private checkUnique(key: string, entry: MappingEntry, declarations: Declarations): void {
    const { project, projectRole, role } = entry;
    const before = declarations
      .of(key)
      .find(({ by, entry: other }) => by === this || other.projectRole !== projectRole);
    if (before !== undefined) {
      fail(
        this,
        `project "${project}" has ${readable(this, role)} twice, for ${before.entry.projectRole}${this.placeOf(before)} and for ${projectRole}, and Hopsworks takes a role ` +
          'once in a project. Use ProjectRole.ALL to give it to all members, or remove one of the two.',
      );
    }
    if (entry.defaultRole !== true) return;
    const other = declarations.defaultsBeside(entry).find((declaration) => declaration.key !== key);
    if (other === undefined) return;
    fail(
      this,
      `project "${project}" has two defaults for ${projectRole}, ${readable(this, other.entry.role)}${this.placeOf(other)} and ${readable(this, role)}, and Hopsworks keeps ` +
        'one for each project role. Set `defaultRole` on one of the two only.' +
        (other.by === this ? '' : ' Clusters of their own belong into Stages of their own.'),
    );
  }

  private placeOf({ by }: Declaration): string {
    return by === this ? '' : ` (in ${by.node.path})`;
  }

  private checkRole({ role, resource }: RoleEnd): void {
    if (!iam.Role.isRole(role)) {
      warn(
        this,
        'hopsworksMappedRoleNotSeen',
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
    // A ResourceRole, which alone has chaining roles, warns by itself.
    if ('chainingRoles' in role || Token.isUnresolved(seconds) || seconds <= Duration.hours(1).toSeconds()) return;
    warn(
      this,
      'chainedSessionOneHour',
      `maxSessionDuration of ${role.node.path} is ${Duration.seconds(seconds).toHumanString()}, but Hopsworks reaches it through a chaining ` +
        'role, where a session lasts 1 hour at most, and asking for more is refused.',
    );
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
