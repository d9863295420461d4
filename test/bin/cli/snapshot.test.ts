import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Stage, aws_iam as iam, aws_s3 as s3, aws_servicecatalog as servicecatalog } from 'aws-cdk-lib';
import type { ManagedPolicy, Principal } from '../../../lib/private/access/model/model';
import { PolicySnapshot } from '../../../lib/testing';
import { companyApp } from '../../fixtures/company-app';
import { OTHER_ACCOUNT, allow, document, model, role } from '../../private/access/support';
import { cli, file, path } from './support';

const env = { account: '111122223333', region: 'eu-west-1' };
const READ = allow('s3:GetObject', 'arn:aws:s3:::lake/*');

/** Runs the command with a folder, and reads what it wrote. */
async function folderOf(source: string, ...args: string[]) {
  const folder = path('policies');
  const ended = await cli(['snapshot', source, '--out', folder, ...args]);
  const names = readdirSync(folder).sort();
  return { ...ended, folder, files: Object.fromEntries(names.map((name) => [name, read(join(folder, name))])) };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(name, 'utf8'));
}

describe('the text', () => {
  const { app } = companyApp();
  const text = PolicySnapshot.toText(PolicySnapshot.of(app));
  const folder = app.synth().directory;

  test('is what PolicySnapshot says of the app, from its folder and from a saved model', async () => {
    expect(await cli(['snapshot', folder])).toEqual({ exitCode: 0, out: text, err: '', pauses: [] });
    const [out, saved] = [path('access.yaml'), path('model.json')];
    expect((await cli(['snapshot', folder, '--out', out, '--model', saved])).out).toBe('');
    expect(readFileSync(out, 'utf8')).toBe(text);
    expect((await cli(['snapshot', saved])).out).toBe(text);
  });

  test('shows a terminal what is in a name', async () => {
    const odd = file(model([role('x', { more: { id: 'a\u009b2J', place: placeOf('a\u009b2J\u202e: b') } })]));
    expect((await cli(['snapshot', odd])).out).toBe('"a\\u009b2J\\u202e: b":\n  type: role\n  trust: []\n');
  });
});

describe('an app of several Stages', () => {
  const app = new App({ analyticsReporting: false });
  const [test_, prod] = ['Test', 'Prod'].map((id) => {
    const stage = new Stage(app, id);
    const stack = new Stack(stage, 'Finance', { env });
    const ledger = new iam.Role(stack, 'Ledger', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    new s3.Bucket(stack, 'Lake').grantRead(ledger);
    return stage;
  });
  const folder = app.synth().directory;

  test('is refused until some are chosen, for the text and for a folder', async () => {
    const refused = {
      exitCode: 1,
      out: '',
      err:
        `${folder} holds several Stages, and each may be another environment: say which to read with --stage <path>, ` +
        'which may be repeated; there are Test, Prod.\n',
    };
    expect(await cli(['snapshot', folder])).toMatchObject(refused);
    expect(await cli(['snapshot', folder, '--out', path('policies')])).toMatchObject(refused);
    expect(await cli(['snapshot', folder, '--stage', 'Staging'])).toMatchObject({
      exitCode: 1,
      err: `--stage Staging: ${folder} has no such Stage; there are Test, Prod.\n`,
    });
  });

  test('one Stage reads as PolicySnapshot.of the Stage, several as the app', async () => {
    expect((await cli(['snapshot', folder, '--stage', 'Prod'])).out).toBe(
      PolicySnapshot.toText(PolicySnapshot.of(prod!)),
    );
    expect((await cli(['snapshot', folder, '--stage', 'Test'])).out).toBe(
      PolicySnapshot.toText(PolicySnapshot.of(test_!)),
    );
    expect((await cli(['snapshot', folder, '--stage', 'Prod', '--stage', 'Test'])).out).toBe(
      PolicySnapshot.toText(PolicySnapshot.of(app)),
    );
  });

  test('files of two Stages do not meet', async () => {
    expect(Object.keys((await folderOf(folder, '--stage', 'Prod', '--stage', 'Test')).files)).toEqual([
      'Prod-Finance-Ledger-DefaultPolicy.json',
      'Prod-Finance-Ledger.trust.json',
      'Test-Finance-Ledger-DefaultPolicy.json',
      'Test-Finance-Ledger.trust.json',
    ]);
    expect(Object.keys((await folderOf(folder, '--stage', 'Prod')).files)).toEqual([
      'Prod-Finance-Ledger-DefaultPolicy.json',
      'Prod-Finance-Ledger.trust.json',
    ]);
  });

  test('what a stack deploys elsewhere goes with the stack', async () => {
    const whole = new App({ analyticsReporting: false });
    class Product extends servicecatalog.ProductStack {
      public constructor(scope: Stack, id: string) {
        super(scope, id);
        new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
      }
    }
    const catalog = new Stack(whole, 'Catalog', { env });
    new servicecatalog.CloudFormationProduct(catalog, 'Offer', {
      productName: 'p',
      owner: 'o',
      productVersions: [
        {
          productVersionName: '1',
          cloudFormationTemplate: servicecatalog.CloudFormationTemplate.fromProductStack(new Product(catalog, 'P')),
        },
      ],
    });
    const { exitCode, out } = await cli(['snapshot', whole.synth().directory]);
    expect({ exitCode, out }).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('ec2.amazonaws.com') as string,
    });
  });
});

describe('a folder', () => {
  test('has a plain document for each trust and policy, with what is known of the environment', async () => {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Finance', { env });
    const ledger = new iam.Role(stack, 'Ledger', {
      assumedBy: new iam.AccountRootPrincipal(),
      inlinePolicies: {
        Read: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:${stack.partition}:s3:::lake/*`] }),
          ],
        }),
      },
    });
    ledger.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::lake'] }));
    const { exitCode, out, err, files } = await folderOf(app.synth().directory);
    expect({ exitCode, out, err }).toEqual({ exitCode: 0, out: '', err: '' });
    expect(files).toEqual({
      'Finance-Ledger.trust.json': document({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      }),
      'Finance-Ledger.Read.json': document({
        Action: 's3:GetObject',
        Effect: 'Allow',
        Resource: 'arn:aws:s3:::lake/*',
      }),
      'Finance-Ledger-DefaultPolicy.json': document({
        Action: 's3:ListBucket',
        Effect: 'Allow',
        Resource: 'arn:aws:s3:::lake',
      }),
    });
  });

  test('keeps names apart that differ in case only, or that no file can have, and stays inside itself', async () => {
    const ids = ['A/B', 'a/b', 'A-B', '../../up', 'nul', 'x'.repeat(300), `${'x'.repeat(300)}y`, 'é/\n:*?"<>|\\'];
    const { folder, files, err } = await folderOf(file(model(ids.map((id) => oddRole(id)))));
    expect(err).toBe('');
    const names = Object.keys(files);
    expect(names).toHaveLength(ids.length);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
    for (const name of names) {
      expect(name).toMatch(/^[\w+=,@][\w+=,.@-]{0,180}\.json$/);
      expect(name).not.toMatch(/^(con|nul)\./i);
    }
    expect(readdirSync(join(folder, '..')).filter((name) => /up/.test(name))).toEqual([]);
  });

  test('keeps apart what has one name in two accounts, and policies of one name in one role', async () => {
    const [here, there] = [role('Twin', { trusts: '*' }), role('Twin', { account: OTHER_ACCOUNT, trusts: '*' })].map(
      (each, index) => ({ ...each, id: `S${index}/Twin`, place: { ...each.place, path: `S${index}/Twin` } }),
    );
    const policies = ['Read', 'read'].map((name) => ({ name, document: document(READ) }));
    const { files } = await folderOf(file(model([{ ...here!, policies }, there!])));
    expect(Object.keys(files)).toEqual([
      expect.stringMatching(/^S0-Twin\.Read-[0-9a-f]{12}\.json$/),
      expect.stringMatching(/^S0-Twin\.read-[0-9a-f]{12}\.json$/),
      'S0-Twin.trust.json',
      'S1-Twin.trust.json',
    ]);
  });

  test('that holds other files tells which, and leaves them', async () => {
    const folder = path('policies');
    mkdirSync(folder);
    writeFileSync(join(folder, 'Old\u001b.trust.json'), '{}');
    const saved = file(model([oddRole('New')]));
    expect(await cli(['snapshot', saved, '--out', folder])).toMatchObject({
      exitCode: 0,
      err: `${folder} holds files of another snapshot, or of somebody else: Old\\u001b.trust.json\n`,
    });
    expect(readdirSync(folder).sort()).toEqual(['New.trust.json', 'Old\u001b.trust.json']);
  });

  test('has what is attached to others, too', async () => {
    const policy: ManagedPolicy = {
      isManaged: false,
      name: 'p',
      arns: [],
      place: placeOf('Stack/Policy'),
      document: document(READ),
      attachedTo: [{ type: 'role', name: 'their-head' }],
    };
    const { files } = await folderOf(file(model([], { policies: [policy] })));
    expect(files).toEqual({ 'Stack-Policy.json': document(READ) });
  });
});

test('a source without policies, and a place that cannot be written, are errors', async () => {
  const none = file(model([]));
  expect(await cli(['snapshot', none])).toMatchObject({
    exitCode: 1,
    err: `${none} holds no IAM role, user, group or policy, so there is nothing to snapshot.\n`,
  });
  const one = file(model([oddRole('New')]));
  for (const out of ['text.yaml', 'folder']) {
    const { exitCode, err } = await cli(['snapshot', one, '--out', join(one, out)]);
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: expect.stringMatching(/^--out .* cannot be written: ENOTDIR/) as string,
    });
  }
});

function placeOf(id: string) {
  return { path: id, stack: env.account, file: 'template.json', logicalId: 'L' };
}

function oddRole(id: string): Principal {
  return role('Odd', { trusts: '*', more: { id, name: id, place: placeOf(id) } });
}
