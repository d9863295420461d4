import { CfnResource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { INLINE_POLICIES_LIMIT, MANAGED_POLICY_LIMIT } from '../aws/quotas';
import { stateOf } from './app-state';
import { AttachedPolicies, lengthOfPolicy, nameKey } from './attached-policies';
import { unconditionalParts } from './deployment-condition';
import { type Carrier, type KeptRole, keptRole, keptRoles, stageOf } from './kept-role';
import { inlinePoliciesTooLong, managedPoliciesPerRole, managedPolicyTooLong, tooManyManagedPolicies } from './quotas';
import { lostPolicies } from './lost-policies';
import { isTouched, missingParts, renderedErrors } from './rendered-role';
import { TrustCheck } from './trust-check';

/** What is wrong with the roles of an app or a Stage, found in one pass when it is validated. */
interface Findings {
  errors: Map<IConstruct, string[]>;
}

/** Has a role compared at synth with what was declared, and measured by IAM's quotas: users and aspects may change it until then. */
export function checkAtSynth(role: Carrier): KeptRole {
  const stage = stageOf(role);
  const known = keptRoles(stage).get(role);
  if (known !== undefined) return known;
  const findings = stateOf<Findings>(stage, 'roleCheck', () => {
    const made: Findings = { errors: new Map() };
    // CDK validates a Stage before what is in it.
    stage.node.addValidation({
      validate: () => {
        made.errors = errorsOf(stage);
        return [];
      },
    });
    return made;
  });
  role.node.addValidation({ validate: () => findings.errors.get(role) ?? [] });
  return keptRole(role, stage);
}

function errorsOf(stage: IConstruct): Map<IConstruct, string[]> {
  const policies = new AttachedPolicies(stage.node.root);
  const trusts = new TrustCheck();
  const imported = new Set<string>();
  const errors = new Map<IConstruct, string[]>();
  for (const [role, kept] of keptRoles(stage)) {
    if (!policies.constructs.has(role)) continue;
    const found = missingParts(kept, policies.constructs);
    if (kept.resource === undefined || policies.constructs.has(kept.resource)) {
      if (isTouched(kept)) found.push(...renderedErrors(kept));
      found.push(...trusts.errorsOf(kept), ...lostPolicies(kept, policies.constructs), ...conditionErrors(kept));
      if (!isFurtherImport(kept.role, imported)) found.push(...policyErrors(kept, policies));
    }
    for (const further of kept.checks) found.push(...further());
    if (found.length > 0) errors.set(role, found);
  }
  return errors;
}

/** Several imports of one role carry the same policies. */
function isFurtherImport(role: Carrier, imported: Set<string>): boolean {
  if (iam.Role.isRole(role)) return false;
  const name = nameKey(role, role.env.account, role.roleName);
  const isFurther = imported.has(name);
  imported.add(name);
  return isFurther;
}

function conditionErrors({ role, resource, parts }: KeptRole): string[] {
  const { defaultPolicy } = role as { readonly defaultPolicy?: iam.Policy };
  const granted = defaultPolicy?.node.defaultChild;
  return resource === undefined
    ? []
    : unconditionalParts(role, resource, granted === undefined ? parts : [...parts, granted]);
}

function policyErrors(kept: KeptRole, policies: AttachedPolicies): string[] {
  const { role, parts } = kept;
  const [managed, inline] = [policies.managedOf(kept), policies.inlineOf(kept)];
  return [
    ...(managed > managedPoliciesPerRole(role) ? [tooManyManagedPolicies(role, managed)] : []),
    ...(inline > INLINE_POLICIES_LIMIT ? [inlinePoliciesTooLong(role, inline)] : []),
    // CDK moves what is too long for inline policies into managed ones, and so may the role's author.
    ...[...new Set([...parts.filter(isManagedPolicy), ...policies.managedPoliciesOf(kept)])].flatMap((policy) => {
      const length = lengthOfPolicy(policy);
      return length > MANAGED_POLICY_LIMIT ? [managedPolicyTooLong(policy.node.scope ?? policy, length)] : [];
    }),
  ];
}

function isManagedPolicy(part: IConstruct): part is CfnResource {
  return CfnResource.isCfnResource(part) && part.cfnResourceType === 'AWS::IAM::ManagedPolicy';
}
