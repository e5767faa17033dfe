import { Pencil } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import type { Ticket } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { TextArea } from "../ui/fields";
import { Markdown } from "../ui/Markdown";
import { problemText } from "../ui/problem";
import type { TicketSave } from "./useTicketSave";

type DescriptionProps = { ticket: Ticket; save: TicketSave };

/** What the ticket is about; long, so Enter makes a line and Ctrl+Enter saves. */
export function Description({ ticket, save }: DescriptionProps) {
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) opener.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return (
    <section
      aria-label={t.tickets.description}
      className="flex flex-col gap-2 rounded-2xl border bg-surface p-5 max-sm:p-4"
    >
      {editing ? (
        <Editor ticket={ticket} save={save} onDone={() => setEditing(false)} />
      ) : (
        <>
          <div className="flex items-center gap-2">
            <h2 className="flex-1 text-sm font-semibold">{t.tickets.description}</h2>
            <Button
              ref={opener}
              size="small"
              tone="quiet"
              icon={Pencil}
              onClick={() => setEditing(true)}
            >
              {t.ui.edit(t.tickets.description)}
            </Button>
          </div>
          {ticket.description ? (
            <Markdown>{ticket.description}</Markdown>
          ) : (
            <p className="text-sm text-muted">{t.tickets.noDescription}</p>
          )}
        </>
      )}
    </section>
  );
}

function Editor({ ticket, save, onDone }: DescriptionProps & { onDone: () => void }) {
  const [draft, setDraft] = useState(ticket.description);
  const [base] = useState(ticket.version);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const stale = problem instanceof ApiProblem && problem.code === "stale";
  const write = (version: number | undefined) => {
    setBusy(true);
    save({ description: draft }, version)
      .then(onDone, setProblem)
      .finally(() => setBusy(false));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!busy) write(stale ? undefined : base);
    }
  };
  return (
    <>
      <TextArea
        label={t.tickets.description}
        hint={t.tickets.markdownHint}
        rows={8}
        autoFocus
        maxLength={20_000}
        value={draft}
        readOnly={busy}
        error={
          problem !== null &&
          (stale ? t.ui.conflict(ticket.description || t.ui.emptyValue) : problemText(problem))
        }
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={keys}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{stale ? t.ui.keepTheirs : t.ui.cancel}</Button>
        <Button tone="primary" disabled={busy} onClick={() => write(stale ? undefined : base)}>
          {busy ? t.ui.saving : stale ? t.ui.keepMine : t.ui.save}
        </Button>
      </div>
    </>
  );
}
