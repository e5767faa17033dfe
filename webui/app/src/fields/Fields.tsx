import {
  DndContext,
  type DragEndEvent,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  GripVertical,
  ListPlus,
  Pencil,
  Plus,
} from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { allFieldsQuery, archiveField, type CustomField, updateField } from "../api/fields";
import { t } from "../language";
import { Badge } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { problemText } from "../ui/problem";
import { Empty, Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";
import { FieldDialog } from "./FieldDialog";

/** The organisation's own fields of contacts: added, ordered, changed and archived. */
export function Fields() {
  const list = useQuery(allFieldsQuery);
  const [editing, setEditing] = useState<CustomField | "new">();
  const shown = list.data?.filter((field) => !field.archivedAt) ?? [];
  const archived = list.data?.filter((field) => field.archivedAt) ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b px-5 py-4 max-sm:px-4">
        <p className="min-w-0 flex-1 basis-64 text-sm text-muted">{t.fields.about}</p>
        <Button tone="primary" icon={Plus} onClick={() => setEditing("new")}>
          {t.fields.add}
        </Button>
      </div>
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton rows={4} />
      ) : shown.length === 0 ? (
        <Empty icon={ListPlus} title={t.fields.noneYet}>
          {t.fields.noneYetHint}
        </Empty>
      ) : (
        <Ordered fields={shown} onEdit={setEditing} />
      )}
      {archived.length > 0 && <Archived fields={archived} />}
      {editing && (
        <FieldDialog
          field={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

type OrderedProps = { fields: CustomField[]; onEdit: (field: CustomField) => void };

function Ordered({ fields, onEdit }: OrderedProps) {
  const client = useQueryClient();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 150, tolerance: 8 } }),
  );
  const [told, setTold] = useState("");
  const move = useMutation({
    mutationKey: ["fields", "move"],
    // One after the other, so that the last key has the last word.
    scope: { id: "fields" },
    mutationFn: ({ field, position }: { field: CustomField; position: number }) =>
      updateField(field.id, { position }),
    onError: (error) => warn(problemText(error)),
    // What is read between two moves would undo the second on the screen.
    onSettled: () =>
      client.isMutating({ mutationKey: ["fields", "move"] }) === 1
        ? client.invalidateQueries({ queryKey: ["fields"] })
        : undefined,
  });
  const moveTo = (field: CustomField, place: (now: number) => number) => {
    // As the list is now: two quick keys are two steps, painted or not.
    const all = client.getQueryData(allFieldsQuery.queryKey) ?? fields;
    const order = all.filter((other) => !other.archivedAt);
    const now = order.findIndex((other) => other.id === field.id) + 1;
    const position = place(now);
    if (now === 0 || position < 1 || position > order.length) return;
    order.splice(now - 1, 1);
    order.splice(position - 1, 0, field);
    void client.cancelQueries({ queryKey: ["fields"] });
    const archived = all.filter((other) => other.archivedAt);
    client.setQueryData(allFieldsQuery.queryKey, [...order, ...archived]);
    setTold(t.fields.movedTo(field.name, position, order.length));
    move.mutate({ field, position });
  };
  const dropped = ({ active, over }: DragEndEvent) => {
    const field = fields.find((known) => known.id === active.id);
    const place = fields.findIndex((known) => known.id === over?.id);
    if (field && place >= 0 && field.id !== over?.id) moveTo(field, () => place + 1);
  };
  return (
    <DndContext sensors={sensors} onDragEnd={dropped}>
      <ol aria-label={t.fields.title} className="divide-y divide-line">
        {fields.map((field, index) => (
          <FieldRow
            key={field.id}
            field={field}
            place={index + 1}
            of={fields.length}
            onMove={(step) => moveTo(field, (now) => now + step)}
            onEdit={() => onEdit(field)}
          />
        ))}
      </ol>
      <p role="status" className="sr-only">
        {told}
      </p>
    </DndContext>
  );
}

type FieldRowProps = {
  field: CustomField;
  place: number;
  of: number;
  onMove: (step: number) => void;
  onEdit: () => void;
};

function FieldRow({ field, place, of, onMove, onEdit }: FieldRowProps) {
  const drag = useDraggable({ id: field.id });
  const drop = useDroppable({ id: field.id });
  const archive = useArchive(field);
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onMove(step);
  };
  return (
    <li
      ref={(node) => {
        drag.setNodeRef(node);
        drop.setNodeRef(node);
      }}
      style={
        drag.transform ? { transform: `translateY(${Math.round(drag.transform.y)}px)` } : undefined
      }
      className={cx(
        "flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2.5 text-sm",
        drag.isDragging && "relative z-10 rounded-lg bg-surface shadow-lg",
        drop.isOver && !drag.isDragging && "bg-accent-soft",
      )}
    >
      <button
        type="button"
        {...drag.listeners}
        aria-label={t.fields.move(field.name)}
        title={t.fields.moveHint}
        onKeyDown={keys}
        className="grid size-8 shrink-0 cursor-grab touch-none place-items-center rounded-md text-muted hover:bg-sunken"
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-2 font-medium break-words">
          {field.name}
          <Badge>{t.fields.kinds[field.kind]}</Badge>
        </p>
        <p className="text-xs break-words text-muted">
          <code>{field.key}</code>
          {field.choices.length > 0 && ` · ${field.choices.join(", ")}`}
        </p>
      </div>
      <div className="ml-auto flex items-center">
        <IconButton
          icon={ArrowUp}
          small
          label={t.fields.up(field.name)}
          disabled={place === 1}
          onClick={() => onMove(-1)}
        />
        <IconButton
          icon={ArrowDown}
          small
          label={t.fields.down(field.name)}
          disabled={place === of}
          onClick={() => onMove(1)}
        />
        <IconButton icon={Pencil} small label={t.fields.edit(field.name)} onClick={onEdit} />
        <IconButton
          icon={Archive}
          small
          label={t.fields.archive(field.name)}
          disabled={archive.isPending}
          onClick={() => archive.mutate()}
        />
      </div>
    </li>
  );
}

function useRestore(field: CustomField) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => updateField(field.id, { archived: false }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["fields"] }),
    onError: (error) => warn(problemText(error)),
  });
}

function useArchive(field: CustomField) {
  const client = useQueryClient();
  const restore = useRestore(field);
  return useMutation({
    mutationFn: () => archiveField(field.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["fields"] });
      say(t.fields.archivedNow(field.name), { label: t.ui.undo, run: () => restore.mutate() });
    },
    onError: (error) => warn(problemText(error)),
  });
}

function Archived({ fields }: { fields: CustomField[] }) {
  return (
    <section aria-labelledby="archived-fields" className="border-t">
      <h2 id="archived-fields" className="px-5 pt-4 text-sm font-semibold max-sm:px-4">
        {t.fields.archived}
      </h2>
      <p className="px-5 pb-1 text-xs text-muted max-sm:px-4">{t.fields.archivedHint}</p>
      <ul className="divide-y divide-line">
        {fields.map((field) => (
          <ArchivedRow key={field.id} field={field} />
        ))}
      </ul>
    </section>
  );
}

function ArchivedRow({ field }: { field: CustomField }) {
  const restore = useRestore(field);
  return (
    <li className="flex items-center gap-2 px-5 py-2.5 text-sm max-sm:px-4">
      <span className="min-w-0 flex-1 break-words">{field.name}</span>
      <Button
        size="small"
        icon={ArchiveRestore}
        aria-label={t.fields.restoreOf(field.name)}
        disabled={restore.isPending}
        onClick={() => restore.mutate()}
      >
        {t.fields.restore}
      </Button>
    </li>
  );
}
