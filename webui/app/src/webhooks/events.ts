/** Events by the noun before the dot, in the order in which they come. */
export function groupsOf(events: string[]): { group: string; names: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const name of events) {
    const [group = ""] = name.split(".");
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups].map(([group, names]) => ({ group, names }));
}
