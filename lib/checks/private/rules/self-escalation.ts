import { allowing } from '../../../private/access/graph/permissions';
import { addTo } from '../../../private/access/model/estate';
import type { Principal } from '../../../private/access/model/model';
import type { Match } from '../../../private/access/policy/decide';
import type { Finding } from '../finding';
import { segmentsOf } from '../../../private/access/policy/text';
import { type Context, accountPrefixes, awsCaller, permission, permissionOnSome } from '../probes';
import { filledIn } from '../trusted-callers';
import { accessOf, unlessPermission } from '../by-default';
import type { View } from '../view';

/** Ways to write what somebody may do, by what is written. */
const WRITES: Readonly<Record<'role' | 'policy' | 'user' | 'group', readonly string[]>> = {
  role: [
    'iam:PutRolePolicy',
    'iam:AttachRolePolicy',
    'iam:UpdateAssumeRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:DetachRolePolicy',
    'iam:PutRolePermissionsBoundary',
    'iam:DeleteRolePermissionsBoundary',
  ],
  policy: ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
  user: [
    'iam:PutUserPolicy',
    'iam:AttachUserPolicy',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
    'iam:PutUserPermissionsBoundary',
    'iam:DeleteUserPermissionsBoundary',
  ],
  group: ['iam:PutGroupPolicy', 'iam:AttachGroupPolicy', 'iam:AddUserToGroup'],
};

/** Ways to have a service run something with a role that is passed to it. */
const RUNS: readonly (readonly [service: string, action: string])[] = [
  ['ec2', 'ec2:RunInstances'],
  ['ec2', 'ec2:RequestSpotInstances'],
  ['lambda', 'lambda:CreateFunction'],
  ['lambda', 'lambda:UpdateFunctionConfiguration'],
  ['ecs-tasks', 'ecs:RegisterTaskDefinition'],
  ['ecs-tasks', 'ecs:RunTask'],
  ['ecs-tasks', 'batch:RegisterJobDefinition'],
  ['ssm', 'ssm:StartAutomationExecution'],
  ['glue', 'glue:CreateJob'],
  ['glue', 'glue:UpdateJob'],
  ['glue', 'glue:CreateDevEndpoint'],
  ['sagemaker', 'sagemaker:CreateNotebookInstance'],
  ['sagemaker', 'sagemaker:CreateTrainingJob'],
  ['sagemaker', 'sagemaker:CreateProcessingJob'],
  ['cloudformation', 'cloudformation:CreateStack'],
  ['cloudformation', 'cloudformation:UpdateStack'],
  ['codebuild', 'codebuild:CreateProject'],
  ['codebuild', 'codebuild:UpdateProject'],
  ['states', 'states:CreateStateMachine'],
  ['states', 'states:UpdateStateMachine'],
  ['elasticmapreduce', 'elasticmapreduce:RunJobFlow'],
];

/** Writing a policy under a boundary, or attaching one of some named policies, widens nothing. */
const UNBOUNDED = ['AdministratorAccess', 'IAMFullAccess'].map((name): Context => ({
  'iam:PermissionsBoundary': [],
  'iam:PolicyARN': [`arn:aws:iam::aws:policy/${name}`],
}));
/** Roles whose policies AWS lets nobody write. */
const OF_AWS = /:role\/aws-(service-role|reserved)\//;
const OF_OTHERS = /:(CreateAccessKey|CreateLoginProfile|UpdateLoginProfile)$/;
const DEPLOYS = /^cloudformation\.amazonaws\.com$/;

/** Who may write its own permissions, or take those of others. */
export function selfEscalation(view: View): Omit<Finding, 'rule'>[] {
  const targets = targetsByType(view);
  return view.holders
    .filter((principal) => principal.type !== 'group' && !view.isHeldOnlyBy(principal, DEPLOYS))
    .flatMap((principal) => {
      const [first, ...others] = [...writes(view, principal, targets), ...launches(view, principal)];
      if (first === undefined) return [];
      const more = others.length === 0 ? '' : ` (and ${others.length} ways more)`;
      const { path } = principal.place;
      return [
        {
          severity: 'warning' as const,
          path,
          statement: first.match.statement.source,
          reason: `${path} may call ${first.what}${more}: by that it may widen itself or others, whatever else its policies say${unlessPermission(first.match.statement)}.`,
          fix: 'Take the permission away, name resources that give no more than it has, or deny it in a permissions boundary.',
        },
      ];
    });
}

interface Way {
  readonly what: string;
  readonly match: Match;
}

/** What can be written, as ARNs. */
type Targets = ReadonlyMap<string, readonly string[]>;

function targetsByType({ estate }: View): Targets {
  const { principals, policies } = estate.model;
  const found = new Map<string, string[]>([
    ['policy', policies.flatMap(({ arns, place }) => arns.map((arn) => estate.text(arn, place)))],
  ]);
  for (const principal of principals) addTo(found, principal.type, estate.arnOf(principal));
  return found;
}

function writes(view: View, principal: Principal, targets: Targets): Way[] {
  const { estate } = view;
  const access = accessOf(view, principal);
  const own = estate.arnOf(principal);
  const prefixes = accountPrefixes(view, principal);
  const caller = awsCaller(own);
  const user: Context = principal.type === 'user' ? { 'aws:username': [principal.name] } : {};
  const contexts = UNBOUNDED.map((context) => ({ ...context, ...user }));
  return Object.entries(WRITES).flatMap(([type, actions]) => {
    const allowed = actions.filter((action) => allowing(estate, principal, action).length > 0);
    if (allowed.length === 0) return [];
    const near = [
      ...prefixes.map((prefix) => `${prefix}:${type}/x7f3a`),
      ...(targets.get(type) ?? []).filter((arn) => prefixes.some((prefix) => arn.startsWith(prefix))),
    ];
    return allowed.flatMap((action) => {
      for (const resource of [...near, ...namesLike(view, principal, type, action)]) {
        if ((OF_OTHERS.test(action) && resource === own) || OF_AWS.test(resource)) continue;
        const match = contexts.flatMap((context) => permission(access, { caller, action, resource }, context) ?? [])[0];
        if (match !== undefined) return [{ what: `${action} on ${resource.replace('x7f3a', '*')}`, match }];
      }
      return [];
    });
  });
}

/** Of each pattern of names, such as `role/team-*`, one that it takes and that may be made later. */
function namesLike(view: View, principal: Principal, type: string, action: string): string[] {
  return allowing(view.estate, principal, action).flatMap(({ resources }) => {
    const names = (resources?.not === false ? resources.patterns : [])
      .map((pattern) => segmentsOf(pattern).slice(5).join(':'))
      .filter((name) => name.startsWith(`${type}/`) && filledIn(name) !== name);
    return accountPrefixes(view, principal).flatMap((prefix) => names.map((name) => `${prefix}:${filledIn(name)}`));
  });
}

function launches(view: View, principal: Principal): Way[] {
  const { estate } = view;
  if (allowing(estate, principal, 'iam:PassRole').length === 0) return [];
  const own = estate.arnOf(principal);
  const anyRole = accountPrefixes(view, principal).map((prefix) => `${prefix}:role/x7f3a`);
  return RUNS.flatMap(([service, action]) => {
    const context = { 'iam:PassedToService': [`${service}.amazonaws.com`] };
    const [match] = anyRole.flatMap((resource) => {
      const request = { caller: awsCaller(own), action: 'iam:PassRole', resource };
      return permission(accessOf(view, principal), request, context) ?? [];
    });
    if (match === undefined || permissionOnSome(view, principal, action) === undefined) return [];
    return [{ what: `${action} with any role that it passes`, match }];
  });
}
