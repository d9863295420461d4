import { resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from './app/build-app';
import { loadConfig } from './app/config';

const defaultConfig = resolve(__dirname, '../examples/quickstart/role-chaining.yaml');

/** The deployable app: `cdk deploy --all -c config=<file>`. */
function main(): void {
  // Synthesized below; at exit it would be synthesized again, even after an error.
  const app = new App({ autoSynth: false });
  const given: unknown = app.node.tryGetContext('config');
  buildApp(app, loadConfig(typeof given === 'string' ? resolve(given) : defaultConfig));
  app.synth();
}

try {
  main();
} catch (error) {
  // The message says what to do; the stack, which `cdk --debug` shows, is for those who work on the app itself.
  const { message, stack } = error as Error;
  process.stderr.write(`${process.env.CDK_DEBUG ? (stack ?? message) : message}\n`);
  process.exitCode = 1;
}
