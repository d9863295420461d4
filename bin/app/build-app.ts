import type { App } from 'aws-cdk-lib';
import { addChainChecks } from './checks';
import type { LoadedConfig } from './config';
import { addNagChecks } from './nag';
import { Rendering } from './rendering';
import { sections } from './schema';
import { makeSynthesizer } from './sections/defaults';
import { checkStackLimits } from './stack-limits';

/** Adds to the app what the config describes, and the checks that it must pass at synth. */
export function buildApp(app: App, { config, source }: LoadedConfig): Rendering {
  const rendering = new Rendering(
    app,
    {
      name: config.name,
      accounts: config.accounts,
      tags: config.defaults.tags,
      newSynthesizer: () => makeSynthesizer(config.defaults),
    },
    source,
  );
  for (const section of sections) section.render?.(config, rendering);
  checkStackLimits(rendering);
  addNagChecks(app);
  addChainChecks(app);
  return rendering;
}
