import { App, Stack } from 'aws-cdk-lib';
import { PLATFORM } from '../support';
import { NEEDS_ACCOUNT, ORDINARY_APPS } from './ordinary-apps';
import { check } from './support';

const cases = Object.entries(ORDINARY_APPS).flatMap(([name, build]) =>
  [PLATFORM, ...(NEEDS_ACCOUNT.includes(name) ? [] : [undefined])].map(
    (env) => [name, env?.account ?? 'whatever account', env, build] as const,
  ),
);

test.each(cases)('no rule finds anything in the ordinary app %s in %s', (_, _where, env, build) => {
  const app = new App();
  build(new Stack(app, 'App', { env }), app);
  expect(check(app)).toEqual({ success: true, found: [] });
});
