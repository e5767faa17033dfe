import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { PhoneOff, Plus, StickyNote, Ticket as TicketIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { NoteEntry } from "../activities/NoteEntry";
import {
  addNote,
  contactCallsQuery,
  contactNotesQuery,
  contactTicketsQuery,
} from "../api/contacts";
import type { Contact } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { CallEntry } from "../ui/CallEntry";
import { MentionField } from "../ui/MentionField";
import { NewTicketDialog } from "../ui/NewTicketDialog";
import { PagedList } from "../ui/PagedList";
import { problemText } from "../ui/problem";
import { Empty } from "../ui/states";
import { TicketLine } from "../ui/TicketLine";
import { say } from "../ui/toasts";

export function ContactCalls({ id }: { id: string }) {
  const list = useInfiniteQuery(contactCallsQuery(id));
  return (
    <PagedList
      label={t.contacts.tabs.calls}
      list={list}
      rowId={(call) => call.id}
      empty={
        <Empty icon={PhoneOff} title={t.contacts.noCalls}>
          {t.contacts.noCallsHint}
        </Empty>
      }
    >
      {(call) => <CallEntry call={call} />}
    </PagedList>
  );
}

export function ContactNotes({ id }: { id: string }) {
  const list = useInfiniteQuery(contactNotesQuery(id));
  return (
    <>
      <NoteForm contactId={id} />
      <PagedList
        label={t.contacts.tabs.notes}
        list={list}
        rowId={(note) => note.id}
        empty={<Empty icon={StickyNote} title={t.contacts.noNotes} />}
      >
        {(note) => <NoteEntry note={note} />}
      </PagedList>
    </>
  );
}

function NoteForm({ contactId }: { contactId: string }) {
  const client = useQueryClient();
  const [body, setBody] = useState("");
  const add = useMutation({
    mutationFn: () => addNote(contactId, body.trim()),
    onSuccess: () => {
      setBody("");
      void client.invalidateQueries({ queryKey: contactNotesQuery(contactId).queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body.trim()) add.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-b px-5 py-4 max-sm:px-4">
      <MentionField
        label={t.contacts.addNote}
        hint={t.contacts.notesHint}
        value={body}
        maxLength={20_000}
        error={add.isError ? problemText(add.error) : undefined}
        onChange={setBody}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <div className="flex justify-end">
        <Button type="submit" tone="primary" disabled={!body.trim() || add.isPending}>
          {add.isPending ? t.ui.saving : t.contacts.saveNote}
        </Button>
      </div>
    </form>
  );
}

export function ContactTickets({ contact }: { contact: Contact }) {
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const list = useInfiniteQuery(contactTicketsQuery(contact.id));
  return (
    <>
      <div className="flex justify-end border-b px-5 py-3 max-sm:px-4">
        <Button icon={Plus} onClick={() => setCreating(true)}>
          {t.tickets.newButton}
        </Button>
      </div>
      <PagedList
        label={t.contacts.tabs.tickets}
        list={list}
        rowId={(ticket) => ticket.id}
        empty={<Empty icon={TicketIcon} title={t.contacts.noTickets} />}
      >
        {(ticket) => (
          <div className="px-5 py-3 max-sm:px-4">
            <TicketLine ticket={ticket} />
          </div>
        )}
      </PagedList>
      <NewTicketDialog
        open={creating}
        onClose={() => setCreating(false)}
        contact={contact}
        onSaved={({ id: ticketId, number }) => {
          setCreating(false);
          say(t.tickets.saved(number), {
            label: t.tickets.show,
            run: () => void navigate({ to: "/tickets/$ticketId", params: { ticketId } }),
          });
        }}
      />
    </>
  );
}
