export * from './dual-roles';
export type * from './s3-location';
export type * from './secondary-role';
