import { App } from 'aws-cdk-lib';
import { addNagChecks } from '../../bin/app/nag';

/** What cdk-nag's AwsSolutions rules find in the example. */
function findings(): string[] {
  const synth = jest.spyOn(App.prototype, 'synth').mockReturnValue(undefined as never);
  jest.requireActual('../../examples/qubole-dual-roles/app');
  const app = synth.mock.contexts[0] as App;
  synth.mockRestore();
  addNagChecks(app);
  try {
    app.synth();
    return [];
  } catch (error) {
    const found = (error as Error).message.matchAll(/Acknowledge with 'AwsSolutions::(.*)'/g);
    return [...new Set([...found].map(([, finding = '']) => finding))].sort();
  }
}

test('cdk-nag finds wildcards below locations and for things in EC2 that do not exist yet, and nothing else', () => {
  const inEc2 = ['instance', 'key-pair', 'network-interface', 'security-group', 'spot-instances-request', 'subnet'];
  const arns = [
    ...[...inEc2, 'volume', 'vpc'].map((type) => `ec2:eu-west-1:111122223333:${type}/*`),
    'ec2:eu-west-1::image/*',
    's3:::cluster-home/ledger/*',
    's3:::cluster-home/results/*',
    's3:::weather-data/*',
  ].map((rest) => `Resource::arn:<AWS::Partition>:${rest}`);
  expect(findings()).toEqual(
    ['Action::ec2:Describe*', 'Resource::*', 'Resource::<ClaimsE8D96B24.Arn>/curated/*', ...arns].map(
      (found) => `AwsSolutions-IAM5[${found}]`,
    ),
  );
});
