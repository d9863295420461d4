import { CloudAssembly } from 'aws-cdk-lib/cx-api';

// The built-in template validator costs over a second in each test file; examples.test.ts runs it strictly instead.
process.env.CDK_VALIDATION = 'false';

afterAll(() => {
  CloudAssembly.cleanupTemporaryDirectories();
});
