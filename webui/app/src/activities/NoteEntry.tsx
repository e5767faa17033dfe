import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteNote, updateNote } from "../api/activities";
import { meQuery } from "../api/session";
import type { Note } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { fullMoment, moment } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { MentionField } from "../ui/MentionField";
import { problemText } from "../ui/problem";
import { say, warn } from "../ui/toasts";

/** A note, which anyone pins and its author edits and deletes. */
export function NoteEntry({ note }: { note: Note }) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [draft, setDraft] = useState<string>();
  const [asking, setAsking] = useState(false);
  const settled = {
    onSuccess: async () => {
      setDraft(undefined);
      await client.invalidateQueries({ queryKey: ["contacts", "notes", note.contactId] });
      await client.invalidateQueries({ queryKey: ["contacts", "timeline", note.contactId] });
    },
    onError: (error: unknown) => warn(problemText(error)),
  };
  const update = useMutation({
    mutationFn: (body: { body?: string; pinned?: boolean }) => updateNote(note, body),
    ...settled,
  });
  const remove = useMutation({
    mutationFn: () => deleteNote(note.id),
    ...settled,
    onSuccess: async () => {
      await settled.onSuccess();
      say(t.activities.removed);
    },
  });
  const own = me?.id === note.authorId;
  return (
    <article className="flex flex-col gap-1 px-5 py-3 max-sm:px-4">
      <p className="text-xs text-muted">
        <span className="font-medium text-ink">{note.authorName || t.contacts.system}</span>
        {" · "}
        <time dateTime={note.createdAt} title={fullMoment(note.createdAt)}>
          {moment(note.createdAt)}
        </time>
        {note.pinned && ` · ${t.activities.pinned}`}
      </p>
      {draft === undefined ? (
        <Markdown>{note.body}</Markdown>
      ) : (
        <MentionField
          label={t.activities.editing}
          value={draft}
          maxLength={20_000}
          onChange={setDraft}
        />
      )}
      <div className="flex flex-wrap items-center gap-1">
        {draft !== undefined ? (
          <>
            <Button
              size="small"
              tone="primary"
              disabled={!draft.trim() || update.isPending}
              onClick={() => update.mutate({ body: draft })}
            >
              {t.activities.save}
            </Button>
            <Button size="small" tone="quiet" onClick={() => setDraft(undefined)}>
              {t.activities.cancel}
            </Button>
          </>
        ) : asking ? (
          <>
            <span className="text-sm">{t.activities.sure}</span>
            <Button size="small" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t.activities.removeNow}
            </Button>
            <Button size="small" tone="quiet" onClick={() => setAsking(false)}>
              {t.activities.cancel}
            </Button>
          </>
        ) : (
          <>
            <Button
              size="small"
              tone="quiet"
              disabled={update.isPending}
              onClick={() => update.mutate({ pinned: !note.pinned })}
            >
              {note.pinned ? t.activities.unpin : t.activities.pin}
            </Button>
            {own && (
              <>
                <Button size="small" tone="quiet" onClick={() => setDraft(note.body)}>
                  {t.activities.edit}
                </Button>
                <Button size="small" tone="quiet" onClick={() => setAsking(true)}>
                  {t.activities.remove}
                </Button>
              </>
            )}
          </>
        )}
      </div>
    </article>
  );
}
