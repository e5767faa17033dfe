import {
  closestCenter,
  DndContext,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { ArrowDown, ArrowUp, GripVertical } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../language";
import { IconButton } from "./Button";
import { cx } from "./classes";

type SortableProps<T> = {
  label: string;
  items: T[];
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  onMove: (from: number, to: number) => void;
  children: (item: T, index: number) => ReactNode;
};

/** A list whose order is changed by mouse, touch or keyboard, or by two buttons for who cannot drag. */
export function Sortable<T>({ label, items, keyOf, nameOf, onMove, children }: SortableProps<T>) {
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 150, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: nextRow }),
  );
  const list = useArrowsWhileDragging();
  const at = (id: unknown) => items.findIndex((item) => keyOf(item) === id);
  const name = (id: unknown) => {
    const item = items[at(id)];
    return item === undefined ? "" : nameOf(item);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        announcements: {
          onDragStart: ({ active }) => t.ui.taken(name(active.id)),
          onDragOver: ({ active, over }) =>
            over ? t.ui.overPlace(name(active.id), at(over.id) + 1) : undefined,
          onDragEnd: ({ active, over }) =>
            over ? t.ui.dropped(name(active.id), at(over.id) + 1) : t.ui.putBack(name(active.id)),
          onDragCancel: ({ active }) => t.ui.putBack(name(active.id)),
        },
        screenReaderInstructions: { draggable: t.ui.dragHow },
      }}
      onDragEnd={({ active, over }) => {
        const from = at(active.id);
        const to = over ? at(over.id) : -1;
        if (from >= 0 && to >= 0 && from !== to) onMove(from, to);
      }}
    >
      <ul ref={list} aria-label={label} className="flex flex-col gap-2">
        {items.map((item, index) => (
          <Row
            key={keyOf(item)}
            id={keyOf(item)}
            name={nameOf(item)}
            up={index > 0 ? () => onMove(index, index - 1) : undefined}
            down={index < items.length - 1 ? () => onMove(index, index + 1) : undefined}
          >
            {children(item, index)}
          </Row>
        ))}
      </ul>
    </DndContext>
  );
}

/**
 * Dialogs keep the arrow keys to themselves, and what drags listens at the document:
 * while an entry is taken up, they are handed over before the dialog has them.
 */
function useArrowsWhileDragging() {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const element = list.current;
    const handOver = (event: KeyboardEvent) => {
      const { target, code, key } = event;
      const dragging = target instanceof Element && target.getAttribute("aria-pressed") === "true";
      if (!dragging || !code.startsWith("Arrow")) return;
      event.preventDefault();
      event.stopPropagation();
      document.dispatchEvent(new KeyboardEvent("keydown", { code, key, cancelable: true }));
    };
    element?.addEventListener("keydown", handOver);
    return () => element?.removeEventListener("keydown", handOver);
  }, []);
  return list;
}

type RowProps = {
  id: string;
  name: string;
  up?: () => void;
  down?: () => void;
  children: ReactNode;
};

function Row({ id, name, up, down, children }: RowProps) {
  const drag = useDraggable({ id });
  const drop = useDroppable({ id });
  const { transform } = drag;
  return (
    <li
      ref={(node) => {
        drag.setNodeRef(node);
        drop.setNodeRef(node);
      }}
      style={transform ? { transform: `translate(0px, ${transform.y}px)` } : undefined}
      className={cx(
        "flex items-start gap-1 rounded-lg border bg-surface p-2",
        drag.isDragging && "relative z-10 shadow-lg",
        drop.isOver && !drag.isDragging && "border-accent",
      )}
    >
      <button
        type="button"
        ref={drag.setActivatorNodeRef}
        {...drag.attributes}
        {...drag.listeners}
        aria-label={t.ui.drag(name)}
        className="grid h-9 w-7 shrink-0 cursor-grab touch-none place-items-center rounded-md text-muted hover:bg-sunken"
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
      <div className="min-w-0 flex-1">{children}</div>
      <div className="flex shrink-0 max-sm:flex-col">
        <IconButton
          icon={ArrowUp}
          small
          className="sm:mt-1"
          label={t.ui.moveUp(name)}
          disabled={!up}
          onClick={up}
        />
        <IconButton
          icon={ArrowDown}
          small
          className="sm:mt-1"
          label={t.ui.moveDown(name)}
          disabled={!down}
          onClick={down}
        />
      </div>
    </li>
  );
}

/** The arrow keys go to the row above or below. */
const nextRow: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const { collisionRect, droppableRects, active } = context;
  const back = event.code === KeyboardCode.Up;
  if (!collisionRect || !(back || event.code === KeyboardCode.Down)) return undefined;
  event.preventDefault();
  const NEAR = 4;
  const next = [...droppableRects]
    .filter(([id]) => id !== active?.id)
    .map(([, rect]) => ({ rect, ahead: (rect.top - collisionRect.top) * (back ? -1 : 1) }))
    .filter(({ ahead }) => ahead > NEAR)
    .sort((a, b) => a.ahead - b.ahead)[0]?.rect;
  // Where it was taken from is a place too: going back the way one came ends there.
  return next ? { x: currentCoordinates.x, y: next.top } : currentCoordinates;
};

/** The list with one entry put elsewhere. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
