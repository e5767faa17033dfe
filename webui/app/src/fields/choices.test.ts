import { describe, expect, it } from "vitest";
import { choicesPatch } from "./choices";

describe("the editor of choices", () => {
  it("tells new, renamed and removed choices apart", () => {
    const lines = [
      { key: 0, text: "Platinum", was: "Gold" },
      { key: 2, text: " Bronze " },
      { key: 3, text: "" },
    ];
    expect(choicesPatch(lines)).toEqual({
      choices: ["Platinum", "Bronze"],
      renamed: { Gold: "Platinum" },
    });
  });

  it("makes one of two that say the same", () => {
    const lines = [
      { key: 0, text: "Silver", was: "Silver" },
      { key: 1, text: "silver", was: "Gold" },
    ];
    expect(choicesPatch(lines)).toEqual({ choices: ["Silver"], renamed: { Gold: "Silver" } });
  });
});
