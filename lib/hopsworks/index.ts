export * from './cluster-network';
export * from './cross-account-features';
export * from './cross-account-policy';
export * from './cross-account-role';
export * from './instance-profile-policy';
export type * from './locked-policy-props';
export * from './project-role';
export * from './redshift-access';
export * from './role-mappings';
