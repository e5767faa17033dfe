/** Chooses between one and many as a language counts. */
export function pluralOf(language: string) {
  const rules = new Intl.PluralRules(language);
  return (count: number, one: string, many: string): string =>
    rules.select(count) === "one" ? one : many;
}
