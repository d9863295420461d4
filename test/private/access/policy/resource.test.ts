import { decideGuarded } from '../../../../lib/private/access/policy/resource';
import { statementsOf } from '../../../../lib/private/access/policy/statement';
import { decide as simulated } from '../../../identity-simulator';
import type { IdentityPolicy } from '../../../service-authorization';
import { ACCOUNT, OTHER_ACCOUNT, arnOf, document } from '../support';

/** Every way in which the policies of a caller, its boundary and the policy of a resource can meet, as the simulator decides it. */
const KINDS: readonly { type: string; action: string; resource: (owner: string) => string }[] = [
  { type: 'bucket', action: 's3:GetObject', resource: () => 'arn:aws:s3:::lake/x' },
  { type: 'key', action: 'kms:Decrypt', resource: (owner: string) => `arn:aws:kms:eu-west-1:${owner}:key/k` },
  {
    type: 'secret',
    action: 'secretsmanager:GetSecretValue',
    resource: (owner: string) => `arn:aws:secretsmanager:eu-west-1:${owner}:secret:s-AbCdEf`,
  },
];
const CALLERS = [arnOf('head'), `arn:aws:iam::${ACCOUNT}:user/ann`];

type Statement = Record<string, unknown>;
const allow = (action: string): Statement => ({ Effect: 'Allow', Action: action, Resource: '*' });
const deny = (action: string): Statement => ({ ...allow(action), Effect: 'Deny' });

const OWN: [string, (action: string) => Statement[]][] = [
  ['nothing', () => []],
  ['an Allow', (action) => [allow(action)]],
  ['a Deny', (action) => [deny(action)]],
];
const BOUNDARIES: [string, ((action: string) => Statement[]) | undefined][] = [
  ['none', undefined],
  ['that allows it', (action) => [allow(action)]],
  ['that does not', () => [allow('sqs:SendMessage')]],
];
const ITS: [string, (action: string, caller: string) => Statement[]][] = [
  ['nothing', () => []],
  ['an Allow by name', (action, caller) => [{ ...allow(action), Principal: { AWS: caller } }]],
  ['an Allow of somebody else', (action) => [{ ...allow(action), Principal: { AWS: arnOf('other') } }]],
  ['an Allow of the account', (action) => [{ ...allow(action), Principal: { AWS: ACCOUNT } }]],
  ['an Allow of anybody', (action) => [{ ...allow(action), Principal: '*' }]],
  [
    'an Allow and a Deny',
    (action, caller) => [
      { ...allow(action), Principal: { AWS: caller } },
      { ...deny(action), Principal: '*' },
    ],
  ],
];

describe.each(KINDS)('a $type', ({ type, action, resource }) => {
  test.each(ITS)('that says %s', async (_, its) => {
    for (const [own, statements] of OWN) {
      for (const [limit, boundary] of BOUNDARIES) {
        for (const owner of [ACCOUNT, OTHER_ACCOUNT]) {
          for (const caller of CALLERS) {
            const asked = { action, resource: resource(owner) };
            const [policy, within, policyOfResource] = [
              document(...statements(action)),
              boundary && document(...boundary(action)),
              document(...its(action, caller)),
            ];
            const { answer } = decideGuarded(
              {
                access: { statements: statementsOf(policy), boundary: within && statementsOf(within) },
                isUser: caller.includes(':user/'),
              },
              {
                name: 'it',
                policy: statementsOf(policyOfResource),
                isSameAccount: owner === ACCOUNT,
                isDecisive: type === 'key',
                admitsAnybody: true,
              },
              { ...asked, caller: { type: 'aws', names: [caller] } },
            );
            const isAllowed = await simulated({
              ...asked,
              principal: caller,
              resourceAccount: owner,
              policies: [policy as unknown as IdentityPolicy],
              permissionsBoundary: within as unknown as IdentityPolicy | undefined,
              resourcePolicy: policyOfResource,
            });
            const about = { own, limit, owner, caller };
            expect({ ...about, answer }).toEqual({ ...about, answer: isAllowed ? 'yes' : 'no' });
          }
        }
      }
    }
  });
});
