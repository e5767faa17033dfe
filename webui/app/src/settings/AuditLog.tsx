import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ListFilter, SearchX, X } from "lucide-react";
import { auditQuery } from "../api/history";
import { usersQuery } from "../api/users";
import { locale, t } from "../language";
import { Button } from "../ui/Button";
import { DateFilter } from "../ui/DateFilter";
import { dayEnd, dayStart } from "../ui/days";
import { FilterSelect, type Option } from "../ui/fields";
import { HistoryLine } from "../ui/History";
import { PagedList } from "../ui/PagedList";
import { Empty } from "../ui/states";

const route = getRouteApi("/app/settings/$section");
type Search = ReturnType<typeof route.useSearch>;

/** Who changed what in the whole organisation. What is looked at is in the address. */
export function AuditLog() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { noun, action, user, record, from, to } = search;
  const list = useInfiniteQuery(
    auditQuery({
      noun,
      action,
      userId: user,
      recordId: record,
      from: from && dayStart(from),
      to: to && dayEnd(to),
    }),
  );
  const change = (part: Partial<Search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const filtered = Object.values(search).some(Boolean);
  return (
    <>
      <search className="flex flex-wrap items-end gap-2 border-b p-4">
        <Filters search={search} onFilter={change} />
        {record && (
          <Button icon={X} onClick={() => change({ record: undefined })}>
            {t.audit.oneRecord}
          </Button>
        )}
        {filtered && (
          <Button tone="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
            {t.ui.clearFilters}
          </Button>
        )}
      </search>
      <PagedList
        label={t.settings.names.audit}
        list={list}
        rowId={(entry) => entry.id}
        empty={
          <Empty icon={SearchX} title={filtered ? t.audit.noneFound : t.audit.empty}>
            {filtered && t.audit.noneFoundHint}
          </Empty>
        }
      >
        {(entry) => (
          <HistoryLine entry={entry} record>
            {entry.recordId && entry.recordId !== record && (
              <Button
                size="small"
                tone="quiet"
                icon={ListFilter}
                className="mt-1 -ml-2.5"
                aria-label={t.audit.onlyRecordOf(entry.recordName)}
                onClick={() =>
                  change({
                    record: entry.recordId ?? undefined,
                    noun: entry.noun,
                    action: undefined,
                  })
                }
              >
                {t.audit.onlyRecord}
              </Button>
            )}
          </HistoryLine>
        )}
      </PagedList>
    </>
  );
}

type FiltersProps = { search: Search; onFilter: (part: Partial<Search>) => void };

const optionsOf = (words: Readonly<Record<string, string | undefined>>, any: string): Option[] => [
  { value: "", label: any },
  ...Object.entries(words)
    // Old entries of the log say some actions in another way.
    .filter(([value]) => !value.includes(" "))
    .map(([value, label = value]) => ({ value, label: sentence(label) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale)),
];

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replace(/:$/, "");

function Filters({ search, onFilter }: FiltersProps) {
  const { data: users = [] } = useQuery(usersQuery);
  return (
    <>
      <FilterSelect
        className="max-sm:max-w-none max-sm:basis-full"
        label={t.audit.noun}
        value={search.noun ?? ""}
        options={optionsOf(t.audit.nouns, t.audit.anyNoun)}
        onChange={({ target: { value } }) => onFilter({ noun: value || undefined })}
      />
      <FilterSelect
        className="max-sm:max-w-none max-sm:basis-full"
        label={t.audit.action}
        value={search.action ?? ""}
        options={optionsOf(t.audit.actions, t.audit.anyAction)}
        onChange={({ target: { value } }) => onFilter({ action: value || undefined })}
      />
      <FilterSelect
        className="max-sm:max-w-none max-sm:basis-full"
        label={t.audit.user}
        value={search.user ?? ""}
        options={[
          { value: "", label: t.audit.anyUser },
          ...users.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={({ target: { value } }) => onFilter({ user: value || undefined })}
      />
      <DateFilter
        label={t.audit.from}
        value={search.from}
        onChange={(from) => onFilter({ from })}
      />
      <DateFilter label={t.audit.to} value={search.to} onChange={(to) => onFilter({ to })} />
    </>
  );
}
