export * from './cluster-network';
export { type CrossAccountFeatures, ControlPlaneListing } from './cross-account-features';
export * from './cross-account-policy';
export * from './cross-account-role';
export * from './instance-profile-policy';
export type * from './locked-policy-props';
export { ProjectRole } from './project';
export * from './redshift-access';
export * from './role-mappings';
