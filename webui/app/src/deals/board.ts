import type { Deal } from "../api/types";

export type Column<S> = { stage: S; deals: Deal[] };

/** The deals of each stage in their order. */
export function columnsOf<S extends { id: string }>(stages: S[], deals: Deal[]): Column<S>[] {
  return stages.map((stage) => ({
    stage,
    deals: deals
      .filter((deal) => deal.stageId === stage.id)
      .sort((a, b) => a.boardOrder - b.boardOrder || a.id.localeCompare(b.id)),
  }));
}

export type Place = { stageId: string; boardOrder: number };

/**
 * Where a deal comes to stand that is dropped on another one: before it, or
 * behind it when it came from above in the same stage. Dropped on the stage
 * itself it goes to its end. Null where nothing would change.
 */
export function placeOf(
  columns: Column<{ id: string }>[],
  deal: Deal,
  target: { stageId: string; dealId?: string },
): Place | null {
  const column = columns.find(({ stage }) => stage.id === target.stageId);
  if (!column || target.dealId === deal.id) return null;
  const from = column.deals.findIndex(({ id }) => id === deal.id);
  const others = column.deals.filter(({ id }) => id !== deal.id);
  let index = others.length;
  if (target.dealId) {
    const over = column.deals.findIndex(({ id }) => id === target.dealId);
    if (over < 0) return null;
    index = others.findIndex(({ id }) => id === target.dealId) + (from >= 0 && from < over ? 1 : 0);
  }
  if (from === index) return null;
  const before = others[index - 1]?.boardOrder;
  const after = others[index]?.boardOrder;
  return { stageId: target.stageId, boardOrder: between(before, after) };
}

function between(before: number | undefined, after: number | undefined): number {
  if (before === undefined) return after === undefined ? 1 : after - 1;
  return after === undefined ? before + 1 : (before + after) / 2;
}
