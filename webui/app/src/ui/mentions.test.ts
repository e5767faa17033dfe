import { describe, expect, it } from "vitest";
import {
  type Colleague,
  labelsOf,
  matching,
  remarkMentions,
  shown,
  typedAt,
  written,
} from "./mentions";

const id = (n: number) => `0198c0de-0000-7000-8000-00000000000${n}`;
const colleague = (n: number, name: string, active = true): Colleague => ({
  id: id(n),
  name,
  email: `${n}@example.com`,
  active,
});
const people = [
  colleague(1, "Ada Admin"),
  colleague(2, "Ada"),
  colleague(3, "Zoë [Sales] Ünal"),
  colleague(4, "Sam Smith"),
  colleague(5, "Sam Smith"),
  colleague(6, "Gone Admin", false),
];
const labels = labelsOf(people);

describe("mentions", () => {
  it("come back as they were written", () => {
    const body = `Hi @[Ada Admin](user:${id(1)}), @[Ada](user:${id(2)}) and @[Sam Smith (5@example.com)](user:${id(5)})!`;
    const { text, picks } = shown(body, labels);
    expect(text).toBe("Hi @Ada Admin, @Ada and @Sam Smith (5@example.com)!");
    expect(written(text, picks)).toBe(body);
  });

  it("show today's name, and the token's for who is unknown", () => {
    expect(shown(`@[Old](user:${id(1)}) @[Eve](user:${id(9)})`, labels).text).toBe(
      "@Ada Admin @Eve",
    );
  });

  it("end when the name is changed", () => {
    const picks = new Map([["Ada", id(2)]]);
    expect(written("@Adam, @Ad, a@Ada", picks)).toBe(`@Adam, @Ad, a@[Ada](user:${id(2)})`);
    expect(written("@Ada.", picks)).toBe(`@[Ada](user:${id(2)}).`);
    expect(labels.get(id(3))).toBe("Zoë (Sales) Ünal");
  });

  it.each([
    ["@", 1, ""],
    ["Ask @ad", 7, "ad"],
    ["Ask (@ada ad", 12, "ada ad"],
    ["me@example", 10, null],
    ["@ada\nnext", 9, null],
    ["@@ada", 5, null],
    [`@${"x".repeat(60)}`, 61, null],
    ["no", 2, null],
    ["@", 0, null],
  ])("sees what is typed in %j at %i", (text, caret, query) => {
    expect(typedAt(text, caret)?.query ?? null).toBe(query);
  });

  it("finds people by any part of their name, without those who left", () => {
    const names = (query: string) => matching(people, query).map((one) => one.name);
    expect(names("ad")).toEqual(["Ada Admin", "Ada"]);
    expect(names("admin")).toEqual(["Ada Admin"]);
    expect(names("una")).toEqual(["Zoë [Sales] Ünal"]);
    expect(names("Ada Admin ")).toEqual([]);
  });

  it("are marked in Markdown only behind an @", () => {
    const link = (url: string) => ({
      type: "link",
      url,
      children: [{ type: "text", value: "Ada" }],
    });
    const tree = {
      type: "root",
      children: [
        { type: "text", value: "Hi @" },
        link(`user:${id(1)}`),
        { type: "text", value: " or " },
        link(`user:${id(1)}`),
        { type: "text", value: "@" },
        link("https://example.com"),
      ],
    };
    remarkMentions()(tree);
    expect(tree.children.map((node) => node.type)).toEqual([
      "text",
      "mention",
      "text",
      "link",
      "text",
      "link",
    ]);
    expect(tree.children[0]).toEqual({ type: "text", value: "Hi " });
  });
});
