import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import { ApiProblem } from "../api/client";
import { mergePreviewQuery } from "../api/merges";
import { meQuery } from "../api/session";
import type { Contact, MergeChoices, MergeField, MergePreview, MergeSide } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { useMerge } from "./useMerging";

type CompareProps = {
  first: Contact;
  second: Contact;
  /** Goes back to choosing whom to merge with. */
  onOther?: () => void;
  onCancel: () => void;
  onMerged: (survivor: Contact) => void;
};

/** Both contacts side by side; the first is kept until they are swapped. */
export function Compare({ first, second, onOther, onCancel, onMerged }: CompareProps) {
  const [swapped, setSwapped] = useState(false);
  const [survivor, duplicate] = swapped ? [second, first] : [first, second];
  const preview = useQuery(mergePreviewQuery(duplicate.id, survivor.id));
  if (preview.isError) {
    return <Failed error={preview.error} retry={() => void preview.refetch()} />;
  }
  if (preview.isPending) return <Skeleton rows={9} />;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={ArrowLeftRight} onClick={() => setSwapped(!swapped)}>
          {t.merge.swap}
        </Button>
        {onOther && (
          <Button size="small" tone="quiet" onClick={onOther}>
            {t.merge.another}
          </Button>
        )}
      </div>
      <Choices
        key={survivor.id}
        preview={preview.data}
        refresh={() => void preview.refetch()}
        onCancel={onCancel}
        onMerged={onMerged}
      />
    </div>
  );
}

type ChoicesProps = Pick<CompareProps, "onCancel" | "onMerged"> & {
  preview: MergePreview;
  refresh: () => void;
};

function Choices({ preview, refresh, onCancel, onMerged }: ChoicesProps) {
  const { survivor, duplicate, fields, moves } = preview;
  const { data: me } = useQuery(meQuery);
  const [choices, setChoices] = useState<MergeChoices>({});
  const merge = useMerge(onMerged);
  const refused =
    merge.error instanceof ApiProblem && merge.error.code === "locked_customers_differ";
  const locked = preview.lockedCustomersDiffer || refused;
  const mayDecide = me?.role === "supervisor" || me?.role === "admin";
  const undecided = locked && (!mayDecide || !choices.customerId);
  const choose = (field: string, side: MergeSide) => {
    setChoices({ ...choices, [field]: side });
    if (merge.isError) merge.reset();
  };
  const submit = () => merge.mutate({ duplicate, survivor, fields: choices }, { onError: refresh });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {locked && (
        <div role="alert" className="flex gap-2 rounded-lg bg-warn-soft p-3 text-sm text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <p>
            {t.merge.lockedDiffer(
              survivor.customer?.name ?? t.merge.none,
              duplicate.customer?.name ?? t.merge.none,
            )}{" "}
            {mayDecide ? t.merge.lockedChoose : t.merge.lockedAsk}
          </p>
        </div>
      )}
      <p className="text-sm text-muted">
        {fields.some((field) => field.conflict) ? t.merge.chooseHint : t.merge.sameHint}
      </p>
      <FieldTable preview={preview} choices={choices} locked={locked} onChoose={choose} />
      <Moves moves={moves} />
      {merge.isError && !refused && (
        <p role="alert" className="rounded-lg bg-bad-soft p-3 text-sm text-bad-strong">
          {problemText(merge.error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2 border-t pt-4">
        <Button onClick={onCancel}>{t.ui.cancel}</Button>
        <Button
          type="submit"
          tone="primary"
          disabled={undecided || merge.isPending}
          className="max-w-full"
        >
          <span className="truncate">
            {merge.isPending ? t.merge.merging : t.merge.merge(survivor.name)}
          </span>
        </Button>
      </div>
    </form>
  );
}

type FieldTableProps = {
  preview: MergePreview;
  choices: MergeChoices;
  locked: boolean;
  onChoose: (field: string, side: MergeSide) => void;
};

const sides: MergeSide[] = ["survivor", "duplicate"];

function FieldTable({ preview, choices, locked, onChoose }: FieldTableProps) {
  const { survivor, duplicate, fields } = preview;
  const chosen: Readonly<Record<string, MergeSide | undefined>> = choices;
  return (
    <table className="w-full table-fixed border-collapse text-sm">
      <colgroup>
        <col className="w-[5.5rem] sm:w-36" />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr className="border-b text-left align-top">
          <th scope="col" className="py-2 pr-2 font-medium text-muted">
            {t.merge.field}
          </th>
          {[survivor, duplicate].map((contact, side) => (
            <th key={contact.id} scope="col" className="px-1 py-2 font-medium break-words">
              {contact.name}
              <span className="block text-xs font-normal text-muted">
                {side === 0 ? t.merge.kept : t.merge.mergedAway}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow
            key={field.field}
            // Two customers may have the same name.
            field={locked && field.field === "customerId" ? { ...field, conflict: true } : field}
            // Between two locked customers nothing is chosen for anyone.
            side={
              chosen[field.field] ??
              (locked && field.field === "customerId" ? undefined : field.suggested)
            }
            onChoose={(side) => onChoose(field.field, side)}
          />
        ))}
      </tbody>
    </table>
  );
}

type FieldRowProps = {
  field: MergeField;
  side: MergeSide | undefined;
  onChoose: (side: MergeSide) => void;
};

function FieldRow({ field, side, onChoose }: FieldRowProps) {
  const name = useId();
  const { data: users } = useQuery(usersQuery);
  const label = (field.label || t.merge.fields[field.field]) ?? field.field;
  const kinds: Readonly<Record<string, string | undefined>> = t.contacts.kinds;
  const shown = (value: string) => {
    if (field.field === "kind") return kinds[value] ?? value;
    if (field.field === "ownerId") return users?.find((user) => user.id === value)?.name ?? "";
    return value;
  };
  return (
    <tr className="border-b align-top last:border-b-0">
      <th scope="row" className="py-2 pr-2 text-left font-normal text-muted">
        {label}
      </th>
      {sides.map((of) => {
        const value = shown(field[of]) || t.merge.none;
        if (!field.conflict) {
          return (
            <td key={of} className={cx("px-1 py-2 break-words", side !== of && "text-muted")}>
              {value}
            </td>
          );
        }
        return (
          <td key={of} className={cx("px-1 py-1", side === of && "bg-accent-soft")}>
            <label className="flex min-h-6 items-start gap-2 py-1">
              <input
                type="radio"
                name={name}
                aria-label={`${label}: ${value}`}
                checked={side === of}
                onChange={() => onChoose(of)}
                className="size-5 shrink-0 accent-accent"
              />
              <span className="min-w-0 break-words">{value}</span>
            </label>
          </td>
        );
      })}
    </tr>
  );
}

function Moves({ moves }: { moves: Record<string, number> }) {
  const some = Object.entries(moves).filter(([, count]) => count > 0);
  return (
    <section aria-label={t.merge.moves} className="rounded-xl bg-sunken p-3 text-sm">
      <h3 className="font-medium">{t.merge.moves}</h3>
      <p className="mt-0.5 text-muted">
        {some.length > 0
          ? some.map(([key, count]) => t.merge.moved(key, count)).join(" · ")
          : t.merge.movesNothing}
      </p>
    </section>
  );
}
