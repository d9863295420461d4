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

test('what stops a synth is told with the line, in words of the config', () => {
  const app = new App({ autoSynth: false });
  const loaded = parseConfig(
    `${base}resourceRoles:\n  backup: { account: finance, chainedFrom: [head], access: [{ ${disks} }] }\n`,
    'c.yaml',
  );
  const rendering = buildApp(app, loaded);
  let told: unknown;
  try {
    app.synth();
  } catch (error) {
    told = rendering.explained(error);
  }
  expect(told).toBeInstanceOf(ConfigError);
  const { message } = told as ConfigError;
  expect(message).toMatch(/^c\.yaml:\d+: resourceRoles\.backup: resourceRoles\.backup .*, as reason: …$/);
  expect(message).not.toMatch(/-Data\/|aws_iam/);
});
