/** The sets that pairs connect, in the order in which they were first met. */
export function connected<T>(pairs: Iterable<readonly [T, T]>): readonly (readonly T[])[] {
  const sets = new Map<T, Set<T>>();
  for (const pair of pairs) {
    const merged = new Set(pair.flatMap((each) => [...(sets.get(each) ?? [each])]));
    for (const each of merged) sets.set(each, merged);
  }
  return [...new Set(sets.values())].map((set) => [...set]);
}
