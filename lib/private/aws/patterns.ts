// Without aws-cdk-lib: the command uses them too, and its bundle must not hold it.

export const ACCOUNT_ID = /^\d{12}$/;
export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
export const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
export const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
/** Wildcards are legal in a path for IAM, but in an ARN of a policy they would match other roles. */
export const ROLE_PATH = /^(?!.*([*?]|\$\{|\/\/))\/([!-~]{1,510}\/)?$/;
/** Captures path and name. */
export const ROLE_ARN = /^arn:[a-z]+(?:-[a-z]+)*:iam::\d{12}:role(\/(?:[!-.0-~]+\/)*)([\w+=,.@-]{1,64})$/;
/** Of a key itself, not of an alias. */
export const KMS_KEY_ARN = /^arn:[a-z]+(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
/** Of a general purpose bucket, as it can be made today. */
export const BUCKET_NAME =
  /^(?!xn--|sthree-)(?!.*(\.\.|\.-|-\.))(?!\d+\.\d+\.\d+\.\d+$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
export const TABLE_NAME = /^[\w.-]{3,255}$/;
export const TABLE_ARN = /^arn:[a-z]+(?:-[a-z]+)*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+$/;
/** With the six random characters that Secrets Manager puts at the end, with six question marks for them, or with neither. */
export const SECRET_ARN = /^arn:[a-z]+(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+(-\?{6})?$/;
export const WORKGROUP = /^[\w.-]{1,128}$/;
/** Glue keeps names in lower case, and a policy has no letters beyond ÿ. */
export const GLUE_NAME = /^[^\sA-Z*?/:${}\u0100-\uFFFF]{1,255}$/;
/** Of one table, or of all that begin so. */
export const GLUE_TABLES = /^(?!$)[^\sA-Z*?/:${}\u0100-\uFFFF]{0,255}\*?$/;
export const IMAGE_OWNER = /^(\d{12}|amazon|aws-marketplace)$/;
/** IAM compares the prefix of AWS's own tags without regard to case. */
export const TAG_KEY = /^(?![aA][wW][sS]:)[\w .:/=+@-]{1,128}$/;
export const TAG_VALUE = /^[\w .:/=+@-]{0,256}$/;
