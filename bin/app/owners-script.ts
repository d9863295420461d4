import type { OwnersPolicyKind } from '../../lib/private/vendor/data-owners';

/** What an owner may be asked to add to; `of` is the ARN of the role or of the data that it stands on. */
export type PolicyKind = 'trust policy' | 'permissions policy' | OwnersPolicyKind;

export type StatementJson = Readonly<Record<string, unknown>> & { readonly Sid: string };

/** One policy of an owner, with all that belongs into it. */
export interface Addition {
  readonly kind: PolicyKind;
  readonly of: string;
  readonly why: readonly string[];
  readonly statements: readonly StatementJson[];
}

/** Everything that one owner must add, as `owners/<account>.json` has it. */
export interface OwnersDocument {
  readonly account: string;
  readonly configuration: string;
  /** The permissions policies that this configuration adds have this name. */
  readonly policyName: string;
  /** The Sids of this configuration end in it, in policies that hold statements of others too. */
  readonly sidSuffix: string;
  readonly add: readonly Addition[];
}

/** The commands that add what an owner is asked for, to be read before they are run. Running them again changes nothing more. */
export function ownersScript({ account, configuration, policyName, sidSuffix, add }: OwnersDocument): string {
  const kinds = new Set(add.map(({ kind }) => kind));
  return [
    '#!/usr/bin/env bash',
    `# What the owner of account ${account} adds for the configuration ${configuration}; ${account}.json beside this file says the same.`,
    '# Run it with credentials of the account, after the configuration was deployed: a policy may name no role that does not exist.',
    '# It replaces what it added before, and leaves every other statement as it is.',
    'set -euo pipefail',
    "export AWS_PAGER=''",
    "command -v jq >/dev/null || { echo 'jq is not installed' >&2; exit 1; }",
    'owner=$(aws sts get-caller-identity --query Account --output text)',
    `[ "$owner" = ${account} ] || { echo "these commands are for account ${account}, the credentials are of $owner" >&2; exit 1; }`,
    ...([...kinds].some((kind) => kind !== 'permissions policy') ? merging(sidSuffix) : []),
    ...(kinds.has('trust policy') || kinds.has('permissions policy') ? ['', CHECK_ARN] : []),
    ...([...kinds].some((kind) => MAY_BE_MISSING.includes(kind)) ? ['', EXISTING_POLICY] : []),
    ...FUNCTIONS.filter(([kind]) => kinds.has(kind)).flatMap(([, text]) => ['', text]),
    ...add.flatMap((addition) => ['', ...callOf(addition, policyName)]),
    '',
  ].join('\n');
}

/** The policy on standard input with the statements $1, in place of those whose Sids end as theirs. */
function merging(sidSuffix: string): string[] {
  return [
    '',
    'with_statements() {',
    '  jq --compact-output --argjson add "$1" \'.Statement = [',
    '    (.Statement | if type == "array" then .[] else . end)',
    `    | select((.Sid // "") | endswith("${sidSuffix}") | not)`,
    "  ] + $add'",
    '}',
  ];
}

/** A role with another path has another ARN, which the other side of its chains would not name. */
const CHECK_ARN = `check_arn() { # role, its ARN in the configuration
  local arn
  arn=$(aws iam get-role --role-name="$1" --query Role.Arn --output text)
  [ "$arn" = "$2" ] || { echo "the ARN of $1 is $arn, and the configuration says $2: mend it there" >&2; return 1; }
}`;

/** Policies that need not be there before. */
const MAY_BE_MISSING: PolicyKind[] = ['bucket policy', 'secret policy', 'catalog policy', 'table policy'];

const EXISTING_POLICY = `no_policy='{"Version":"2012-10-17","Statement":[]}'
existing_policy() { # what AWS answers where there is none, the command that asks
  local none="$1" policy error
  shift
  if ! policy=$(aws "$@" 2>/dev/null); then
    error=$(aws "$@" 2>&1 >/dev/null || true)
    # Any other error may hide a policy that would be lost.
    [[ $error == *"$none"* ]] || { echo "$error" >&2; return 1; }
    policy=$no_policy
  fi
  printf '%s\\n' "$policy"
}`;

/** Options are written with =, as the name of a role may begin with a hyphen. */
const FUNCTIONS: readonly (readonly [PolicyKind, string])[] = [
  [
    'trust policy',
    `add_to_trust_policy() { # role, its ARN, statements
  local policy
  check_arn "$1" "$2"
  policy=$(aws iam get-role --role-name="$1" --query Role.AssumeRolePolicyDocument --output json)
  policy=$(with_statements "$3" <<<"$policy")
  aws iam update-assume-role-policy --role-name="$1" --policy-document="$policy"
}`,
  ],
  [
    'permissions policy',
    `put_permissions_policy() { # role, its ARN, name, policy
  check_arn "$1" "$2"
  aws iam put-role-policy --role-name="$1" --policy-name="$3" --policy-document="$4"
}`,
  ],
  [
    'bucket policy',
    `add_to_bucket_policy() { # bucket, statements
  local policy
  policy=$(existing_policy NoSuchBucketPolicy s3api get-bucket-policy --bucket="$1" --expected-bucket-owner="$owner" --query Policy --output text)
  policy=$(with_statements "$2" <<<"$policy")
  aws s3api put-bucket-policy --bucket="$1" --expected-bucket-owner="$owner" --policy="$policy"
}`,
  ],
  [
    'key policy',
    `add_to_key_policy() { # key, region, statements
  local policy
  policy=$(aws kms get-key-policy --key-id="$1" --region="$2" --policy-name=default --query Policy --output text)
  policy=$(with_statements "$3" <<<"$policy")
  aws kms put-key-policy --key-id="$1" --region="$2" --policy-name=default --policy="$policy"
}`,
  ],
  [
    'secret policy',
    `add_to_secret_policy() { # secret, region, statements
  local policy
  policy=$(aws secretsmanager get-resource-policy --secret-id="$1" --region="$2" --query ResourcePolicy --output text)
  # The CLI writes None for a policy that is not there.
  [ "$policy" != None ] || policy=$no_policy
  policy=$(with_statements "$3" <<<"$policy")
  aws secretsmanager put-resource-policy --secret-id="$1" --region="$2" --block-public-policy --resource-policy="$policy" >/dev/null
}`,
  ],
  [
    'catalog policy',
    `add_to_catalog_policy() { # region, statements
  local policy shared=FALSE
  policy=$(existing_policy EntityNotFoundException glue get-resource-policy --region="$1" --query PolicyInJson --output text)
  # Where Lake Formation shares the catalog too, Glue wants to be told that its statements stay.
  [[ $policy != *ram.amazonaws.com* ]] || shared=TRUE
  policy=$(with_statements "$2" <<<"$policy")
  aws glue put-resource-policy --region="$1" --enable-hybrid="$shared" --policy-in-json="$policy" >/dev/null
}`,
  ],
  [
    'table policy',
    `add_to_table_policy() { # table, region, statements
  local policy
  policy=$(existing_policy PolicyNotFoundException dynamodb get-resource-policy --resource-arn="$1" --region="$2" --query Policy --output text)
  policy=$(with_statements "$3" <<<"$policy")
  aws dynamodb put-resource-policy --resource-arn="$1" --region="$2" --policy="$policy" >/dev/null
}`,
  ],
];

function callOf({ kind, of, why, statements }: Addition, policyName: string): string[] {
  const comments = why.map((each) => `# ${each.replace(/[^ -~]/g, '?')}`);
  const json = JSON.stringify(statements);
  const name = of.slice(of.lastIndexOf('/') + 1);
  const region = of.split(':')[3] ?? '';
  switch (kind) {
    case 'trust policy':
      return [...comments, words('add_to_trust_policy', name, of, json)];
    case 'permissions policy': {
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      return /:role\/aws-reserved\//.test(of)
        ? [
            ...comments,
            '# IAM Identity Center keeps the role: put this into the inline policy of its permission set.',
            `# ${policy}`,
            words('echo', `${name} is left as it is: put the statement that this script shows into its permission set`),
          ]
        : [...comments, words('put_permissions_policy', name, of, policyName, policy)];
    }
    case 'bucket policy':
      return [...comments, words('add_to_bucket_policy', of.slice(of.lastIndexOf(':') + 1), json)];
    case 'key policy':
      return [...comments, words('add_to_key_policy', of, region, json)];
    case 'secret policy':
      return [...comments, words('add_to_secret_policy', of, region, json)];
    case 'catalog policy':
      return [...comments, words('add_to_catalog_policy', region, json)];
    case 'table policy':
      return [...comments, words('add_to_table_policy', of, region, json)];
  }
}

/** Within single quotes a shell reads nothing but text. */
function words(command: string, ...given: readonly string[]): string {
  return [command, ...given.map((each) => `'${each.replaceAll("'", "'\\''")}'`)].join(' ');
}
