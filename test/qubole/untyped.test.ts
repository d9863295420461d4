import { App, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { qubole } from '../../lib';
import { newStack, PLATFORM } from '../support';
import { problemsOfUntyped, type UntypedCall } from '../untyped';
import { dualRoles, imported } from './support';

const fresh = () => newStack(PLATFORM, 'Stack', new App());
const far = fresh();
const location = (name: string): qubole.S3Location => ({ bucket: imported(far, name) });
const right = () => ({
  vendorAccountId: '805246085872',
  externalId: 'id',
  defaultLocation: location('results'),
  dataLocations: [location('claims')],
});

const calls: Record<string, UntypedCall> = {
  DualRoles: {
    call: (props) => new qubole.DualRoles(fresh(), 'Roles', props),
    right,
    props: {
      vendorAccountId: 'text',
      externalId: 'text',
      defaultLocation: 'object',
      dataLocations: 'list',
      nonSecureLocations: 'list',
      ebsKmsKeys: 'list',
    },
    optional: ['nonSecureLocations', 'ebsKmsKeys'],
  },
  addSecondaryRole: {
    call: (props) => dualRoles({}, fresh()).addSecondaryRole('Other', props),
    right: () => ({ dataLocations: [location('fraud')] }),
    props: { dataLocations: 'list' },
  },
  'a location': {
    call: (props) => new qubole.DualRoles(fresh(), 'Roles', { ...right(), defaultLocation: props }),
    right: () => location('results'),
    props: { bucket: 'object', prefix: 'text', kmsKey: 'object' },
    optional: ['prefix', 'kmsKey'],
  },
};

test.each(Object.entries(calls))('%s names the prop that is missing or of another kind', (name, call) => {
  // An empty list of further locations says what is so anyway; a location is a prop of others.
  const fine = name === 'a location' ? /^props/ : /^nonSecureLocations \[\]/;
  expect(problemsOfUntyped(call).filter((problem) => !fine.test(problem))).toEqual([]);
});

test('lists are taken as they were given', () => {
  const stack = fresh();
  const props = { dataLocations: [location('claims')], nonSecureLocations: [location('weather')] };
  const roles = dualRoles(props, stack);
  const further = [location('fraud')];
  roles.addSecondaryRole('Other', { dataLocations: further });
  for (const list of [props.dataLocations, props.nonSecureLocations, further]) list[0] = location('later');
  const template = JSON.stringify((stack.node.root as App).synth().getStackByName('Stack').template);
  for (const name of ['claims', 'weather', 'fraud']) expect(template).toContain(`:s3:::${name}`);
  expect(template).not.toContain('later');
});

test('a bucket of another library that only refers is enough', () => {
  const stack = fresh();
  const bucket: s3.IBucketRef = s3.CfnBucket.fromBucketName(stack, 'Ref', 'claims');
  expect(() => dualRoles({ dataLocations: [{ bucket }] }, stack)).not.toThrow();
  expect(() => dualRoles({ dataLocations: [{ bucket: role(stack) as never }] }, fresh())).toThrow(
    'Stack/Roles/SecondaryRole: bucket of dataLocations[0] is the construct Stack/Role: a bucket is expected.',
  );
});

function role(stack: ReturnType<typeof fresh>): iam.IRole {
  return iam.Role.fromRoleName(stack, 'Role', 'role');
}

test('a flag as text is an error: "false" would count as true', () => {
  expect(() => dualRoles({ asDocumented: 'false' as never }, fresh())).toThrow(
    'Stack/Roles: asDocumented is "false": true or false.',
  );
  expect(() => dualRoles({ asDocumented: false }, fresh())).not.toThrow();
});
