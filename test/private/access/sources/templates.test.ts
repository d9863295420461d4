import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  LegacyStackSynthesizer,
  NestedStack,
  Stack,
  Stage,
  aws_s3 as s3,
  aws_s3_assets as assets,
} from 'aws-cdk-lib';
import { readTemplates } from '../../../../lib/private/access/sources/assembly/templates';
import { PLATFORM } from '../../../support';

function assembly(): string {
  const app = new App();
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'Data', { env: PLATFORM, stackName: 'prod-data' });
  new s3.Bucket(new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'), 'Lake');
  new s3.Bucket(new Stack(app, 'Plain'), 'Lake');
  return app.synth().directory;
}

function facts(folder: string) {
  return readTemplates(folder, []).map(
    ({ stackPath, stagePath, stackName, account, region, parent, body, pathOf }) => ({
      stackPath,
      stagePath,
      stackName,
      account,
      region,
      parent: parent?.template.stackPath,
      paths: Object.keys(body.Resources ?? {}).map(pathOf),
    }),
  );
}

test('every template is read, with what the assembly knows about it', () => {
  const prod = { stagePath: 'Prod', stackName: 'prod-data', ...PLATFORM };
  expect(facts(assembly())).toEqual([
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
    {
      stackPath: 'Plain',
      stagePath: '',
      stackName: 'Plain',
      account: undefined,
      region: undefined,
      parent: undefined,
      paths: ['Plain/Lake/Resource'],
    },
  ]);
});

test('assets of the legacy synthesizer, which the stack says itself', () => {
  const app = new App();
  const stack = new Stack(app, 'Data', { synthesizer: new LegacyStackSynthesizer() });
  const { assetHash } = new assets.Asset(stack, 'File', { path: __filename });
  const [template] = readTemplates(app.synth().directory, []);
  expect(template?.assets.get(assetHash)).toBe(`asset.${assetHash}.ts`);
});

test('a file that is no JSON is an error that says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'role-chaining-'));
  writeFileSync(join(folder, 'manifest.json'), '{');
  expect(() => readTemplates(folder, [])).toThrow(
    /^.*manifest\.json cannot be read: .*JSON.*\. Run `cdk synth` again\.$/,
  );
});
