import { CfnResource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { stateOf } from './app-state';
import { AttachedPolicies, lengthOfPolicy, nameKey } from './attached-policies';
import { type Carrier, type KeptRole, keptRole, keptRoles, stageOf } from './kept-role';
import {
  INLINE_POLICIES_LIMIT,
  inlinePoliciesTooLong,
  MANAGED_POLICY_LIMIT,
  managedPoliciesPerRole,
  managedPolicyTooLong,
  tooManyManagedPolicies,
} from './quotas';
import { isTouched, missingParts, renderedErrors } from './rendered-role';
import { TrustCheck } from './trust-check';

/** Has a role compared at synth with what was declared, and measured by IAM's quotas: users and aspects may change it until then. */
export function checkAtSynth(role: Carrier): KeptRole {
  const stage = stageOf(role);
  // One validation for all roles, because it goes through the whole app.
  stateOf(stage, 'roleCheck', () => {
    const validation = { validate: () => errorsOf(stage) };
    stage.node.addValidation(validation);
    return validation;
  });
  return keptRole(role);
}

function errorsOf(stage: IConstruct): string[] {
  const policies = new AttachedPolicies(stage.node.root);
  const trusts = new TrustCheck();
  const imported = new Set<string>();
  return [...keptRoles(stage).values()].flatMap((kept) => {
    const { role, resource } = kept;
    if (!policies.constructs.has(role)) return [];
    const missing = missingParts(kept, policies.constructs);
    if (resource !== undefined && !policies.constructs.has(resource)) return missing;
    return [
      ...missing,
      ...(isTouched(kept) ? renderedErrors(kept) : []),
      ...trusts.errorsOf(kept),
      ...(isFurtherImport(role, imported) ? [] : policyErrors(kept, policies)),
    ];
  });
}

/** Several imports of one role carry the same policies. */
function isFurtherImport(role: Carrier, imported: Set<string>): boolean {
  if (iam.Role.isRole(role)) return false;
  const name = nameKey(role, role.env.account, role.roleName);
  const isFurther = imported.has(name);
  imported.add(name);
  return isFurther;
}

function policyErrors(kept: KeptRole, policies: AttachedPolicies): string[] {
  const { role, parts } = kept;
  const [managed, inline] = [policies.managedOf(kept), policies.inlineOf(kept)];
  return [
    ...(managed > managedPoliciesPerRole(role) ? [tooManyManagedPolicies(role, managed)] : []),
    ...(inline > INLINE_POLICIES_LIMIT ? [inlinePoliciesTooLong(role, inline)] : []),
    ...parts.filter(isManagedPolicy).flatMap((policy) => {
      const length = lengthOfPolicy(policy);
      return length > MANAGED_POLICY_LIMIT ? [managedPolicyTooLong(policy.node.scope ?? policy, length)] : [];
    }),
  ];
}

function isManagedPolicy(part: IConstruct): part is CfnResource {
  return CfnResource.isCfnResource(part) && part.cfnResourceType === 'AWS::IAM::ManagedPolicy';
}
