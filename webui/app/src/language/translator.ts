/**
 * Makes a translator of the service's own sentences, which are English. %s and
 * %d stand for what differs from time to time; %d2 is the second of them. What it does not know has no
 * translation. A test holds the tables against the service's sources.
 */
export function translator(texts: Readonly<Record<string, string>>) {
  const special = /[.*+?^${}()|[\]\\]/g;
  const patterns = Object.entries(texts).map(([english, words]) => ({
    form: new RegExp(`^${english.replace(special, "\\$&").replace(/%[sd]/g, "(.+?)")}$`, "i"),
    words,
  }));
  return (message: string): string | undefined => {
    for (const { form, words } of patterns) {
      const found = form.exec(message);
      if (!found) continue;
      let next = 1;
      return words.replace(/%[sd](\d?)/g, (_, at) => found[at ? Number(at) : next++] ?? "");
    }
    return undefined;
  };
}
