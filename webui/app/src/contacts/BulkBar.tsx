import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, PencilLine, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type BulkDraft, type BulkResult, bulkEdit, undoBulk } from "../api/bulk";
import { contactStatusesQuery } from "../api/contacts";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { CustomerPicker } from "../ui/CustomerPicker";
import { Dialog } from "../ui/Dialog";
import { CheckField, SelectField, TextField } from "../ui/fields";
import { Picked } from "../ui/Picked";
import { problemText } from "../ui/problem";
import { SuggestField } from "../ui/SuggestField";
import { say, warn } from "../ui/toasts";
import { useDebounced } from "../ui/useDebounced";
import { kindOptions } from "./kinds";
import type { Selection } from "./useSelection";

type BulkBarProps = {
  selection: Selection;
  /** The list's filter, for a selection of all. */
  filter: BulkDraft["filter"];
  total: string;
  more: boolean;
};

type Mode = "" | "edit" | "archive";

/** What can be done with the rows that are ticked. */
export function BulkBar({ selection, filter, total, more }: BulkBarProps) {
  const [mode, setMode] = useState<Mode>("");
  const everything = selection.chosen === "all";
  const target: BulkDraft =
    selection.chosen === "all" ? { filter } : { ids: [...selection.chosen] };
  return (
    <section
      aria-label={t.views.actions}
      className="flex flex-wrap items-center gap-2 border-b bg-accent-soft px-5 py-2 text-accent-ink max-sm:px-4"
    >
      <p role="status" className="tabular text-sm font-medium">
        {everything ? t.views.selectedAll(total) : t.views.selected(selection.count)}
      </p>
      {!everything && more && (
        <Button size="small" tone="plain" onClick={selection.all}>
          {t.views.selectMatching(total)}
        </Button>
      )}
      <span className="flex-1" />
      <Button size="small" icon={PencilLine} onClick={() => setMode("edit")}>
        {t.views.edit}
      </Button>
      <Button size="small" icon={Archive} onClick={() => setMode("archive")}>
        {t.views.archive}
      </Button>
      <IconButton label={t.views.clearSelection} icon={X} small onClick={selection.clear} />
      <Dialog
        open={mode !== ""}
        onClose={() => setMode("")}
        title={mode === "archive" ? t.views.archiveTitle : t.views.editTitle}
      >
        {mode !== "" && (
          <BulkForm
            target={target}
            archive={mode === "archive"}
            onDone={() => {
              setMode("");
              selection.clear();
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

const tagsIn = (text: string) =>
  text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);

type BulkFormProps = { target: BulkDraft; archive: boolean; onDone: () => void };

function BulkForm({ target, archive, onDone }: BulkFormProps) {
  const client = useQueryClient();
  const [change, setChange] = useState<NonNullable<BulkDraft["change"]>>({});
  const [customer, setCustomer] = useState("");
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState("");
  const body: BulkDraft = archive
    ? { ...target, archive: true }
    : { ...target, change, addTags: tagsIn(add), removeTags: tagsIn(remove) };
  const empty =
    !archive && !Object.keys(change).length && !tagsIn(add).length && !tagsIn(remove).length;
  const asked = useDebounced(JSON.stringify(body), 250);
  const preview = useQuery({
    queryKey: ["contacts", "bulk", asked],
    queryFn: () => bulkEdit({ ...(JSON.parse(asked) as BulkDraft), preview: true }),
    enabled: !empty,
    retry: false,
  });
  const refresh = () => client.invalidateQueries({ queryKey: ["contacts"] });
  const undo = useMutation({
    mutationFn: undoBulk,
    onSuccess: (done) => {
      void refresh();
      say(
        [t.views.undone(done.restored), done.kept > 0 && t.views.kept(done.kept)]
          .filter(Boolean)
          .join(" "),
      );
    },
    onError: (error) => warn(problemText(error)),
  });
  const apply = useMutation({
    mutationFn: () => bulkEdit(body),
    onSuccess: ({ bulkId, changed }) => {
      void refresh();
      void client.invalidateQueries({ queryKey: ["tags"] });
      say(
        archive ? t.views.archivedDone(changed) : t.views.changed(changed),
        bulkId && changed > 0 ? { label: t.ui.undo, run: () => undo.mutate(bulkId) } : undefined,
      );
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.mutate();
  };
  const error = apply.error ?? (empty ? null : preview.error);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {!archive && (
        <>
          <Fields
            change={change}
            setChange={setChange}
            customer={customer}
            setCustomer={setCustomer}
          />
          <TextField
            label={t.views.addTags}
            hint={t.views.tagsHint}
            value={add}
            autoComplete="off"
            onChange={(event) => setAdd(event.target.value)}
          />
          <TextField
            label={t.views.removeTags}
            value={remove}
            autoComplete="off"
            onChange={(event) => setRemove(event.target.value)}
          />
        </>
      )}
      <div role="status" className="min-h-5 text-sm">
        {!empty && preview.data && <Outcome result={preview.data} archive={archive} />}
      </div>
      {error && (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(error)}
        </p>
      )}
      <Button
        type="submit"
        tone="primary"
        className="self-end"
        disabled={empty || apply.isPending || !preview.data?.changed}
      >
        {archive ? t.views.applyArchive : t.views.apply}
      </Button>
    </form>
  );
}

function Outcome({ result, archive }: { result: BulkResult; archive: boolean }) {
  return (
    <>
      <p className="font-medium">
        {archive ? t.views.archives(result.changed) : t.views.changes(result.changed)}
      </p>
      {result.skipped.map(({ reason, count }) => (
        <p key={reason} className="text-muted">
          {t.views.skipped[reason](count)}
        </p>
      ))}
    </>
  );
}

type Change = NonNullable<BulkDraft["change"]>;
type FieldsProps = {
  change: Change;
  setChange: (change: Change) => void;
  customer: string;
  setCustomer: (name: string) => void;
};

function Fields({ change, setChange, customer, setCustomer }: FieldsProps) {
  const { data: statuses = [] } = useQuery(contactStatusesQuery);
  const { data: users = [] } = useQuery(usersQuery);
  const without = (key: keyof Change) => {
    const { [key]: _, ...rest } = change;
    return rest;
  };
  const put = <K extends keyof Change>(key: K, value: Change[K] | undefined) =>
    setChange(value === undefined ? without(key) : { ...change, [key]: value });
  const owner = change.ownerId === null ? "none" : (change.ownerId ?? "");
  return (
    <>
      <SelectField
        label={t.views.fields.kind}
        value={change.kind ?? ""}
        options={[{ value: "", label: t.views.keep }, ...kindOptions]}
        onChange={(event) => put("kind", (event.target.value || undefined) as Change["kind"])}
      />
      <SuggestField
        label={t.views.setStatus}
        value={change.status ?? ""}
        suggestions={statuses}
        placeholder={t.views.keep}
        maxLength={50}
        onChange={(status) => put("status", status || undefined)}
      />
      <SelectField
        label={t.views.fields.owner}
        value={owner}
        options={[
          { value: "", label: t.views.keep },
          { value: "none", label: t.views.nobody },
          ...users.map((user) => ({ value: user.id, label: user.name })),
        ]}
        onChange={({ target: { value } }) =>
          put("ownerId", value === "none" ? null : value || undefined)
        }
      />
      {customer ? (
        <Picked
          label={t.views.fields.customer}
          clear={t.views.keep}
          onClear={() => {
            setCustomer("");
            put("customerId", undefined);
          }}
        >
          {customer}
        </Picked>
      ) : (
        <CustomerPicker
          label={t.views.fields.customer}
          onPick={(picked) => {
            setCustomer(picked.name);
            put("customerId", picked.id);
          }}
        />
      )}
      <CheckField
        label={t.views.setOptOut}
        hint={t.views.setOptOutHint}
        checked={Boolean(change.marketingOptOut)}
        onChange={(event) => put("marketingOptOut", event.target.checked || undefined)}
      />
    </>
  );
}
