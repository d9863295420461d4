import { AwsSolutionsChecks } from 'cdk-nag';
import { exampleApp } from './example-app';

/** What cdk-nag's AwsSolutions rules find in an example, as `rule construct`. */
function findingsOf(example: string): string[] {
  const app = exampleApp(example);
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  const found = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(
      ({ constructPath, resourceLogicalId }) => `${ruleName} ${constructPath ?? resourceLogicalId ?? ''}`,
    ),
  );
  return [...new Set(found)].sort();
}

/** Each is accepted for the reason beside it; wildcards in ARNs are looked at below. */
const ACCEPTED: Record<string, string[]> = {
  'hopsworks-ec2': [],
  'hopsworks-eks': [
    // The node policies that AWS asks for.
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly] HopsworksEks/Nodes/Resource',
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonEKSWorkerNodePolicy] HopsworksEks/Nodes/Resource',
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonEKS_CNI_Policy] HopsworksEks/Nodes/Resource',
  ],
  'hopsworks-locked-down': [
    // Port 80 is open to have the certificate signed.
    'AwsSolutions-EC23 HopsworksLockedDown/Network/SecurityGroup/Resource',
    // The access logs of a network load balancer need TLS listeners.
    'AwsSolutions-ELB2 HopsworksLockedDown/ArrowFlight',
  ],
};

describe.each(Object.keys(ACCEPTED))('%s', (example) => {
  const findings = findingsOf(example);

  test('has no finding of cdk-nag but wildcards in ARNs, and what is accepted here', () => {
    expect(findings.filter((finding) => !finding.startsWith('AwsSolutions-IAM5'))).toEqual(ACCEPTED[example]);
  });

  test('the policies of this library have no wildcard in an action', () => {
    const ours = findings.filter((finding) => /Permissions|ControlPlane/.test(finding));
    expect(ours).not.toEqual([]);
    expect(ours.filter((finding) => finding.includes('[Action::'))).toEqual([]);
  });
});
