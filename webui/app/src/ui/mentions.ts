/** A colleague who can be mentioned. */
export type Colleague = { id: string; name: string; email: string; active: boolean };

// How a text names a colleague; crm/mention.go reads and writes the same.
const token = /@\[([^\][\r\n]{1,200})\]\(user:([0-9A-Fa-f-]{36})\)/g;

/** What each colleague is called in the editor: two of one name are told apart. */
export function labelsOf(colleagues: Colleague[]): Map<string, string> {
  const count = new Map<string, number>();
  for (const { name } of colleagues) count.set(name, (count.get(name) ?? 0) + 1);
  return new Map(
    colleagues.map(({ id, name, email }) => [
      id,
      bare((count.get(name) ?? 0) > 1 ? `${name} (${email})` : name),
    ]),
  );
}

/** Without what would end the token. */
const bare = (name: string) => name.replaceAll("[", "(").replaceAll("]", ")");

/** A text as the editor shows it, and who is meant by each name in it. */
export function shown(
  body: string,
  labels: ReadonlyMap<string, string>,
): { text: string; picks: Map<string, string> } {
  const picks = new Map<string, string>();
  const text = body.replace(token, (_, name: string, id: string) => {
    const label = labels.get(id.toLowerCase()) ?? name;
    picks.set(label, id.toLowerCase());
    return `@${label}`;
  });
  return { text, picks };
}

/** The text as it is kept: the names that were picked become tokens again. */
export function written(text: string, picks: ReadonlyMap<string, string>): string {
  if (picks.size === 0) return text;
  // The longest first: "Ada Admin" is not "Ada" and more.
  const names = [...picks.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(`@(${names.map(escaped).join("|")})(?![\\p{L}\\p{N}_])`, "gu");
  return text.replace(any, (_, name: string) => `@[${name}](user:${picks.get(name)})`);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Longer than any name that somebody would type in full. */
const longest = 40;

/** What was typed after the @ before the caret; null where no name is being typed. */
export function typedAt(text: string, caret: number): { start: number; query: string } | null {
  const start = text.lastIndexOf("@", caret - 1);
  if (caret < 1 || start < 0 || caret - start > longest) return null;
  const before = text[start - 1];
  // An @ within a word is an email address.
  if (before !== undefined && !/[\s(]/.test(before)) return null;
  const query = text.slice(start + 1, caret);
  return /[\n@]/.test(query) ? null : { start, query };
}

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** The colleagues whose name, or a part of it, begins with what was typed. */
export function matching(colleagues: Colleague[], query: string): Colleague[] {
  const wanted = folded(query);
  return colleagues
    .filter(({ active, name }) => {
      const own = folded(name);
      return (
        active && (own.startsWith(wanted) || own.split(/\s+/).some((w) => w.startsWith(wanted)))
      );
    })
    .slice(0, 6);
}

type Node = {
  type: string;
  url?: string;
  value?: string;
  children?: Node[];
  data?: Record<string, unknown>;
};

const target = /^user:([0-9A-Fa-f-]{36})$/;

/**
 * Has Markdown show mentions as an element of their own and not as links. It is
 * made here and not from HTML, so nobody can write one by hand.
 */
export function remarkMentions() {
  return (tree: Node): void => mark(tree);
}

function mark(node: Node): void {
  node.children?.forEach((child, i, all) => {
    const id = child.type === "link" && target.exec(child.url ?? "")?.[1];
    const before = all[i - 1];
    if (id && before?.type === "text" && before.value?.endsWith("@")) {
      before.value = before.value.slice(0, -1);
      child.type = "mention";
      child.data = { hName: "span", hProperties: { dataMention: id.toLowerCase() } };
    } else {
      mark(child);
    }
  });
}
