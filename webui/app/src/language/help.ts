/** A part of a help page: a paragraph, steps in order, or points. */
export type HelpPart =
  | { kind: "text"; text: string }
  | { kind: "code"; title: string; text: string }
  | { kind: "steps" | "points"; items: string[] };

export type HelpTopic = { id: string; title: string; about: string; parts: HelpPart[] };

export const text = (words: string): HelpPart => ({ kind: "text", text: words });
export const code = (title: string, words: string): HelpPart => ({
  kind: "code",
  title,
  text: words,
});
export const steps = (...items: string[]): HelpPart => ({ kind: "steps", items });
export const points = (...items: string[]): HelpPart => ({ kind: "points", items });
