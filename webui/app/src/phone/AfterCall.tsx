import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarPlus, ListTodo, UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { createCallback } from "../api/callbacks";
import { contactQuery, updateContact } from "../api/contacts";
import { meQuery } from "../api/session";
import type { Contact } from "../api/types";
import { t } from "../language";
import { ActivityDialog } from "../ui/ActivityDialog";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { DuePresets } from "../ui/DuePresets";
import { TextField } from "../ui/fields";
import { fullMoment, otherParty, partyNumber } from "../ui/format";
import { fromLocalInput, toLocalInput } from "../ui/localTime";
import { fieldProblems, problemText } from "../ui/problem";
import { say, warn } from "../ui/toasts";
import type { LiveCall } from "./machine";
import { nameOf } from "./words";

/** What follows from the call: a task, a time to call back, a number learnt. */
export function AfterCall({ live }: { live: LiveCall }) {
  const [shown, setShown] = useState<"task" | "callback">();
  const { call } = live;
  const contact = useQuery({
    ...contactQuery(call.contactId ?? ""),
    enabled: call.contactId !== null,
  });
  const known = call.contactId ? contact.data : undefined;
  const { e164 } = otherParty(call);
  const close = () => setShown(undefined);
  return (
    <div className="flex flex-col gap-3 border-b p-4">
      {known && e164 && <LearnNumber contact={known} e164={e164} />}
      <div className="flex flex-wrap gap-2">
        <Button icon={ListTodo} onClick={() => setShown("task")}>
          {t.phone.after.task}
        </Button>
        {e164 && (
          <Button icon={CalendarPlus} onClick={() => setShown("callback")}>
            {t.phone.after.callback}
          </Button>
        )}
      </div>
      <ActivityDialog
        open={shown === "task"}
        onClose={close}
        about={{ contact: known, customerId: known ? undefined : (call.customerId ?? undefined) }}
      />
      <Dialog
        open={shown === "callback"}
        onClose={close}
        title={t.phone.after.callbackTitle(nameOf(live))}
      >
        <CallbackForm live={live} onClose={close} />
      </Dialog>
    </div>
  );
}

const DEFAULT_WAIT_MS = 3_600_000;

function CallbackForm({ live, onClose }: { live: LiveCall; onClose: () => void }) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [due, setDue] = useState(() =>
    toLocalInput(new Date(Date.now() + DEFAULT_WAIT_MS).toISOString()),
  );
  const [note, setNote] = useState("");
  const at = fromLocalInput(due);
  const ask = useMutation({
    mutationFn: () =>
      createCallback({
        to: partyNumber(otherParty(live.call)),
        contactId: live.call.contactId ?? undefined,
        ownerId: me?.id,
        dueAt: at ?? undefined,
        note,
      }),
    onSuccess: async (made) => {
      onClose();
      say(t.phone.after.callbackSaved(made.dueAt ? fullMoment(made.dueAt) : ""));
      await client.invalidateQueries({ queryKey: ["callbacks"] });
    },
  });
  const errors = fieldProblems(ask.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (at) ask.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        <TextField
          label={t.phone.after.when}
          type="datetime-local"
          required
          value={due}
          error={(!at && t.ui.incomplete) || errors.dueAt}
          onChange={({ target }) => setDue(target.value)}
        />
        <DuePresets set={false} onPick={setDue} />
      </div>
      <TextField
        label={t.phone.after.note}
        maxLength={2000}
        value={note}
        error={errors.note}
        onChange={({ target }) => setNote(target.value)}
      />
      {ask.isError && (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(ask.error)}
        </p>
      )}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={ask.isPending || !at}>
          {t.phone.after.save}
        </Button>
      </div>
    </form>
  );
}

/** Asks before a number becomes the contact's. */
function LearnNumber({ contact, e164 }: { contact: Contact; e164: string }) {
  const client = useQueryClient();
  const learn = useMutation({
    mutationFn: () =>
      updateContact(
        contact.id,
        {
          phones: [
            ...contact.phones.map(({ raw, label, primary }) => ({ raw, label, primary })),
            { raw: e164, label: "", primary: contact.phones.length === 0 },
          ],
        },
        contact.version,
      ),
    onSuccess: (changed) => {
      client.setQueryData(contactQuery(contact.id).queryKey, changed);
      say(t.phone.after.learnt(e164, contact.name));
      void client.invalidateQueries({ queryKey: ["contacts", "list"] });
    },
    onError: (error) => {
      warn(problemText(error));
      void client.invalidateQueries({ queryKey: ["contacts", "one", contact.id] });
    },
  });
  if (contact.archivedAt || contact.phones.some((phone) => phone.e164 === e164)) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-sunken p-3 text-sm">
      <p className="min-w-0 flex-1 basis-40">{t.phone.after.unknown(e164, contact.name)}</p>
      <Button
        size="small"
        icon={UserPlus}
        disabled={learn.isPending}
        onClick={() => learn.mutate()}
      >
        {t.phone.after.learn}
      </Button>
    </div>
  );
}
