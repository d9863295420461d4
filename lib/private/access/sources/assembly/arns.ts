import type { Template, TemplateResource } from './templates';
import type { TemplateTexts } from './texts';

/** How the ARN of a type of resource is made. */
interface ArnForm {
  /** The service, and what stands before and after the name. */
  readonly service: string;
  readonly before?: string;
  /** The property that holds the name. */
  readonly name: string;
  /** Whether `Ref` gives the ARN, and not the name. */
  readonly isRef?: boolean;
  readonly hasNoRegion?: boolean;
  readonly hasNoAccount?: boolean;
}

const iam = (before: string, name: string, isRef = false): ArnForm => ({
  service: 'iam',
  before,
  name,
  isRef,
  hasNoRegion: true,
});

const FORMS: Readonly<Record<string, ArnForm>> = {
  'AWS::IAM::Role': iam('role', 'RoleName'),
  'AWS::IAM::User': iam('user', 'UserName'),
  'AWS::IAM::Group': iam('group', 'GroupName'),
  'AWS::IAM::InstanceProfile': iam('instance-profile', 'InstanceProfileName'),
  'AWS::IAM::ManagedPolicy': iam('policy', 'ManagedPolicyName', true),
  'AWS::S3::Bucket': { service: 's3', name: 'BucketName', hasNoRegion: true, hasNoAccount: true },
  'AWS::SQS::Queue': { service: 'sqs', name: 'QueueName' },
  'AWS::SNS::Topic': { service: 'sns', name: 'TopicName', isRef: true },
  'AWS::DynamoDB::Table': { service: 'dynamodb', before: 'table/', name: 'TableName' },
  'AWS::DynamoDB::GlobalTable': { service: 'dynamodb', before: 'table/', name: 'TableName' },
  'AWS::KMS::Key': { service: 'kms', before: 'key/', name: '' },
  'AWS::Lambda::Function': { service: 'lambda', before: 'function:', name: 'FunctionName' },
  'AWS::SecretsManager::Secret': { service: 'secretsmanager', before: 'secret:', name: '', isRef: true },
  'AWS::Kinesis::Stream': { service: 'kinesis', before: 'stream/', name: 'Name' },
  'AWS::KinesisFirehose::DeliveryStream': {
    service: 'firehose',
    before: 'deliverystream/',
    name: 'DeliveryStreamName',
  },
  'AWS::StepFunctions::StateMachine': {
    service: 'states',
    before: 'stateMachine:',
    name: 'StateMachineName',
    isRef: true,
  },
  'AWS::ECS::Cluster': { service: 'ecs', before: 'cluster/', name: 'ClusterName' },
  'AWS::ECR::Repository': { service: 'ecr', before: 'repository/', name: 'RepositoryName' },
  'AWS::EKS::Cluster': { service: 'eks', before: 'cluster/', name: 'Name' },
  'AWS::Events::Rule': { service: 'events', before: 'rule/', name: 'Name' },
  'AWS::CodeBuild::Project': { service: 'codebuild', before: 'project/', name: 'Name' },
  'AWS::Athena::WorkGroup': { service: 'athena', before: 'workgroup/', name: 'Name' },
  'AWS::RDS::DBCluster': { service: 'rds', before: 'cluster:', name: 'DBClusterIdentifier' },
};

const UNKNOWN_END = '-XXXXXXXXXXXX';

/** What the symbols of a resource stand for: its name where a template writes it, and its ARN as far as its type tells it. */
export function resourceSymbols(
  path: string,
  logicalId: string,
  { Type, Properties = {} }: TemplateResource,
  texts: TemplateTexts,
): [symbol: string, text: string][] {
  const form = FORMS[Type];
  if (form === undefined) return [];
  const written = Properties[form.name];
  const known = form.service === 'iam' ? generatedName(logicalId, texts.template) : undefined;
  // A derived name stands for its construct in texts: here is what it is.
  const name = typeof written === 'string' ? written : written === undefined ? known : texts.text(written);
  const arn = arnOf(form, name ?? `\${${path}}`, Properties.Path, texts);
  const reference = form.isRef === true ? arn : name;
  const symbols: [string, string][] = [[`\${${path}.Arn}`, arn]];
  if (reference !== undefined) symbols.push([`\${${path}}`, reference]);
  // A name that holds the reference itself would never come to an end.
  return symbols.filter(([symbol, text]) => !text.includes(symbol));
}

/** As CloudFormation names what a template gives no name, save for the end, which nobody knows. */
export function generatedName(logicalId: string, { stackName }: Template): string {
  return `${`${stackName}-${logicalId}`.slice(0, 51)}${UNKNOWN_END}`;
}

/** Whether a name, or an ARN that ends in one, is CloudFormation's. */
export function hasGeneratedName(text: string): boolean {
  return text.endsWith(UNKNOWN_END);
}

/** The ARN of a role, user, group, profile or managed policy of a template. */
export function iamArn(type: string, name: string, path: unknown, texts: TemplateTexts): string {
  const form = FORMS[type];
  return form === undefined ? name : arnOf(form, name, path, texts);
}

function arnOf(form: ArnForm, name: string, path: unknown, texts: TemplateTexts): string {
  const { service, before = '', hasNoRegion = false, hasNoAccount = false } = form;
  const account = hasNoAccount ? '' : (texts.template.account ?? '${AWS::AccountId}');
  const region = hasNoRegion ? '' : (texts.template.region ?? '${AWS::Region}');
  const between = service === 'iam' ? texts.text(path ?? '/') : '';
  return `arn:\${AWS::Partition}:${service}:${region}:${account}:${before}${between}${name}`;
}
