// Without aws-cdk-lib: the command uses them too, and its bundle must not hold it.

export const ACCOUNT_ID = /^\d{12}$/;
export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
export const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
/** Captures path and name. */
export const ROLE_ARN = /^arn:[a-z]+(?:-[a-z]+)*:iam::\d{12}:role(\/(?:[!-.0-~]+\/)*)([\w+=,.@-]{1,64})$/;
/** Of a key itself, not of an alias. */
export const KMS_KEY_ARN = /^arn:[a-z]+(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
export const IMAGE_OWNER = /^(\d{12}|amazon|aws-marketplace)$/;
/** IAM compares the prefix of AWS's own tags without regard to case. */
export const TAG_KEY = /^(?![aA][wW][sS]:)[\w .:/=+@-]{1,128}$/;
export const TAG_VALUE = /^[\w .:/=+@-]{0,256}$/;
