import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isText } from '../aws/checks';
import { ACCOUNT_ID } from '../aws/patterns';
import { checkExternalId } from '../chain/trust-conditions';
import { fail, pathOf, shown } from '../words/errors';

/** Who at a vendor assumes a role of the user's account. */
export interface Vendor {
  readonly vendorAccountId: string;
  readonly externalId: string;
}

/** Throws for an account or an external id that AWS would reject, or that is missing: the trust would then ask for less. */
export function checkVendor(scope: Construct, id: string, { vendorAccountId, externalId }: Vendor): void {
  if (!isText(vendorAccountId, ACCOUNT_ID)) {
    fail(
      pathOf(scope, id),
      `vendorAccountId ${shown(vendorAccountId)} is not allowed: the 12 digits of the vendor's own account, as the vendor shows them.`,
    );
  }
  checkExternalId(pathOf(scope, id), externalId);
}

/** Trusts a vendor's account, as far as it sends the external id: whoever else names the role to the vendor is refused. */
export function vendorTrust({ vendorAccountId, externalId }: Vendor, sid?: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    actions: ['sts:AssumeRole'],
    principals: [new iam.AccountPrincipal(vendorAccountId)],
    conditions: { StringEquals: { 'sts:ExternalId': externalId } },
  });
}
