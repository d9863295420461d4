import { App, CfnResource, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { WhoCanAnswer } from '../../../bin/cli/access/ask';
import { cli } from './support';

const IMPORTED = 'arn:aws:iam::444455556666:role/imported';

/** An imported role and a user elsewhere, to whom the app gives something; and one whose role may become the imported one. */
function folder(): string {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Finance', { env: { account: '444455556666', region: 'eu-west-1' } });
  const read = new iam.PolicyStatement({ sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::lake/*'] });
  iam.Role.fromRoleArn(stack, 'Imported', IMPORTED).addToPrincipalPolicy(read);
  const readers = new iam.Group(stack, 'Readers', { groupName: 'readers' });
  readers.addToPolicy(read);
  new CfnResource(stack, 'Joins', {
    type: 'AWS::IAM::UserToGroupAddition',
    properties: { GroupName: readers.groupName, Users: ['ann'] },
  });
  const head = new iam.Role(stack, 'Head', {
    roleName: 'head',
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  });
  head.addToPolicy(new iam.PolicyStatement({ sid: 'Chain', actions: ['sts:AssumeRole'], resources: [IMPORTED] }));
  new iam.Role(stack, 'Behind', { roleName: 'behind', assumedBy: new iam.ArnPrincipal(IMPORTED) }).addToPolicy(
    new iam.PolicyStatement({ sid: 'Write', actions: ['s3:PutObject'], resources: ['arn:aws:s3:::lake/*'] }),
  );
  return app.synth().directory;
}

let source: string;
beforeAll(() => {
  source = folder();
});

test.each([
  [
    's3:GetObject',
    ['yes arn:aws:iam::444455556666:role/imported', 'yes arn:aws:iam::444455556666:user/ann'],
    'the statement Read allows it',
  ],
  [
    's3:PutObject',
    ['yes Finance/Behind', 'yes arn:aws:iam::444455556666:role/imported > Finance/Behind'],
    'the statement Write allows it',
  ],
])('who can %s, those elsewhere to whom the app gives it included', async (action, ways, why) => {
  const { out, err } = await cli(['who-can', source, action, 'arn:aws:s3:::lake/x', '--format', 'json']);
  expect(err).toBe('');
  const { principals } = JSON.parse(out) as WhoCanAnswer;
  expect(principals.map(({ answer, path }) => `${answer} ${path.join(' > ')}`)).toEqual(ways);
  expect(principals[0]?.why).toBe(why);
});

test('one elsewhere can what it is given, and no more', async () => {
  const answer = async (action: string) => (await cli(['can', source, IMPORTED, action, 'arn:aws:s3:::lake/x'])).out;
  expect(await answer('s3:GetObject')).toMatch(/^yes: the statement Read allows it\n/);
  expect(await answer('s3:DeleteObject')).toMatch(/^no: /);
});

test('that its trust is not in view is no answer to who may assume it', async () => {
  const { out } = await cli(['can', source, 'head', 'sts:AssumeRole', IMPORTED]);
  expect(out).toMatch(/^yes: the statement Chain allows it/);
});
