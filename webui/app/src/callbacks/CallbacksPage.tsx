import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { PhoneIncoming, SearchX } from "lucide-react";
import { type CallbackState, callbacksQuery } from "../api/callbacks";
import { rowsOf } from "../api/page";
import { meQuery } from "../api/session";
import { t } from "../language";
import { Button } from "../ui/Button";
import { CallbackRow } from "../ui/CallbackRow";
import { FilterSelect } from "../ui/fields";
import { total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";

const route = getRouteApi("/app/callbacks");

/** Callers who rang in vain, longest first, each of them once. */
export function CallbacksPage() {
  usePageTitle(t.callbacks.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useQuery(meQuery);
  const state: CallbackState = search.state ?? "open";
  const list = useInfiniteQuery(
    callbacksQuery({
      state,
      sort: state === "open" ? "firstAt" : "-closedAt",
      ownerId: search.whose === "mine" ? me?.id : undefined,
      unowned: search.whose === "nobody" ? true : undefined,
    }),
  );
  const { rows, total: count } = rowsOf(list.data);
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const narrowed = Boolean(search.whose || search.state);
  return (
    <ListPage
      title={t.callbacks.title}
      count={list.data && t.callbacks.count(total(count), count.count)}
      filters={
        <>
          <FilterSelect
            label={t.callbacks.state}
            value={search.state ?? ""}
            options={[
              { value: "", label: t.callbacks.states.open },
              { value: "done", label: t.callbacks.states.done },
              { value: "dismissed", label: t.callbacks.states.dismissed },
            ]}
            onChange={({ target }) =>
              filter({ state: (target.value || undefined) as typeof search.state })
            }
          />
          <FilterSelect
            label={t.callbacks.whose}
            value={search.whose ?? ""}
            options={[
              { value: "", label: t.callbacks.everyones },
              { value: "nobody", label: t.callbacks.nobodys },
              { value: "mine", label: t.callbacks.mine },
            ]}
            onChange={({ target }) =>
              filter({ whose: (target.value || undefined) as typeof search.whose })
            }
          />
        </>
      }
    >
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton rows={6} />
      ) : rows.length === 0 ? (
        <Empty icon={narrowed ? SearchX : PhoneIncoming} title={t.callbacks.none}>
          {narrowed ? undefined : t.callbacks.noneHint}
        </Empty>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ul aria-label={t.callbacks.title} className="divide-y divide-line">
            {rows.map((callback) => (
              <li key={callback.id}>
                <CallbackRow callback={callback} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="p-4 text-center">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t.ui.showMore}
              </Button>
            </div>
          )}
        </div>
      )}
    </ListPage>
  );
}
