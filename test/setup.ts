import { dirname, join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';

// The built-in template validator costs over a second in each test file; examples.test.ts runs it strictly instead.
process.env.CDK_VALIDATION = 'false';

// Where each construct was made is in no template; finding out takes a third of the processor time of tests that synthesize.
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  'aws:cdk:disable-stack-trace': true,
  'aws:cdk:disable-creation-stack-traces': true,
});

// Nor is where a finding was acknowledged, which CDK finds out all the same.
const stackTrace = join(dirname(require.resolve('aws-cdk-lib/package.json')), 'core/lib/private/stack-trace.js');
jest.doMock(stackTrace, () => ({ ...jest.requireActual<object>(stackTrace), enhancedStackTrace: () => [] }));

afterAll(() => {
  CloudAssembly.cleanupTemporaryDirectories();
});

// Nobody reads the tree of an app's constructs, for which CDK resolves every property once more: an app has a prop for it, and tests make hundreds.
Object.assign(globalThis, {
  [Symbol.for('@aws-cdk/core.App#initHook')]: (app: object) => Object.assign(app, { _treeMetadata: false }),
});
