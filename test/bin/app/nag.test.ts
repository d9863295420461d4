import { App, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledge, addNagChecks } from '../../../bin/app/nag';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { base, templatesOf } from './support';

/** Findings that are left at synth; none when it succeeds. */
function findingsOf(app: App): string[] {
  try {
    app.synth();
    return [];
  } catch (error) {
    const findings = (error as Error).message.matchAll(/Acknowledge with 'AwsSolutions::(.*)'/g);
    return [...new Set([...findings].map(([, finding = '']) => finding))].sort();
  }
}

function checkedApp(): App {
  const app = new App();
  addNagChecks(app);
  return app;
}

function roleWithWildcard(stack: Stack, id: string): iam.Role {
  const statement = new iam.PolicyStatement({ actions: ['glue:GetTable'], resources: ['*'] });
  return new iam.Role(stack, id, {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    inlinePolicies: { P: new iam.PolicyDocument({ statements: [statement] }) },
  });
}

test('an unacknowledged finding fails the synth', () => {
  const app = checkedApp();
  roleWithWildcard(new Stack(app, 'S'), 'Role');
  expect(findingsOf(app)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});

test('an acknowledgement holds for its own role only', () => {
  const app = checkedApp();
  const stack = new Stack(app, 'S');
  acknowledge(roleWithWildcard(stack, 'Role'), ['AwsSolutions-IAM5[Resource::*]'], 'a test');
  expect(findingsOf(app)).toEqual([]);

  const other = checkedApp();
  const otherStack = new Stack(other, 'S');
  acknowledge(roleWithWildcard(otherStack, 'Role'), ['AwsSolutions-IAM5[Resource::*]'], 'a test');
  roleWithWildcard(otherStack, 'Other');
  expect(findingsOf(other)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});

const wide = `${base}  paths:
    account: platform
    type: instance-profile
    path: /base/
    resourceRolePath: /data/
    managedPolicies: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']
resourceRoles:
  r:
    account: finance
    path: /data/
    chainedFrom: [head, paths]
    access:
      - s3: { bucket: finance-lake, prefix: curated/, level: read-write }
      - managedPolicy: arn:aws:iam::aws:policy/AmazonAthenaFullAccess
      - statement: { actions: ['glue:Get*'], resources: ['*', 'arn:aws:glue:*:444455556666:table/\${aws:username}/*'] }
      - statement: { effect: Deny, actions: ['glue:*'], resources: ['arn:aws:glue:eu-west-1:444455556666:table/secret'] }
`;

test('what the config asks for is acknowledged, finding by finding, with the key that asked', () => {
  const app = new App();
  templatesOf(wide, app);
  const reasons = app.node
    .findAll()
    .flatMap(({ node: { id, metadata } }) =>
      metadata
        .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
        .flatMap(({ data }) =>
          Object.entries(data as Record<string, string>).map(([rule, reason]) => [
            id,
            rule.replace('Annotation::', ''),
            reason,
          ]),
        ),
    )
    .filter(([, rule]) => rule?.startsWith('AwsSolutions'));
  const r = 'resourceRoles.r.access';
  const paths = 'chainingRoles.paths';
  expect(reasons).toEqual([
    [
      'paths',
      'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]',
      `${paths}.managedPolicies[0] names this AWS managed policy`,
    ],
    [
      'paths',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::111122223333:role/data/*]',
      `${paths}.resourceRolePath lets it assume every role below this path`,
    ],
    [
      'paths',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::444455556666:role/data/*]',
      `${paths}.resourceRolePath lets it assume every role below this path`,
    ],
    [
      'r',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::finance-lake/curated/*]',
      `${r}[0] grants the objects below finance-lake/curated/`,
    ],
    [
      'r',
      'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AmazonAthenaFullAccess]',
      `${r}[1] names this AWS managed policy`,
    ],
    ['r', 'AwsSolutions-IAM5[Action::glue:Get*]', `${r}[2] holds this wildcard by its owner's choice`],
    ['r', 'AwsSolutions-IAM5[Resource::*]', `${r}[2] holds this wildcard by its owner's choice`],
    [
      'r',
      'AwsSolutions-IAM5[Resource::arn:aws:glue:*:444455556666:table/<aws:username>/*]',
      `${r}[2] holds this wildcard by its owner's choice`,
    ],
  ]);
});

test('each of these acknowledgements is needed', () => {
  const app = new App();
  const acknowledging = jest.spyOn(Validations.prototype, 'acknowledge').mockReturnValue(undefined);
  buildApp(app, parseConfig(wide, 'c.yaml'));
  acknowledging.mockRestore();
  expect(findingsOf(app)).toEqual([
    'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AmazonAthenaFullAccess]',
    'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]',
    'AwsSolutions-IAM5[Action::glue:Get*]',
    'AwsSolutions-IAM5[Resource::*]',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::111122223333:role/data/*]',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::444455556666:role/data/*]',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::finance-lake/curated/*]',
    'AwsSolutions-IAM5[Resource::arn:aws:glue:*:444455556666:table/<aws:username>/*]',
  ]);
});
