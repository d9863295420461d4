import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { devDependencies, name as thisPackage, version } from '../../../package.json';
import { CONFIG_FILE } from '../../app/config-file';
import { UserError } from '../errors';
import { type Platform, renderConfig, type Vendor } from './config';

export interface InitOptions {
  readonly vendor?: Vendor;
  readonly platform: Platform;
}

/** Writes a project into a folder; returns what is left to do. */
export function init(folder: string, { vendor, platform }: InitOptions): string {
  if (vendor === 'qubole' && platform === 'eks') {
    throw new UserError('--vendor qubole --platform eks: Qubole runs on EC2; leave --platform out.');
  }
  if (existsSync(join(folder, CONFIG_FILE))) {
    throw new UserError(`${CONFIG_FILE} exists already: nothing was written.`);
  }
  const config = renderConfig({ name: nameOf(folder), vendor, platform });
  const command = `${thisPackage} app`;
  const packages = {
    'aws-cdk': devDependencies['aws-cdk'],
    'aws-cdk-lib': devDependencies['aws-cdk-lib'],
    constructs: devDependencies.constructs,
    [thisPackage]: ownVersion(folder),
  };
  const files: readonly ProjectFile[] = [
    { name: CONFIG_FILE, text: config, whenThere: '' },
    {
      name: 'cdk.json',
      text: json({ app: `npx ${command}`, versionReporting: false }),
      whenThere: `"app": "npx ${command}"`,
    },
    { name: '.gitignore', text: 'node_modules/\ncdk.out/\n', whenThere: 'node_modules/\ncdk.out/' },
    {
      name: 'package.json',
      text: json({ private: true, devDependencies: packages }),
      whenThere: json({ devDependencies: packages }).trim(),
    },
  ];
  const left = files.filter(({ name }) => existsSync(join(folder, name)));
  const written = files.filter((file) => !left.includes(file));
  for (const { name, text } of written) writeFileSync(join(folder, name), text, { flag: 'wx' });
  return [
    `Written: ${written.map(({ name }) => name).join(', ')}`,
    ...left.map(({ name, whenThere }) => `\n${name} exists and is left as it is. It needs:\n\n${whenThere}`),
    `\nPut your accounts and buckets into ${CONFIG_FILE}. Then:\n`,
    '  npm install',
    `  npx ${thisPackage} validate`,
    '  npx cdk synth --quiet',
    '  npx cdk diff',
    '  npx cdk deploy --all\n',
  ].join('\n');
}

interface ProjectFile {
  readonly name: string;
  readonly text: string;
  /** What a file that stands there already has to say. */
  readonly whenThere: string;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** The folder's name, as far as a stack's name can hold it. */
function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-$/g, '')
    .slice(0, 64);
  return name === '' ? 'role-chaining' : name;
}

/** A package that was installed from a file is named by that file, as npm does: from the folder on, so that both may be moved together. */
export function ownVersion(folder: string, installedAt = __dirname): string {
  for (let at = resolve(installedAt); dirname(at) !== at; at = dirname(at)) {
    const installed = join(at, 'node_modules', '.package-lock.json');
    if (!existsSync(installed)) continue;
    const { packages } = JSON.parse(readFileSync(installed, 'utf8')) as {
      packages: Record<string, { resolved?: string } | undefined>;
    };
    const { resolved } = packages[`node_modules/${thisPackage}`] ?? {};
    if (resolved?.startsWith('file:') !== true) continue;
    return `file:${relative(resolve(folder), resolve(at, resolved.slice('file:'.length))).replaceAll('\\', '/')}`;
  }
  return version;
}
