/** A line of the editor of choices, and what the choice was called before. */
export type Choice = { key: number; text: string; was?: string };

/**
 * The choices as the service takes them. Lines that say the same become one,
 * and the contacts of each go to it.
 */
export function choicesPatch(lines: Choice[]): {
  choices: string[];
  renamed: Record<string, string>;
} {
  const choices: string[] = [];
  const renamed: Record<string, string> = {};
  for (const { text, was } of lines) {
    const name = text.trim();
    if (!name) continue;
    const same = choices.find((known) => known.toLowerCase() === name.toLowerCase());
    if (!same) choices.push(name);
    if (was && was !== (same ?? name)) renamed[was] = same ?? name;
  }
  return { choices, renamed };
}
