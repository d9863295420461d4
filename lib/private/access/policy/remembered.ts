/** What is known under a key; what is not known yet is found out once. */
export function remembered<K, V>(known: Memory<K, V>, key: K, find: () => V): V {
  const value = known.get(key);
  if (value !== undefined || known.has(key)) return value as V;
  const found = find();
  known.set(key, found);
  return found;
}

/** A map, or a weak one. */
interface Memory<K, V> {
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): unknown;
}
