import {
  App,
  CustomResource,
  Duration,
  Stack,
  Stage,
  aws_apigateway as apigateway,
  aws_autoscaling as autoscaling,
  aws_backup as backup,
  aws_batch as batch,
  aws_codebuild as codebuild,
  aws_codedeploy as codedeploy,
  aws_codepipeline as codepipeline,
  aws_codepipeline_actions as actions,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_ecs as ecs,
  aws_ecs_patterns as patterns,
  aws_eks as eks,
  aws_eks_v2 as eksV2,
  aws_emr as emr,
  aws_events as events,
  aws_events_targets as targets,
  aws_glue as glue,
  aws_iam as iam,
  aws_kinesis as kinesis,
  aws_kinesisfirehose as firehose,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_s3 as s3,
  aws_s3_deployment as deployment,
  aws_sagemaker as sagemaker,
  aws_scheduler as scheduler,
  aws_scheduler_targets as schedulerTargets,
  aws_secretsmanager as secrets,
  aws_sqs as sqs,
  aws_stepfunctions as sfn,
  aws_stepfunctions_tasks as tasks,
  custom_resources as custom,
  pipelines,
} from 'aws-cdk-lib';
import { DATA } from './support';
import { PLATFORM } from '../support';

// Apps as teams write them who know nothing of this library: none of them has a fault that a rule is about.

type Build = (stack: Stack, app: App) => void;

const OTHER = DATA;
const code = lambda.Code.fromInline('exports.handler = async () => ({});');
const handler = (stack: Stack, id: string, environment: Record<string, string> = {}) =>
  new lambda.Function(stack, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code, environment });

const kubectl = (stack: Stack) =>
  new lambda.LayerVersion(stack, 'Kubectl', {
    code: lambda.Code.fromBucket(new s3.Bucket(stack, 'Layers'), 'kubectl.zip'),
  });

const lambdaApi: Build = (stack) => {
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: new kms.Key(stack, 'Key') });
  const secret = new secrets.Secret(stack, 'Secret');
  const api = handler(stack, 'Api', { TABLE: table.tableName });
  table.grantReadWriteData(api);
  queue.grantSendMessages(api);
  secret.grantRead(api);
  api.addToRolePolicy(new iam.PolicyStatement({ actions: ['ses:SendEmail'], resources: ['*'] }));
  api.grantInvoke(new iam.ServicePrincipal('apigateway.amazonaws.com'));
};

const ecsService: Build = (stack) => {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx');
  const bucket = new s3.Bucket(stack, 'Bucket');
  const service = new patterns.ApplicationLoadBalancedFargateService(stack, 'Service', {
    cluster,
    taskImageOptions: { image },
    enableExecuteCommand: true,
  });
  bucket.grantReadWrite(service.taskDefinition.taskRole);
  new patterns.ScheduledFargateTask(stack, 'Nightly', {
    cluster,
    scheduledFargateTaskImageOptions: { image, memoryLimitMiB: 512 },
    schedule: events.Schedule.cron({ hour: '3', minute: '0' }),
  });
  cluster.addCapacity('Machines', { instanceType: new ec2.InstanceType('t3.large') });
};

const instances: Build = (stack) => {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
  const host = new ec2.BastionHostLinux(stack, 'Bastion', { vpc });
  const worker = new ec2.Instance(stack, 'Worker', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    instanceType: new ec2.InstanceType('t3.micro'),
    machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    ssmSessionPermissions: true,
  });
  new s3.Bucket(stack, 'Bucket').grantReadWrite(worker);
  host.grantPrincipal.addToPrincipalPolicy(
    new iam.PolicyStatement({ actions: ['ec2:DescribeInstances'], resources: ['*'] }),
  );
};

const eksCluster: Build = (stack) => {
  const cluster = new eks.Cluster(stack, 'Cluster', {
    version: eks.KubernetesVersion.V1_31,
    kubectlLayer: kubectl(stack),
  });
  const account = cluster.addServiceAccount('Jobs', { name: 'jobs', namespace: 'team' });
  new s3.Bucket(stack, 'Bucket').grantRead(account);
  const pods = cluster.addServiceAccount('Pods', {
    name: 'pods',
    namespace: 'team',
    identityType: eks.IdentityType.POD_IDENTITY,
  });
  new s3.Bucket(stack, 'Other').grantRead(pods);
  cluster.addFargateProfile('Fargate', { selectors: [{ namespace: 'batch' }] });
};

const eksSecond: Build = (stack) => {
  const cluster = new eksV2.Cluster(stack, 'Cluster', {
    version: eksV2.KubernetesVersion.V1_32,
    kubectlProviderOptions: { kubectlLayer: kubectl(stack) },
  });
  new s3.Bucket(stack, 'Bucket').grantRead(cluster.addServiceAccount('Jobs', { name: 'jobs', namespace: 'team' }));
};

const githubDeploys: Build = (stack) => {
  const provider = new iam.OpenIdConnectProvider(stack, 'GitHub', {
    url: 'https://token.actions.githubusercontent.com',
    clientIds: ['sts.amazonaws.com'],
  });
  const role = new iam.Role(stack, 'Deploy', {
    maxSessionDuration: Duration.hours(2),
    assumedBy: new iam.OpenIdConnectPrincipal(provider, {
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:us/app:ref:refs/heads/main',
      },
    }),
  });
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['sts:AssumeRole'],
      resources: [`arn:aws:iam::${stack.account}:role/cdk-hnb659fds-*`],
    }),
  );
};

const pipelineAcrossAccounts: Build = (stack, app) => {
  const source = new codepipeline.Artifact();
  const built = new codepipeline.Artifact();
  const bucket = new s3.Bucket(stack, 'Source', { versioned: true });
  const project = new codebuild.PipelineProject(stack, 'Build');
  new codepipeline.Pipeline(stack, 'Pipeline', {
    crossAccountKeys: true,
    stages: [
      {
        stageName: 'Source',
        actions: [new actions.S3SourceAction({ actionName: 'S3', bucket, bucketKey: 'app.zip', output: source })],
      },
      {
        stageName: 'Build',
        actions: [new actions.CodeBuildAction({ actionName: 'Build', project, input: source, outputs: [built] })],
      },
      {
        stageName: 'Deploy',
        actions: [
          new actions.CloudFormationCreateUpdateStackAction({
            actionName: 'Deploy',
            stackName: 'App',
            templatePath: built.atPath('app.template.json'),
            adminPermissions: true,
            account: OTHER.account,
            region: OTHER.region,
          }),
        ],
      },
    ],
  });
  new Stack(app, 'Workload', { env: OTHER });
};

const cdkPipeline: Build = (stack) => {
  const pipeline = new pipelines.CodePipeline(stack, 'Pipeline', {
    crossAccountKeys: true,
    dockerEnabledForSynth: true,
    synth: new pipelines.ShellStep('Synth', {
      input: pipelines.CodePipelineSource.connection('us/app', 'main', {
        connectionArn: `arn:aws:codestar-connections:eu-west-1:${PLATFORM.account}:connection/x`,
      }),
      commands: ['npx cdk synth'],
    }),
  });
  for (const [id, env] of [
    ['Test', PLATFORM],
    ['Prod', OTHER],
  ] as const) {
    const stage = new Stage(stack, id, { env });
    const inner = new Stack(stage, 'Service');
    new s3.Bucket(inner, 'Bucket').grantRead(handler(inner, 'Handler'));
    pipeline.addStage(stage, { pre: [new pipelines.ManualApprovalStep('Ask')] });
  }
  pipeline.buildPipeline();
};

const bucketAcrossAccounts: Build = (stack, app) => {
  const far = new Stack(app, 'Far', { env: OTHER });
  const reader = new iam.Role(far, 'Reader', {
    roleName: 'reader',
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  const key = new kms.Key(stack, 'Key');
  const bucket = new s3.Bucket(stack, 'Bucket', { bucketName: 'shared-lake', encryptionKey: key });
  bucket.grantRead(iam.Role.fromRoleArn(stack, 'FarReader', `arn:aws:iam::${OTHER.account}:role/reader`));
  reader.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shared-lake/*'] }));
};

const lambdaAcrossAccounts: Build = (stack, app) => {
  const far = new Stack(app, 'Far', { env: OTHER });
  const worker = new iam.Role(stack, 'Worker', {
    roleName: 'worker',
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  const reader = new iam.Role(far, 'Reader', { roleName: 'reader', assumedBy: worker });
  reader.grantAssumeRole(worker);
  new s3.Bucket(far, 'Bucket').grantRead(reader);
};

const customResources: Build = (stack) => {
  const provider = new custom.Provider(stack, 'Provider', {
    onEventHandler: handler(stack, 'OnEvent'),
    isCompleteHandler: handler(stack, 'IsComplete'),
  });
  new CustomResource(stack, 'Custom', { serviceToken: provider.serviceToken });
  new custom.AwsCustomResource(stack, 'Call', {
    onCreate: {
      service: 'SSM',
      action: 'getParameter',
      parameters: { Name: 'x' },
      physicalResourceId: custom.PhysicalResourceId.of('x'),
    },
    policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: custom.AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
};

const stepFunctions: Build = (stack) => {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  const container = taskDefinition.addContainer('c', { image: ecs.ContainerImage.fromRegistry('nginx') });
  const definition = new tasks.EcsRunTask(stack, 'Run', {
    cluster,
    taskDefinition,
    launchTarget: new tasks.EcsFargateLaunchTarget(),
    containerOverrides: [{ containerDefinition: container }],
    integrationPattern: sfn.IntegrationPattern.RUN_JOB,
  })
    .next(new tasks.EmrCreateCluster(stack, 'Emr', { instances: {}, name: 'emr' }))
    .next(
      new tasks.SageMakerCreateTrainingJob(stack, 'Train', {
        trainingJobName: 'train',
        algorithmSpecification: { algorithmName: 'x' },
        inputDataConfig: [
          {
            channelName: 'in',
            dataSource: { s3DataSource: { s3Location: tasks.S3Location.fromBucket(new s3.Bucket(stack, 'In'), 'x') } },
          },
        ],
        outputDataConfig: { s3OutputLocation: tasks.S3Location.fromBucket(new s3.Bucket(stack, 'Out'), 'x') },
      }),
    )
    .next(new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: handler(stack, 'Step') }));
  const machine = new sfn.StateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(definition),
  });
  new events.Rule(stack, 'Rule', {
    schedule: events.Schedule.rate(Duration.hours(1)),
    targets: [new targets.SfnStateMachine(machine)],
  });
};

const website: Build = (stack) => {
  new deployment.BucketDeployment(stack, 'Deploy', {
    destinationBucket: new s3.Bucket(stack, 'Site', { autoDeleteObjects: true, removalPolicy: 'destroy' as never }),
    sources: [deployment.Source.data('index.html', '<p>')],
  });
};

const dataScience: Build = (stack) => {
  const bucket = new s3.Bucket(stack, 'Bucket');
  const role = new iam.Role(stack, 'Glue', {
    assumedBy: new iam.ServicePrincipal('glue.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSGlueServiceRole')],
  });
  bucket.grantReadWrite(role);
  new glue.CfnJob(stack, 'Job', {
    role: role.roleArn,
    command: { name: 'glueetl', scriptLocation: bucket.s3UrlForObject('job.py') },
  });
  const notebooks = new iam.Role(stack, 'SageMaker', {
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
  });
  bucket.grantRead(notebooks);
  notebooks.grantPassRole(notebooks);
  new sagemaker.CfnNotebookInstance(stack, 'Notebook', { instanceType: 'ml.t3.medium', roleArn: notebooks.roleArn });
  const service = new iam.Role(stack, 'EmrService', {
    assumedBy: new iam.ServicePrincipal('elasticmapreduce.amazonaws.com'),
  });
  const machines = new iam.Role(stack, 'EmrMachines', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  bucket.grantReadWrite(machines);
  const profile = new iam.CfnInstanceProfile(stack, 'Profile', { roles: [machines.roleName] });
  new emr.CfnCluster(stack, 'Emr', {
    name: 'emr',
    instances: {},
    serviceRole: service.roleName,
    jobFlowRole: profile.ref,
  });
};

const batchJobs: Build = (stack) => {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
  const compute = new batch.ManagedEc2EcsComputeEnvironment(stack, 'Compute', { vpc });
  const queue = new batch.JobQueue(stack, 'Queue', {
    computeEnvironments: [{ computeEnvironment: compute, order: 1 }],
  });
  const job = new batch.EcsJobDefinition(stack, 'Job', {
    container: new batch.EcsFargateContainerDefinition(stack, 'Container', {
      image: ecs.ContainerImage.fromRegistry('nginx'),
      memory: { toMebibytes: () => 512 } as never,
      cpu: 1,
    }),
  });
  new events.Rule(stack, 'Rule', {
    schedule: events.Schedule.rate(Duration.hours(1)),
    targets: [new targets.BatchJob(queue.jobQueueArn, queue, job.jobDefinitionArn, job)],
  });
};

const schedules: Build = (stack) => {
  new scheduler.Schedule(stack, 'Schedule', {
    schedule: scheduler.ScheduleExpression.rate(Duration.hours(1)),
    target: new schedulerTargets.LambdaInvoke(handler(stack, 'Scheduled')),
  });
};

/** What a tool outside of AWS is let in with, as its vendor asks for. */
const monitoring: Build = (stack) => {
  new iam.Role(stack, 'Monitoring', {
    assumedBy: new iam.AccountPrincipal('464622532012'),
    externalIds: ['agreed'],
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit')],
  });
};

/** Machines that CodeDeploy deploys to, and that Session Manager logs into. */
const deployedMachines: Build = (stack) => {
  const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
    vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }),
    instanceType: new ec2.InstanceType('t3.micro'),
    machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    ssmSessionPermissions: true,
  });
  new s3.Bucket(stack, 'Releases').grantRead(group);
  new codedeploy.ServerDeploymentGroup(stack, 'Deploy', { autoScalingGroups: [group], installAgent: true });
};

/** Users of a website who upload pictures with roles of their own. */
const identityPool: Build = (stack) => {
  const users = new cognito.UserPool(stack, 'Users');
  const client = users.addClient('Web');
  const pool = new cognito.CfnIdentityPool(stack, 'Pool', {
    allowUnauthenticatedIdentities: false,
    cognitoIdentityProviders: [{ clientId: client.userPoolClientId, providerName: users.userPoolProviderName }],
  });
  const role = new iam.Role(stack, 'User', {
    assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': pool.ref },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
  });
  new s3.Bucket(stack, 'Pictures').grantReadWrite(role, '${cognito-identity.amazonaws.com:sub}/*');
  new cognito.CfnIdentityPoolRoleAttachment(stack, 'Roles', {
    identityPoolId: pool.ref,
    roles: { authenticated: role.roleArn },
  });
};

const backups: Build = (stack) => {
  const plan = backup.BackupPlan.dailyWeeklyMonthly5YearRetention(stack, 'Plan');
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  plan.addSelection('Selection', { resources: [backup.BackupResource.fromDynamoDbTable(table)], allowRestores: true });
};

const streams: Build = (stack) => {
  const source = new kinesis.Stream(stack, 'Clicks');
  const bucket = new s3.Bucket(stack, 'Raw');
  new firehose.DeliveryStream(stack, 'Delivery', {
    source: new firehose.KinesisStreamSource(source),
    destination: new firehose.S3Bucket(bucket),
  });
  const crawler = new iam.Role(stack, 'Crawler', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
  bucket.grantRead(crawler);
  new glue.CfnCrawler(stack, 'Catalog', {
    role: crawler.roleArn,
    targets: { s3Targets: [{ path: bucket.s3UrlForObject() }] },
  });
};

/** Events of one account for the bus of another. */
const eventsAcrossAccounts: Build = (stack) => {
  const bus = events.EventBus.fromEventBusArn(
    stack,
    'Bus',
    `arn:aws:events:${OTHER.region}:${OTHER.account}:event-bus/shared`,
  );
  new events.Rule(stack, 'Forward', { eventPattern: { source: ['orders'] }, targets: [new targets.EventBus(bus)] });
};

const restApi: Build = (stack) => {
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: true });
  const credentialsRole = new iam.Role(stack, 'Reader', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
  });
  table.grantReadData(credentialsRole);
  const integration = new apigateway.AwsIntegration({
    service: 'dynamodb',
    action: 'GetItem',
    options: { credentialsRole },
  });
  api.root.addMethod('GET', integration);
};

export const ORDINARY_APPS: Readonly<Record<string, Build>> = {
  lambdaApi,
  ecsService,
  instances,
  eksCluster,
  eksSecond,
  githubDeploys,
  pipelineAcrossAccounts,
  cdkPipeline,
  bucketAcrossAccounts,
  lambdaAcrossAccounts,
  customResources,
  stepFunctions,
  website,
  dataScience,
  batchJobs,
  schedules,
  monitoring,
  deployedMachines,
  identityPool,
  backups,
  streams,
  eventsAcrossAccounts,
  restApi,
};

/** CDK wants to know where a pipeline is that deploys to other accounts. */
export const NEEDS_ACCOUNT: readonly string[] = ['pipelineAcrossAccounts', 'cdkPipeline'];
