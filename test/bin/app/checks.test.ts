import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { ConfigError } from '../../../bin/app/problems';
import { base } from './support';

/** What the checks stop a synth with, as `rule role`. */
function stoppedBy(...roles: readonly (readonly [name: string, statement: string])[]): string[] {
  const declared = roles.map(
    ([name, statement]) => `
  ${name}:
    account: finance
    chainedFrom: [head]
    access:
      - ${statement}`,
  );
  const app = new App({ autoSynth: false });
  buildApp(app, parseConfig(`${base}resourceRoles:${declared.join('')}\n`, 'c.yaml'));
  try {
    app.synth();
    return [];
  } catch (error) {
    const { message } = error as Error;
    const found = message.matchAll(/RoleChainingChecks::(\w+)(?:\[[^\]]*\])?'/g);
    return [...new Set([...found].map(([, rule = '']) => rule))].sort();
  }
}

const disks = "statement: { actions: ['ec2:CreateSnapshot', 'ec2:ModifySnapshotAttribute'], resources: ['*'] }";
const administrator = "statement: { actions: ['*'], resources: ['*'] }";
const why = '\n        reason: first aid';

test('a role that reads every disk stops the synth, unless the config says why beside it', () => {
  expect(stoppedBy(['backup', disks])).toEqual(['unscopedDiskAccess']);
  expect(stoppedBy(['backup', disks + why])).toEqual([]);
});

test('the reason of one role holds for no other', () => {
  expect(stoppedBy(['backup', disks + why], ['other', disks])).toEqual(['unscopedDiskAccess']);
});

test('an administrator passes with its reason', () => {
  expect(stoppedBy(['admin', administrator + why])).toEqual([]);
});

test('a permissions boundary of elsewhere warns nobody who set it, and hides no policy that does', () => {
  const unseen = (chaining: string) => {
    const app = new App({ autoSynth: false });
    const [before, after = ''] = base.replace('usedElsewhere: true', chaining).split('chainingRoles:');
    const bounded = `${before}defaults: { permissionsBoundary: ours }\nchainingRoles:${after}`;
    const role =
      'resourceRoles:\n  data: { account: finance, chainedFrom: [head], access: [{ s3: { bucket: lake, prefix: a/, level: read-only } }] }\n';
    buildApp(app, parseConfig(bounded + role, 'c.yaml'));
    app.synth();
    const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as {
      pluginReports: { violations: { description: string }[] }[];
    };
    return pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ description }) => [...description.matchAll(/policy\/(\w+) is not in view/g)].map(([, name]) => name));
  };
  expect(unseen('usedElsewhere: true')).toEqual([]);
  expect(unseen("managedPolicies: ['arn:aws:iam::aws:policy/AmazonS3FullAccess']")).toEqual(['AmazonS3FullAccess']);
});

/** How the command tells what stops a synth. */
function told(resourceRoles: string): string {
  const app = new App({ autoSynth: false });
  const rendering = buildApp(app, parseConfig(`${base}resourceRoles:\n${resourceRoles}`, 'c.yaml'));
  try {
    app.synth();
  } catch (error) {
    const explained = rendering.explained(error);
    expect(explained).toBeInstanceOf(ConfigError);
    return (explained as ConfigError).message;
  }
  throw new Error('nothing stopped it');
}

test('what stops a synth is told with the line, in words of the config', () => {
  const message = told(`  backup: { account: finance, chainedFrom: [head], access: [{ ${disks} }] }\n`);
  expect(message).toMatch(/^c\.yaml:\d+: resourceRoles\.backup: resourceRoles\.backup .*, as reason: …$/);
  expect(message).not.toMatch(/-Data\/|aws_iam/);
});

const role = (name: string, rest: string) => `  ${name}: { account: finance, chainedFrom: [head], ${rest} }\n`;
const data = 'access: [{ s3: { bucket: lake, level: read-only } }]';

test('a statement that lets a role become another one of the config', () => {
  const become =
    "access: [{ statement: { actions: [sts:AssumeRole], resources: ['arn:aws:iam::444455556666:role/two'] } }]";
  expect(told(role('one', become) + role('two', data))).toMatch(
    /^c\.yaml:8: resourceRoles\.one: .* on resourceRoles\.two, whose trust .* resourceRoles\.two is for the roles in its chainedFrom, as far as its conditions let them: mend these, or take the statement away\.$/,
  );
});

test('a condition that names a role that there is not', () => {
  const condition = (name: string) =>
    `conditions: { ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/head', 'arn:aws:iam::111122223333:role/${name}'] } }`;
  expect(told(role('one', `${condition('haed')}, ${data}`))).toMatch(
    /^c\.yaml:8: resourceRoles\.one: resourceRoles\.one trusts \S+\/haed, and this configuration has no such role\. .* Correct the ARN, or declare the role by it below chainingRoles\.$/,
  );
});
