import { stringify } from 'yaml';
import { annotateCommand, annotationWords, serviceAccountManifest } from '../../../lib/private/kubernetes/objects';
import { UserError } from '../errors';
import { escapeText } from '../escape';
import type { PodRole } from './service-accounts';

type ServiceAccounts = PodRole['serviceAccounts'];

/** What no manifest can be made of, a line each. */
export interface Left {
  readonly open: readonly string[];
  readonly gaps: readonly string[];
}

/** Manifests for `kubectl apply -f -`; all that is for people stands in comments. */
export function renderManifests(roles: readonly PodRole[], left: Left): string {
  const serviceAccounts = roles.flatMap((role) => role.serviceAccounts);
  checkUnique(serviceAccounts);
  // Two clusters may have a service account of the same name.
  const documents = unique(
    serviceAccounts.map((each) => `---\n${stringify(serviceAccountManifest(each, each.annotations))}`),
  );
  return comments(roles, serviceAccounts, left) + documents.join('');
}

function comments(roles: readonly PodRole[], serviceAccounts: ServiceAccounts, { open, gaps }: Left): string {
  const helm = unique(serviceAccounts.map(({ annotations }) => stringify({ serviceAccount: { annotations } })));
  const byHand = (subjects: PodRole['patterns']) =>
    subjects.map(({ subject, annotations }) => `  ${subject}: ${annotationWords(annotations)}`);
  const patterns = byHand(roles.flatMap((role) => role.patterns));
  const unclear = byHand(roles.flatMap((role) => role.unclear));
  const vain = byHand(roles.flatMap((role) => role.vain));
  const lines = [
    'Service accounts and the roles that their pods hold, for `kubectl apply -f -`.',
    ...serviceAccounts.map(
      ({ namespace, name, issuer }) => `  ${namespace}/${name}, of the cluster with the issuer ${issuer}`,
    ),
    '',
    'Where a service account exists already, annotate it instead:',
    ...unique(serviceAccounts.map((each) => `  ${annotateCommand(each, each.annotations)}`)),
    '',
    'Running pods keep the role that they were started with. Find them, and restart what they belong to:',
    ...unique(
      serviceAccounts.map(
        ({ namespace, name }) =>
          `  kubectl get pods --namespace ${namespace} --field-selector spec.serviceAccountName=${name}`,
      ),
    ),
    ...unique(
      serviceAccounts.map(({ namespace }) => `  kubectl rollout restart --namespace ${namespace} deployment/<name>`),
    ),
    '',
    'As Helm values, where a chart makes the service account:',
    ...helm.flatMap((values) =>
      values
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ),
    ...(patterns.length === 0 ? [] : ['', 'Trusted by pattern; annotate each service account that fits:', ...patterns]),
    ...(unclear.length === 0
      ? []
      : ['', 'Known to CloudFormation only, or not plain text; annotate them by hand:', ...unclear]),
    ...(vain.length === 0
      ? []
      : [
          '',
          'Dead trust: no service account has such a name, wildcards included where they are compared exactly, or no token ' +
            'of the trusted issuer can meet the conditions. Nobody is let in as:',
          ...vain,
        ]),
    ...(open.length === 0
      ? []
      : [
          '',
          'Trusts that ask for no subject: every pod of the cluster may hold these roles. Name its service accounts:',
          ...open,
        ]),
    ...(gaps.length === 0 ? [] : ['', 'Not read:', ...gaps]),
  ];
  return lines.map((line) => `# ${escapeText(line)}`.trimEnd() + '\n').join('');
}

/** A service account holds one role, and asks for tokens of one audience. */
function checkUnique(serviceAccounts: ServiceAccounts): void {
  const wordsOf = new Map<string, string>();
  for (const { namespace, name, annotations } of serviceAccounts) {
    const account = `${namespace}/${name}`;
    const words = annotationWords(annotations);
    const others = wordsOf.get(account) ?? words;
    wordsOf.set(account, others);
    if (words === others) continue;
    throw new UserError(
      `Service account ${account} would be annotated ${escapeText(others)} and ${escapeText(words)}, but it holds one role and asks for one audience: ` +
        'where they are of two clusters, choose the role of one with --role <role>.',
    );
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
