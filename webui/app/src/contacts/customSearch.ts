/** Filters by custom fields as they stand in the address, named as the service names them. */
export type CustomSearch = { [key: `custom.${string}`]: string | undefined };

type Name = `custom.${string}`;
const isName = (name: string): name is Name => /^custom\.[a-z][a-z0-9_]*(\.from|\.to)?$/.test(name);

/** Of an address's parameters those that filter by a custom field. */
export function customSearch(search: Record<string, unknown>): CustomSearch {
  const found: CustomSearch = {};
  for (const [name, value] of Object.entries(search)) {
    const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
    if (text && isName(name)) found[name] = text;
  }
  return found;
}

export const hasCustom = (search: object): boolean =>
  Object.entries(search).some(([name, value]) => isName(name) && Boolean(value));
