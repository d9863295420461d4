import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import { readAssembly } from '../../lib/private/access/sources/assembly/assembly';
import { modelText } from '../../lib/private/access/sources/file';
import { PolicyDiff, type PolicyDiffSource } from '../../lib/testing';
import { cli } from '../bin/cli/support';

const env = { account: '111122223333', region: 'eu-west-1' };

/** Two Stages, each with a role that may read; in production it may write as well where that is asked for. */
function app({ write = false } = {}): { app: App; test: Stage; prod: Stage } {
  const made = new App();
  const [test, prod] = ['Test', 'Prod'].map((id) => {
    const stage = new Stage(made, id);
    const role = new iam.Role(new Stack(stage, 'Finance', { env }), 'Ledger', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    const actions = ['s3:GetObject', ...(write && id === 'Prod' ? ['s3:PutObject'] : [])];
    role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['arn:aws:s3:::lake/*'] }));
    return stage;
  }) as [Stage, Stage];
  return { app: made, test, prod };
}

const [before, after] = [app(), app({ write: true })];
const folder = mkdtempSync(join(tmpdir(), 'policy-diff-'));
const saved = join(folder, 'access.json');
writeFileSync(saved, modelText(readAssembly(before.app.synth().directory)));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('apps, assemblies, folders and saved models all say what the command says', async () => {
  const said = (await cli(['diff', before.app.synth().directory, after.app.synth().directory])).out;
  expect(said).toBe(
    `1 principal may gain access; 1 principal in all differs.

Prod/Finance/Ledger: role, may do more
  + permissions: may s3:PutObject on arn:aws:s3:::lake/x (a statement allows s3:GetObject, s3:PutObject)
`,
  );
  const olds: PolicyDiffSource[] = [before.app, before.app.synth(), before.app.synth().directory, saved];
  for (const old of olds) {
    const diff = PolicyDiff.of(old, after.app);
    expect([diff.widens, diff.toText()]).toEqual([true, said]);
  }
});

test('nothing gained, nothing changed', () => {
  const narrower = PolicyDiff.of(after.app, before.app);
  expect([narrower.widens, narrower.toText()]).toEqual([
    false,
    expect.stringContaining('- permissions: may s3:PutObject on arn:aws:s3:::lake/x no more'),
  ]);
  expect(PolicyDiff.of(app().app, saved).toText()).toBe('No change of access.\n');
});

test('a Stage or a Stack is compared by itself', () => {
  expect(PolicyDiff.of(before.test, after.test).toText()).toBe('No change of access.\n');
  expect(PolicyDiff.of(before.prod, after.prod).widens).toBe(true);
  const stack = ({ prod }: typeof before) => prod.node.findChild('Finance');
  expect(PolicyDiff.of(stack(before), stack(after)).widens).toBe(true);
});

test('anything else is refused', () => {
  const { node } = before.prod.node.findChild('Finance');
  expect(() => PolicyDiff.of(node.findChild('Ledger'), after.app)).toThrow(
    'PolicyDiff compares whole stacks, for what a policy allows is spread over them: give a Stack, a Stage or the App.',
  );
  expect(() => PolicyDiff.of(before.app, undefined as never)).toThrow(
    'PolicyDiff.of: after is undefined: give an App, a Stage, a Stack, a cloud assembly, or the path of a cdk.out folder or of a model',
  );
  expect(() => PolicyDiff.of(join(folder, 'nowhere'), after.app)).toThrow('nowhere holds no manifest.json');
});

test('a policy that was changed after the synth is refused', () => {
  const late = app();
  late.app.synth();
  const role = late.prod.node.findChild('Finance').node.findChild('Ledger') as iam.Role;
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
  expect(() => PolicyDiff.of(saved, late.app)).toThrow('it was changed after the app was synthesized');
});
