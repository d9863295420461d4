import type { AttachedPolicy, Principal } from '../../../private/access/model/model';
import { isPlaceholder, lettersOf, variableOf } from '../../../private/access/policy/text';
import { INLINE_POLICIES_LIMIT, MANAGED_POLICY_LIMIT } from '../../../private/aws/quotas';
import type { Finding } from '../finding';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

const RAISED = 'the app says by its context that the quota is raised';

/** Of all inline policies together. */
const INLINE: Readonly<Record<Principal['type'], number>> = {
  role: INLINE_POLICIES_LIMIT,
  user: 2048,
  group: 5120,
  'permission set': 32_768,
};

/** Documents and lists that IAM refuses for their size, when the deployment is half done. */
export function overQuota(view: View): Found[] {
  const { model } = view.estate;
  return [
    ...model.principals.flatMap((principal) => [...tooLong(view, principal), ...tooMany(view, principal)]),
    ...model.policies.flatMap(({ isManaged, place, document }) =>
      isManaged ? exceeded(place.path, 'the managed policy', [{ document, place }], MANAGED_POLICY_LIMIT, view) : [],
    ),
  ];
}

function tooLong(view: View, principal: Principal): Found[] {
  const { type, place, trust, policies, name } = principal;
  const named = view.policiesNaming(principal).filter(({ isManaged }) => !isManaged);
  const inline = [...policies, ...named].filter((policy) => policy.place?.condition === undefined);
  return [
    ...exceeded(
      place.path,
      'the trust policy',
      [{ document: trust ?? '', place }],
      view.tree.quotas.trustPolicy,
      view,
    ).map((found) => ({ ...found, excuse: RAISED })),
    ...exceeded(
      place.path,
      `inline policies of ${name}, together`,
      inline.map(({ document, place: own = place }) => ({ document, place: own })),
      INLINE[type],
      view,
    ),
  ];
}

function tooMany(view: View, principal: Principal): Found[] {
  const { estate, tree } = view;
  const { managedPolicies, place } = principal;
  const naming = view
    .policiesNaming(principal)
    .filter((policy) => policy.isManaged && policy.place.condition === undefined);
  const arns = managedPolicies
    // What a condition of CloudFormation may leave out counts for nothing.
    .filter((arn) => !arn.includes('${AWS::NoValue}'))
    .map((arn) => estate.policyOf(arn, place)?.place.path ?? estate.text(arn, place));
  const count = new Set([...arns, ...naming.map((policy) => policy.place.path)]).size;
  const limit = tree.quotas.managedPolicies;
  if (count <= limit || principal.type === 'permission set') return [];
  return [
    {
      severity: 'error',
      path: place.path,
      reason: `${place.path} carries ${count} managed policies, and IAM's quota is ${limit}.`,
      fix: 'Attach fewer, or raise the quota at AWS and the context key "cdk-iam-role-chaining:managedPoliciesPerRole".',
      excuse: RAISED,
    },
  ];
}

function exceeded(
  path: string,
  what: string,
  documents: readonly Required<Pick<AttachedPolicy, 'document' | 'place'>>[],
  limit: number,
  { estate }: View,
): Found[] {
  const length = documents.reduce(
    (sum, { document, place }) => sum + lengthOf(estate.text(shortest(document), place)),
    0,
  );
  if (length <= limit) return [];
  return [
    {
      severity: 'error',
      path,
      reason: `${path}: ${what} has at least ${length} characters, and IAM's quota is ${limit}.`,
      fix: 'Name fewer resources or principals, of which one may take in others, or divide them among several roles or policies.',
    },
  ];
}

/** The text of a document as far as it is known: nobody knows how long the rest is, or which branch there will be. */
function lengthOf(text: string): number {
  if (!text.includes('${')) return text.replace(/\s/g, '').length;
  const isSymbol = (letter: string) => isPlaceholder(letter) && variableOf(letter) === undefined;
  return lettersOf(text)
    .filter((letter) => !isSymbol(letter) && !/\s/.test(letter))
    .join('').length;
}

function shortest(document: unknown): string {
  if (typeof document === 'string') return document;
  const text = JSON.stringify(document);
  if (!text.includes('"Fn::If"')) return text;
  return JSON.stringify(document, (_, value: unknown) => {
    const branches = typeof value === 'object' && value !== null && 'Fn::If' in value ? value['Fn::If'] : undefined;
    if (!Array.isArray(branches)) return value;
    return [branches[1] as unknown, branches[2] as unknown].sort((a, b) => shortest(a).length - shortest(b).length)[0];
  });
}
