import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../bin/app/build-app';
import { parseConfig } from '../../../bin/app/config';
import { problemsOf } from './support';

const accounts = `name: company
accounts:
  platform: { id: '111122223333', region: eu-west-1 }
  finance: { id: '444455556666', region: eu-west-1 }
  gov: { id: '222233334444', region: us-gov-west-1 }
`;
const access = 'access: [{ s3: { bucket: lake, level: read-only } }]';

test('more policies than a role carries are refused in words of the config', () => {
  const roles = Array.from(
    { length: 90 },
    (_, n) => `role-${String(n).padStart(40, '0')}: { account: finance, chainedFrom: [ours], ${access} }`,
  );
  const text = `${accounts}chainingRoles: { ours: { arn: 'arn:aws:iam::111122223333:role/ours' } }\nresourceRoles: { ${roles.join(', ')} }\n`;
  const app = new App({ context: { 'cdk-iam-role-chaining:managedPoliciesPerRole': 1 } });
  expect(() => buildApp(app, parseConfig(text, 'c.yaml'))).toThrow(
    /^c\.yaml:7: resourceRoles\.role-\d+: \S+ does not fit: with it, the role carries 2 managed policies, more than IAM's quota of 1\. Let fewer roles be chained from it, let a chaining role that is made here take `resourceRolePath`, or raise the quota at AWS and the context key "cdk-iam-role-chaining:managedPoliciesPerRole"\.$/,
  );
});

describe('what is refused', () => {
  const head = 'chainingRoles: { head: { account: platform, type: instance-profile, usedElsewhere: true }';
  test.each([
    [
      'an ARN that is none',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:user/x' } }",
      'c.yaml:6: chainingRoles.x.arn: got "arn:aws:iam::111122223333:user/x", expected the ARN of a role with its path, as arn:aws:iam::111122223333:role/platform/head',
    ],
    [
      'a wildcard in it',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/a*/x', chainedFrom: [head] } }`,
      'c.yaml:7: resourceRoles.x.arn: got "arn:aws:iam::111122223333:role/a*/x", expected the ARN of a role with its path, as arn:aws:iam::111122223333:role/platform/head',
    ],
    [
      'an account beside it',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', account: platform } }",
      'c.yaml:6: chainingRoles.x.account: unknown key "account", allowed: arn, type, mutable (the ARN says it)',
    ],
    [
      'access of a role that others made',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [head], ${access} } }`,
      'c.yaml:7: resourceRoles.x.access: unknown key "access", allowed: arn, chainedFrom, trust, externalId, organizationId, conditions (an existing role keeps the access that its owner gives it)',
    ],
    [
      'a type that is none',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', type: lambda } }",
      'c.yaml:6: chainingRoles.x.type: got "lambda", allowed: instance-profile, service-account, pod-identity',
    ],
    [
      'one that nothing uses',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }",
      'c.yaml:6: chainingRoles.x: nothing uses it: name it in chainedFrom of a resource role, or remove it',
    ],
    [
      'no chaining role anywhere',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }`,
      'c.yaml:7: resourceRoles.x.chainedFrom: is missing: expected a list, here or in defaults.resourceRoles',
    ],
    [
      'an undeclared chaining role',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [heads] } }`,
      'c.yaml:7: resourceRoles.x.chainedFrom[0]: undeclared chaining role "heads", declared: head (did you mean "head"?)',
    ],
    [
      'a chaining role twice',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [head, head] } }`,
      'c.yaml:7: resourceRoles.x.chainedFrom[1]: names head twice; keep one of the two',
    ],
    [
      'a role twice',
      `${head} }\nresourceRoles:\n  x: { arn: 'arn:aws:iam::999988887777:role/x', chainedFrom: [head] }\n  y: { arn: 'arn:aws:iam::999988887777:role/X', chainedFrom: [head] }`,
      'c.yaml:9: resourceRoles.y.arn: is resourceRoles.x already; declare a role once',
    ],
    [
      'a role that is made under the name of one that exists',
      `${head} }\nresourceRoles:\n  x: { arn: 'arn:aws:iam::444455556666:role/team/ledger', chainedFrom: [head] }\n  ledger: { account: finance, chainedFrom: [head], ${access} }`,
      'c.yaml:9: resourceRoles.ledger: account finance has a role named ledger already, resourceRoles.x; give one of the two another roleName',
    ],
    [
      'one role as both',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }\nresourceRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x', chainedFrom: [x] } }",
      'c.yaml:7: resourceRoles.x.arn: is chainingRoles.x already; declare a role once',
    ],
    [
      'another partition than that of its account',
      "chainingRoles: { x: { arn: 'arn:aws-us-gov:iam::111122223333:role/x' } }\nresourceRoles: { r: { account: gov, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: arn:aws-us-gov:iam::111122223333:role/x is of partition aws-us-gov, accounts.platform (eu-west-1) is in aws',
    ],
    [
      'a partition of no account',
      "chainingRoles: { x: { arn: 'arn:aws-cn:iam::777788889999:role/x' } }\nresourceRoles: { r: { account: gov, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: arn:aws-cn:iam::777788889999:role/x is of a partition that no declared account is in; no role is assumed across partitions',
    ],
    [
      'a chain across partitions, a new role',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x' } }\nresourceRoles: { r: { account: gov, chainedFrom: [x], ACCESS } }",
      'c.yaml:7: resourceRoles.r: it is in partition "aws-us-gov" and its chaining role chainingRoles.x in "aws". No role can be assumed across partitions.',
    ],
    [
      'a chain across partitions, both existing',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x' } }\nresourceRoles: { r: { arn: 'arn:aws-us-gov:iam::999988887777:role/r', chainedFrom: [x] } }",
      'c.yaml:7: resourceRoles.r: it is in partition "aws-us-gov" and its chaining role chainingRoles.x in "aws". No role can be assumed across partitions.',
    ],
    [
      'a chaining role that a service keeps',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX' } }\nresourceRoles: { r: { account: finance, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: is a role that an AWS service keeps: IAM refuses to add anything to it',
    ],
    [
      'a chaining role that AWS keeps for another service than IAM Identity Center',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/aws-reserved/x.amazonaws.com/X' } }\nresourceRoles: { r: { account: finance, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: is a role that an AWS service keeps: IAM refuses to add anything to it',
    ],
    [
      'a chaining role of a permission set without its path',
      "chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/AWSReservedSSO_A_0' } }\nresourceRoles: { r: { account: finance, chainedFrom: [x], ACCESS } }",
      'c.yaml:6: chainingRoles.x.arn: is a role of IAM Identity Center, whose ARN has a path, as …:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_…: take the ARN that `aws iam get-role` prints',
    ],
    [
      'a resource role of a permission set without its path',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/AWSReservedSSO_A_0', chainedFrom: [head] } }`,
      'c.yaml:7: resourceRoles.x.arn: is a role whose trust AWS keeps: nobody can add a chaining role to it',
    ],
    [
      'a resource role of a permission set',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_0', chainedFrom: [head] } }`,
      'c.yaml:7: resourceRoles.x.arn: is a role whose trust AWS keeps: nobody can add a chaining role to it',
    ],
    [
      'what the library refuses of a trust',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [head], externalId: ab, conditions: { StringEquals: { 'sts:ExternalId': cd } } } }`,
      'c.yaml:7: resourceRoles.x: conditions.StringEquals sets "sts:ExternalId", which externalId sets already: keep one of the two.',
    ],
    [
      'an external id of a mapped role',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [head], externalId: ab } }\nhopsworks: { mappings: [{ project: p, role: x }] }`,
      'c.yaml:8: hopsworks.mappings[0].role: x asks for externalId, which Hopsworks does not send: it would be refused',
    ],
    [
      'the account of a mapped role',
      `${head} }\nresourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [head] } }\nhopsworks: { mappings: [{ project: p, role: x, account: finance }] }`,
      'c.yaml:8: hopsworks.mappings[0].account: x exists already, and its ARN says it; remove this key',
    ],
    [
      'the role of a head node',
      "chainingRoles: { x: { arn: 'arn:aws:iam::111122223333:role/x' } }\nhopsworks: { cluster: { account: platform, bucket: hops, head: x, workers: { roleName: w } } }\nresourceRoles: { r: { account: finance, chainedFrom: [x], ACCESS } }",
      'c.yaml:7: hopsworks.cluster.head: x exists already; a head node holds one of type instance-profile that is made here',
    ],
    [
      'more than a trust holds',
      `${head}, ${Array.from({ length: 60 }, (_, n) => `head-${n}: { account: platform, type: instance-profile }`).join(', ')} }\n` +
        `resourceRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x', chainedFrom: [${Array.from({ length: 60 }, (_, n) => `head-${n}`).join(', ')}] } }`,
      expect.stringMatching(
        /^c\.yaml:7: resourceRoles\.x: its owner would have to add 2\d\d\d characters to its trust, and IAM takes 2048, /,
      ),
    ],
    [
      'more than the policies of a role hold',
      `chainingRoles: { x: { arn: 'arn:aws:iam::777788889999:role/x' } }\nresourceRoles: { ${Array.from({ length: 130 }, (_, n) => `role-number-${String(n).padStart(40, '0')}: { account: finance, chainedFrom: [x], ACCESS }`).join(', ')} }\noutputs: false\n`,
      expect.stringMatching(
        /^c\.yaml:6: chainingRoles\.x: may become so many roles that its owner would have to add a policy of 1\d{4} characters, and IAM takes 10240: /,
      ),
    ],
  ])('%s', (_, rest, problem) => {
    const told = problemsOf(`${accounts}${rest.replaceAll('ACCESS', access)}`);
    expect(told).toEqual([problem]);
  });
});
