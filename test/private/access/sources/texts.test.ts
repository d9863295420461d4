import {
  App,
  CfnMapping,
  CfnOutput,
  Fn,
  NestedStack,
  Stack,
  Stage,
  Token,
  aws_ec2 as ec2,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AssemblyTexts } from '../../../../lib/private/access/sources/assembly/texts';
import { readTemplates } from '../../../../lib/private/access/sources/assembly/templates';
import { FINANCE, PLATFORM } from '../../../support';

/** What the texts make of a value that a stack's template holds. */
function rendered(stack: Stack, value: unknown): unknown {
  probe(stack, value);
  return probed(stack);
}

function probe(stack: Stack, value: unknown): void {
  new CfnOutput(stack, 'Probe', { value: Token.asString(value) });
}

function probed(stack: Stack): unknown {
  const templates = readTemplates((stack.node.root as App).synth().directory, []);
  const template = templates.find(({ stackPath }) => stackPath === stack.node.path)!;
  return new AssemblyTexts(templates, new Map()).of(template).render(template.body.Outputs?.Probe?.Value);
}

test.each<[string, unknown, unknown]>([
  ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['nothing', { Ref: 'AWS::NoValue' }, undefined],
  ['an unknown logical id', { Ref: 'Elsewhere' }, '${Stack/Elsewhere}'],
  ['an attribute in dots', { 'Fn::GetAtt': 'Elsewhere.Endpoint.Address' }, '${Stack/Elsewhere.Endpoint.Address}'],
  [
    'text in which names are put',
    { 'Fn::Sub': 'a-${AWS::Region}-${X.Arn}-${!aws:username}' },
    'a-${AWS::Region}-${Stack/X.Arn}-${aws:username}',
  ],
  ['text with variables', { 'Fn::Sub': ['${A}/${B}', { A: { Ref: 'AWS::Region' }, B: 'b' }] }, '${AWS::Region}/b'],
  ['joined text', { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Region' }, 'b']] }, 'a/${AWS::Region}/b'],
  ['a joined list of a parameter', { 'Fn::Join': [',', { Ref: 'List' }] }, '${Fn::Join(",", ${Stack/List})}'],
  ['a part of known text', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  [
    'a part of unknown text',
    { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'X' }] }] },
    '${Fn::Select(1, Fn::Split("/", ${Stack/X}))}',
  ],
  ['an import from another app', { 'Fn::ImportValue': 'SubnetA' }, '${Fn::ImportValue("SubnetA")}'],
  [
    'an output of another app',
    { 'Fn::GetStackOutput': { StackName: 'X', OutputName: 'Y' } },
    { 'Fn::GetStackOutput': { StackName: 'X', OutputName: 'Y' } },
  ],
  [
    'a choice of texts',
    { 'Fn::If': ['Prod', 'a', { Ref: 'AWS::NoValue' }] },
    { 'Fn::If': ['${Stack/Prod}', 'a', { Ref: 'AWS::NoValue' }] },
  ],
  [
    'a choice inside of a text',
    { 'Fn::Join': ['-', ['x', { 'Fn::If': ['Prod', 'a', { Ref: 'AWS::NoValue' }] }]] },
    'x-${Fn::If(${Stack/Prod}, "a", ${AWS::NoValue})}',
  ],
  [
    'a choice of statements',
    { 'Fn::If': ['Prod', { Sid: 'A', Resource: { Ref: 'X' } }, 'b'] },
    { 'Fn::If': ['${Stack/Prod}', { Sid: 'A', Resource: '${Stack/X}' }, 'b'] },
  ],
  ['a function of no list', { 'Fn::GetAZs': '' }, '${Fn::GetAZs("")}'],
  [
    'two functions in one text',
    { 'Fn::Join': ['', [{ 'Fn::Base64': 'a' }, { 'Fn::Base64': 'b' }]] },
    '${Fn::Base64("a")}${Fn::Base64("b")}',
  ],
  ['numbers and booleans', { A: 1, B: true }, { A: 1, B: true }],
])('%s', (_, value, words) => {
  expect(rendered(new Stack(new App(), 'Stack'), value)).toEqual(words);
});

test('a derived name and the hash of an asset, in plain text and in text in which names are put', () => {
  const stack = new Stack(new App(), 'Stack');
  const templates = readTemplates((stack.node.root as App).synth().directory, []);
  const [template] = templates;
  const hash = [...template!.assets.keys()][0]!;
  const texts = new AssemblyTexts(templates, new Map([['Stack-Head-1a2b3c4d', 'Stack/Head']])).of(template!);
  const words = 'role/${Stack/Head} ${AssetHash}.zip';
  expect(texts.text(`role/Stack-Head-1a2b3c4d ${hash}.zip`)).toBe(words);
  expect(texts.text({ 'Fn::Sub': `role/Stack-Head-1a2b3c4d ${hash}.zip` })).toBe(words);
  expect(texts.text(`Stack-Head-1a2b3c4e ${hash.replace(/./, 'x')}`)).not.toContain('${');
});

test('a derived name to which more is added, and one that begins with another', () => {
  const stack = new Stack(new App(), 'Stack');
  const templates = readTemplates((stack.node.root as App).synth().directory, []);
  const names = new Map([
    ['data+lake.1a2b3c4d', 'Lake'],
    ['data+lake.1a2b3c4d-5e6f', 'Logs'],
  ]);
  const texts = new AssemblyTexts(templates, names).of(templates[0]!);
  expect(texts.text('pre-data+lake.1a2b3c4d_logs/* data+lake.1a2b3c4d-5e6f')).toBe('pre-${Lake}_logs/* ${Logs}');
  expect(texts.text('data+lakes1a2b3c4d')).toBe('data+lakes1a2b3c4d');
});

test('a construct below others is named by its path, not by its logical id', () => {
  const stack = new Stack(new App(), 'Stack');
  const mapping = new CfnMapping(new Construct(stack, 'Deep'), 'Mapping', { mapping: { a: { b: 'c' } }, lazy: false });
  expect(rendered(stack, Fn.findInMap(mapping.logicalId, Fn.ref('AWS::Region'), 'b'))).toBe(
    '${Fn::FindInMap(${Stack/Deep/Mapping}, ${AWS::Region}, "b")}',
  );
});

describe.each(['strong', 'weak', 'both'])('with %s references', (strength) => {
  const newApp = () => new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': strength } });

  test('a resource of another stack, by its path', () => {
    const app = newApp();
    const data = new s3.Bucket(new Stack(app, 'Data', { env: PLATFORM, stackName: 'data-1' }), 'Lake');
    expect(rendered(new Stack(app, 'Stack', { env: PLATFORM }), `${data.bucketArn}/*`)).toBe('${Data/Lake.Arn}/*');
  });

  test('an item of a list of another stack', () => {
    const app = newApp();
    const endpoint = new ec2.CfnVPCEndpoint(new Stack(app, 'Network', { env: PLATFORM }), 'Endpoint', {
      vpcId: 'vpc-1',
      serviceName: 'x',
    });
    expect(rendered(new Stack(app, 'Stack', { env: PLATFORM }), Fn.select(0, endpoint.attrNetworkInterfaceIds))).toBe(
      '${Fn::Select(0, ${Network/Endpoint.NetworkInterfaceIds})}',
    );
  });

  test('a resource of another region', () => {
    const app = newApp();
    const env = { ...PLATFORM, region: 'us-east-1' };
    const data = new s3.Bucket(new Stack(app, 'Data', { env, crossRegionReferences: true }), 'Lake');
    const stack = new Stack(app, 'Stack', { env: PLATFORM, crossRegionReferences: true });
    expect(rendered(stack, data.bucketArn)).toBe('${Data/Lake.Arn}');
  });

  test('a resource of a nested stack, of its parent, and of a stack beside it', () => {
    const app = newApp();
    const other = new Stack(app, 'Other', { env: PLATFORM });
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    const outer = new NestedStack(stack, 'Outer');
    const inner = new NestedStack(outer, 'Inner');
    const buckets = [other, stack, outer, inner].map((scope) => new s3.Bucket(scope, 'Lake').bucketName).join(' ');
    const words = '${Other/Lake} ${Stack/Lake} ${Stack/Outer/Lake} ${Stack/Outer/Inner/Lake}';
    expect(rendered(stack, buckets)).toBe(words);
  });

  test('the same in the innermost stack', () => {
    const app = newApp();
    const other = new Stack(app, 'Other', { env: PLATFORM });
    const stack = new Stack(app, 'Stack', { env: PLATFORM });
    const inner = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    const buckets = [other, stack].map((scope) => new s3.Bucket(scope, 'Lake').bucketName).join(' ');
    expect(rendered(inner, buckets)).toBe('${Other/Lake} ${Stack/Lake}');
  });
});

test('an export of one name in each of two Stages is taken from the own one', () => {
  const app = new App();
  const stacks = ['Dev', 'Prod'].map((id) => {
    const stage = new Stage(app, id);
    const lake = new s3.Bucket(new Stack(stage, 'Data'), 'Lake');
    new CfnOutput(Stack.of(lake), 'Export', { value: lake.bucketArn, exportName: 'lake' });
    const stack = new Stack(stage, 'Stack');
    probe(stack, Fn.importValue('lake'));
    return stack;
  });
  expect(stacks.map(probed)).toEqual(['${Dev/Data/Lake.Arn}', '${Prod/Data/Lake.Arn}']);
});

test('a resource of another region is that of the own Stage and account, though stacks share their names', () => {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  const withReference = (id: string, account: string) => {
    const stage = new Stage(app, id);
    const props = (region: string, stackName: string) => ({
      env: { account, region },
      stackName,
      crossRegionReferences: true,
    });
    const lake = new s3.Bucket(new Stack(stage, 'Data', props('us-east-1', 'data')), 'Lake');
    const stack = new Stack(stage, 'Stack', props('eu-west-1', 'stack'));
    probe(stack, lake.bucketArn);
    return stack;
  };
  const stacks = [withReference('Beta', PLATFORM.account), withReference('Prod', FINANCE.account)];
  expect(stacks.map(probed)).toEqual(['${Beta/Data/Lake.Arn}', '${Prod/Data/Lake.Arn}']);
});

test('an export of one name in each of two accounts and regions of one app', () => {
  const app = new App();
  const stacks = [PLATFORM, FINANCE, { ...PLATFORM, region: 'us-east-1' }].map((env) => {
    const id = `${env.account}-${env.region}`;
    const lake = new s3.Bucket(new Stack(app, `Data-${id}`, { env }), 'Lake');
    new CfnOutput(Stack.of(lake), 'Export', { value: lake.bucketArn, exportName: 'lake' });
    const stack = new Stack(app, `Stack-${id}`, { env });
    probe(stack, Fn.importValue('lake'));
    return stack;
  });
  expect(stacks.map(probed)).toEqual(stacks.map(({ account, region }) => `\${Data-${account}-${region}/Lake.Arn}`));
});
