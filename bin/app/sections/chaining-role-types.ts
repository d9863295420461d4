import { z } from 'zod';
import { CLUSTER_NAME_OR_ARN } from '../../../lib/private/kubernetes/cluster';
import {
  AUDIENCE,
  NAMESPACE,
  SERVICE_ACCOUNT_NAME,
  SERVICE_ACCOUNT_PATTERN,
} from '../../../lib/private/kubernetes/objects';
import { existingOr, listOf, policyArn, roleKey, rolePath, strict, text } from '../fields';
import { regionalArn } from '../regions';
import { existingChainingRole } from './existing-roles';
import type { ExistingChainingRole } from './existing-roles';
import { oidcProvider } from './oidc-provider';
import { roleShape } from './role';
import { roleAccount } from './role-fields';

const namespace = text(NAMESPACE, 'a Kubernetes namespace; wildcards go into serviceAccountPatterns');
const serviceAccountName = text(
  SERVICE_ACCOUNT_NAME,
  'a Kubernetes service account; wildcards go into serviceAccountPatterns',
);
const pattern = text(SERVICE_ACCOUNT_PATTERN, 'a Kubernetes name that may hold * and ?');

const serviceAccounts = listOf(
  strict({
    namespace: namespace.describe('Its Kubernetes namespace.'),
    name: serviceAccountName.describe('Its name.'),
  }).describe('A Kubernetes service account.'),
  'name a service account, or remove the key',
).describe('Service accounts that hold the role, matched exactly.');

const serviceAccountPatterns = listOf(
  strict({
    namespace: pattern.describe('Its namespace; * and ? are wildcards.'),
    name: pattern.describe('Its name; * and ? are wildcards.'),
  }).describe('A pattern of service accounts.'),
  'name a pattern, or remove the key',
).describe('Patterns of service accounts that hold the role. Wider than serviceAccounts: use it only where you must.');

const common = {
  account: roleAccount,
  ...roleShape,
  managedPolicies: listOf(policyArn.describe('ARN of a managed policy.'), 'name a policy, or remove the key')
    .optional()
    .describe('Further managed policies of the role. What the data needs belongs to resource roles.'),
  resourceRolePath: rolePath
    .optional()
    .describe('Lets the role assume every role below this IAM path, instead of a list of roles.'),
  resourceRoleAccounts: listOf(z.string().describe('Name of an account.'), 'name an account, or remove the key')
    .optional()
    .describe('Further accounts, by their names below accounts, in which resourceRolePath holds.'),
  usedElsewhere: z
    .literal(true)
    .optional()
    .describe('Says that other configurations or apps use the role, where nothing in this one does.'),
};

const ofResourceRoles = 'what owns data permissions stands below resourceRoles';
const notOfChainingRoles = { chainedFrom: ofResourceRoles, access: ofResourceRoles };
const onlyServiceAccount = 'of type service-account only';
const onlyPodIdentity = 'of type pod-identity only';
const onlyPods = 'of types service-account and pod-identity only';

const instanceProfile = strict(
  { type: z.literal('instance-profile').describe('Held by EC2 machines through an instance profile.'), ...common },
  {
    ...notOfChainingRoles,
    oidcProvider: onlyServiceAccount,
    serviceAccounts: onlyPods,
    serviceAccountPatterns: onlyServiceAccount,
    audiences: onlyServiceAccount,
    cluster: onlyPodIdentity,
    anyCluster: onlyPodIdentity,
    associate: onlyPodIdentity,
  },
).describe('A role of EC2 machines.');

const serviceAccount = strict(
  {
    type: z.literal('service-account').describe('Held by EKS pods through their service account (IRSA).'),
    ...common,
    oidcProvider,
    serviceAccounts: serviceAccounts.optional(),
    serviceAccountPatterns: serviceAccountPatterns.optional(),
    audiences: listOf(
      text(AUDIENCE, 'an audience, without wildcards or spaces').describe('An audience.'),
      'name an audience, or remove the key',
    )
      .optional()
      .describe(
        'Audiences that the tokens may be for; without it sts.amazonaws.com. A provider that is made lists them. Where sts.amazonaws.com ' +
          'is not among them, the service accounts are annotated with the first.',
      ),
  },
  { ...notOfChainingRoles, cluster: onlyPodIdentity, anyCluster: onlyPodIdentity, associate: onlyPodIdentity },
)
  .superRefine((role, context) => {
    if (role.serviceAccounts ?? role.serviceAccountPatterns) return;
    context.addIssue({ code: 'custom', message: 'takes serviceAccounts, serviceAccountPatterns or both; got neither' });
  })
  .describe('A role of EKS pods, through the OIDC provider of their cluster.');

const podIdentity = strict(
  {
    type: z.literal('pod-identity').describe('Held by EKS pods through EKS Pod Identity.'),
    ...common,
    serviceAccounts,
    cluster: regionalArn(CLUSTER_NAME_OR_ARN, 'the name or the ARN of an EKS cluster')
      .optional()
      .describe('Name, or ARN, of the one cluster whose pods may hold the role.'),
    anyCluster: z
      .literal(true)
      .optional()
      .describe('Lets pods of every cluster of the account hold the role, instead of naming one.'),
    associate: z.boolean().optional().describe('Whether to make the Pod Identity associations in the cluster too.'),
  },
  {
    ...notOfChainingRoles,
    oidcProvider: onlyServiceAccount,
    serviceAccountPatterns: onlyServiceAccount,
    audiences: onlyServiceAccount,
  },
)
  .superRefine((role, context) => {
    if ((role.cluster === undefined) === (role.anyCluster === true)) return;
    const got = role.cluster === undefined ? 'neither' : 'both';
    context.addIssue({ code: 'custom', message: `takes cluster, or anyCluster: true; got ${got}` });
  })
  .describe('A role of EKS pods, through EKS Pod Identity.');

/** The kinds of chaining role; `type` tells them apart. */
export const chainingRoleTypes = [instanceProfile, serviceAccount, podIdentity] as const;

const madeChainingRole = z.discriminatedUnion('type', chainingRoleTypes, {
  error: (issue: z.core.$ZodRawIssue) => {
    if (issue.code !== 'invalid_union') return undefined;
    const given = issue.input as { type?: unknown };
    const got = given.type === undefined ? 'is missing' : `got ${JSON.stringify(given.type)}`;
    const hint = Object.keys(notOfChainingRoles).some((key) => key in given) ? ` (${ofResourceRoles})` : '';
    return `${got}, allowed: ${chainingRoleTypes.map(({ shape }) => shape.type.value).join(', ')}${hint}`;
  },
});

export const chainingRolesSchema = z
  .record(roleKey, existingOr(existingChainingRole, madeChainingRole))
  .default({})
  .describe("The roles that the platform's machines and pods hold, each under its name.");

export type ChainingRoles = z.infer<typeof chainingRolesSchema>;
export type ChainingRoleConfig = Exclude<ChainingRoles[string], ExistingChainingRole>;
