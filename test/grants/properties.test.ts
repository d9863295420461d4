import fc from 'fast-check';
import type { aws_iam as iam } from 'aws-cdk-lib';
import { AccessLevel, GlueAccess, InstanceProfileRole, ResourceRole, S3Access, SecretsManagerAccess } from '../../lib';
import { list, newStack, PLATFORM, runs, type Statement } from '../support';

const stack = newStack(PLATFORM);
const head = new InstanceProfileRole(stack, 'Head');
const role = new ResourceRole(stack, 'Ledger', { chainingRoles: [head], roleName: 'ledger' });
const level = AccessLevel.READ;

/** A grant's statements; what they say of the partition is no matter here. */
function statements({ principalStatements }: iam.Grant): Statement[] {
  return principalStatements.map((each) => each.toStatementJson() as Statement);
}

/** Whether one of a statement's patterns takes in a text, as IAM compares them. */
function takesIn(patterns: string | string[] | undefined, text: string): boolean {
  return list(patterns).some((pattern) => {
    const source = pattern.replace(/[^*?]/g, '\\$&').replace(/\\([A-Za-z0-9_])/g, '$1');
    return new RegExp(`^${source.replace(/\*/g, '[^]*').replace(/\?/g, '[^]')}$`).test(text);
  });
}

const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9]{1,20}[a-z0-9]$/).filter((name) => !name.startsWith('arn'));
const segment = fc.stringMatching(/^[A-Za-z0-9 _.=+()!',;@&$-]{1,6}$/);
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
const glueName = fc.stringMatching(/^[a-z0-9_.-]{1,4}$/);

test('objects and listings end where the prefix does, whatever it is', () => {
  const below = fc.tuple(path, path).map(([prefix, rest]) => ({ prefix, object: `${prefix}/${rest}` }));
  const beside = fc.tuple(path, path).map(([prefix, rest]) => ({ prefix, object: `${prefix}${rest}` }));
  const anywhere = fc.record({ prefix: path, object: path });
  fc.assert(
    fc.property(bucket, fc.oneof(below, beside, anywhere), (name, { prefix, object }) => {
      const [listing, , reading] = statements(S3Access.grant(role, { bucket: name, prefix, level }));
      const isBelow = object.startsWith(`${prefix}/`);
      expect(
        takesIn(
          list(reading?.Resource).map((arn) => arn.replace(/^.*:::/, ':::')),
          `:::${name}/${object}`,
        ),
      ).toBe(isBelow);
      expect(takesIn(listing?.Condition?.StringLike?.['s3:prefix'] as string[], object)).toBe(isBelow);
    }),
    { numRuns: runs(200) },
  );
});

test('tables are those that are named, in the databases that are named', () => {
  const tables = fc.array(fc.tuple(glueName, fc.boolean()), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(glueName, { minLength: 1, maxLength: 3 }),
      tables,
      glueName,
      glueName,
      (databases, named, database, table) => {
        const [only] = statements(
          GlueAccess.grant(role, {
            databases,
            tables: named.map(([name, begins]) => (begins ? `${name}*` : name)),
            level,
          }),
        );
        const isNamed = named.some(([name, begins]) => (begins ? table.startsWith(name) : table === name));
        const arn = (resource: string) => `arn:aws:glue:eu-west-1:111122223333:${resource}`;
        expect(takesIn(only?.Resource, arn(`table/${database}/${table}`))).toBe(
          databases.includes(database) && isNamed,
        );
        expect(takesIn(only?.Resource, arn(`database/${database}`))).toBe(databases.includes(database));
      },
    ),
    { numRuns: runs(200) },
  );
});

test('a secret is one secret, with and without its random characters', () => {
  const name = fc.stringMatching(/^[\w/+=.@-]{1,8}$/).filter((each) => !/-[A-Za-z0-9]{6}$/.test(each));
  const random = fc.stringMatching(/^[A-Za-z0-9]{6}$/);
  fc.assert(
    fc.property(name, name, random, random, (secret, other, itsOwn, another) => {
      const arn = (id: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${id}`;
      const granted = (secretArn: string) => statements(SecretsManagerAccess.grant(role, { secretArn }))[0]?.Resource;
      const partial = granted(arn(secret));
      expect(takesIn(partial, arn(`${secret}-${itsOwn}`))).toBe(true);
      expect(takesIn(partial, arn(`${other}-${itsOwn}`))).toBe(other === secret);
      expect(takesIn(granted(arn(`${secret}-${itsOwn}`)), arn(`${secret}-${another}`))).toBe(another === itsOwn);
    }),
    { numRuns: runs(200) },
  );
});
