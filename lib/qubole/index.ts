export * from './dual-roles';
export * from './s3-location';
export * from './secondary-role';
