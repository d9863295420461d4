export * from './project-role';
export * from './role-mappings';
