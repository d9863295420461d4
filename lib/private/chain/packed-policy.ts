import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { knowLength } from '../role/attached-policies';
import { conditionOf, mayLack } from '../role/deployment-condition';
import { isGone, resourceBehind, type RoleEnd } from '../role/identity';
import { intruders, isLiteral, isSettledAtSynth, type NamingText } from '../role/late-tokens';
import { isOverridden, render, RenderedDocument } from '../role/rendering';
import { readable } from '../words/errors';
import type { SessionFeatures } from './session';

const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' });

interface Kind {
  readonly sid: string;
  readonly actions: string[];
  readonly holds: (features: SessionFeatures) => boolean;
}

/** The statements of a permissions policy; a role stands in each one that its features ask for. */
const KINDS: Kind[] = [
  { sid: 'AssumeDataRoles', actions: ['sts:AssumeRole'], holds: (of) => !of.tags && !of.sourceIdentity },
  { sid: 'AssumeDataRolesWithTags', actions: ['sts:AssumeRole', 'sts:TagSession'], holds: (of) => of.tags },
  {
    sid: 'AssumeDataRolesWithSourceIdentity',
    actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    holds: (of) => of.sourceIdentity,
  },
];

const PLAIN = KINDS.slice(0, 1);

/** The statements that let a chaining role become the role of this ARN. */
export function permissionStatements(arn: string, features: SessionFeatures): iam.PolicyStatement[] {
  return kindsFor(features).map((kind) => newStatement(kind, arn));
}

/** The statements that a role stands in. */
export function kindsFor(features: SessionFeatures): readonly Kind[] {
  return !features.tags && !features.sourceIdentity ? PLAIN : KINDS.filter(({ holds }) => holds(features));
}

function newStatement({ sid, actions }: Kind, arn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources: [arn] });
}

/** An ARN that a chaining role may assume, and the role behind it where this app creates that. */
export interface Permitted {
  readonly arn: string;
  /** The statements that it stands in. */
  readonly kinds: readonly Kind[];
  readonly target?: RoleEnd;
}

function isLeft({ target }: Pick<Permitted, 'target'>): boolean {
  return target === undefined || !isGone(target);
}

interface RenderedStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** One managed policy, which lists the roles that a chaining role may assume. */
export class PackedPolicy {
  public length = EMPTY_DOCUMENT.length;
  public readonly managed: iam.ManagedPolicy;
  private readonly statements = new Map<Kind, iam.PolicyStatement>();
  private readonly permitted: Permitted[] = [];
  private readonly late: NamingText[] = [];
  /** Whether nothing in it gets its length after it is packed. */
  private isLiteral = true;

  constructor(scope: Construct, id: string, chaining: RoleEnd, role: iam.IRole, path: string | undefined) {
    // Under the feature flag `minimizePolicies` CDK would sort the ARNs, and a role added at the end would move others.
    const document = new iam.PolicyDocument({ minimize: false });
    this.managed = new iam.ManagedPolicy(scope, id, { path, roles: [role], document });
    const resource = this.managed.node.defaultChild;
    if (!(resource instanceof iam.CfnManagedPolicy)) return;
    const property = new RenderedDocument(() => this.withoutGone(document.toJSON()));
    resource.policyDocument = property;
    Object.assign(resource, { shouldSynthesize: () => !isGone(chaining) && this.isUsed() });
    const roles = resource.roles;
    const isUntouched = () =>
      resource.policyDocument === property && !isOverridden(resource, 'PolicyDocument', 'Roles');
    this.managed.node.addValidation({
      validate: () => [
        ...intruders(resource, this.late).map((error) => `${this.managed.node.path}: ${error}`),
        ...this.conditionErrors(resource),
        ...(isUntouched() && resource.roles === roles ? [] : this.lostErrors(resource, roles)),
      ],
    });
    knowLength(resource, () => {
      const isAsPacked = isUntouched() && this.isLiteral && document.statementCount === this.statements.size;
      return isAsPacked ? this.length : undefined;
    });
  }

  /** CloudFormation refuses a reference to what it does not make. */
  private conditionErrors(resource: iam.CfnManagedPolicy): string[] {
    return this.permitted.flatMap(({ arn, target }) => {
      const named = target?.resource;
      if (target === undefined || named === undefined || resourceBehind(arn) !== named) return [];
      if (!isLeft({ target }) || !mayLack(resource, named)) return [];
      return [
        `${this.managed.node.path} names ${target.role.node.path}, which is deployed on the condition ${conditionOf(named)} only, by ` +
          'reference: without it, the deployment fails. Give the role a literal `roleName`, by which it is named then.',
      ];
    });
  }

  /** What an override or a later write took away of what the chaining role may assume. */
  private lostErrors(resource: iam.CfnManagedPolicy, declaredRoles: string[] | undefined): string[] {
    const { PolicyDocument: document, Roles: roles } = render(resource).Properties ?? {};
    const { Statement: rendered = [] } = (document ?? {}) as { Statement?: RenderedStatement | RenderedStatement[] };
    const isRendered = ({ arn, kinds }: Permitted) => {
      const text = JSON.stringify(resource.stack.resolve(arn));
      return kinds.every(({ sid, actions }) =>
        [rendered]
          .flat()
          .some(
            ({ Sid, Effect, Action, Resource, Condition }) =>
              Sid === sid &&
              Effect === 'Allow' &&
              Condition === undefined &&
              actions.every((action) => [Action].flat().includes(action)) &&
              [Resource].flat().some((each) => JSON.stringify(each) === text),
          ),
      );
    };
    const lost = this.permitted.filter((each) => isLeft(each) && !isRendered(each));
    const texts = [roles ?? []].flat().map((role) => JSON.stringify(role));
    const declared = resource.stack.resolve(declaredRoles ?? []) as unknown[];
    const isAttached = declared.every((role) => texts.includes(JSON.stringify(role)));
    if (lost.length === 0 && isAttached) return [];
    const what = isAttached
      ? `does not let the chaining role assume ${lost.map(({ arn }) => readable(resource, arn)).join(', ')}`
      : 'is not attached to the chaining role';
    return [
      `${this.managed.node.path} is not rendered as declared: it ${what}. Remove the override or the later write that took it away.`,
    ];
  }

  /** Whether any role that it permits is left in the app. */
  public isUsed(): boolean {
    return this.permitted.some(isLeft);
  }

  public growthBy({ kinds }: Permitted, arnLength: number): number {
    return kinds.reduce((sum, kind) => sum + arnLength + (this.statements.has(kind) ? 0 : skeletonLength(kind)), 0);
  }

  public add(permitted: Permitted): void {
    this.permitted.push(permitted);
    const { arn, target } = permitted;
    this.isLiteral &&= isLiteral(arn);
    // The names of roles of this app are looked at with the roles.
    if (target === undefined && isSettledAtSynth(arn))
      this.late.push({ where: 'the ARN of a role to assume', text: arn });
    for (const kind of permitted.kinds) {
      const present = this.statements.get(kind);
      if (present !== undefined) {
        present.addResources(permitted.arn);
        continue;
      }
      const statement = newStatement(kind, permitted.arn);
      this.statements.set(kind, statement);
      this.managed.addStatements(statement);
    }
  }

  /** A role that was taken out of its tree is permitted no more. */
  private withoutGone(document: unknown): unknown {
    if (this.permitted.every(isLeft)) return document;
    const { Statement: statements } = document as { Statement: { Sid?: string; Resource?: string | string[] }[] };
    const left = statements.flatMap((statement) => {
      const kind = KINDS.find(({ sid }) => sid === statement.Sid);
      if (kind === undefined) return [statement];
      const arns = this.permitted.filter((each) => each.kinds.includes(kind) && isLeft(each)).map(({ arn }) => arn);
      const resources = [statement.Resource ?? []].flat().filter((arn) => arns.includes(arn));
      if (resources.length === 0) return [];
      return [{ ...statement, Resource: resources.length === 1 ? resources[0] : resources }];
    });
    return { ...(document as object), Statement: left };
  }
}

/** The characters of a statement before its first resource, comma included. */
function skeletonLength({ sid, actions }: Kind): number {
  const [action, ...others] = actions;
  return (
    JSON.stringify({ Action: others.length === 0 ? action : actions, Effect: 'Allow', Resource: [], Sid: sid }).length +
    1
  );
}
