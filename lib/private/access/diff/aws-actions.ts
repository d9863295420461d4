import type { ActionForm, ActionTable, KnownAction } from '../policy/actions';
import { actionLike, fits } from '../policy/pattern';
import { remembered } from '../policy/remembered';
import {
  type Action,
  type ResourceType,
  actionsLike,
  carries,
  conditionKey,
} from '../../aws/actions/service-authorization';

/** The partition that most of us use first, so that a witness reads like a request of theirs. */
const PARTITIONS = ['aws', 'aws-*'];

const forms = new Map<string, readonly ActionForm[]>();
const actions = new Map<Action, KnownAction>();
const matched = new Map<string, Matching>();

interface Matching {
  readonly actions: readonly KnownAction[];
  /** Whether the table holds all services that the pattern is about. */
  readonly complete: boolean;
}

/** The actions of the services that the table of AWS's actions knows. A pattern over all services is about more than these. */
export const awsActions: ActionTable = {
  matching: (pattern) => {
    const { actions: found, complete } = matching(pattern);
    return complete ? found : undefined;
  },
  isList,
};

/** What is decided together with the call that makes a session, and so with all that this call carries. */
const OF_SESSION = ['sts:TagSession', 'sts:SetSourceIdentity'];

/** What a reviewer fears first where much is allowed. */
const FEARED = [
  'iam:PassRole',
  'sts:AssumeRole',
  's3:GetObject',
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'iam:PutRolePolicy',
  's3:PutObject',
  'ec2:RunInstances',
  'logs:PutLogEvents',
];

export function isFeared(action: string): boolean {
  return FEARED.includes(action);
}

/** The actions that are feared first, as if there were no others: nothing that is said with them is complete, but their requests exist. */
export const fearedAwsActions: ActionTable = {
  matching: (pattern) => FEARED.filter((name) => fits(actionLike(pattern), name)).flatMap(namedLike),
  isList,
};

/** The same with all actions of the table. */
export const knownAwsActions: ActionTable = { matching: namedLike, isList };

function namedLike(pattern: string): readonly KnownAction[] {
  return matching(pattern).actions;
}

/** An estate has few patterns of actions, each of them in many roles. */
function matching(pattern: string): Matching {
  return remembered(matched, pattern, () => {
    const { actions: found, complete } = actionsLike(pattern);
    const all = found.map(known);
    return {
      actions: [...all.filter(({ name }) => isFeared(name)), ...all.filter(({ name }) => !isFeared(name))],
      complete,
    };
  });
}

function isList(key: string): boolean | undefined {
  return conditionKey(key)?.type.startsWith('ArrayOf');
}

function known(action: Action): KnownAction {
  return remembered(actions, action, () => {
    // An object is known better than one behind an access point.
    const byLength = action.resourceTypes.flatMap(formsOf).sort((a, b) => a.resource.length - b.resource.length);
    const isOfSession = OF_SESSION.includes(action.name);
    return { name: action.name, forms: isOfSession ? byLength.map(({ resource }) => ({ resource })) : byLength };
  });
}

/** Equal ones are one object. */
function formsOf({ arnFormat, conditionKeys }: ResourceType): readonly ActionForm[] {
  const id = JSON.stringify([arnFormat, conditionKeys.map(({ name }) => name)]);
  return remembered(forms, id, () => newForms(arnFormat, conditionKeys));
}

function newForms(arnFormat: string, conditionKeys: ResourceType['conditionKeys']): ActionForm[] {
  const carried = new Map<string, boolean>();
  const carriesKey = (key: string) => remembered(carried, key, () => carries({ conditionKeys }, key));
  const resources = arnFormat === '*' ? ['*'] : PARTITIONS.map((each) => arnFormat.replace('${Partition}', each));
  return resources.map((resource) => ({ resource: resource.replace(/\$\{\w+\}/g, '*'), carries: carriesKey }));
}
