/** `hopsworks-head` becomes `HopsworksHead`: what logical ids, which take letters and digits only, are made of. */
export function pascalCase(key: string): string {
  return key
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
