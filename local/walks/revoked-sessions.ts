/**
 * Emergency revocation by the time at which a session began: by hand on one chaining role, then deployed on every role.
 *
 * Both walks hold the same sessions: the first takes them, the second finds them revoked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Chain, Login, Walk } from '../chain';
import { prepared } from '../check';

export interface Revocation {
  readonly byHand: Walk;
  readonly deployed: Walk;
  /** The sessions of the first walk began before it, whoever logs in now begins after it. */
  readonly instant: () => string;
}

export function revocation(): Revocation {
  let taken: ReturnType<typeof takeSessions> | undefined;
  let instant = '';
  return {
    instant: () => instant,
    byHand: {
      name: 'sessions revoked by hand',
      checks: (chain) => {
        const { head, roles } = chain;
        const old = (taken ??= takeSessions(chain));
        const whileHeadIsDenied = (attempt: () => Promise<void>) => async () => {
          instant ||= await nextSecond();
          await denyHead(chain, instant, attempt);
        };
        return [
          { name: 'head becomes fraud-role', expected: 'allowed', run: () => chain.become(old.head, roles.fraud) },
          { name: 'pods become s3-role', expected: 'allowed', run: () => chain.become(old.pods, roles.s3) },
          { name: 'fraud-role, from head, puts fraud/a', expected: 'allowed', run: () => put(chain, old.fraud) },
          {
            name: 'head denied: its session becomes fraud-role',
            expected: 'refused',
            run: whileHeadIsDenied(() => chain.become(old.head, roles.fraud)),
          },
          {
            name: 'head denied: a new session of head does',
            expected: 'allowed',
            run: whileHeadIsDenied(() => chain.become(head, roles.fraud)),
          },
          {
            name: 'head denied: the session of pods becomes s3-role',
            expected: 'allowed',
            run: whileHeadIsDenied(() => chain.become(old.pods, roles.s3)),
          },
          {
            name: 'head denied: fraud-role, from head, still puts fraud/a',
            expected: 'allowed',
            run: whileHeadIsDenied(() => put(chain, old.fraud)),
          },
        ];
      },
    },
    deployed: {
      name: 'sessions revoked',
      checks: (chain) => {
        const { head, pods, roles } = chain;
        const old = (taken ??= takeSessions(chain));
        const newFraud = chain.chained(head, roles.fraud);
        return [
          {
            name: 'old session of head becomes fraud-role',
            expected: 'refused',
            run: () => chain.become(old.head, roles.fraud),
          },
          {
            name: 'new session of head becomes fraud-role',
            expected: 'allowed',
            run: () => chain.become(head, roles.fraud),
          },
          {
            name: 'old session of pods becomes s3-role',
            expected: 'refused',
            run: () => chain.become(old.pods, roles.s3),
          },
          { name: 'new session of pods becomes s3-role', expected: 'allowed', run: () => chain.become(pods, roles.s3) },
          { name: 'old session of fraud-role puts fraud/a', expected: 'refused', run: () => put(chain, old.fraud) },
          { name: 'new session of fraud-role puts fraud/a', expected: 'allowed', run: () => put(chain, newFraud) },
        ];
      },
    },
  };
}

/** Sessions that are asked for once, and kept. */
function takeSessions(chain: Chain) {
  return {
    head: once(chain.head),
    pods: once(chain.pods),
    fraud: once(chain.chained(chain.head, chain.roles.fraud)),
  };
}

function once(login: Login): Login {
  let session: ReturnType<Login> | undefined;
  return () => (session ??= login());
}

/** AWS and the emulator know to the second when a session began. */
async function nextSecond(): Promise<string> {
  const instant = Math.ceil((Date.now() + 1) / 1000) * 1000;
  await sleep(instant - Date.now() + 1);
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

async function denyHead({ aws, roles }: Chain, instant: string, attempt: () => Promise<void>): Promise<void> {
  const iam = aws.iam(aws.root(roles.head.account));
  const policy = { RoleName: roles.head.name, PolicyName: 'RevokeOlderSessions' };
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': instant } };
  const Statement = [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await prepared(iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument })));
  try {
    await attempt();
  } finally {
    await prepared(iam.send(new DeleteRolePolicyCommand(policy)));
  }
}

function put(chain: Chain, as: Login): Promise<void> {
  return chain.put(as, 'platform-lake', 'fraud/a');
}
