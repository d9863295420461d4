export * from './cluster-network';
export * from './cross-account-features';
export * from './cross-account-policy';
export * from './cross-account-role';
export * from './instance-profile-policy';
export * from './redshift-access';
export * from './tag';
