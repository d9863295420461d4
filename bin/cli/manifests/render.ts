import { stringify } from 'yaml';
import { UserError } from '../errors';
import type { PodRole } from './service-accounts';

const ANNOTATION = 'eks.amazonaws.com/role-arn';

interface Annotated {
  readonly namespace: string;
  readonly name: string;
  readonly role: PodRole;
}

/** Manifests for `kubectl apply -f -`; all that is for people stands in comments. */
export function renderManifests(roles: readonly PodRole[]): string {
  const annotated = roles.flatMap((role) => role.serviceAccounts.map((account) => ({ ...account, role })));
  checkUnique(annotated);
  const documents = annotated.map(({ namespace, name, role }) =>
    stringify({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace, name, annotations: { [ANNOTATION]: role.arn } },
    }),
  );
  return `${comments(roles, annotated)}${documents.map((document) => `---\n${document}`).join('')}`;
}

function comments(roles: readonly PodRole[], annotated: readonly Annotated[]): string {
  const helm = annotated.map(({ role }) => role.arn).filter((arn, index, all) => all.indexOf(arn) === index);
  const patterns = roles.flatMap(({ arn, patterns: subjects }) =>
    subjects.map((subject) => `  ${subject}: ${ANNOTATION}=${arn}`),
  );
  const lines = [
    'Service accounts and the roles that their pods hold, for `kubectl apply -f -`.',
    ...annotated.map(
      ({ namespace, name, role }) => `  ${namespace}/${name}, of the cluster with the issuer ${role.issuer}`,
    ),
    '',
    'Where a service account exists already, annotate it instead:',
    ...annotated.map(
      ({ namespace, name, role }) =>
        `  kubectl annotate serviceaccount --namespace ${namespace} ${name} ${ANNOTATION}=${role.arn} --overwrite`,
    ),
    '',
    'Running pods keep the role that they were started with. Find them, and restart what they belong to:',
    ...annotated.map(
      ({ namespace, name }) =>
        `  kubectl get pods --namespace ${namespace} --field-selector spec.serviceAccountName=${name}`,
    ),
    ...unique(annotated.map(({ namespace }) => `  kubectl rollout restart --namespace ${namespace} deployment/<name>`)),
    '',
    'As Helm values, where a chart makes the service account:',
    ...helm.flatMap((arn) =>
      stringify({ serviceAccount: { annotations: { [ANNOTATION]: arn } } })
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ),
    ...(patterns.length === 0 ? [] : ['', 'Trusted by pattern; annotate each service account that fits:', ...patterns]),
  ];
  return lines.map((line) => `# ${line}`.trimEnd() + '\n').join('');
}

/** A service account holds one role. */
function checkUnique(annotated: readonly Annotated[]): void {
  const arnOf = new Map<string, string>();
  for (const { namespace, name, role } of annotated) {
    const account = `${namespace}/${name}`;
    const other = arnOf.get(account) ?? role.arn;
    arnOf.set(account, other);
    if (other === role.arn) continue;
    throw new UserError(
      `Service account ${account} would hold two roles, ${other} and ${role.arn}, and it holds one: where they are of two clusters, name the role of one with --role <name>.`,
    );
  }
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
