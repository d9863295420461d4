import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../bin/app/build-app';
import { loadConfig } from '../bin/app/config';

export const EXAMPLES = join(__dirname, '..', 'examples');

/** The app of an example: the one that its app.ts synthesizes, or what the deployable app makes of its config. */
export function exampleApp(example: string): App {
  const script = join(EXAMPLES, example, 'app.ts');
  if (!existsSync(script)) {
    const app = new App({ autoSynth: false });
    buildApp(app, loadConfig(join(EXAMPLES, example, 'role-chaining.yaml')));
    return app;
  }
  const synth = jest.spyOn(App.prototype, 'synth');
  try {
    jest.requireActual(script);
    return synth.mock.contexts[0] as App;
  } finally {
    synth.mockRestore();
  }
}
