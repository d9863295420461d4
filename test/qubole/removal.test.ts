import { App, aws_kms as kms, aws_s3 as s3, type Stack } from 'aws-cdk-lib';
import { qubole } from '../../lib';
import { Deployed, newStack, PLATFORM } from '../support';
import { dualRoles, imported, FLEETS } from './support';

const start = (context = {}) => newStack(PLATFORM, 'Stack', new App({ context }));

/** All that the stack deploys, as text: a ghost of a role that is gone would be in it by its name. */
function template(stack: Stack): string {
  const deployed = new Deployed(stack);
  return JSON.stringify(deployed.evaluate(deployed.resources));
}

const kmsKey = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/of-fraud');

describe('a Secondary role that is taken out of the app', () => {
  test.each([
    ['the hardened policies', {}],
    ['heterogeneous clusters', FLEETS],
    ['the documented policies', { asDocumented: true }],
  ])('with %s, is in no document of the Service role; made again it is', (_, props) => {
    const build = (...steps: ('add' | 'remove')[]) => {
      const stack = start();
      const roles = dualRoles(props, stack);
      const bucket = imported(stack, 'fraud');
      const dataLocations = [{ bucket, kmsKey: kmsKey(stack) }];
      for (const step of steps) {
        if (step === 'add') roles.addSecondaryRole('Other', { roleName: 'other', dataLocations });
        else roles.node.tryRemoveChild('Other');
      }
      return template(stack);
    };
    const withIt = build('add');
    expect(withIt).toContain('role/other');
    expect(build('add', 'remove')).toBe(build());
    expect(build('add', 'remove', 'add')).toBe(withIt);
  });

  test.each([
    [['SecondaryRole'], undefined],
    [
      ['SecondaryRole', 'Other'],
      'Stack/Roles/ServiceRole has no Secondary role left to launch clusters with: add one.',
    ],
  ])('and was the last one leaves a Service role that is good for nothing: %j', (removed, error) => {
    const stack = start();
    const roles = dualRoles({}, stack);
    roles.addSecondaryRole('Other', { dataLocations: [{ bucket: imported(stack, 'fraud') }] });
    for (const id of removed) roles.node.tryRemoveChild(id);
    if (error === undefined) expect(() => template(stack)).not.toThrow();
    else expect(() => template(stack)).toThrow(error);
  });
});

describe('dual roles that are taken out of the app', () => {
  test('leave nothing, and can be made again', () => {
    const build = (...steps: ('add' | 'remove')[]) => {
      const stack = start();
      for (const step of steps) {
        if (step === 'add') dualRoles(FLEETS, stack);
        else stack.node.tryRemoveChild('Roles');
      }
      return template(stack);
    };
    expect(build('add', 'remove')).toBe('{}');
    expect(build('add', 'remove', 'add')).toBe(build('add'));
  });

  test('and held the role of Spot Fleet leave it to those that need it', () => {
    const fleetRoles = (remove: string) => {
      const stack = start();
      dualRoles(FLEETS, stack);
      new qubole.DualRoles(stack, 'Second', {
        vendorAccountId: '805246085872',
        externalId: 'id',
        ...FLEETS,
        defaultLocation: { bucket: imported(stack, 'lake'), prefix: 'second' },
        dataLocations: [{ bucket: imported(stack, 'fraud') }],
      });
      stack.node.tryRemoveChild(remove);
      return Object.entries(new Deployed(stack).resources)
        .filter(([, { Properties }]) => Properties.RoleName === 'qubole-ec2-spot-fleet-role')
        .map(([logicalId]) => logicalId.replace(/[0-9A-F]{8}$/, ''));
    };
    expect(fleetRoles('Second')).toEqual(['RolesSpotFleetRole']);
    expect(fleetRoles('Roles')).toEqual(['SecondSpotFleetRole']);
  });
});

describe.each([[false], [true]])('the guard of a bucket, minimizePolicies %s', (minimize) => {
  /** The Sids that are left in the policy of the bucket, without what tells Service roles apart. */
  function sidsAfter(change: (roles: qubole.DualRoles, bucket: s3.Bucket, make: () => qubole.DualRoles) => void) {
    const stack = start({ '@aws-cdk/aws-iam:minimizePolicies': minimize });
    const bucket = new s3.Bucket(stack, 'Fraud');
    let made = 0;
    const make = () => dualRoles({ guardBuckets: true, dataLocations: [{ bucket, prefix: `claims${made++}` }] }, stack);
    change(make(), bucket, make);
    const deployed = new Deployed(stack);
    const policies = deployed.ofType('AWS::S3::BucketPolicy').map(({ Properties }) => Properties.PolicyDocument);
    return (policies as { Statement: { Sid: string; Resource: string | string[] }[] }[]).map(({ Statement }) =>
      Statement.map(({ Sid, Resource }) => `${Sid.slice(0, -8)} ${String(Resource).replace(/^.*}/, '')}`).sort(),
    );
  }

  test('stands as long as the dual roles do, and a policy that held nothing else goes with it', () => {
    expect(sidsAfter(() => undefined)).toEqual([['DenyBucket ', 'DenyObjects /claims0/*']]);
    expect(sidsAfter((roles) => roles.node.scope?.node.tryRemoveChild('Roles'))).toEqual([]);
    const again = sidsAfter((roles, _, make) => {
      roles.node.scope?.node.tryRemoveChild('Roles');
      make();
    });
    expect(again).toEqual([['DenyBucket ', 'DenyObjects /claims1/*']]);
  });

  test.each<[string, (bucket: s3.Bucket) => unknown, boolean]>([
    ['its policy is removed', (bucket) => bucket.node.tryRemoveChild('Policy'), true],
    ['its policy is written anew', (bucket) => (policyOf(bucket).policyDocument = { Statement: [] }), true],
    [
      'a statement is changed',
      (bucket) => {
        policyOf(bucket).addPropertyOverride('PolicyDocument.Statement.0.Effect', 'Allow');
      },
      true,
    ],
    ['it is removed itself', (bucket) => bucket.node.scope?.node.tryRemoveChild('Fraud'), false],
    [
      'it gets a statement',
      (bucket) => {
        policyOf(bucket).addPropertyOverride('PolicyDocument.Statement.2', { Effect: 'Deny', Sid: 'More' });
      },
      false,
    ],
  ])('is told where it is lost from a bucket: %s', (_, change, isLost) => {
    const synth = expect(() => sidsAfter((_roles, bucket) => change(bucket)));
    if (isLost) {
      synth.toThrow(
        /the policy of \S*Fraud is not rendered as guardBuckets declares it: the statement Deny\w+ is missing/,
      );
    } else synth.not.toThrow();
  });

  test('stands for the rest of the bucket as long as one Secondary role has data there', () => {
    const two = (removed: string[]) =>
      sidsAfter((roles, bucket) => {
        roles.addSecondaryRole('Other', { dataLocations: [{ bucket, prefix: 'fraud' }] });
        roles.addSecondaryRole('Third', { dataLocations: [{ bucket: imported(roles.secondaryRole.stack, 'third') }] });
        for (const id of removed) roles.node.tryRemoveChild(id);
      });
    expect(two([])).toEqual([['DenyBucket ', 'DenyObjects /claims0/*', 'DenyObjects2 /fraud/*']]);
    expect(two(['SecondaryRole'])).toEqual([['DenyBucket ', 'DenyObjects2 /fraud/*']]);
    expect(two(['SecondaryRole', 'Other'])).toEqual([]);
  });
});

function policyOf(bucket: s3.Bucket): s3.CfnBucketPolicy {
  return bucket.policy?.node.defaultChild as s3.CfnBucketPolicy;
}
