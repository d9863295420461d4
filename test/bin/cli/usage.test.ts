import { cli } from './support';

test.each([
  [['validate', '-c', 'other.yaml'], "unknown option '-c'", 'validate [options] [file]'],
  [['who-can', 'cdk.out'], "missing required argument 'action'", 'who-can [options] <source> <action> <resource>'],
  [['mappings', 'plan', '--form', 'x'], "unknown option '--form'\n(Did you mean --from?)", 'mappings plan [options]'],
  [['valdate'], "unknown command 'valdate'\n(Did you mean validate?)", '[options] [command]'],
])('%j: what is wrong, and how it is written', async (args, wrong, usage) => {
  const err = `error: ${wrong}\nUsage: cdk-iam-role-chaining ${usage}; --help explains it\n`;
  expect(await cli(args)).toMatchObject({ exitCode: 1, out: '', err });
});
