import { App, Validations } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { problemsOf, resourcesOf, templatesOf } from './support';

const EBS_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const accounts = `name: RoleChaining
accounts:
  platform: { id: '111122223333', region: eu-west-1 }
  finance: { id: '444455556666', region: eu-west-1 }
`;

const config = (rest = '', changed: Record<string, string> = {}) => {
  const keys = {
    account: 'platform',
    vendorAccountId: "'805246085872'",
    externalId: 'an-id',
    serviceRoleName: 'control-plane',
    secondaryRoleName: 'cluster',
    defaultLocation: '{ bucket: home, prefix: results }',
    dataLocations: '[{ bucket: home, prefix: claims }]',
    ...changed,
  };
  const lines = Object.entries(keys).map(([key, value]) => `  ${key}: ${value}`);
  return `${accounts}qubole:\n${lines.join('\n')}\n${rest}`;
};

test('the roles are in the platform stack of their account, with outputs of their own', () => {
  const further = '  secondaryRoles: { fraud-cluster: { dataLocations: [{ bucket: fraud, account: finance }] } }';
  const templates = templatesOf(config(further));
  expect(Object.keys(templates)).toEqual(['RoleChaining-111122223333-Platform']);
  const template = templates['RoleChaining-111122223333-Platform'];
  expect(resourcesOf(template, 'AWS::IAM::Role').map(({ Properties }) => Properties.RoleName)).toEqual([
    'control-plane',
    'cluster',
    'fraud-cluster',
  ]);
  expect(Object.keys(template?.Outputs ?? {})).toEqual([
    'QuboleSecondaryRoleInstanceProfileName',
    'QuboleSecondaryRoleCustomEc2Tag',
    'QuboleServiceRoleArn',
    'QuboleDefaultLocation',
    'QuboleFraudClusterInstanceProfileName',
    'QuboleFraudClusterCustomEc2Tag',
  ]);
  expect(templatesOf(`${config()}outputs: false`)['RoleChaining-111122223333-Platform']?.Outputs).toBeUndefined();
});

test('defaults hold for these roles too, and the section has the last word', () => {
  const defaults = 'defaults: { path: /base/, permissionsBoundary: arn:aws:iam::aws:policy/PowerUserAccess }\n';
  const pathsOf = (text: string) =>
    resourcesOf(templatesOf(text)['RoleChaining-111122223333-Platform'], 'AWS::IAM::Role').map(({ Properties }) => [
      Properties.Path,
      Properties.PermissionsBoundary,
    ]);
  const boundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
  expect(pathsOf(config(defaults))).toEqual([
    ['/base/', boundary],
    ['/base/', boundary],
  ]);
  const own = { path: '/clusters/', permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
  expect(pathsOf(config(defaults, own))).toEqual([
    ['/clusters/', own.permissionsBoundary],
    ['/clusters/', own.permissionsBoundary],
  ]);
});

test.each([
  ['plain clusters', {}],
  ['heterogeneous clusters', { heterogeneousClusters: 'true', allowSnapshots: 'true' }],
  ['the documented policies', { asDocumented: 'true', heterogeneousClusters: 'true' }],
  ['keys and no tags', { ebsKmsKeyArns: `['${EBS_KEY}']`, untaggedResources: 'true' }],
  ['everything else', { aclActions: 'true', allowSnapshots: 'true', nonSecureLocations: '[{ bucket: weather }]' }],
])('what cdk-nag finds is acknowledged with %s, and only by that', (_, changed) => {
  const app = new App();
  const synth = () => {
    buildApp(app, parseConfig(config('', changed), 'c.yaml'));
    app.synth();
  };
  expect(synth).not.toThrow();
  const acknowledging = jest.spyOn(Validations.prototype, 'acknowledge').mockReturnValue(undefined);
  const unacknowledged = new App();
  buildApp(unacknowledged, parseConfig(config('', changed), 'c.yaml'));
  acknowledging.mockRestore();
  expect(() => unacknowledged.synth()).toThrow('AwsSolutions-IAM5');
});

test.each<[string, Record<string, string>, string]>([
  [
    'overlapping locations',
    { dataLocations: '[{ bucket: home, prefix: results/claims }]' },
    'c.yaml:5: qubole: the data location home/results/claims/ and',
  ],
  ['an unknown key', { guard: 'true' }, 'c.yaml:13: qubole.guard: unknown key "guard", allowed: account'],
  ['no data', { dataLocations: '[]' }, 'c.yaml:12: qubole.dataLocations: is empty: name the sensitive data'],
  [
    'an undeclared account of a bucket',
    { dataLocations: '[{ bucket: ledger, account: finanse }]' },
    'c.yaml:12: qubole.dataLocations[0].account: ',
  ],
  ['an account as a number', { vendorAccountId: '805246085872' }, 'c.yaml:7: qubole.vendorAccountId: expected a text'],
  [
    "an account of one's own",
    { vendorAccountId: "'111122223333'" },
    'c.yaml:7: qubole.vendorAccountId: 111122223333 is accounts.platform, one of your own: give the account of the vendor, as it shows it beside the external id',
  ],
  [
    'an illegal external id',
    { externalId: "'an id'" },
    'c.yaml:8: qubole.externalId: got "an id", expected 2 to 1,224',
  ],
  [
    'a leading slash',
    { defaultLocation: '{ bucket: home, prefix: /a }' },
    'c.yaml:11: qubole.defaultLocation.prefix: ',
  ],
  [
    'fleets without snapshots',
    { heterogeneousClusters: 'true' },
    'c.yaml:13: qubole.heterogeneousClusters: lets clusters read every snapshot of the account, because EC2 does not check a fleet ' +
      'on the snapshots of its disks: give allowSnapshots: true too if that may be so, else remove the key',
  ],
  [
    'no key of volumes',
    { ebsKmsKeyArns: '[]' },
    'c.yaml:13: qubole.ebsKmsKeyArns: is empty: name a key, or remove the key',
  ],
  [
    'a key of volumes that encrypts data',
    { dataLocations: `[{ bucket: claims, kmsKeyArn: '${EBS_KEY}' }]`, ebsKmsKeyArns: `['${EBS_KEY}']` },
    'c.yaml:5: qubole: ebsKmsKeyArns holds the key of the data location claims/, which the Service role is denied',
  ],
  ['a reserved word', { serviceRoleName: 'qubole' }, 'c.yaml:5: qubole: serviceRoleName "qubole"'],
])('%s is told with its line', (_, changed, problem) => {
  expect(problemsOf(config())).toEqual([]);
  expect(problemsOf(config('', changed))[0]).toContain(problem);
});

test('a further Secondary role that the library refuses is told with its own line', () => {
  const further = '  secondaryRoles:\n    cluster: { dataLocations: [{ bucket: fraud }] }';
  expect(problemsOf(config(further))[0]).toContain('c.yaml:14: qubole.secondaryRoles.cluster: ');
  expect(problemsOf(config(further.replace('cluster', 'other')))).toEqual([]);
});
