import { useQuery } from "@tanstack/react-query";
import { Merge as MergeIcon } from "lucide-react";
import { contactMergesQuery } from "../api/merges";
import type { Contact, Merge } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { fullMoment, moment } from "../ui/format";
import { useUndoMerge } from "./useMerging";

/** The merges of a contact, each with its way back; nothing where there were none. */
export function Merges({ contact }: { contact: Contact }) {
  const { data: merges = [] } = useQuery(contactMergesQuery(contact.id));
  if (merges.length === 0) return null;
  return (
    <section aria-label={t.merge.section} className="flex flex-col gap-1 border-t pt-3">
      <h2 className="flex items-center gap-2 text-sm font-medium">
        <MergeIcon aria-hidden className="size-4 text-muted" />
        {t.merge.section}
      </h2>
      <ul className="flex flex-col divide-y divide-line">
        {merges.map((merge) => (
          <Entry key={merge.id} merge={merge} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ merge }: { merge: Merge }) {
  const undo = useUndoMerge();
  const moved = Object.entries(merge.moved)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => t.merge.moved(key, count));
  const kept = undo.data?.kept ?? [];
  return (
    <li className="flex flex-wrap items-start gap-2 py-2 text-sm">
      <div className="min-w-0 flex-1">
        <p className="break-words">{t.merge.into(merge.duplicateName, merge.survivorName)}</p>
        <p className="text-xs text-muted">
          <time dateTime={merge.createdAt} title={fullMoment(merge.createdAt)}>
            {moment(merge.createdAt)}
          </time>
          {[merge.userName, ...moved]
            .filter(Boolean)
            .map((words) => ` · ${words}`)
            .join("")}
        </p>
        {merge.undoneAt && (
          <p className="text-xs font-medium text-muted">{t.merge.undone(moment(merge.undoneAt))}</p>
        )}
        {kept.length > 0 && (
          <div role="status" className="mt-1 text-xs text-warn">
            <p className="font-medium">{t.merge.notUndone}</p>
            <ul className="list-disc pl-4">
              {kept.map((words) => (
                <li key={words}>{t.service(words) ?? words}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {!merge.undoneAt && (
        <Button
          size="small"
          aria-label={t.merge.undoOf(merge.duplicateName)}
          disabled={undo.isPending}
          onClick={() => undo.mutate(merge.id)}
        >
          {undo.isPending ? t.merge.undoing : t.ui.undo}
        </Button>
      )}
    </li>
  );
}
