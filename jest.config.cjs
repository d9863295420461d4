const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleFileExtensions: ['ts', 'js', 'json'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  moduleNameMapper: {
    '^cdk-iam-role-chaining$': '<rootDir>/lib',
    '^cdk-iam-role-chaining/testing$': '<rootDir>/lib/testing',
  },
};

/** What takes more than this process: the local AWS, the packed library, a browser, the examples as their users run them. */
const whole = ['/test/local/walk', '/test/package', '/test/report/page', '/test/examples', '/examples/'];

module.exports = {
  collectCoverageFrom: ['lib/**/*.ts', 'bin/**/*.ts'],
  coverageProvider: 'v8',
  projects: [
    { ...shared, displayName: 'unit', testPathIgnorePatterns: ['/node_modules/', ...whole] },
    { ...shared, displayName: 'whole', testRegex: whole.map((path) => `${path}.*\\.test\\.ts$`) },
  ],
};
