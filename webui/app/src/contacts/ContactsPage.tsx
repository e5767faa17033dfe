import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { CopyCheck, Plus, SearchX, Users } from "lucide-react";
import { useMemo, useState } from "react";
import { contactsQuery } from "../api/contacts";
import { rowsOf } from "../api/page";
import type { View } from "../api/views";
import { t } from "../language";
import { Button, buttonClass } from "../ui/Button";
import { ColumnChooser } from "../ui/ColumnChooser";
import { cx } from "../ui/classes";
import { DataTable } from "../ui/DataTable";
import { FilterBar } from "../ui/FilterBar";
import { total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { usePreferences } from "../ui/preferences";
import { SearchField } from "../ui/SearchField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { useSavedView } from "../ui/useSavedView";
import { ViewsMenu } from "../ui/ViewsMenu";
import { BulkBar } from "./BulkBar";
import { CustomFilters } from "./CustomFilters";
import {
  columnChoices,
  contactColumns,
  defaultColumns,
  knownColumns,
  narrow,
  sortable,
  templateOf,
} from "./columns";
import { ExportMenu } from "./ExportMenu";
import { useContactFilters } from "./filters";
import { ImportLink } from "./ImportLink";
import { NewContactDialog } from "./NewContactDialog";
import { RecentMenu } from "./RecentMenu";
import { bulkFilterOf, type ContactSearch, contactSearch, filterOf, paramsOf } from "./search";
import { useSelection } from "./useSelection";

const route = getRouteApi("/app/contacts");
const grid = "grid-cols-[1.25rem_minmax(0,1fr)_auto] @2xl:grid-cols-(--cols)";

export function ContactsPage() {
  usePageTitle(t.contacts.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const { view, open } = useView(search);
  const columns = useColumns(search, view);
  const sort = search.sort ?? "lastName";
  const filter = filterOf(search);
  const list = useInfiniteQuery(contactsQuery({ ...filter, sort }));
  const filters = useContactFilters();
  const { rows, total: count } = rowsOf(list.data);
  const { selection, column: boxes } = useSelection(rows, JSON.stringify(filter));
  const change = (next: Partial<ContactSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const shown = useMemo(() => contactColumns(columns.shown, boxes), [columns.shown, boxes]);
  const { sort: _sort, ...narrowed } = paramsOf(search);
  const filtered = Object.keys(narrowed).length > 0;

  return (
    <ListPage
      title={t.contacts.title}
      count={list.data && t.contacts.count(total(count), count.count)}
      actions={
        <>
          <RecentMenu />
          <Link
            to="/contacts/duplicates"
            aria-label={t.merge.duplicates}
            title={t.merge.duplicatesHint}
            className={cx(buttonClass("plain"), "max-sm:px-2.5")}
          >
            <CopyCheck aria-hidden className="size-4 shrink-0" />
            <span className="max-lg:hidden">{t.merge.duplicates}</span>
          </Link>
          <ImportLink />
          <ExportMenu filter={{ ...filter, sort }} />
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
            onChange={(typed) => change({ q: typed || undefined })}
          />
          <ViewsMenu
            noun="contacts"
            all={t.views.everything}
            current={view}
            params={paramsOf(search)}
            columns={columns.chosen}
            onOpen={open}
          />
          <FilterBar
            filters={filters}
            values={{ ...search, archived: search.archived && "true" }}
            onChange={(key, value) =>
              change(
                key === "archived"
                  ? { archived: value ? true : undefined }
                  : ({ [key]: value } as Partial<ContactSearch>),
              )
            }
          />
          <CustomFilters search={search} onFilter={change} />
          {filtered && (
            <Button
              tone="quiet"
              onClick={() =>
                void navigate({
                  search: { sort: search.sort, view: search.view, cols: search.cols },
                  replace: true,
                })
              }
            >
              {t.ui.clearFilters}
            </Button>
          )}
          <ColumnChooser columns={columnChoices} shown={columns.shown} onChange={columns.choose} />
        </>
      }
    >
      {(selection.chosen === "all" || selection.count > 0) && (
        <BulkBar
          selection={selection}
          filter={bulkFilterOf(search)}
          total={total(count)}
          more={count.count > selection.count}
        />
      )}
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
          columns={shown}
          rows={rows}
          rowId={(contact) => contact.id}
          grid={grid}
          template={templateOf(columns.shown)}
          cellClass={narrow}
          sortable={sortable}
          sort={sort}
          onSort={(next) => change({ sort: next === "lastName" ? undefined : next })}
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

/** The view that the address names, and the way to another. */
function useView(search: ContactSearch) {
  const navigate = route.useNavigate();
  const open = (next: View | undefined, replace = false) =>
    void navigate({
      search: next ? { ...contactSearch(next.params), view: next.id } : {},
      replace,
    });
  const view = useSavedView({
    noun: "contacts",
    id: search.view,
    params: paramsOf(search),
    show: (saved) => open(saved, true),
  });
  return { view, open: (next: View | undefined) => open(next) };
}

/** The columns: of the address, else of the view, else as the user likes them. */
function useColumns(search: ContactSearch, view: View | undefined) {
  const navigate = route.useNavigate();
  const preferred = usePreferences((preferences) => preferences.columns.contacts);
  const set = usePreferences((preferences) => preferences.set);
  const others = usePreferences((preferences) => preferences.columns);
  const chosen = knownColumns(search.cols?.split(","));
  const shown = chosen ?? knownColumns(view?.columns) ?? knownColumns(preferred) ?? defaultColumns;
  const choose = (next: string[] | undefined) => {
    if (search.view) {
      void navigate({ search: (before) => ({ ...before, cols: next?.join(",") }), replace: true });
    } else {
      set({ columns: { ...others, contacts: next ?? [] } });
    }
  };
  return { shown: useStable(shown), chosen: chosen ?? knownColumns(view?.columns) ?? [], choose };
}

/** The same list while it says the same, for what is remembered by it. */
function useStable(list: string[]): string[] {
  const text = list.join(",");
  return useMemo(() => text.split(","), [text]);
}
