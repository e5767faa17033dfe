import {
  type InfiniteData,
  type UseInfiniteQueryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { ChevronDown, History as HistoryIcon } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { allFieldsQuery } from "../api/fields";
import type { AuditEntry } from "../api/history";
import type { Page } from "../api/page";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { fullMoment, moment } from "./format";
import { valueText } from "./historyValues";
import { PagedList } from "./PagedList";
import { Empty } from "./states";

type HistoryQuery = UseInfiniteQueryOptions<
  Page<AuditEntry>,
  Error,
  InfiniteData<Page<AuditEntry>>,
  // biome-ignore lint/suspicious/noExplicitAny: each history has a key of its own
  any,
  string
>;

/** Who changed a record, newest first. */
export function History({ query }: { query: HistoryQuery }) {
  const list = useInfiniteQuery(query);
  return (
    <PagedList
      label={t.audit.title}
      list={list}
      rowId={(entry) => entry.id}
      empty={<Empty icon={HistoryIcon} title={t.audit.empty} />}
    >
      {(entry) => <HistoryLine entry={entry} />}
    </PagedList>
  );
}

/** The history as a part of a page that is opened when somebody wants to know. */
export function HistoryCard({ query }: { query: HistoryQuery }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section aria-label={t.audit.title} className="rounded-2xl border bg-surface">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex w-full items-center gap-2 rounded-2xl px-5 py-3.5 text-left font-semibold hover:bg-sunken max-sm:px-4"
        >
          <HistoryIcon aria-hidden className="size-4 text-muted" />
          <span className="flex-1">{t.audit.title}</span>
          <ChevronDown
            aria-hidden
            className={open ? "size-4 rotate-180 text-muted" : "size-4 text-muted"}
          />
        </button>
      </h2>
      <div id={id} hidden={!open} className="border-t">
        {open && <History query={query} />}
      </div>
    </section>
  );
}

/** What stands in the history of the contact that it belongs to. */
const belonging = ["note", "activity"];

type HistoryLineProps = {
  entry: AuditEntry;
  /** Where the line stands among those of all records: it names and links its own. */
  record?: boolean;
  children?: ReactNode;
};

/** Who did what to which record, and each field's old and new text. */
export function HistoryLine({ entry, record, children }: HistoryLineProps) {
  const { data: users = [] } = useQuery(usersQuery);
  const custom = entry.changes.some(({ field }) => field.startsWith("custom."));
  const { data: fields = [] } = useQuery({ ...allFieldsQuery, enabled: custom });
  const nameOf = (field: string) =>
    t.audit.fields[field] ?? fields.find(({ key }) => field === `custom.${key}`)?.name ?? field;
  const action = t.audit.actions[entry.action] ?? entry.action;
  const noun = t.audit.nouns[entry.noun] ?? entry.noun;
  return (
    <article className="px-5 py-3 text-sm max-sm:px-4">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{entry.userName || t.audit.operator}</span>
        {(record || belonging.includes(entry.noun)) && (
          <span className="min-w-0 break-words">
            <span className="text-muted">{noun} </span>
            {record && <RecordLink entry={entry} />}
          </span>
        )}
        <span>{action}</span>
        <time
          dateTime={entry.at}
          title={fullMoment(entry.at)}
          className="tabular ml-auto text-xs text-muted"
        >
          {moment(entry.at)}
        </time>
      </p>
      {entry.changes.length > 0 && (
        <dl className="mt-1 flex flex-col gap-0.5">
          {entry.changes.map(({ field, old, new: next }) => (
            <div
              key={field}
              className="grid grid-cols-[8rem_minmax(0,1fr)] gap-2 max-sm:grid-cols-[6rem_minmax(0,1fr)]"
            >
              <dt className="text-muted">{nameOf(field)}</dt>
              <dd className="break-words">
                {old && (
                  <>
                    <del className="text-muted">{valueText(field, old, users)}</del>
                    <span className="text-muted"> → </span>
                  </>
                )}
                {next ? (
                  <ins className="no-underline">{valueText(field, next, users)}</ins>
                ) : (
                  <span className="text-muted">{t.audit.nothing}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {details(entry).map((text) => (
        <p key={text} className="text-muted">
          {text}
        </p>
      ))}
      {children}
    </article>
  );
}

function details({ detail }: AuditEntry): string[] {
  const { length, rows, password, duplicateName, file } = detail;
  return [
    length !== undefined && t.audit.length(Number(length)),
    rows !== undefined && t.audit.rows(Number(rows)),
    password !== undefined && t.audit.passwordChanged,
    duplicateName !== undefined && t.audit.with(duplicateName),
    file !== undefined && t.audit.fromFile(file),
  ].filter((text) => text !== false);
}

const places: Record<string, (id: string) => LinkProps> = {
  contact: (contactId) => ({ to: "/contacts/$contactId", params: { contactId } }),
  customer: (customerId) => ({ to: "/customers/$customerId", params: { customerId } }),
  ticket: (ticketId) => ({ to: "/tickets/$ticketId", params: { ticketId } }),
  deal: (dealId) => ({ to: "/deals/$dealId", params: { dealId } }),
};

function placeOf({ noun, recordId, contactId, action }: AuditEntry): LinkProps | undefined {
  if (contactId) return places.contact?.(contactId);
  if (!recordId || action === "delete") return undefined;
  return places[noun]?.(recordId);
}

function RecordLink({ entry }: { entry: AuditEntry }) {
  const place = placeOf(entry);
  if (!place) return <span>{entry.recordName}</span>;
  return (
    <Link {...place} className="text-accent-ink hover:underline">
      {entry.recordName || t.audit.show}
    </Link>
  );
}
