import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin, NestedStack, Stack, Stage, Validations, region_info } from 'aws-cdk-lib';
import { RoleChainingChecks, Severity } from '../../lib';
import { ACKNOWLEDGED_RULES } from '../../lib/checks/private/acknowledgements';
import { RULES } from '../../lib/checks/private/rules';
import { LOAD_BALANCER_ACCOUNTS } from '../../lib/private/aws/load-balancers';
import { PLATFORM } from '../support';
import { acknowledge, cfnRole, check, ofVendor, platform } from './support';

const RULE = 'vendorTrustWithoutExternalId';

/** Two roles with the same fault, in two stacks. */
function twoRoles(): { app: App; a: Stack; b: Stack } {
  const app = new App();
  const [a, b] = ['A', 'B'].map((id) => new Stack(app, id, { env: PLATFORM })) as [Stack, Stack];
  cfnRole(a, 'one', ofVendor());
  cfnRole(b, 'two', ofVendor());
  return { app, a, b };
}

const named = (app: App, props = { rules: [RULE] }) =>
  check(app, props).found.map(({ rule, path }) => `${rule} ${path}`);

/** What CDK itself makes of an app with the plugin. */
function synthesized(app: App): string {
  Validations.of(app).addPlugins(new RoleChainingChecks({ rules: [RULE] }));
  try {
    app.synth({ force: true });
    return 'passes';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a finding names its rule, construct, statement, reason and fix', () => {
  const stack = platform();
  cfnRole(stack, 'one', ofVendor());
  const { success, found } = check(stack.node.root as App, { rules: [RULE] });
  expect(success).toBe(false);
  expect(found).toEqual([
    {
      rule: RULE,
      severity: 'error',
      path: 'S/one',
      text:
        'S/one lets in account 999988887777, which no stack of the app has, without a mandatory sts:ExternalId: whoever uses the same ' +
        'vendor could have it call your role. The statement: {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},' +
        '"Action":"sts:AssumeRole"}',
      fix:
        'Add "Condition": { "StringEquals": { "sts:ExternalId": "<the id that was agreed on>" } }; an operator that ends in IfExists ' +
        'asks for nothing. For an account of your own, pin aws:PrincipalOrgID, or import its role with `ChainingRole.fromChainingRoleArn`.',
    },
  ]);
});

test('an error stops the synth, a warning does not', () => {
  expect(synthesized(twoRoles().app)).toContain(`Acknowledge with 'RoleChainingChecks::${RULE}'`);
  const { app } = twoRoles();
  const { success, found } = check(app, { rules: [RULE], severities: { [RULE]: Severity.WARNING } });
  expect([success, found.map(({ severity }) => severity)]).toEqual([true, ['warning', 'warning']]);
  const told = jest.spyOn(console, 'error').mockReturnValue();
  Validations.of(app).addPlugins(new RoleChainingChecks({ rules: [RULE], severities: { [RULE]: Severity.WARNING } }));
  app.synth({ force: true });
  expect(told.mock.calls.flat().join('\n')).toContain('WARNING A/one lets in account 999988887777');
  told.mockRestore();
});

test.each([
  ['true', 1],
  ['false', 0],
])('CDK_VALIDATION=%s, by which CDK validates or does not, does not turn them off', (validation, times) => {
  const before = process.env.CDK_VALIDATION;
  // Loading CDK's own takes seconds.
  const validate = jest.fn(() => ({ success: true, violations: [] }));
  const own = jest
    .spyOn(CloudFormationValidatePlugin, '_singletonInstance')
    .mockReturnValue({ name: 'CDK', validate } as never);
  process.env.CDK_VALIDATION = validation;
  try {
    expect(synthesized(twoRoles().app)).toContain(`Acknowledge with 'RoleChainingChecks::${RULE}'`);
    expect(validate).toHaveBeenCalledTimes(times);
  } finally {
    own.mockRestore();
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  }
});

test('an app without faults has no findings', () => {
  const stack = platform();
  cfnRole(stack, 'one', ofVendor({ Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } } }));
  expect(check(stack.node.root as App)).toEqual({ success: true, found: [] });
});

describe('an acknowledgement', () => {
  test('of a rule on a role never silences another role', () => {
    const { app, a } = twoRoles();
    acknowledge(a.node.findChild('one'), RULE);
    expect(named(app)).toEqual([`${RULE} A/one`, `${RULE}[B/two] B/two`]);
    const said = synthesized(app);
    expect(said).toContain(`Acknowledge with 'RoleChainingChecks::${RULE}[B/two]'`);
    expect(said).not.toContain('A/one');
  });

  test('of a rule on a scope is for all below', () => {
    const { app, a, b } = twoRoles();
    acknowledge(a, RULE);
    expect(check(app, { rules: [RULE] }).success).toBe(false);
    acknowledge(b, RULE);
    expect(check(app, { rules: [RULE] }).success).toBe(true);
    expect(synthesized(app)).toBe('passes');
  });

  test('of one construct, on it or above it, is for that one', () => {
    const { app, a } = twoRoles();
    acknowledge(app, `${RULE}[A/one]`);
    expect(named(app)).toEqual([`${RULE}[A/one] A/one`, `${RULE} B/two`]);
    expect(check(app, { rules: [RULE] }).success).toBe(false);
    acknowledge(a, `${RULE}[B/two]`);
    expect(check(app, { rules: [RULE] }).success).toBe(false);
    acknowledge(app, `${RULE}[B/two]`);
    expect(check(app, { rules: [RULE] }).success).toBe(true);
    expect(synthesized(app)).toBe('passes');
  });

  test('of another rule, or by another name, changes nothing', () => {
    const { app } = twoRoles();
    acknowledge(app, 'halfChain');
    Validations.of(app).acknowledge({ id: RULE, reason: 'no prefix' });
    expect(named(app)).toEqual([`${RULE} A/one`, `${RULE} B/two`]);
  });

  test('of a construct with a space or a bracket in its path is for that one', () => {
    const app = new App();
    const [a, b] = ['My Stack', 'My-Stack'].map(
      (id) => new Stack(app, id, { env: PLATFORM, stackName: id.replace(' ', '') }),
    );
    cfnRole(a!, 'one', ofVendor(), undefined, { roleName: 'a' });
    cfnRole(b!, 'one', ofVendor(), undefined, { roleName: 'b' });
    acknowledge(app, `${RULE}[My-Stack/one]`);
    const { success, found } = check(app, { rules: [RULE] });
    expect(success).toBe(false);
    expect(found.map(({ rule }) => rule)).toEqual([RULE, `${RULE}[My-Stack/one]`]);
    acknowledge(a!, RULE);
    expect(synthesized(app)).toBe('passes');
  });
});

test('nested stacks and Stages are looked at, and on a Stage nothing but it', () => {
  const app = new App();
  const stage = new Stage(app, 'Prod', { env: PLATFORM });
  cfnRole(new NestedStack(new Stack(stage, 'Outer'), 'Inner'), 'one', ofVendor());
  cfnRole(new Stack(app, 'Other', { env: PLATFORM }), 'two', ofVendor());
  expect(named(app)).toEqual([`${RULE} Prod/Outer/Inner/one`, `${RULE} Other/two`]);
  Validations.of(stage).addPlugins(new RoleChainingChecks({ rules: [RULE] }));
  expect(() => app.synth({ force: true })).toThrow('Prod/Outer/Inner/one');
  expect(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')).not.toContain('Other/two');
});

test('texts that a terminal would take for commands are shown as escapes', () => {
  const stack = platform();
  cfnRole(stack, 'one', ofVendor({ Sid: '\u001b[2J\u202e' }));
  const [finding] = check(stack.node.root as App, { rules: [RULE] }).found;
  expect(finding!.text).toContain('"Sid":"\\u001b[2J\\u202e"');
});

test('a rule that throws is a finding, and the others go on', () => {
  const spy = jest.spyOn(RULES, 'halfChain').mockImplementation(() => {
    throw new Error('out of luck');
  });
  const stack = platform();
  cfnRole(stack, 'one', ofVendor());
  const { success, found } = check(stack.node.root as App, { rules: ['halfChain', RULE] });
  spy.mockRestore();
  expect(success).toBe(false);
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['notDecided error', `${RULE} error`]);
  expect(found[0]!.text).toContain('The rule halfChain gave up: out of luck.');
});

test('an assembly that cannot be read is a finding', () => {
  const app = new App();
  const { success, violations } = new RoleChainingChecks().validate({
    appConstruct: app,
    templatePaths: [],
    stackTemplates: [],
  });
  expect(success).toBe(false);
  expect(violations.map(({ ruleName }) => ruleName)).toEqual(['notDecided']);
  expect(violations[0]!.description).toContain('holds no manifest.json');
});

describe('wrong props are errors', () => {
  test.each([
    [
      { rules: ['halfchain'] },
      'RoleChainingChecks: there is no rule "halfchain". Did you mean halfChain? The rules are halfChain, ',
    ],
    [{ severities: { nothing: Severity.ERROR } }, 'RoleChainingChecks: there is no rule "nothing". The rules are '],
    [{ rules: 'halfChain' as never }, 'RoleChainingChecks: rules is "halfChain": a list of rule ids is expected.'],
    [
      { severities: { halfChain: 'fatal' as never } },
      'RoleChainingChecks: the severity of halfChain is "fatal": "error" or "warning" is expected.',
    ],
  ])('%j', (props, message) => {
    expect(() => new RoleChainingChecks(props)).toThrow(message);
  });
});

test('what is written out here, for who reads an app without CDK, is what CDK says', () => {
  expect(ACKNOWLEDGED_RULES).toBe(Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  const accounts = region_info.RegionInfo.regions.flatMap(({ elbv2Account }) => elbv2Account ?? []);
  expect([...LOAD_BALANCER_ACCOUNTS]).toEqual([...new Set(accounts)].sort());
});

test('rules are copied', () => {
  const rules = [RULE];
  const checks = new RoleChainingChecks({ rules });
  rules.push('nothing');
  expect([checks.name, checks.ruleIds]).toEqual(['RoleChainingChecks', [RULE]]);
});

test('who makes roles and checks nothing loads none of it', () => {
  const loads = `
    const { RoleChainingChecks } = require('./lib');
    new RoleChainingChecks();
    const heavy = Object.keys(require.cache).filter((file) => /access.sources|aws.actions|checks.private.(?!rule-ids)/.test(file));
    console.log(JSON.stringify(heavy.map((file) => file.replace(/.*wt.[^/]*/, ''))));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', '-e', loads], {
    cwd: join(__dirname, '..', '..'),
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '[]\n', stderr: '' });
});
