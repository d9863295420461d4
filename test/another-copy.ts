import * as cdk from 'aws-cdk-lib';
import * as constructs from 'constructs';
import type * as library from '../lib';

/** The library as a second copy of its package would give it, with the same CDK: in a plugin, or a package of a monorepo. */
export function anotherCopy(ours: typeof library): typeof library {
  let copy: typeof library | undefined;
  jest.isolateModules(() => {
    jest.doMock('aws-cdk-lib', () => cdk);
    jest.doMock('constructs', () => constructs);
    copy = jest.requireActual<typeof library>('../lib');
  });
  if (copy === undefined || copy.ResourceRole === ours.ResourceRole) throw new Error('this is no second copy');
  return copy;
}
