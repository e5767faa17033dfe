import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { de } from "./de";
import { en } from "./en";

type Leaf = { path: string; english: unknown; german: unknown };

function leaves(english: unknown, german: unknown, path = ""): Leaf[] {
  if (typeof english !== "object" || english === null) return [{ path, english, german }];
  expect(typeof german, path).toBe("object");
  expect(Object.keys(german as object), path).toEqual(Object.keys(english));
  return Object.entries(english).flatMap(([key, value]) =>
    leaves(value, (german as Record<string, unknown>)[key], path ? `${path}.${key}` : key),
  );
}

// What is spelled alike in both languages, or is a name, a key or an identifier.
const alike = new Set(
  `Ringbook|Status|Name|Tickets|Ticket|Deals|Deal|Pipeline|Board|Details|Demo|Demo.|Agent|Offline|Website
Partner|Normal|Browser|Export|Import|Version|System|Text|Webhook|Webhooks|URL|Format|Links|Link|Code|Position|Orange|Proxy|Transport|Domain|Pipelines
Alt + A|Alt + R|Alt + M|Alt + H|0–9 * #|/|?|Alt A|Alt R|–|Emails|API|Filter|CSV|UTF-8|Problem|min|Organisation|Ticket #`.split(
    /[|\n]/,
  ),
);
const identifier = /^(help\.topics\.\d+\.(id|parts\.\d+\.kind)|.*\.(id|keys|from))$/;

/** Programs in the help are as they are; only they have lines. */
const isCode = (text: string): boolean => text.includes("\n");

const marks = ["⟦1⟧", "⟦2⟧", "⟦3⟧", "⟦4⟧"] as const;
type Saying = (...args: unknown[]) => unknown;

/** What a word says; one with gaps is told marks, to be found in it again. */
const said = (word: unknown): unknown =>
  typeof word === "function" ? (word as Saying)(...marks.slice(0, word.length)) : word;

const all = leaves(en, de).filter(({ path }) => path !== "service");

describe("the German catalogue", () => {
  it("has the same kinds of words with the same gaps", () => {
    for (const { path, english, german } of all) {
      expect(typeof german, path).toBe(typeof english);
      if (typeof english !== "function") continue;
      expect((german as Saying).length, path).toBe(english.length);
      const [ours, theirs] = [String(said(english)), String(said(german))];
      for (const mark of marks) expect(theirs.includes(mark), path).toBe(ours.includes(mark));
    }
  });

  it("says something wherever English does, and not the same", () => {
    const untranslated: string[] = [];
    for (const { path, english, german } of all) {
      const [ours, theirs] = [said(english), said(german)];
      if (typeof ours !== "string" || typeof theirs !== "string") continue;
      expect(theirs.trim() === "", path).toBe(ours.trim() === "");
      const bare = ours.replace(/⟦\d⟧/g, "").trim();
      if (identifier.test(path) || isCode(ours) || !/\p{L}{3}/u.test(bare) || alike.has(bare))
        continue;
      if (theirs === ours) untranslated.push(`${path}: ${ours}`);
    }
    expect(untranslated).toEqual([]);
  });

  it("is German, and formal", () => {
    const english = /\b(the|and|of|your|you|this|with|not|are|which|cannot|has|have|please|when)\b/;
    const informal = /\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b/;
    for (const { path, german } of all) {
      const text = said(german);
      if (typeof text !== "string" || isCode(text)) continue;
      expect(text, path).not.toMatch(english);
      expect(text, path).not.toMatch(informal);
      expect(text, path).not.toMatch(/["“][^„]*[”"]/);
    }
  });
});

/** The sentences that the service may answer with, out of its sources. */
function sentences(): { file: string; text: string; open: boolean }[] {
  const root = join(import.meta.dirname, "../../../..");
  const files = ["crm", "crm/store", "webui", "webui/api"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))
      .map((name) => join(folder, name)),
  );
  const literal = /(?:\.wrong\([^"\n]*?(?:"[^"\n]*", *)?|Message: *)"((?:[^"\\\n]|\\.)+)"( *\+)?/g;
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(literal)].map(([, text = "", more]) => ({
      file,
      text: text.replace(/\\"/g, '"').replace(/%[vq]/g, "%s"),
      open: Boolean(more),
    })),
  );
}

describe("the service's sentences", () => {
  it("are all known in German", () => {
    const found = sentences();
    expect(found.length).toBeGreaterThan(60);
    const missing = found
      .filter(({ text }) => /[a-z]{3}/i.test(text.replace(/%s/g, "")))
      .filter(({ text, open }) => !de.service(open ? `${text}x, x and x.` : text))
      .filter(({ text, open }) => !(open && de.service(`${text}x${rest(text)}`)))
      .map(({ file, text }) => `${file}: ${text}`);
    expect(missing).toEqual([]);
  });

  it("keep what stands in their gaps", () => {
    expect(de.service("At most 40 characters.")).toBe("Höchstens 40 Zeichen.");
    expect(de.service("expected length <= 200")).toBe("Höchstens 200 Zeichen.");
    expect(en.service("Nobody knows this.")).toBe("Nobody knows this.");
    expect(de.service("Nobody knows this.")).toBeUndefined();
  });
});

/** How sentences that are put together go on. */
const rest = (text: string): string =>
  ({
    "At most ": " contacts can be changed at once; narrow the list down and go on in steps.",
    "More than ": " contacts.",
    "Agents change at most ": " contacts at once; a supervisor can change more.",
    "This import cannot be ": ": it is y.",
    "This deal is ": "; reopen it first.",
    "This contact is locked to ": "; a supervisor can change that.",
    "Somebody else changed this ": " meanwhile; look at it again.",
    "The two are locked to different customers, ": " and y.",
  })[text] ?? ".";
