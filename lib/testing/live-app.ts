import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnElement, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { AccessModel, Gap } from '../private/access/model/model';
import { readAssembly } from '../private/access/sources/assembly/assembly';
import { type PathOfId, userPath } from '../private/access/sources/assembly/templates';
import { fail } from '../private/words/errors';
import { described } from '../private/words/given';

interface Template {
  readonly Resources?: Readonly<Record<string, unknown>>;
}

/** What a snapshot shows, of all that IAM has. */
const SHOWN = /^AWS::IAM::(Role|User|Group|(Managed|Role|User|Group)?Policy|UserToGroupAddition)$/;

/** What the app that a scope is in says, synthesized as `Template.fromStack` does it. */
export function modelOf(scope: IConstruct): AccessModel {
  if (!Construct.isConstruct(scope)) {
    fail(
      'cdk-iam-role-chaining/testing',
      `the scope is ${described(scope)}: a construct is expected, such as the App.`,
    );
  }
  const app = scope.node.root;
  if (!Stage.isStage(app)) {
    fail(scope, 'it is in no App, so there is nothing to synthesize: make it below a Stack of an App.');
  }
  const { directory } = app.synth();
  const model = readAssembly(directory, { paths: pathsOfAssets(app) });
  checkUnchanged(scope);
  return { ...model, gaps: [...model.gaps, ...notRead(scope, directory, model)] };
}

/** The construct paths that no artifact tells: of stacks that are deployed as assets of others, by the file of their template. */
function pathsOfAssets(app: IConstruct): Map<string, PathOfId[]> {
  const stacks = app.node.findAll().filter((child) => Stack.isStack(child));
  const assets = stacks.filter(
    ({ nestedStackParent, templateFile, artifactId }) =>
      nestedStackParent === undefined && templateFile !== `${artifactId}.template.json`,
  );
  return new Map(assets.map((stack) => [fileOf(stack), logicalIds(stack)]));
}

/** The policies below a scope that no template of an assembly holds. */
function notRead(scope: IConstruct, directory: string, model: AccessModel): Gap[] {
  const { principals, policies, memberships } = model;
  const places = [...principals, ...policies, ...memberships].map(({ place }) => place);
  const read = new Set(places.map(({ file, logicalId }) => `${join(directory, file)} ${logicalId}`));
  return iamResources(scope)
    .filter(({ cfnResourceType }) => SHOWN.test(cfnResourceType))
    .filter((child) => !read.has(`${fileOf(child.stack)} ${child.stack.getLogicalId(child)}`))
    .map(({ node }) => ({ about: userPath(node.path), what: 'no template that the app deploys holds it' }));
}

/**
 * Throws where a policy was changed after the synth that the templates are from.
 *
 * CDK synthesizes an app once. It refuses constructs that are added later, but not a statement: the templates would say nothing of it.
 */
function checkUnchanged(scope: IConstruct): void {
  const templates = new Map<string, Template>();
  for (const child of iamResources(scope)) {
    const file = fileOf(child.stack);
    if (!existsSync(file)) continue;
    const template = templates.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as Template);
    templates.set(file, template);
    const logicalId = child.stack.getLogicalId(child);
    const [now, then] = [rendered(child), template].map(({ Resources }) => JSON.stringify(Resources?.[logicalId]));
    if (now === then) continue;
    fail(
      child,
      'it was changed after the app was synthesized, so the snapshot would not show it. PolicySnapshot.of and ' +
        'Template.fromStack synthesize the app: complete it first, and build another one to compare with.',
    );
  }
}

function iamResources(scope: IConstruct): CfnResource[] {
  return scope.node
    .findAll()
    .filter((child) => CfnResource.isCfnResource(child))
    .filter(({ cfnResourceType }) => cfnResourceType.startsWith('AWS::IAM::'));
}

function fileOf(stack: Stack): string {
  return join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
}

function logicalIds(stack: Stack): PathOfId[] {
  return stack.node
    .findAll()
    .filter((child) => CfnElement.isCfnElement(child))
    .map((element) => ({ path: element.node.path, logicalId: String(stack.resolve(element.logicalId)) }));
}

/** What CloudFormation would get now. CDK has no public name for it. */
function rendered(resource: CfnResource): Template {
  const { _toCloudFormation } = resource as unknown as { _toCloudFormation: () => object };
  return resource.stack.resolve(_toCloudFormation.call(resource)) as Template;
}
