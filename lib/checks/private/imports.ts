import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { readable } from '../../private/words/errors';
import type { ImportedRole } from './view';

/** The roles that an app names without making them: no template tells that they are meant to be there. */
export function importedRoles(app: IConstruct): ImportedRole[] {
  return app.node.findAll().flatMap((construct) => {
    const { roleArn, allowAssuming } = construct as { roleArn?: unknown; allowAssuming?: unknown };
    const isMade = construct.node.defaultChild !== undefined;
    if (typeof roleArn !== 'string' || isMade || !inStack(construct)) return [];
    return [
      {
        arn: readable(construct, roleArn),
        stack: Stack.of(construct).node.path,
        isChainingRole: typeof allowAssuming === 'function',
      },
    ];
  });
}

function inStack(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => Stack.isStack(scope));
}
