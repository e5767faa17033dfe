import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Lock, MessageSquare, Reply } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { addTicketMessage, ticketMessagesQuery, ticketQuery } from "../api/tickets";
import type { Ticket, TicketMessage } from "../api/types";
import { t } from "../language";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { fullMoment, moment } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { MentionField } from "../ui/MentionField";
import { PagedList } from "../ui/PagedList";
import { problemText } from "../ui/problem";
import { Empty } from "../ui/states";

/** What was said, oldest first, and the field for what is to be said. */
export function Conversation({ ticket }: { ticket: Ticket }) {
  const list = useInfiniteQuery(ticketMessagesQuery(ticket.id));
  return (
    <section
      aria-label={t.tickets.conversation}
      className="overflow-hidden rounded-2xl border bg-surface"
    >
      <h2 className="border-b px-5 py-3 text-sm font-semibold max-sm:px-4">
        {t.tickets.conversation}
      </h2>
      <PagedList
        label={t.tickets.conversation}
        list={list}
        rowId={(message) => message.id}
        empty={<Empty icon={MessageSquare} title={t.tickets.noMessages} />}
      >
        {(message) => <Entry message={message} />}
      </PagedList>
      <Composer ticket={ticket} />
    </section>
  );
}

/** What Ringbook wrote into the conversation, in the reader's words. */
function eventText(body: string): string {
  const [, from, to] = /^Status changed from (\w+) to (\w+)\.$/.exec(body) ?? [];
  const words: Readonly<Record<string, string | undefined>> = t.tickets.statuses;
  return from && to ? t.tickets.statusChanged(words[from] ?? from, words[to] ?? to) : body;
}

function Entry({ message }: { message: TicketMessage }) {
  const when = (
    <time dateTime={message.createdAt} title={fullMoment(message.createdAt)}>
      {moment(message.createdAt)}
    </time>
  );
  const author = message.authorName || t.tickets.system;
  if (message.kind === "event") {
    return (
      <p className="px-5 py-2 text-xs text-muted max-sm:px-4">
        {eventText(message.body)} {author} · {when}
      </p>
    );
  }
  const internal = message.kind === "internal";
  return (
    <article
      className={cx(
        "flex flex-col gap-1.5 border-l-4 px-5 py-3 max-sm:px-4",
        internal ? "border-l-warn bg-warn-soft/50" : "border-l-accent",
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
        <Badge tone={internal ? "warn" : "accent"} icon={internal ? Lock : Reply}>
          {internal ? t.tickets.internal : t.tickets.reply}
        </Badge>
        <span className="font-medium text-ink">{author}</span>
        {when}
      </p>
      <Markdown>{message.body}</Markdown>
    </article>
  );
}

type Kind = "reply" | "internal";

function Composer({ ticket }: { ticket: Ticket }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>("reply");
  const [body, setBody] = useState("");
  const add = useMutation({
    mutationFn: () => addTicketMessage(ticket.id, { kind, body: body.trim() }),
    onSuccess: () => {
      setBody("");
      // A reply may have opened the ticket.
      void client.invalidateQueries({ queryKey: ticketQuery(ticket.id).queryKey });
      void client.invalidateQueries({ queryKey: ["tickets", "list"] });
      if (ticket.contactId) {
        void client.invalidateQueries({ queryKey: ["contacts", "tickets", ticket.contactId] });
      }
    },
  });
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (body.trim() && !add.isPending) add.mutate();
  };
  const internal = kind === "internal";
  return (
    <form
      onSubmit={submit}
      className={cx(
        "flex flex-col gap-3 border-t px-5 py-4 max-sm:px-4",
        internal && "bg-warn-soft/50",
      )}
    >
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t.tickets.write}</legend>
        {(["reply", "internal"] as const).map((value) => (
          <label
            key={value}
            className={cx(
              "inline-flex h-8 cursor-pointer items-center gap-2 rounded-lg border px-3 text-sm font-medium has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              kind === value ? "border-accent bg-accent-soft text-accent-ink" : "bg-surface",
            )}
          >
            <input
              type="radio"
              name="kind"
              value={value}
              checked={kind === value}
              onChange={() => setKind(value)}
              className="accent-accent outline-none"
            />
            {value === "reply" ? t.tickets.reply : t.tickets.internal}
          </label>
        ))}
      </fieldset>
      <MentionField
        label={internal ? t.tickets.internal : t.tickets.reply}
        hint={`${internal ? t.tickets.internalMeans : t.tickets.replyMeans} ${t.tickets.messageHint}`}
        rows={4}
        maxLength={20_000}
        value={body}
        error={add.isError && problemText(add.error)}
        offer={internal}
        onChange={setBody}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <div className="flex justify-end">
        <Button type="submit" tone="primary" disabled={!body.trim() || add.isPending}>
          {add.isPending ? t.ui.saving : internal ? t.tickets.sendInternal : t.tickets.sendReply}
        </Button>
      </div>
    </form>
  );
}
