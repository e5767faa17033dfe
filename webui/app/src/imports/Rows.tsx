import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { importRowsQuery, type RowFilter } from "../api/imports";
import type { Import, ImportRow } from "../api/types";
import { t } from "../language";
import { PagedList } from "../ui/PagedList";
import { Empty } from "../ui/states";
import { Tabs } from "../ui/Tabs";

const fates = ["create", "update", "skip", "refuse"] as const;

/** What each row does, or did, and why. */
export function Rows({ one }: { one: Import }) {
  const tabs = fates.map((fate) => ({
    id: fate,
    label: t.imports.tab(t.imports.fates[fate] ?? fate, one.counts[fate]),
    content: <Fate one={one} filter={{ fate }} />,
  }));
  const kept = {
    id: "kept",
    label: t.imports.tab(t.imports.fates.kept ?? "", one.counts.kept),
    content: <Fate one={one} filter={{ kept: true }} />,
  };
  return (
    <section aria-label={t.imports.rows} className="border-t">
      <Tabs label={t.imports.rows} tabs={one.counts.kept > 0 ? [kept, ...tabs] : tabs} />
    </section>
  );
}

function Fate({ one, filter }: { one: Import; filter: RowFilter }) {
  const list = useInfiniteQuery(importRowsQuery(one.id, one.updatedAt, filter));
  return (
    <PagedList
      label={t.imports.rows}
      list={list}
      rowId={({ line }) => String(line)}
      empty={<Empty icon={ListChecks} title={t.imports.noRows} />}
    >
      {(row) => <Row row={row} />}
    </PagedList>
  );
}

function Row({ row }: { row: ImportRow }) {
  const reason = t.imports.reasons[row.reason] ?? "";
  return (
    <div className="flex gap-4 px-5 py-2.5 text-sm max-sm:flex-col max-sm:gap-1 max-sm:px-4">
      <p className="tabular w-20 shrink-0 text-muted">{t.imports.line(row.line)}</p>
      <div className="min-w-0 flex-1">
        {row.contactId ? (
          <Link
            to="/contacts/$contactId"
            params={{ contactId: row.contactId }}
            className="font-medium break-words hover:underline"
          >
            {row.name}
          </Link>
        ) : (
          <p className="font-medium break-words">{row.name}</p>
        )}
        {(reason || row.detail) && (
          <p className="break-words text-muted">
            {reason} {row.detail}
          </p>
        )}
        {row.changes.length > 0 && (
          <dl className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
            {row.changes.map((change) => (
              <div key={change.field} className="flex min-w-0 gap-1.5">
                <dt className="shrink-0 text-muted">
                  {t.imports.changes[change.field] ?? change.field}
                </dt>
                <dd className="min-w-0 break-words">
                  {change.old && (
                    <>
                      <del className="text-muted">{change.old}</del>{" "}
                      <span className="sr-only">{t.imports.becomes}</span>
                    </>
                  )}
                  {change.new}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}
