import { App, Stack, Stage } from 'aws-cdk-lib';
import { InstanceProfileRole, ResourceRole, hopsworks } from '../../../lib';
import { FINANCE, PLATFORM } from '../../support';
import { arn, cli, declaration, file } from './support';

const mapping = { project: 'fraud', projectRole: 'DATA_SCIENTIST', role: arn('s3-role'), defaultRole: true };

/** What the sources declare together. */
async function declared(...sources: string[]): Promise<unknown> {
  const ended = await cli(['mappings', 'plan', '--offline', '--json', ...sources.flatMap((each) => ['--from', each])]);
  expect(ended).toMatchObject({ exitCode: 0, err: '' });
  return (JSON.parse(ended.out) as { mappings: unknown }).mappings;
}

async function refusal(...sources: string[]): Promise<string> {
  const { exitCode, out, err } = await cli([
    'mappings',
    'plan',
    '--offline',
    ...sources.flatMap((each) => ['--from', each]),
  ]);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  return err;
}

const document = (...mappings: object[]) => JSON.stringify({ version: 1, mappings });

/** An app of two accounts, each of which maps a role. */
function assembly(env: { platform?: typeof PLATFORM; finance?: typeof PLATFORM }, stage = false): string {
  const app = new App();
  const scope = stage ? new Stage(app, 'Prod') : app;
  const platform = new Stack(scope, 'Platform', { env: env.platform });
  const finance = new Stack(scope, 'Finance', { env: env.finance });
  const head = new InstanceProfileRole(platform, 'Head');
  const fraud = new ResourceRole(platform, 'Fraud', { roleName: 'fraud', chainingRoles: [head] });
  const ledger = new ResourceRole(finance, 'Ledger', { roleName: 'ledger', chainingRoles: [head] });
  new hopsworks.RoleMappings(platform, 'Mappings', {
    mappings: [{ project: 'fraud', role: fraud, defaultRole: true }],
  });
  new hopsworks.RoleMappings(finance, 'Mappings', {
    mappings: [{ project: 'fraud', projectRole: hopsworks.ProjectRole.DATA_OWNER, role: ledger }],
    outputName: 'Ledger',
  });
  return app.synth().directory;
}

const OF_BOTH_STACKS = [
  { project: 'fraud', projectRole: 'ALL', role: 'arn:aws:iam::111122223333:role/fraud', defaultRole: true },
  { project: 'fraud', projectRole: 'DATA_OWNER', role: 'arn:aws:iam::444455556666:role/ledger' },
];

test('a mappings file; the project role is ALL where it is left out', async () => {
  expect(await declared(declaration(mapping, { project: 'churn', role: arn('churn') }))).toEqual([
    { project: 'churn', projectRole: 'ALL', role: arn('churn') },
    mapping,
  ]);
});

test('all outputs of an outputs file, whatever they are called, and no others', async () => {
  const outputs = {
    Platform: {
      RoleMappings: document(mapping),
      RoleMappings2: document({ ...mapping, project: 'churn' }),
      Arn: arn('x'),
    },
    Finance: { Ledger: document({ ...mapping, project: 'stock' }) },
    Network: { Vpc: 'vpc-1' },
  };
  expect(await declared(file(outputs, 'outputs.json'))).toEqual(
    ['churn', 'fraud', 'stock'].map((project) => ({ ...mapping, project })),
  );
});

test.each(['mappings', 'version'])('outputs of a stack that is called %s', async (stack) => {
  expect(await declared(file({ [stack]: { RoleMappings: document(mapping) } }, 'outputs.json'))).toEqual([mapping]);
});

test.each([false, true])('a cloud assembly, in a Stage: %s', async (stage) => {
  expect(await declared(assembly({ platform: PLATFORM, finance: FINANCE }, stage))).toEqual(OF_BOTH_STACKS);
});

test('two environments of an app are never one declaration: Stages are listed, and --stage chooses', async () => {
  const app = new App();
  for (const [id, env] of Object.entries({ Dev: FINANCE, Prod: PLATFORM })) {
    const stack = new Stack(new Stage(app, id, { env }), 'Platform');
    const chainingRoles = [new InstanceProfileRole(stack, 'Head')];
    const fraud = new ResourceRole(stack, 'Fraud', { roleName: `fraud-${id}`, chainingRoles });
    new hopsworks.RoleMappings(stack, 'Mappings', { mappings: [{ project: 'fraud', role: fraud }] });
  }
  const { directory } = app.synth();
  const listed = 'there are Dev, Prod.\n';
  expect(await refusal(directory)).toBe(
    `${directory} holds several Stages, and each may be another environment: say which to read with --stage <path>, which may be repeated; ${listed}`,
  );
  const ended = await cli(['mappings', 'apply', '--from', directory, '--url', 'https://localhost', '--yes']);
  expect(ended).toMatchObject({ exitCode: 1, out: '', err: expect.stringContaining(listed) as string });
  const plan = ['mappings', 'plan', '--offline', '--json'];
  const { out } = await cli([...plan, '--from', directory, '--stage', 'Prod']);
  expect((JSON.parse(out) as { mappings: unknown }).mappings).toEqual([
    { project: 'fraud', projectRole: 'ALL', role: 'arn:aws:iam::111122223333:role/fraud-Prod' },
  ]);
  expect((await cli([...plan, '--from', directory, '--stage', 'prod'])).err).toBe(
    `--stage prod: ${directory} has no such Stage; ${listed}`,
  );
  expect((await cli([...plan, '--from', declaration(mapping), '--stage', 'Prod'])).err).toBe(
    '--stage is about a cdk.out folder, and --from gives none: leave it out, or give the folder.\n',
  );
});

test('an assembly without accounts needs the outputs of its deployment', async () => {
  expect(await refusal(assembly({}))).toMatch(
    /Platform\.template\.json:\d+: Outputs\.RoleMappings\.Value: holds ARNs that only the deployment knows; deploy with --outputs-file/,
  );
});

test('several sources are merged; what two say alike counts once, and one may leave the default open', async () => {
  const open = { ...mapping, defaultRole: undefined };
  const outputs = file({ A: { RoleMappings: document(open) } }, 'outputs.json');
  expect(await declared(outputs, declaration(mapping), declaration(mapping, { ...mapping, project: 'x' }))).toEqual([
    mapping,
    { ...mapping, project: 'x' },
  ]);
});

describe('errors name file, line and key', () => {
  test('two stacks that disagree about who may use a role', async () => {
    const outputs = file(
      { A: { RoleMappings: document(mapping) }, B: { RoleMappings: document({ ...mapping, projectRole: 'ALL' }) } },
      'outputs.json',
    );
    expect(await refusal(outputs)).toBe(
      `${outputs}:6: B.RoleMappings.mappings[0].projectRole: ${mapping.role} is for ALL of project "fraud" here and for DATA_SCIENTIST in ` +
        `${outputs}:3 (A.RoleMappings.mappings[0].projectRole); Hopsworks takes a role once in a project: make the two agree, or use ALL for both\n`,
    );
  });

  test('two files that disagree about a default', async () => {
    const [one, other] = [declaration(mapping), declaration({ ...mapping, defaultRole: false })];
    expect(await refusal(one, other)).toBe(
      `${other}:8: mappings[0].defaultRole: is false for ${mapping.role} in project "fraud", and true in ${one}:8 (mappings[0].defaultRole); ` +
        'make the two agree\n',
    );
  });

  test('two defaults for one project role', async () => {
    const [one, other] = [declaration(mapping), declaration({ ...mapping, role: arn('b') })];
    expect(await refusal(one, other)).toBe(
      `${other}:8: mappings[0].defaultRole: ${arn('b')} is a second default for DATA_SCIENTIST of project "fraud", beside ${mapping.role} in ` +
        `${one}:8 (mappings[0].defaultRole); Hopsworks keeps one: remove one of the two\n`,
    );
  });

  test.each([
    [
      'not an ARN',
      { version: 1, mappings: [{ ...mapping, role: 's3-role' }] },
      ':7: mappings[0].role: got "s3-role", expected the ARN of a role',
    ],
    [
      'an instance profile',
      { version: 1, mappings: [{ ...mapping, role: 'arn:aws:iam::111122223333:instance-profile/a' }] },
      ':7: mappings[0].role: got "arn:aws:iam::111122223333:instance-profile/a", expected the ARN of a role',
    ],
    [
      'an unknown project role',
      { version: 1, mappings: [{ ...mapping, projectRole: 'Data owner' }] },
      ':6: mappings[0].projectRole: got "Data owner", allowed: ALL, DATA_OWNER, DATA_SCIENTIST',
    ],
    [
      'an unknown key',
      { version: 1, mappings: [{ ...mapping, default: true }] },
      ':9: mappings[0].default: unknown key "default", allowed: project, projectRole, role, defaultRole',
    ],
    ['a later version', { version: 2, mappings: [] }, ':2: version: got the number 2, allowed: 1'],
    ['no version', { mappings: [] }, ':1: version: is missing, allowed: 1'],
    ['an output that is cut off', { A: { RoleMappings: '{"version":1,"map' } }, ':3: A.RoleMappings: is no JSON: '],
    [
      'a bad mapping in an output',
      { A: { RoleMappings: document({ ...mapping, project: ' ' }) } },
      ':3: A.RoleMappings.mappings[0].project: got " ", expected the name of a project',
    ],
    ['outputs without mappings', { A: { Vpc: 'vpc-1' } }, ':1: no stack has an output of hopsworks.RoleMappings'],
    ['no outputs', {}, ':1: no stack has an output of hopsworks.RoleMappings'],
    ['something else', [1], ':1: expected an outputs file of `cdk deploy`, or a mappings file'],
    [
      'a stack that is none',
      { A: 'x' },
      ':2: A: expected the outputs of a stack, as `cdk deploy --outputs-file` writes them; of a config, give',
    ],
    ['no JSON', '{ "version": 1, ', ':1: '],
  ])('%s', async (_, content, said) => {
    const source = file(content, 'source.json');
    expect(await refusal(source)).toContain(`${source}${said}`);
  });

  test('no such file, and a folder that is no assembly', async () => {
    expect(await refusal('none.json')).toBe('--from none.json: there is no such file or folder.\n');
    expect(await refusal(__dirname)).toBe(
      `${__dirname} holds no manifest.json: give the folder that \`cdk synth\` writes, usually cdk.out.\n`,
    );
    expect(await refusal()).toBe(
      '--from is missing: give an outputs file of `cdk deploy`, a cdk.out folder or a mappings file; it may be repeated.\n',
    );
  });
});
