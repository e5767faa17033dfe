import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { createTicket } from "../api/tickets";
import type { Contact, Ticket, TicketDraft, TicketPriority } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Button } from "./Button";
import { ContactPicker } from "./ContactPicker";
import { CustomerPicker } from "./CustomerPicker";
import { Dialog } from "./Dialog";
import { SelectField, TextArea, TextField } from "./fields";
import { fromLocalInput } from "./localTime";
import { Picked } from "./Picked";
import { fieldProblems, problemText } from "./problem";
import { assigneeOptions, priorityOptions } from "./ticketOptions";

type NewTicketDialogProps = {
  open: boolean;
  onClose: () => void;
  onSaved: (ticket: Ticket) => void;
  /** Whom the ticket is about, where that is known. */
  contact?: Contact;
  source?: TicketDraft["source"];
};

/** The form for a ticket, from wherever one is needed. */
export function NewTicketDialog({ open, onClose, ...form }: NewTicketDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={t.tickets.newTitle} wide>
      <TicketForm {...form} onCancel={onClose} />
    </Dialog>
  );
}

type TicketFormProps = Omit<NewTicketDialogProps, "open" | "onClose"> & { onCancel: () => void };
type Named = { id: string; name: string };

function TicketForm({ contact, source, onSaved, onCancel }: TicketFormProps) {
  const client = useQueryClient();
  const { data: users = [] } = useQuery(usersQuery);
  const [values, setValues] = useState({ subject: "", description: "", assigneeId: "", due: "" });
  const [priority, setPriority] = useState<TicketPriority>("normal");
  const [about, setAbout] = useState<Contact | null>(contact ?? null);
  const [customer, setCustomer] = useState<Named | null>(contact?.customer ?? null);
  const [missing, setMissing] = useState("");
  const [incomplete, setIncomplete] = useState(false);
  const due = useRef<HTMLInputElement>(null);
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const save = useMutation({
    mutationFn: () =>
      createTicket({
        subject: values.subject.trim(),
        description: values.description,
        priority,
        contactId: about?.id,
        customerId: customer?.id,
        assigneeId: values.assigneeId || undefined,
        dueAt: fromLocalInput(values.due) ?? undefined,
        source,
      }),
    onSuccess: (ticket) => {
      void client.invalidateQueries({ queryKey: ["tickets", "list"] });
      if (about) void client.invalidateQueries({ queryKey: ["contacts", "tickets", about.id] });
      onSaved(ticket);
    },
  });
  const errors = fieldProblems(save.error);
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    const subject = values.subject.trim();
    // A time that is half typed reads as none.
    const halfTyped = Boolean(due.current && !due.current.validity.valid);
    setMissing(subject ? "" : t.tickets.subjectMissing);
    setIncomplete(halfTyped);
    if (subject && !halfTyped) save.mutate();
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
      }}
      noValidate
      className="flex flex-col gap-4"
    >
      <TextField
        label={t.tickets.subject}
        required
        autoFocus
        maxLength={300}
        value={values.subject}
        error={missing || errors.subject}
        onChange={(event) => set({ subject: event.target.value })}
      />
      <TextArea
        label={t.tickets.description}
        hint={t.tickets.markdownHint}
        rows={5}
        maxLength={20_000}
        value={values.description}
        error={errors.description}
        onChange={(event) => set({ description: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {about ? (
          <Picked
            label={t.tickets.contact}
            clear={t.tickets.clearContact}
            onClear={() => setAbout(null)}
          >
            {about.name}
          </Picked>
        ) : (
          <ContactPicker
            label={t.tickets.contact}
            onPick={(picked) => {
              setAbout(picked);
              setCustomer(picked.customer);
            }}
          />
        )}
        {customer ? (
          <Picked
            label={t.tickets.customer}
            clear={t.tickets.clearCustomer}
            onClear={() => setCustomer(null)}
          >
            {customer.name}
          </Picked>
        ) : (
          <CustomerPicker label={t.tickets.customer} onPick={setCustomer} />
        )}
        <SelectField
          label={t.tickets.priority}
          value={priority}
          options={priorityOptions}
          error={errors.priority}
          onChange={(event) => setPriority(event.target.value as TicketPriority)}
        />
        <SelectField
          label={t.tickets.assignee}
          value={values.assigneeId}
          options={assigneeOptions(users)}
          error={errors.assigneeId}
          onChange={(event) => set({ assigneeId: event.target.value })}
        />
        <TextField
          label={t.tickets.due}
          type="datetime-local"
          value={values.due}
          ref={due}
          error={incomplete ? t.ui.incomplete : errors.dueAt}
          onChange={(event) => set({ due: event.target.value })}
        />
      </div>
      {save.isError && (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onCancel}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {save.isPending ? t.ui.saving : t.tickets.save}
        </Button>
      </div>
    </form>
  );
}
