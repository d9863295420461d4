const shared = {
  testEnvironment: '<rootDir>/jest.environment.cjs',
  runtime: '<rootDir>/jest.runtime.cjs',
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
const whole = [
  '/test/local/walk',
  '/test/package',
  '/test/first-use',
  '/test/report/page',
  '/test/examples',
  '/examples/',
];

/** What compares our engines with others, in thousands of random cases. */
const engines = ['/test/private/access/policy/(engines|universe|callers)', '/test/proofs/cross-check'];

const matching = (paths) => paths.map((path) => `${path}.*\\.test\\.ts$`);

module.exports = {
  collectCoverageFrom: ['lib/**/*.ts', 'bin/**/*.ts'],
  coverageProvider: 'v8',
  // Jest leaves one processor to whoever watches, which on two is half of the machine.
  maxWorkers: '100%',
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', testPathIgnorePatterns: ['/node_modules/', ...whole, ...engines] },
    { ...shared, displayName: 'engines', testRegex: matching(engines) },
    // On the disk: what it installs is large, and a browser stays unpacked for the next run.
    { ...shared, displayName: 'whole', testEnvironment: 'node', testRegex: matching(whole) },
  ],
};
