import type { AccessModel, Principal } from '../../../lib/private/access/model/model';
import { nothingRead } from '../../../lib/private/access/sources/assembly/resources';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';

type Statement = Record<string, unknown>;

export interface RoleProps {
  readonly account?: string;
  /** Whom it trusts with sts:AssumeRole, or statements. */
  readonly trusts?: unknown;
  readonly trust?: Statement[];
  readonly permissions?: Statement[];
  readonly more?: Partial<Principal>;
}

export const arnOf = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
export const document = (...statements: Statement[]) => ({ Version: '2012-10-17', Statement: statements });
export const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

/** A role as a source would read it, in the stack of its account. */
export function role(name: string, { account = ACCOUNT, trusts, trust, permissions, more }: RoleProps = {}): Principal {
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: trusts };
  return {
    type: 'role',
    id: name,
    name,
    arn: arnOf(name, account),
    account,
    place: { path: name, stack: account, file: 'template.json', logicalId: name },
    trust: document(...(trust ?? (trusts === undefined ? [] : [assume]))),
    policies: permissions === undefined ? [] : [{ name: 'policy', document: document(...permissions) }],
    managedPolicies: [],
    tags: {},
    groups: [],
    ...more,
  };
}

export function model(principals: readonly Principal[], more: Partial<AccessModel> = {}): AccessModel {
  return {
    version: 1,
    stacks: [ACCOUNT, OTHER_ACCOUNT].map((account) => ({
      path: account,
      stage: '',
      name: account,
      account,
      region: 'eu-west-1',
    })),
    ...nothingRead(),
    principals,
    ...more,
  };
}
