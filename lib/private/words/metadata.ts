/**
 * Under which an imported chaining role writes its ARN into the metadata of its construct.
 *
 * No template tells that a role is meant to be one; CDK writes metadata into the assembly, where commands find it.
 */
export const IMPORTED_CHAINING_ROLE = 'cdk-iam-role-chaining:imported-chaining-role';

/** Under which Qubole's Service role says that it is one: its documents as published say so nowhere. */
export const QUBOLE_SERVICE_ROLE = 'cdk-iam-role-chaining:qubole-service-role';
