import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['build/', 'dist/', '**/cdk.out/', 'coverage/', 'node_modules/', '.local/', '*.mjs', '*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Constructs are made for their effect on the tree; factories of enum-like classes have no instance members.
      '@typescript-eslint/no-extraneous-class': 'off',
      // Constructs are passed by their interfaces: IRole where a Construct is asked for is the rule in CDK.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A construct keeps props of its own even while it adds none.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['lib/*.ts'],
    // jsii has `any` for free-form JSON, and does not know `unknown`.
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    // In a test, a missing value fails the test just as well.
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
