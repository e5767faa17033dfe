import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { CopyCheck, Plus, SearchX, Users } from "lucide-react";
import { useState } from "react";
import { contactStatusesQuery, contactsQuery } from "../api/contacts";
import { rowsOf } from "../api/page";
import type { Contact, ContactKind } from "../api/types";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";
import { type Columns, columnsOf, DataTable } from "../ui/DataTable";
import { FilterSelect } from "../ui/fields";
import { day, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PhoneLink } from "../ui/PhoneLink";
import { SearchField } from "../ui/SearchField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { CustomFilters } from "./CustomFilters";
import { hasCustom } from "./customSearch";
import { ExportMenu } from "./ExportMenu";
import { ImportLink } from "./ImportLink";
import { kindOptions } from "./kinds";
import { NewContactDialog } from "./NewContactDialog";

const route = getRouteApi("/app/contacts");
const column = columnsOf<Contact>();

const columns: Columns<Contact> = column.columns([
  column.accessor("name", {
    header: t.contacts.name,
    cell: ({ row }) => <NameCell contact={row.original} />,
  }),
  column.accessor((contact) => contact.customer?.name ?? "", {
    id: "company",
    header: t.contacts.company,
    cell: ({ row: { original } }) =>
      original.customer && (
        <Link
          to="/customers/$customerId"
          params={{ customerId: original.customer.id }}
          className="block truncate hover:underline"
        >
          {original.customer.name}
        </Link>
      ),
  }),
  column.accessor("phone", {
    header: t.contacts.phone,
    cell: ({ row }) => <NumberCell contact={row.original} />,
  }),
  column.accessor("email", {
    header: t.contacts.email,
    cell: ({ row: { original } }) =>
      original.email && (
        <a href={`mailto:${original.email}`} className="block truncate hover:underline">
          {original.email}
        </a>
      ),
  }),
  column.accessor("kind", {
    header: t.contacts.kind,
    cell: (cell) => t.contacts.kinds[cell.row.original.kind],
  }),
  column.accessor("status", {
    header: t.contacts.status,
    cell: ({ row: { original } }) => original.status && <Badge>{original.status}</Badge>,
  }),
  column.accessor("createdAt", {
    header: t.contacts.created,
    cell: ({ row }) => <span className="tabular text-muted">{day(row.original.createdAt)}</span>,
  }),
]);

// By the width of the list, which the caller's panel narrows.
const grid =
  "grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_11.5rem_6rem] @5xl:grid-cols-[minmax(10rem,1.3fr)_minmax(0,1.2fr)_11.5rem_minmax(0,1.3fr)_5.5rem_6rem] @7xl:grid-cols-[minmax(12rem,1.5fr)_minmax(0,1.3fr)_12rem_minmax(0,1.4fr)_6rem_7rem_6.5rem]";
const cells = {
  company: "@max-2xl:hidden",
  email: "@max-5xl:hidden",
  kind: "@max-5xl:hidden",
  status: "@max-2xl:hidden",
  createdAt: "@max-7xl:hidden",
};
const sortable = { name: "lastName", company: "company", createdAt: "createdAt" };

export function ContactsPage() {
  usePageTitle(t.contacts.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const sort = search.sort ?? "lastName";
  const wanted = { ...search, kind: search.kind && [search.kind], sort };
  const list = useInfiniteQuery(contactsQuery(wanted));
  const { data: statuses = [] } = useQuery(contactStatusesQuery);
  const { rows, total: count } = rowsOf(list.data);
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const filtered =
    Boolean(search.q || search.kind || search.status || search.archived) || hasCustom(search);

  return (
    <ListPage
      title={t.contacts.title}
      count={list.data && t.contacts.count(total(count), count.count)}
      actions={
        <>
          <Link
            to="/contacts/duplicates"
            aria-label={t.merge.duplicates}
            title={t.merge.duplicatesHint}
            className={cx(buttonClass("plain"), "max-sm:px-2.5")}
          >
            <CopyCheck aria-hidden className="size-4 shrink-0" />
            <span className="max-sm:hidden">{t.merge.duplicates}</span>
          </Link>
          <ImportLink />
          <ExportMenu filter={wanted} />
          <Button tone="primary" icon={Plus} onClick={() => setCreating(true)}>
            {t.contacts.newButton}
          </Button>
        </>
      }
      filters={
        <>
          <SearchField
            label={t.contacts.search}
            placeholder={t.contacts.searchPlaceholder}
            value={search.q ?? ""}
            onChange={(q) => filter({ q: q || undefined })}
          />
          <FilterSelect
            label={t.contacts.filterKind}
            value={search.kind ?? ""}
            options={[{ value: "", label: t.contacts.anyKind }, ...kindOptions]}
            onChange={(event) => filter({ kind: (event.target.value as ContactKind) || undefined })}
          />
          <FilterSelect
            label={t.contacts.filterStatus}
            value={search.status ?? ""}
            options={statusOptions(statuses, search.status)}
            onChange={(event) => filter({ status: event.target.value || undefined })}
          />
          <FilterSelect
            label={t.contacts.filterArchived}
            value={search.archived ? "archived" : ""}
            options={[
              { value: "", label: t.contacts.active },
              { value: "archived", label: t.contacts.archived },
            ]}
            onChange={(event) => filter({ archived: event.target.value ? true : undefined })}
          />
          <CustomFilters search={search} onFilter={filter} />
          {filtered && (
            <Button
              tone="quiet"
              onClick={() => void navigate({ search: { sort: search.sort }, replace: true })}
            >
              {t.ui.clearFilters}
            </Button>
          )}
        </>
      }
    >
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton rows={10} />
      ) : rows.length === 0 ? (
        <Empty
          icon={filtered ? SearchX : Users}
          title={filtered ? t.contacts.noneFound : t.contacts.noneYet}
        >
          {filtered ? t.contacts.noneFoundHint : t.contacts.noneYetHint}
        </Empty>
      ) : (
        <DataTable
          label={t.contacts.title}
          columns={columns}
          rows={rows}
          rowId={(contact) => contact.id}
          grid={grid}
          cellClass={cells}
          sortable={sortable}
          sort={sort}
          onSort={(next) => filter({ sort: next === "lastName" ? undefined : next })}
          onRow={(contact) =>
            void navigate({ to: "/contacts/$contactId", params: { contactId: contact.id } })
          }
          total={count.count}
          more={{
            has: list.hasNextPage,
            loading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
      <NewContactDialog open={creating} onClose={() => setCreating(false)} />
    </ListPage>
  );
}

function statusOptions(statuses: string[], chosen: string | undefined) {
  const all = chosen && !statuses.includes(chosen) ? [...statuses, chosen] : statuses;
  return [
    { value: "", label: t.contacts.anyStatus },
    ...all.map((status) => ({ value: status, label: status })),
  ];
}

function NameCell({ contact }: { contact: Contact }) {
  const second = [contact.jobTitle, contact.customer?.name].filter(Boolean).join(" · ");
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={contact.name} />
      <div className="min-w-0">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: contact.id }}
          className="block truncate font-medium hover:underline"
        >
          {contact.name}
        </Link>
        {contact.jobTitle && (
          <span className="block truncate text-xs text-muted @max-2xl:hidden">
            {contact.jobTitle}
          </span>
        )}
        {second && <span className="block truncate text-xs text-muted @2xl:hidden">{second}</span>}
      </div>
    </div>
  );
}

function NumberCell({ contact }: { contact: Contact }) {
  const [phone] = contact.phones;
  if (!phone) return null;
  const more = contact.phones.length - 1;
  return (
    <span className="flex items-center gap-2">
      <PhoneLink
        number={phone.raw}
        e164={phone.e164}
        extension={phone.extension}
        contactId={contact.id}
        name={contact.name}
      />
      {more > 0 && (
        <span className="text-xs text-muted @max-2xl:hidden" title={t.contacts.morePhones(more)}>
          +{more}
        </span>
      )}
    </span>
  );
}
