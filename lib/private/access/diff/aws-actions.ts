import type { ActionForm, ActionTable, KnownAction } from '../policy/actions';
import { actionLike, fits } from '../policy/pattern';
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

/** The actions of the services that the table of AWS's actions knows. A pattern over all services is about more than these. */
export const awsActions: ActionTable = {
  matching: (pattern) => {
    const found = actionsLike(pattern);
    return found.complete ? found.actions.map(known) : undefined;
  },
  isList,
};

/** What a reviewer fears first where everything is allowed. */
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

/** Tables as if there were no other actions: nothing that is said with them is complete, but their requests exist. */
export const knownAwsActions: readonly ActionTable[] = [
  { matching: (pattern) => FEARED.filter((name) => fits(actionLike(pattern), name)).flatMap(namedLike), isList },
  { matching: namedLike, isList },
];

function namedLike(pattern: string): KnownAction[] {
  return actionsLike(pattern).actions.map(known);
}

function isList(key: string): boolean | undefined {
  return conditionKey(key)?.type.startsWith('ArrayOf');
}

function known(action: Action): KnownAction {
  const made = actions.get(action) ?? { name: action.name, forms: action.resourceTypes.flatMap(formsOf) };
  actions.set(action, made);
  return made;
}

/** Equal ones are one object. */
function formsOf({ arnFormat, conditionKeys }: ResourceType): readonly ActionForm[] {
  const id = JSON.stringify([arnFormat, conditionKeys.map(({ name }) => name)]);
  const made = forms.get(id) ?? newForms(arnFormat, conditionKeys);
  forms.set(id, made);
  return made;
}

function newForms(arnFormat: string, conditionKeys: ResourceType['conditionKeys']): ActionForm[] {
  const carried = new Map<string, boolean>();
  const carriesKey = (key: string) => {
    const answer = carried.get(key) ?? carries({ conditionKeys }, key);
    carried.set(key, answer);
    return answer;
  };
  const resources = arnFormat === '*' ? ['*'] : PARTITIONS.map((each) => arnFormat.replace('${Partition}', each));
  return resources.map((resource) => ({ resource: resource.replace(/\$\{\w+\}/g, '*'), carries: carriesKey }));
}
