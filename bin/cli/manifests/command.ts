import { readFileSync } from 'node:fs';
import { Estate } from '../../../lib/private/access/model/estate';
import { outputsOf, readAssembly } from '../../../lib/private/access/sources/assembly/assembly';
import { UserError } from '../errors';
import { escapeText } from '../escape';
import { chosenStages } from '../stages';
import { renderManifests } from './render';
import { arnOfRole, knownArn, type Outputs } from './role-arn';
import { openRoles, podRole, type TrustingRole, trustingRoles } from './service-accounts';

export interface ManifestsOptions {
  readonly outputsFile?: string;
  readonly role: string[];
  readonly stage: string[];
}

/** The manifests of a folder's service accounts. */
export function manifests(folder: string, { outputsFile, role: asked, stage }: ManifestsOptions): string {
  const deployed = outputsFile === undefined ? undefined : readOutputs(outputsFile);
  const stages = chosenStages(folder, stage);
  const estate = new Estate(readAssembly(folder, { stages }));
  const all = trustingRoles(estate);
  const left = {
    open: openRoles(estate).map(({ role, provider }) => `  ${knownArn(estate, role) ?? role.place.path}: ${provider}`),
    gaps: estate.model.gaps.map(({ about, what }) => `  ${about}: ${what}`),
  };
  if (all.length === 0) {
    const [open] = left.open.map(
      (line) => ` This one asks for no subject, and so lets in every pod:${escapeText(line).slice(1)}.`,
    );
    throw new UserError(
      `${folder} has no role that trusts service accounts: a ServiceAccountRole makes one. EKS Pod Identity needs no annotation.${open ?? ''}`,
    );
  }
  const chosen = asked.length === 0 ? all : asked.map((name) => roleNamed(name, all, estate));
  const sources = { estate, declared: outputsOf(folder, { stages }), deployed };
  return renderManifests(
    [...new Set(chosen)].map((each) => podRole(each, arnOfRole(sources, each.role))),
    left,
  );
}

function roleNamed(asked: string, all: readonly TrustingRole[], estate: Estate): TrustingRole {
  const nameOf = ({ role }: TrustingRole) => estate.text(role.name, role.place);
  const known = (each: TrustingRole) => knownArn(estate, each.role) ?? each.role.place.path;
  const found = all.filter((each) => [nameOf(each), known(each), each.role.place.path].includes(asked));
  const [only, ...others] = found;
  if (only === undefined) {
    throw new UserError(`--role ${asked}: there is no such role; there are ${listed(all.map(nameOf))}.`);
  }
  if (others.length > 0) {
    throw new UserError(`--role ${asked} fits several roles: give one of ${listed(found.map(known))}.`);
  }
  return only;
}

function listed(names: readonly string[]): string {
  return names.map((name) => escapeText(name)).join(', ');
}

function readOutputs(file: string): Outputs {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`--outputs-file ${file} cannot be read: ${(error as Error).message}.`);
  }
  const isOutputs =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((stack) => typeof stack === 'object' && stack !== null);
  if (!isOutputs)
    throw new UserError(
      `--outputs-file ${file} holds no outputs of stacks, as \`cdk deploy --outputs-file\` writes them.`,
    );
  return value as Outputs;
}
