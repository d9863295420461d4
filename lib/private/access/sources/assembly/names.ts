import { createHash } from 'node:crypto';
import { derivedRoleName } from '../../../aws/derived-name';
import { type Template, type TemplateResource, userPath } from './templates';
import { uniqueId } from './unique-id';

/**
 * The physical names that this library or CDK derived from a construct path, and that path.
 *
 * They hold hashes of the path, and CDK's the stack's name: deriving them anew tells them from names that a user gave.
 */
export function derivedNames(templates: readonly Template[]): Map<string, string> {
  return new Map(
    templates.flatMap((template) =>
      Object.entries(template.body.Resources ?? {}).flatMap(([logicalId, resource]) => {
        const path = userPath(template.pathOf(logicalId));
        return derivedNamesOf(resource, path, template).map((name) => [name, path] as const);
      }),
    ),
  );
}

function derivedNamesOf({ Type, Properties = {} }: TemplateResource, path: string, template: Template): string[] {
  const texts = Object.values(Properties).filter((value) => typeof value === 'string');
  return texts.filter(
    (text) =>
      (Type === 'AWS::IAM::Role' &&
        text ===
          derivedRoleName(
            path,
            template.region,
            typeof Properties.Path === 'object' ? '' : (Properties.Path as string | undefined),
          )) ||
      (/^[\w-]{12,63}$/.test(text) && /[0-9a-f]{12}$/.test(text) && text === generatedName(path, template)),
  );
}

/** What CDK makes of `PhysicalName.GENERATE_IF_NEEDED` when another account or region refers to the resource. */
function generatedName(path: string, { stackName, region = '', account = '' }: Template): string {
  const id = uniqueId(path);
  const hash = createHash('sha256').update(stackName).update(id).update(region).update(account).digest('hex');
  return `${stackName.slice(0, 25)}${id.slice(-24)}${hash.slice(0, 12)}`.toLowerCase();
}
