import { type CfnResource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { INLINE_POLICIES_LIMIT, MANAGED_POLICY_LIMIT } from '../aws/quotas';
import { stateOf } from './app-state';
import {
  AttachedPolicies,
  isManagedPolicy,
  lengthOfPolicy,
  lengthsOfOwnInline,
  nameKey,
  numberOfOwnManaged,
} from './attached-policies';
import { unconditionalParts } from './deployment-condition';
import { type Carrier, type KeptRole, keptRole, keptRoles, stageOf } from './kept-role';
import { inlinePoliciesTooLong, managedPoliciesPerRole, managedPolicyTooLong, tooManyManagedPolicies } from './quotas';
import { lostPolicies } from './lost-policies';
import { isTouched, missingParts, renderedErrors } from './rendered-role';
import { TrustCheck } from './trust-check';

/** Has a role compared at synth with what was declared, and measured by IAM's quotas: users and aspects may change it until then. */
export function checkAtSynth(role: Carrier): KeptRole {
  const stage = stageOf(role);
  const known = keptRoles(stage).get(role);
  if (known !== undefined) return known;
  stateOf(stage, 'roleCheck', () => {
    const told = new Set<IConstruct>();
    let errors = new Map<IConstruct, string[]>();
    // CDK validates a Stage before what is in it, so that only roles with errors need validations of their own.
    stage.node.addValidation({
      validate: () => {
        errors = errorsOf(stage);
        for (const each of errors.keys()) {
          if (!told.has(each)) each.node.addValidation({ validate: () => errors.get(each) ?? [] });
          told.add(each);
        }
        return [];
      },
    });
    return told;
  });
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
      found.push(...trusts.errorsOf(kept));
      found.push(...lostPolicies(kept, policies.constructs));
      found.push(...conditionErrors(kept));
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
  const resource = policies.resourceOf(kept);
  const attached = policies.attachedTo({ role, resource });
  // CDK moves what is too long for inline policies into managed ones, and so may the role's author.
  const managed = new Set(parts.concat(attached).filter(isManagedPolicy));
  const inline = attached.filter((policy) => !managed.has(policy));
  return [
    countErrors(kept, resource, attached.length - inline.length),
    inlineErrors(role, resource, inline),
    [...managed].flatMap((policy) => {
      const length = lengthOfPolicy(policy);
      return length > MANAGED_POLICY_LIMIT ? [managedPolicyTooLong(policy.node.scope ?? policy, length)] : [];
    }),
  ].flat();
}

function countErrors(kept: KeptRole, resource: iam.CfnRole | undefined, attached: number): string[] {
  const count = attached + (resource === undefined ? 0 : numberOfOwnManaged(resource, kept));
  return count > managedPoliciesPerRole(kept.role) ? [tooManyManagedPolicies(kept.role, count)] : [];
}

function inlineErrors(role: Carrier, resource: iam.CfnRole | undefined, attached: readonly CfnResource[]): string[] {
  const lengths = [...attached.map(lengthOfPolicy), ...(resource === undefined ? [] : lengthsOfOwnInline(resource))];
  const length = lengths.reduce((sum, each) => sum + each, 0);
  return length > INLINE_POLICIES_LIMIT ? [inlinePoliciesTooLong(role, length)] : [];
}
