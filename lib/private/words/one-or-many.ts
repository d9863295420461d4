/** A single value as such, several as a list: how people write policy documents, and what IAM shows them. */
export function oneOrMany(values: string[]): string | string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}
