import {
  DefaultTokenResolver,
  Reference,
  Resource,
  Stack,
  StringConcat,
  Tokenization,
  aws_iam as iam,
} from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { accountOrStage } from '../aws/environment';
import { ownedResource } from './identity';
import { managedPoliciesPerRole } from './quotas';

/** A role that carries managed policies: of this app, or imported by its name. */
type Carrier = Resource & { readonly roleArn: string; readonly roleName: string };

const carriersOf = new WeakMap<Stack, Set<Carrier>>();

/** Checks at synth how many managed policies a role carries, those that other constructs attach to it included. */
export function checkAttachmentsAtSynth(role: Carrier): void {
  const carriers = carriersOf.get(role.stack);
  if (carriers !== undefined) {
    carriers.add(role);
    return;
  }
  // One validation for all roles of a stack, because it goes through the whole app.
  const roles = new Set([role]);
  carriersOf.set(role.stack, roles);
  role.stack.node.addValidation({
    validate: () => {
      const attached = new Attachments(role.node.root);
      return [...roles].flatMap((each) => attachmentErrors(each, attached));
    },
  });
}

function attachmentErrors(role: Carrier, attached: Attachments): string[] {
  const limit = managedPoliciesPerRole(role);
  const count = attached.to(role);
  if (count <= limit) return [];
  return [
    `${role.node.path} carries ${count} managed policies, more than IAM's quota of ${limit}. ` +
      'Attach fewer, use `resourceRolePath` instead of listing resource roles, or raise the quota at AWS and the context key ' +
      '"cdk-iam-role-chaining:managedPoliciesPerRole".',
  ];
}

/** The managed policies of an app that name their roles: by reference, or by name in any stack of the account. */
class Attachments {
  private readonly counts = new Map<unknown, number>();

  constructor(root: IConstruct) {
    for (const child of root.node.findAll()) {
      if (!(child instanceof iam.CfnManagedPolicy)) continue;
      for (const role of resolveNames(child)) {
        const key = typeof role === 'string' ? nameKey(child, child.stack.account, role) : role;
        this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
      }
    }
  }

  public to(role: Carrier): number {
    const resource = ownedResource(role);
    const byName = this.counts.get(nameKey(role, role.env.account, resource?.roleName ?? role.roleName)) ?? 0;
    if (resource === undefined) return byName;
    const named = (resource.stack.resolve(resource.managedPolicyArns) as unknown[] | undefined) ?? [];
    return named.length + byName + (this.counts.get(resource) ?? 0);
  }
}

function nameKey(scope: IConstruct, account: string, name: string): string {
  return `${accountOrStage(scope, account)}/${name}`;
}

/** The names of the roles that a policy attaches itself to; for a role of the app that is named by reference, its L1. */
function resolveNames(policy: iam.CfnManagedPolicy): unknown[] {
  const names: unknown = Tokenization.resolve(policy.roles, {
    scope: policy,
    resolver: new KeepReferences(),
    preparing: false,
  });
  return Array.isArray(names) ? names : [];
}

class KeepReferences extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? token.target : super.resolveToken(token, context, postProcessor);
  }
}
