import { describe, expect, it } from "vitest";
import type { Deal } from "../api/types";
import { columnsOf, placeOf } from "./board";

const deal = (id: string, stageId: string, boardOrder: number) =>
  ({ id, stageId, boardOrder }) as Deal;

const [a, b, c, x] = [deal("a", "1", 1), deal("b", "1", 2), deal("c", "1", 3), deal("x", "2", 5)];
const columns = columnsOf([{ id: "1" }, { id: "2" }, { id: "3" }], [c, a, b, x]);

describe("the board", () => {
  it("sorts the deals of each stage", () => {
    expect(columns.map(({ deals }) => deals.map(({ id }) => id).join(""))).toEqual([
      "abc",
      "x",
      "",
    ]);
  });

  it("puts a deal before the one it is dropped on", () => {
    expect(placeOf(columns, x, { stageId: "1", dealId: "b" })).toEqual({
      stageId: "1",
      boardOrder: 1.5,
    });
    expect(placeOf(columns, c, { stageId: "1", dealId: "a" })).toEqual({
      stageId: "1",
      boardOrder: 0,
    });
  });

  it("puts a deal that came from above behind it", () => {
    expect(placeOf(columns, a, { stageId: "1", dealId: "b" })?.boardOrder).toBe(2.5);
    expect(placeOf(columns, a, { stageId: "1", dealId: "c" })?.boardOrder).toBe(4);
  });

  it("puts a deal at the end of a stage, also of an empty one", () => {
    expect(placeOf(columns, a, { stageId: "2" })).toEqual({ stageId: "2", boardOrder: 6 });
    expect(placeOf(columns, a, { stageId: "3" })).toEqual({ stageId: "3", boardOrder: 1 });
  });

  it("changes nothing where the deal stands already", () => {
    expect(placeOf(columns, c, { stageId: "1" })).toBeNull();
    expect(placeOf(columns, a, { stageId: "1", dealId: "a" })).toBeNull();
    expect(placeOf(columns, a, { stageId: "4" })).toBeNull();
  });
});
