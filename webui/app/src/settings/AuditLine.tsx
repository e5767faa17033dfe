import { useQuery } from "@tanstack/react-query";
import { allFieldsQuery } from "../api/fields";
import type { AuditEntry } from "../api/settings";
import { t } from "../language";
import { fullMoment, moment } from "../ui/format";

const done = ({ action, noun, recordName }: AuditEntry): string =>
  t.audit.done(t.audit.nouns[noun] ?? noun, recordName, t.audit.actions[action] ?? action);

/** Who did what to which record, and each field's old and new text. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const custom = entry.changes.some(({ field }) => field.startsWith("custom."));
  const { data: fields } = useQuery({ ...allFieldsQuery, enabled: custom });
  const nameOf = (field: string) =>
    fields?.find(({ key }) => field === `custom.${key}`)?.name ?? field;
  return (
    <article className="px-5 py-3 text-sm max-sm:px-4">
      <p className="text-xs text-muted">
        <span className="font-medium text-ink">{entry.userName || t.settings.operator}</span>
        {` · ${done(entry)} · `}
        <time dateTime={entry.at} title={fullMoment(entry.at)}>
          {moment(entry.at)}
        </time>
      </p>
      {entry.changes.map((change) => (
        <p key={change.field} className="break-words">
          <span className="text-muted">
            {t.audit.fields[change.field] ?? nameOf(change.field)}:{" "}
          </span>
          {change.old && <del className="text-muted">{change.old}</del>}
          {change.old && " → "}
          {change.new || t.settings.nothing}
        </p>
      ))}
    </article>
  );
}
