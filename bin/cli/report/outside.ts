import type { Outside } from '../../../lib/private/access/graph/edge';
import { segmentsOf } from '../../../lib/private/access/policy/text';
import type { ReportNode } from '../../../report/report';

/** Somebody of whom no template says more than a name. */
export function outsideNode({ id, type }: Outside): ReportNode {
  const isArn = id.startsWith('arn:');
  return {
    id,
    type,
    name: outsideName(id, type),
    ...(isArn ? accountOf(id) : {}),
    path: '',
    ...(isArn ? { arn: id } : {}),
  };
}

function outsideName(id: string, type: Outside['type']): string {
  if (type === 'anybody') return 'anybody';
  if (type === 'account') return segmentsOf(id)[4] ?? id;
  // What follows the account, without what the type says already.
  const resource = id.startsWith('arn:') ? segmentsOf(id).slice(5).join(':') : id;
  return resource.replace(/^(oidc|saml)-provider\//, '');
}

/** The account of an ARN, where it is known. */
export function accountOf(arn: string): { readonly account?: string } {
  const account = segmentsOf(arn)[4] ?? '';
  return account === '' || account.includes('${') ? {} : { account };
}
