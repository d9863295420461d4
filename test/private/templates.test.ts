import { App, NestedStack, Stack, Stage, aws_s3 as s3, cx_api } from 'aws-cdk-lib';
import { readTemplates } from '../../lib/private/reader/templates';
import { PLATFORM } from '../support';

function assembly(): cx_api.CloudAssembly {
  const app = new App();
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'Data', { env: PLATFORM, stackName: 'prod-data' });
  new s3.Bucket(new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'), 'Lake');
  new s3.Bucket(new Stack(app, 'Plain'), 'Lake');
  return app.synth();
}

function facts(read: cx_api.CloudAssembly) {
  return readTemplates(read).map(({ stackPath, stagePath, stackName, account, region, parent, body, pathOf }) => ({
    stackPath,
    stagePath,
    stackName,
    account,
    region,
    parent: parent?.template.stackPath,
    paths: Object.keys(body.Resources ?? {}).map(pathOf),
  }));
}

test('every template is read, with what the assembly knows about it', () => {
  const prod = { stagePath: 'Prod', stackName: 'prod-data', ...PLATFORM };
  expect(facts(assembly())).toEqual([
    {
      stackPath: 'Plain',
      stagePath: '',
      stackName: 'Plain',
      account: undefined,
      region: undefined,
      parent: undefined,
      paths: ['Plain/Lake/Resource'],
    },
    {
      ...prod,
      stackPath: 'Prod/Data',
      parent: undefined,
      paths: ['Prod/Data/Outer.NestedStack/Outer.NestedStackResource'],
    },
    {
      ...prod,
      stackPath: 'Prod/Data/Outer',
      parent: 'Prod/Data',
      paths: ['Prod/Data/Outer/Inner.NestedStack/Inner.NestedStackResource'],
    },
    {
      ...prod,
      stackPath: 'Prod/Data/Outer/Inner',
      parent: 'Prod/Data/Outer',
      paths: ['Prod/Data/Outer/Inner/Lake/Resource'],
    },
  ]);
});

test('a folder reads as the synth that wrote it', () => {
  const synthesized = assembly();
  expect(facts(new cx_api.CloudAssembly(synthesized.directory))).toEqual(facts(synthesized));
});
