import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CircleCheckBig, Plus } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { type Activity, activitiesQuery } from "../api/activities";
import { callbacksQuery } from "../api/callbacks";
import { rowsOf } from "../api/page";
import { meQuery } from "../api/session";
import { ticketsQuery } from "../api/tickets";
import type { Me } from "../api/types";
import { usersQuery } from "../api/users";
import { locale, t, timeZone } from "../language";
import { ActivityDialog } from "../ui/ActivityDialog";
import { ActivityRow } from "../ui/ActivityRow";
import { Button } from "../ui/Button";
import { CallbackRow } from "../ui/CallbackRow";
import { FilterSelect } from "../ui/fields";
import { usePreferences } from "../ui/preferences";
import { Empty, Failed, Skeleton } from "../ui/states";
import { TicketLine } from "../ui/TicketLine";
import { usePageTitle } from "../ui/title";
import { dayStart } from "../ui/zone";
import { DAYS_AHEAD, groupNames, groupsOf } from "./groups";
import { useDayKeys } from "./useDayKeys";

const route = getRouteApi("/app/my-day");

/** What there is to do today, to be worked down from the top, phone in hand. */
export function MyDayPage() {
  const { data: me } = useQuery(meQuery);
  return me ? <Day me={me} /> : null;
}

function Day({ me }: { me: Me }) {
  const wanted = route.useSearch().userId;
  const navigate = route.useNavigate();
  const { data: users = [] } = useQuery(usersQuery);
  // Only who leads looks at a colleague's day.
  const leads = me.role !== "agent";
  const userId = (leads && wanted) || me.id;
  const name = users.find((user) => user.id === userId)?.name ?? "";
  const title = userId === me.id ? t.day.title : t.day.of(name);
  usePageTitle(title);
  const [shown, setShown] = useState<Activity | "new">();
  const work = useWork(userId);
  const list = useRef<HTMLDivElement>(null);
  useDayKeys(list);
  const single = usePreferences((preferences) => preferences.singleKeys);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-1 border-b bg-surface px-5 pt-4 pb-3 max-sm:px-4">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p role="status" className="tabular min-w-0 flex-1 truncate text-sm text-muted">
            {work.ready &&
              [t.day.left(work.left), work.done.count > 0 && t.day.doneCount(work.done.count)]
                .filter(Boolean)
                .join(" · ")}
          </p>
          {leads && (
            <FilterSelect
              label={t.day.whose}
              value={userId === me.id ? "" : userId}
              options={[
                { value: "", label: t.day.mine },
                ...users
                  .filter((user) => user.id !== me.id && (user.active || user.id === userId))
                  .map((user) => ({ value: user.id, label: user.name })),
              ]}
              onChange={({ target }) =>
                void navigate({ search: { userId: target.value || undefined }, replace: true })
              }
            />
          )}
          <Button tone="primary" icon={Plus} onClick={() => setShown("new")}>
            {t.day.newButton}
          </Button>
        </div>
        <p className="text-sm text-muted">
          <time dateTime={work.today}>{longDay(work.today)}</time>
          {single && <span className="max-md:hidden">{` · ${t.day.keys}`}</span>}
        </p>
      </div>
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-5xl flex-col gap-4 p-5 max-sm:p-3">
          {work.failed ? (
            <Failed error={work.failed.error} retry={work.retry} />
          ) : work.ready ? (
            <Work work={work} userId={userId} onOpen={setShown} />
          ) : (
            <Skeleton rows={10} />
          )}
        </div>
      </div>
      <ActivityDialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        activity={shown === "new" ? undefined : shown}
        about={{ assigneeId: userId }}
      />
    </div>
  );
}

const longDay = (iso: string) =>
  new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone,
  }).format(new Date(iso));

const TICK_MS = 20_000;

/** Now, often enough for what becomes overdue and for midnight. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function useWork(assigneeId: string) {
  const now = useNow();
  const day = (days: number) => dayStart(now, days).toISOString();
  const today = day(0);
  const dated = useInfiniteQuery(
    activitiesQuery({ assigneeId, done: "false", dueBefore: day(DAYS_AHEAD), sort: "dueAt" }),
  );
  const undated = useInfiniteQuery(
    activitiesQuery({ assigneeId, done: "false", undated: true, sort: "createdAt" }),
  );
  const done = useInfiniteQuery(
    activitiesQuery({ assigneeId, done: "true", doneAfter: today, sort: "-doneAt" }),
  );
  const tickets = useInfiniteQuery(
    ticketsQuery({ assigneeId, open: true, dueBefore: day(1), sort: "dueAt" }),
  );
  const callbacks = useInfiniteQuery(
    callbacksQuery({ ownerId: assigneeId, state: "open", due: true }),
  );
  const lists = [dated, undated, done, tickets, callbacks];
  const groups = groupsOf(rowsOf(dated.data).rows, now, timeZone);
  const rest = rowsOf(undated.data);
  const finished = rowsOf(done.data);
  return {
    today,
    groups,
    more: dated.hasNextPage ? () => void dated.fetchNextPage() : undefined,
    undated: rest.rows,
    moreUndated: undated.hasNextPage ? () => void undated.fetchNextPage() : undefined,
    done: { rows: finished.rows, count: finished.total.count },
    tickets: rowsOf(tickets.data).rows,
    callbacks: rowsOf(callbacks.data).rows,
    left: rowsOf(dated.data).total.count + rest.total.count,
    // What is shown meanwhile would be somebody else's.
    ready: lists.every((list) => list.isSuccess && !list.isPlaceholderData),
    failed: lists.find((list) => list.isError),
    retry: () => {
      for (const list of lists) void list.refetch();
    },
  };
}

type WorkProps = {
  work: ReturnType<typeof useWork>;
  userId: string;
  onOpen: (activity: Activity) => void;
};

function Work({ work, userId, onOpen }: WorkProps) {
  const row = (activity: Activity) => (
    <ActivityRow activity={activity} onOpen={onOpen} withContact userId={userId} />
  );
  const urgent = (activity: Activity) => (
    <ActivityRow activity={activity} onOpen={onOpen} withContact userId={userId} postponable />
  );
  const { overdue, today } = work.groups;
  const free = overdue.length + today.length + work.tickets.length + work.callbacks.length === 0;
  const { groups } = t.day;
  return (
    <>
      {free && (
        <div className="rounded-2xl border bg-surface">
          <Empty icon={CircleCheckBig} title={t.day.free}>
            {work.done.count > 0 ? t.day.freeDone(work.done.count) : t.day.freeHint}
          </Empty>
        </div>
      )}
      {groupNames.slice(0, 2).map((name) => (
        <Group
          key={name}
          title={groups[name]}
          rows={work.groups[name]}
          row={urgent}
          late={name === "overdue"}
        />
      ))}
      <Group
        title={groups.callbacks}
        rows={work.callbacks}
        row={(callback) => <CallbackRow callback={callback} />}
      />
      <Group
        title={groups.tickets}
        rows={work.tickets}
        row={(ticket) => (
          <div data-row className="px-5 py-3 max-sm:px-4">
            <TicketLine ticket={ticket} />
            {ticket.contactName && (
              <p className="mt-0.5 text-xs text-muted">{ticket.contactName}</p>
            )}
          </div>
        )}
      />
      {groupNames.slice(2).map((name) => (
        <Group key={name} title={groups[name]} rows={work.groups[name]} row={row} />
      ))}
      {work.more && <More load={work.more} />}
      <Group title={groups.undated} rows={work.undated} row={row} />
      {work.moreUndated && <More load={work.moreUndated} />}
      <Group title={groups.done} rows={work.done.rows} count={work.done.count} row={row} />
    </>
  );
}

function More({ load }: { load: () => void }) {
  return (
    <Button className="self-center" onClick={load}>
      {t.ui.showMore}
    </Button>
  );
}

type GroupProps<T> = {
  title: string;
  rows: T[];
  row: (item: T) => ReactNode;
  count?: number;
  late?: boolean;
};

function Group<T extends { id: string }>({ title, rows, row, count, late }: GroupProps<T>) {
  const id = useId();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id} className="overflow-hidden rounded-2xl border bg-surface">
      <h2
        id={id}
        className="flex items-center gap-2 border-b px-5 py-2.5 text-sm font-semibold max-sm:px-4"
      >
        <span className={late ? "text-bad" : undefined}>{title}</span>
        <span className="tabular text-xs font-medium text-muted">{count ?? rows.length}</span>
      </h2>
      <ul aria-labelledby={id} className="divide-y divide-line">
        {rows.map((item) => (
          <li key={item.id}>{row(item)}</li>
        ))}
      </ul>
    </section>
  );
}
