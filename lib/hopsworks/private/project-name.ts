/** The name of a project: up to 255 characters, without control characters, and without space at either end. */
export const PROJECT_NAME = /^[^\s\0-\x1f\x7f]([^\0-\x1f\x7f]{0,253}[^\s\0-\x1f\x7f])?$/;
