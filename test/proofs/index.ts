export * from './proof';
export * from './refutation';
