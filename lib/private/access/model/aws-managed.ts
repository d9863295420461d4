import type { ManagedPolicy } from './model';

const allow = (what: object) => ({ Effect: 'Allow', ...what, Resource: '*' });

/**
 * What AWS's policies for administrators say: those that give everything, all of IAM, or everything but IAM. AWS writes its other
 * policies anew at any time, and none of these narrower.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const STATEMENTS: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [allow({ Action: '*' })],
  IAMFullAccess: [
    allow({
      Action: [
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPolicies',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListTargetsForPolicy',
      ],
    }),
  ],
  PowerUserAccess: [
    allow({ NotAction: ['iam:*', 'organizations:*', 'account:*'] }),
    allow({
      Action: [
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ],
    }),
  ],
};

/** One of AWS's policies for administrators, in any partition; undefined for every other policy. */
export function policyOfAws(arn: string): ManagedPolicy | undefined {
  const name = /^arn:aws[\w-]*:iam::aws:policy\/(\w+)$/.exec(arn)?.[1] ?? '';
  const statements = Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined;
  if (statements === undefined) return undefined;
  const document = { Version: '2012-10-17', Statement: statements };
  const place = { path: arn, stack: '', file: '', logicalId: '' };
  return { name, isManaged: true, arns: [arn], place, document, attachedTo: [] };
}
