import {
  type Announcements,
  type CollisionDetection,
  DndContext,
  DragOverlay,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  type UniqueIdentifier,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { GripVertical } from "lucide-react";
import { type KeyboardEventHandler, useState } from "react";
import type { Deal, Stage } from "../api/types";
import { t } from "../language";
import { cx } from "../ui/classes";
import { DealStatusBadge } from "../ui/DealLine";
import { controlClass } from "../ui/fields";
import { day } from "../ui/format";
import { money, sums } from "../ui/money";
import { type Column, columnsOf, type Place, placeOf } from "./board";

type BoardProps = {
  stages: Stage[];
  deals: Deal[];
  onMove: (deal: Deal, place: Place) => void;
};

const columnId = (stage: string) => `stage:${stage}`;

/** Deals by stage. They are dragged, by mouse, touch or keyboard, or moved by a select. */
export function Board({ stages, deals, onMove }: BoardProps) {
  const [dragged, setDragged] = useState<Deal>();
  const columns = columnsOf(stages, deals);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: nextPlace }),
  );
  const find = (id: UniqueIdentifier) => deals.find((deal) => deal.id === id);
  const target = (id: UniqueIdentifier) => {
    const over = find(id);
    if (over) return { stageId: over.stageId, dealId: over.id };
    return { stageId: String(id).replace(/^stage:/, "") };
  };
  const move = (deal: Deal, to: { stageId: string; dealId?: string }) => {
    const place = placeOf(columns, deal, to);
    if (place) onMove(deal, place);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={cardsFirst}
      accessibility={{
        announcements: announcements(find, (id) => {
          const { stageId } = target(id);
          return stages.find((stage) => stage.id === stageId)?.name ?? "";
        }),
        screenReaderInstructions: { draggable: t.deals.dragHow },
      }}
      onDragStart={({ active }) => setDragged(find(active.id))}
      onDragCancel={() => setDragged(undefined)}
      onDragEnd={({ active, over }) => {
        setDragged(undefined);
        const deal = find(active.id);
        if (deal && over) move(deal, target(over.id));
      }}
    >
      <div className="flex min-h-0 flex-1 snap-x scroll-px-4 gap-3 overflow-x-auto bg-canvas p-4 max-sm:scroll-px-3 max-sm:p-3">
        {columns.map((column) => (
          <StageColumn
            key={column.stage.id}
            column={column}
            stages={stages}
            onMove={(deal, stageId) => move(deal, { stageId })}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className="cursor-grabbing rounded-xl border bg-surface p-3 shadow-xl">
            <CardText deal={dragged} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

type StageColumnProps = {
  column: Column<Stage>;
  stages: Stage[];
  onMove: (deal: Deal, stageId: string) => void;
};

function StageColumn({ column: { stage, deals }, stages, onMove }: StageColumnProps) {
  const { setNodeRef, isOver } = useDroppable({ id: columnId(stage.id) });
  return (
    <section
      ref={setNodeRef}
      aria-label={t.deals.stageLabel(stage.name, deals.length)}
      className={cx(
        "flex w-72 max-w-[85vw] shrink-0 grow snap-start flex-col rounded-2xl border bg-sunken/60",
        isOver && "border-accent",
      )}
    >
      <header className="border-b px-3.5 py-2.5">
        <div className="flex items-baseline gap-2">
          <h2 className="min-w-0 flex-1 truncate font-semibold">{stage.name}</h2>
          <span aria-hidden className="tabular text-sm text-muted">
            {deals.length}
          </span>
        </div>
        <p className="tabular min-h-5 truncate text-sm text-muted">
          {sums(deals)
            .map(({ amount, currency }) => money(amount, currency))
            .join(" + ")}
        </p>
      </header>
      {deals.length === 0 ? (
        <p className="p-4 text-center text-sm text-muted">{t.deals.emptyStage}</p>
      ) : (
        <ul className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-2">
          {deals.map((deal) => (
            <Card key={deal.id} deal={deal} stages={stages} onMove={onMove} />
          ))}
        </ul>
      )}
    </section>
  );
}

type CardProps = Pick<StageColumnProps, "stages" | "onMove"> & { deal: Deal };

function Card({ deal, stages, onMove }: CardProps) {
  const drag = useDraggable({ id: deal.id });
  const drop = useDroppable({ id: deal.id });
  const ref = (node: HTMLElement | null) => {
    drag.setNodeRef(node);
    drop.setNodeRef(node);
  };
  const { onKeyDown, ...pointers } = drag.listeners ?? {};
  return (
    <li
      ref={ref}
      {...pointers}
      className={cx(
        "flex shrink-0 cursor-grab flex-col gap-2 rounded-xl border bg-surface p-3",
        drag.isDragging && "opacity-40",
        drop.isOver && !drag.isDragging && "border-accent",
      )}
    >
      <div className="flex items-start gap-1">
        <CardText deal={deal} />
        <button
          type="button"
          ref={drag.setActivatorNodeRef}
          {...drag.attributes}
          aria-label={t.deals.drag(deal.name)}
          onKeyDown={onKeyDown as KeyboardEventHandler | undefined}
          className="-mt-1 -mr-1.5 grid size-7 shrink-0 cursor-grab place-items-center rounded-md text-muted hover:bg-sunken"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      </div>
      <select
        aria-label={t.deals.moveTo(deal.name)}
        value={deal.stageId}
        onChange={(event) => onMove(deal, event.target.value)}
        className={cx(controlClass, "h-8 w-full cursor-default text-xs")}
      >
        {stages.map((stage) => (
          <option key={stage.id} value={stage.id}>
            {stage.name}
          </option>
        ))}
      </select>
    </li>
  );
}

function CardText({ deal }: { deal: Deal }) {
  const who = [deal.customer?.name, deal.contacts[0]?.name].filter(Boolean).join(" · ");
  return (
    <div className="min-w-0 flex-1">
      <Link
        to="/deals/$dealId"
        params={{ dealId: deal.id }}
        draggable={false}
        className="font-medium break-words hover:underline"
      >
        {deal.name}
      </Link>
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <span className="tabular font-medium">{money(deal.amount, deal.currency)}</span>
        {deal.status !== "open" && <DealStatusBadge status={deal.status} />}
      </p>
      {who && <p className="truncate text-xs text-muted">{who}</p>}
      <p className="truncate text-xs text-muted">
        {[deal.ownerName, deal.expectedClose && day(deal.expectedClose)]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}

/** What the pointer is over, a card rather than its column; by keyboard what is covered most. */
const cardsFirst: CollisionDetection = (args) => {
  const hits = args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args);
  const isColumn = (id: UniqueIdentifier) => String(id).startsWith("stage:");
  const cards = hits.filter(({ id }) => !isColumn(id) && id !== args.active.id);
  return cards.length > 0 ? cards : hits.filter(({ id }) => isColumn(id));
};

/** The arrow keys go to the next column or the next card of the same one. */
const nextPlace: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const { collisionRect, droppableRects, active } = context;
  const sideways = event.code === KeyboardCode.Left || event.code === KeyboardCode.Right;
  const back = event.code === KeyboardCode.Left || event.code === KeyboardCode.Up;
  if (!collisionRect || !(sideways || back || event.code === KeyboardCode.Down)) return undefined;
  event.preventDefault();
  const NEAR = 8;
  const places = [...droppableRects]
    .filter(([id]) => id !== active?.id && String(id).startsWith("stage:") === sideways)
    .map(([, rect]) => ({
      rect,
      // How far the place lies in the direction of the key, and beside it.
      ahead:
        (sideways ? rect.left - collisionRect.left : rect.top - collisionRect.top) *
        (back ? -1 : 1),
      beside: sideways ? 0 : Math.abs(rect.left - collisionRect.left),
    }))
    .filter(({ ahead, beside }) => ahead > 2 * NEAR && beside < collisionRect.width / 2)
    .sort((a, b) => a.ahead - b.ahead);
  const next = places[0]?.rect;
  if (!next) return currentCoordinates;
  return { x: next.left + (sideways ? NEAR : 0), y: sideways ? currentCoordinates.y : next.top };
};

function announcements(
  find: (id: UniqueIdentifier) => Deal | undefined,
  stageOf: (id: UniqueIdentifier) => string,
): Announcements {
  const name = (id: UniqueIdentifier) => find(id)?.name ?? "";
  return {
    onDragStart: ({ active }) => t.deals.taken(name(active.id)),
    onDragOver: ({ active, over }) =>
      over ? t.deals.over(name(active.id), stageOf(over.id)) : undefined,
    onDragEnd: ({ active, over }) =>
      over ? t.deals.dropped(name(active.id), stageOf(over.id)) : t.deals.putBack(name(active.id)),
    onDragCancel: ({ active }) => t.deals.putBack(name(active.id)),
  };
}
