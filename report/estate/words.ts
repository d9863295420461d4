import type { ReportEdge, ReportNode } from '../report';

/** How somebody becomes somebody, in a few words. */
export const MECHANISMS: Readonly<Record<ReportEdge['mechanism'], string>> = {
  assume: 'assumes',
  webIdentity: 'web identity',
  podIdentity: 'Pod Identity',
  service: 'runs as',
  passRole: 'passes role to compute',
  attachProfile: 'attaches profile',
  userData: 'changes user data',
  command: 'runs a command',
};

const TYPES: Readonly<Record<ReportNode['type'], string>> = {
  role: 'role',
  user: 'user',
  group: 'group',
  permissionSet: 'permission set',
  account: 'account',
  principal: 'principal outside',
  anybody: 'anybody',
  service: 'AWS service',
  identityProvider: 'identity provider',
  serviceAccount: 'service account',
};

export function typeOf(node: ReportNode): string {
  return node.isChainingRole === true ? 'chaining role' : TYPES[node.type];
}

/** As ARNs are longer than what a reader looks for in them. */
export function shortResource(resource: string): string {
  return resource.replace(/^arn:[^:]*:s3:::/, '').replace(/^arn:[^:]*:([^:]*):([^:]*):([^:]*):/, '');
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** Controls, direction and format marks, and letters that show nothing: what would make a name look like another. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115F\u1160\u3164\uFFA0]/gu;

/** A text of a template with nothing in it that hides or turns around what stands beside it. */
export function shown(text: string, kept = ''): string {
  return text.replace(UNSHOWN, (each) =>
    kept.includes(each)
      ? each
      : each
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
