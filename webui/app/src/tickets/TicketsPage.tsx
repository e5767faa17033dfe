import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Plus, SearchX, Ticket as TicketIcon } from "lucide-react";
import { useMemo, useState } from "react";
import { rowsOf } from "../api/page";
import { meQuery } from "../api/session";
import { ticketsQuery } from "../api/tickets";
import type { Ticket, TicketPriority, TicketStatus } from "../api/types";
import { usersQuery } from "../api/users";
import type { View } from "../api/views";
import { t } from "../language";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { type Columns, columnsOf, DataTable } from "../ui/DataTable";
import { FilterSheet } from "../ui/FilterSheet";
import { FilterSelect } from "../ui/fields";
import { fullMoment, moment, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { NewTicketDialog } from "../ui/NewTicketDialog";
import { SearchField } from "../ui/SearchField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { TicketPriorityBadge, TicketStatusBadge } from "../ui/TicketLine";
import { priorityOptions, statusOptions } from "../ui/ticketOptions";
import { usePageTitle } from "../ui/title";
import { givenParams, useSavedView } from "../ui/useSavedView";
import { ViewsMenu } from "../ui/ViewsMenu";

const route = getRouteApi("/app/tickets");
const column = columnsOf<Ticket>();

const columnsWith = (names: Map<string, string>): Columns<Ticket> =>
  column.columns([
    column.accessor("number", {
      header: t.tickets.number,
      cell: ({ row }) => (
        <span className="tabular whitespace-nowrap text-muted">#{row.original.number}</span>
      ),
    }),
    column.accessor("subject", {
      header: t.tickets.subject,
      cell: ({ row }) => <SubjectCell ticket={row.original} />,
    }),
    column.accessor("status", {
      header: t.tickets.status,
      cell: ({ row }) => <TicketStatusBadge status={row.original.status} />,
    }),
    column.accessor("contactName", {
      header: t.tickets.contact,
      cell: ({ row: { original } }) =>
        original.contactId && (
          <Link
            to="/contacts/$contactId"
            params={{ contactId: original.contactId }}
            className="block truncate hover:underline"
          >
            {original.contactName}
          </Link>
        ),
    }),
    column.accessor("assigneeId", {
      header: t.tickets.assignee,
      cell: ({ row: { original } }) => (
        <span className="block truncate">
          {(original.assigneeId && names.get(original.assigneeId)) || "–"}
        </span>
      ),
    }),
    column.accessor("dueAt", {
      header: t.tickets.due,
      cell: ({ row: { original } }) =>
        original.dueAt && (
          <time
            dateTime={original.dueAt}
            title={fullMoment(original.dueAt)}
            className={cx("tabular block truncate", original.overdue && "font-medium text-bad")}
          >
            {moment(original.dueAt)}
            {original.overdue && <span className="sr-only"> {t.tickets.overdue}</span>}
          </time>
        ),
    }),
    column.accessor("updatedAt", {
      header: t.tickets.updated,
      cell: ({ row: { original } }) => (
        <time
          dateTime={original.updatedAt}
          title={fullMoment(original.updatedAt)}
          className="tabular whitespace-nowrap text-muted"
        >
          {moment(original.updatedAt)}
        </time>
      ),
    }),
  ]);

const grid =
  "grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[3.5rem_minmax(0,2fr)_5.5rem_minmax(0,1fr)] @5xl:grid-cols-[3.5rem_minmax(0,2fr)_5.5rem_minmax(0,1fr)_minmax(0,1fr)_9.5rem_9.5rem]";
const cells = {
  number: "@max-2xl:hidden",
  contactName: "@max-2xl:hidden",
  assigneeId: "@max-5xl:hidden",
  dueAt: "@max-5xl:hidden",
  updatedAt: "@max-5xl:hidden",
};
const sortable = { number: "number", updatedAt: "updatedAt" };

export function TicketsPage() {
  usePageTitle(t.tickets.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const { data: me } = useQuery(meQuery);
  const { data: users } = useQuery(usersQuery);
  const columns = useMemo(
    () => columnsWith(new Map(users?.map((user) => [user.id, user.name]))),
    [users],
  );
  const { view: _view, ...params } = search;
  const { mine, assignee, sort, ...rest } = params;
  // What is late is worked on from the latest.
  const order = sort ?? (search.overdue ? "dueAt" : "-updatedAt");
  const list = useInfiniteQuery(
    ticketsQuery({ ...rest, assigneeId: mine ? me?.id : assignee, sort: order }),
  );
  const { rows, total: count } = rowsOf(list.data);
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const filtered = Boolean(mine || assignee || Object.values(rest).some(Boolean));
  const open = (next: View | undefined, replace = false) =>
    void navigate({ search: next ? { ...next.params, view: next.id } : {}, replace });
  const view = useSavedView({
    noun: "tickets",
    id: search.view,
    params: givenParams(params),
    show: (saved) => open(saved, true),
  });
  const set = [search.status || search.open, search.priority, mine || assignee, search.overdue];
  const show = (ticket: Ticket) =>
    void navigate({ to: "/tickets/$ticketId", params: { ticketId: ticket.id } });

  return (
    <ListPage
      title={t.tickets.title}
      count={list.data && t.tickets.count(total(count), count.count)}
      actions={
        <Button tone="primary" icon={Plus} onClick={() => setCreating(true)}>
          {t.tickets.newButton}
        </Button>
      }
      filters={
        <>
          <SearchField
            label={t.tickets.search}
            placeholder={t.tickets.searchPlaceholder}
            value={search.q ?? ""}
            onChange={(q) => filter({ q: q || undefined })}
          />
          <ViewsMenu
            noun="tickets"
            all={t.tickets.everything}
            current={view}
            params={givenParams(params)}
            columns={[]}
            onOpen={(next) => open(next)}
          />
          <FilterSheet set={set.filter(Boolean).length}>
            <Filters search={search} onFilter={filter} />
          </FilterSheet>
          {filtered && (
            <Button
              tone="quiet"
              onClick={() =>
                void navigate({ search: { sort: search.sort, view: search.view }, replace: true })
              }
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
          icon={filtered ? SearchX : TicketIcon}
          title={filtered ? t.tickets.noneFound : t.tickets.noneYet}
        >
          {filtered ? t.tickets.noneFoundHint : t.tickets.noneYetHint}
        </Empty>
      ) : (
        <DataTable
          label={t.tickets.title}
          columns={columns}
          rows={rows}
          rowId={(ticket) => ticket.id}
          grid={grid}
          cellClass={cells}
          sortable={sortable}
          sort={order}
          onSort={(next) => filter({ sort: next === "-updatedAt" ? undefined : next })}
          onRow={show}
          total={count.count}
          more={{
            has: list.hasNextPage,
            loading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
      <NewTicketDialog open={creating} onClose={() => setCreating(false)} onSaved={show} />
    </ListPage>
  );
}

type Search = ReturnType<typeof route.useSearch>;
type FiltersProps = { search: Search; onFilter: (change: Partial<Search>) => void };

function Filters({ search, onFilter }: FiltersProps) {
  const { data: users = [] } = useQuery(usersQuery);
  return (
    <>
      <FilterSelect
        label={t.tickets.status}
        value={search.status ?? (search.open ? "unsolved" : "")}
        options={[
          { value: "", label: t.tickets.anyStatus },
          { value: "unsolved", label: t.tickets.unsolved },
          ...statusOptions,
        ]}
        onChange={({ target: { value } }) =>
          onFilter(
            value === "unsolved"
              ? { open: true, status: undefined }
              : { open: undefined, status: (value as TicketStatus) || undefined },
          )
        }
      />
      <FilterSelect
        label={t.tickets.priority}
        value={search.priority ?? ""}
        options={[{ value: "", label: t.tickets.anyPriority }, ...priorityOptions]}
        onChange={({ target: { value } }) =>
          onFilter({ priority: (value as TicketPriority) || undefined })
        }
      />
      <FilterSelect
        label={t.tickets.assignee}
        value={search.mine ? "mine" : (search.assignee ?? "")}
        options={[
          { value: "", label: t.tickets.anyone },
          { value: "mine", label: t.tickets.mine },
          ...users.map((user) => ({ value: user.id, label: user.name })),
        ]}
        onChange={({ target: { value } }) =>
          onFilter(
            value === "mine"
              ? { mine: true, assignee: undefined }
              : { mine: undefined, assignee: value || undefined },
          )
        }
      />
      <FilterSelect
        label={t.tickets.filterDue}
        value={search.overdue ? "overdue" : ""}
        options={[
          { value: "", label: t.tickets.anyDue },
          { value: "overdue", label: t.tickets.overdue },
        ]}
        onChange={({ target: { value } }) => onFilter({ overdue: value ? true : undefined })}
      />
    </>
  );
}

function SubjectCell({ ticket }: { ticket: Ticket }) {
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-2">
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: ticket.id }}
          className="min-w-0 truncate font-medium hover:underline"
        >
          {ticket.subject}
        </Link>
        <TicketPriorityBadge priority={ticket.priority} />
      </div>
      <span className="block truncate text-xs text-muted @2xl:hidden">
        {[`#${ticket.number}`, ticket.contactName, ticket.overdue && t.tickets.overdue]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {ticket.customerName && (
        <span className="block truncate text-xs text-muted @max-2xl:hidden">
          {ticket.customerName}
        </span>
      )}
    </div>
  );
}
