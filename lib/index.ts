export * from './chain-trust';
export * from './chaining-role';
export * as hopsworks from './hopsworks';
export * from './instance-profile-role';
export * from './pod-identity-role';
export * from './resource-role';
export * from './service-account';
export * from './service-account-role';
