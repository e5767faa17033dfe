import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Columns3, Handshake, List, Plus, SearchX } from "lucide-react";
import { useState } from "react";
import {
  BOARD_MOST,
  boardQuery,
  type DealFilter,
  dealsQuery,
  pipelinesQuery,
  updateDeal,
} from "../api/deals";
import { rowsOf } from "../api/page";
import { meQuery } from "../api/session";
import type { Deal, Stage } from "../api/types";
import { usersQuery } from "../api/users";
import type { View } from "../api/views";
import { t } from "../language";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { type Columns, columnsOf, DataTable } from "../ui/DataTable";
import { DealStatusBadge } from "../ui/DealLine";
import { dealStatuses } from "../ui/dealOptions";
import { FilterSheet } from "../ui/FilterSheet";
import { FilterSelect } from "../ui/fields";
import { day, fullMoment, moment, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { money } from "../ui/money";
import { problemText } from "../ui/problem";
import { SearchField } from "../ui/SearchField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { warn } from "../ui/toasts";
import { givenParams, useSavedView } from "../ui/useSavedView";
import { ViewsMenu } from "../ui/ViewsMenu";
import { Board } from "./Board";
import type { Place } from "./board";
import { NewDealDialog } from "./NewDealDialog";

const route = getRouteApi("/app/deals");
type Search = ReturnType<typeof route.useSearch>;

/** All deals, on a board or in a list. */
export function DealsPage() {
  usePageTitle(t.deals.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const { data: me } = useQuery(meQuery);
  const pipelines = useQuery(pipelinesQuery);
  const all = pipelines.data?.items ?? [];
  const pipeline = all.find(({ id }) => id === search.pipeline) ?? all[0];
  const filter: DealFilter = {
    q: search.q,
    // What is over stays out of the way unless it is asked for.
    status: search.status === "all" ? undefined : (search.status ?? "open"),
    ownerId: search.mine ? me?.id : search.owner,
    pipelineId: search.view === "list" && !search.pipeline ? undefined : pipeline?.id,
  };
  const change = (part: Partial<Search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const { saved, ...params } = search;
  const { view, sort, ...filters } = params;
  const open = (next: View | undefined, replace = false) =>
    void navigate({ search: next ? { ...next.params, saved: next.id } : {}, replace });
  const savedView = useSavedView({
    noun: "deals",
    id: saved,
    params: givenParams(params),
    show: (found) => open(found, true),
  });
  const set = [search.pipeline, search.status, search.mine || search.owner];
  const filtered = Object.values(filters).some(Boolean);
  const show = ({ id: dealId }: Deal) =>
    void navigate({ to: "/deals/$dealId", params: { dealId } });
  const empty = (
    <Empty
      icon={filtered ? SearchX : Handshake}
      title={filtered ? t.deals.noneFound : t.deals.noneYet}
    >
      {filtered ? t.deals.noneFoundHint : t.deals.noneYetHint}
    </Empty>
  );
  return (
    <ListPage
      title={t.deals.title}
      actions={
        <>
          <ViewSwitch search={search} />
          <Button tone="primary" icon={Plus} onClick={() => setCreating(true)}>
            {t.deals.newButton}
          </Button>
        </>
      }
      filters={
        <>
          <SearchField
            label={t.deals.search}
            placeholder={t.deals.searchPlaceholder}
            value={search.q ?? ""}
            onChange={(q) => change({ q: q || undefined })}
          />
          <ViewsMenu
            noun="deals"
            all={t.deals.everything}
            current={savedView}
            params={givenParams(params)}
            columns={[]}
            onOpen={(next) => open(next)}
          />
          <FilterSheet set={set.filter(Boolean).length}>
            <Filters search={search} pipelines={all} onFilter={change} />
          </FilterSheet>
          {filtered && (
            <Button
              tone="quiet"
              onClick={() => void navigate({ search: { view, sort, saved }, replace: true })}
            >
              {t.ui.clearFilters}
            </Button>
          )}
        </>
      }
    >
      {view === "list" ? (
        <DealTable filter={{ ...filter, sort: sort ?? "-updatedAt" }} empty={empty} onRow={show} />
      ) : pipelines.isError ? (
        <Failed error={pipelines.error} retry={() => void pipelines.refetch()} />
      ) : pipeline ? (
        <DealBoard filter={filter} stages={pipeline.stages} />
      ) : (
        <Skeleton rows={10} />
      )}
      <NewDealDialog
        open={creating}
        onClose={() => setCreating(false)}
        onSaved={() => setCreating(false)}
        pipelineId={pipeline?.id}
      />
    </ListPage>
  );
}

function ViewSwitch({ search }: { search: Search }) {
  const list = search.view === "list";
  const views = [
    { view: undefined, label: t.deals.board, icon: Columns3, on: !list },
    { view: "list" as const, label: t.deals.list, icon: List, on: list },
  ];
  return (
    <nav aria-label={t.deals.view} className="flex rounded-lg border p-0.5">
      {views.map(({ view, label, icon: Icon, on }) => (
        <Link
          key={label}
          to="/deals"
          search={{ ...search, view }}
          aria-current={on ? "true" : undefined}
          title={label}
          className={cx(
            "inline-flex h-7.5 items-center gap-1.5 rounded-md px-2 text-sm",
            on ? "bg-accent-soft font-medium text-accent-ink" : "text-muted hover:bg-sunken",
          )}
        >
          <Icon aria-hidden className="size-4" />
          <span className="max-sm:sr-only">{label}</span>
        </Link>
      ))}
    </nav>
  );
}

type FiltersProps = {
  search: Search;
  pipelines: { id: string; name: string }[];
  onFilter: (change: Partial<Search>) => void;
};

function Filters({ search, pipelines, onFilter }: FiltersProps) {
  const { data: users = [] } = useQuery(usersQuery);
  const choice = search.status ?? "open";
  const list = search.view === "list";
  return (
    <>
      {pipelines.length > 1 && (
        <FilterSelect
          label={t.deals.pipeline}
          value={search.pipeline ?? (list ? "" : pipelines[0]?.id) ?? ""}
          options={[
            // A board is one pipeline's; the list may be of all of them.
            ...(list ? [{ value: "", label: t.deals.anyPipeline }] : []),
            ...pipelines.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ target: { value } }) => onFilter({ pipeline: value || undefined })}
        />
      )}
      <FilterSelect
        label={t.deals.status}
        value={choice}
        options={[
          ...dealStatuses.map((value) => ({ value, label: t.deals.statuses[value] })),
          { value: "all", label: t.deals.anyStatus },
        ]}
        onChange={({ target: { value } }) =>
          onFilter({ status: value === "open" ? undefined : (value as Search["status"]) })
        }
      />
      <FilterSelect
        label={t.deals.owner}
        value={search.mine ? "mine" : (search.owner ?? "")}
        options={[
          { value: "", label: t.deals.anyone },
          { value: "mine", label: t.deals.mine },
          ...users.map((user) => ({ value: user.id, label: user.name })),
        ]}
        onChange={({ target: { value } }) =>
          onFilter(
            value === "mine"
              ? { mine: true, owner: undefined }
              : { mine: undefined, owner: value || undefined },
          )
        }
      />
    </>
  );
}

function DealBoard({ filter, stages }: { filter: DealFilter; stages: Stage[] }) {
  const client = useQueryClient();
  const query = boardQuery(filter);
  const board = useQuery({ ...query, placeholderData: (before) => before });
  const move = useMutation({
    mutationFn: ({ deal, place }: { deal: Deal; place: Place }) =>
      updateDeal(deal.id, { stage: place.stageId, boardOrder: place.boardOrder }),
    // The card is where it was dropped at once; an answer that is on its way must not undo that.
    onMutate: async ({ deal, place }) => {
      await client.cancelQueries({ queryKey: query.queryKey });
      const before = client.getQueryData(query.queryKey);
      client.setQueryData(
        query.queryKey,
        (known) =>
          known && {
            ...known,
            deals: known.deals.map((one) => (one.id === deal.id ? { ...one, ...place } : one)),
          },
      );
      return before;
    },
    onError: (error, _, before) => {
      client.setQueryData(query.queryKey, before);
      warn(problemText(error));
    },
    onSuccess: (deal) => client.setQueryData(["deals", "one", deal.id], deal),
    onSettled: () => client.invalidateQueries({ queryKey: ["deals", "list"] }),
  });
  if (board.isError) return <Failed error={board.error} retry={() => void board.refetch()} />;
  if (board.isPending) return <Skeleton rows={10} />;
  return (
    <>
      {board.data.more && (
        <p role="status" className="border-b bg-warn-soft px-5 py-2 text-sm text-warn">
          {t.deals.firstOnly(total({ count: BOARD_MOST, exact: true }))}
        </p>
      )}
      <Board
        stages={stages}
        deals={board.data.deals}
        onMove={(deal, place) => move.mutate({ deal, place })}
      />
    </>
  );
}

const column = columnsOf<Deal>();

const columns: Columns<Deal> = column.columns([
  column.accessor("name", {
    header: t.deals.name,
    cell: ({ row: { original } }) => (
      <>
        <Link
          to="/deals/$dealId"
          params={{ dealId: original.id }}
          className="block truncate font-medium hover:underline"
        >
          {original.name}
        </Link>
        <span className="block truncate text-xs text-muted">
          {[original.customer?.name, original.contacts[0]?.name].filter(Boolean).join(" · ")}
        </span>
      </>
    ),
  }),
  column.accessor("amount", {
    header: t.deals.amount,
    cell: ({ row: { original } }) => (
      <span className="tabular block truncate">{money(original.amount, original.currency)}</span>
    ),
  }),
  column.accessor("stage", {
    header: t.deals.stage,
    cell: ({ row }) => <span className="block truncate">{row.original.stage}</span>,
  }),
  column.accessor("status", {
    header: t.deals.status,
    cell: ({ row }) => <DealStatusBadge status={row.original.status} />,
  }),
  column.accessor("ownerName", {
    header: t.deals.owner,
    cell: ({ row }) => <span className="block truncate">{row.original.ownerName || "–"}</span>,
  }),
  column.accessor("expectedClose", {
    header: t.deals.expectedClose,
    cell: ({ row: { original } }) =>
      original.expectedClose && (
        <time dateTime={original.expectedClose} className="tabular">
          {day(original.expectedClose)}
        </time>
      ),
  }),
  column.accessor("updatedAt", {
    header: t.deals.updated,
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
  "grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,2fr)_8rem_minmax(0,1fr)_5rem] @5xl:grid-cols-[minmax(0,2fr)_8rem_minmax(0,1fr)_5rem_minmax(0,1fr)_8rem_9.5rem]";
const cells = {
  stage: "@max-2xl:hidden",
  status: "@max-2xl:hidden",
  ownerName: "@max-5xl:hidden",
  expectedClose: "@max-5xl:hidden",
  updatedAt: "@max-5xl:hidden",
};
const sortable = { name: "name", amount: "amount", updatedAt: "updatedAt" };

type DealTableProps = {
  filter: DealFilter;
  empty: React.ReactNode;
  onRow: (deal: Deal) => void;
};

function DealTable({ filter, empty, onRow }: DealTableProps) {
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(dealsQuery(filter));
  const { rows, total: count } = rowsOf(list.data);
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={10} />;
  if (rows.length === 0) return empty;
  return (
    <>
      <p role="status" className="tabular px-5 py-2 text-sm text-muted">
        {t.deals.count(total(count), count.count)}
      </p>
      <DataTable
        label={t.deals.title}
        columns={columns}
        rows={rows}
        rowId={(deal) => deal.id}
        grid={grid}
        cellClass={cells}
        sortable={sortable}
        sort={filter.sort}
        onSort={(sort) =>
          void navigate({ search: (before) => ({ ...before, sort }), replace: true })
        }
        onRow={onRow}
        total={count.count}
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
      />
    </>
  );
}
