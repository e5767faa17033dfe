import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Bell, CheckCheck } from "lucide-react";
import { notificationsQuery, unreadQuery } from "../api/notifications";
import { rowsOf } from "../api/page";
import { t } from "../language";
import { Button } from "../ui/Button";
import { FilterSelect } from "../ui/fields";
import { total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PagedList } from "../ui/PagedList";
import { Empty } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { NotificationEntry } from "./NotificationEntry";
import { useRead } from "./useRead";

const route = getRouteApi("/app/notifications");

/** Everything that one was told, newest first. */
export function NotificationsPage() {
  usePageTitle(t.notifications.title);
  const { unread } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(notificationsQuery(Boolean(unread)));
  const { data: waiting = 0 } = useQuery(unreadQuery);
  const read = useRead();
  return (
    <ListPage
      title={t.notifications.title}
      count={list.data && total(rowsOf(list.data).total)}
      actions={
        <Button
          icon={CheckCheck}
          disabled={waiting === 0 || read.isPending}
          onClick={() => read.mutate({ all: true })}
        >
          {t.notifications.markAll}
        </Button>
      }
      filters={
        <FilterSelect
          label={t.notifications.filter}
          value={unread ? "unread" : ""}
          options={[
            { value: "", label: t.notifications.filterAll },
            { value: "unread", label: t.notifications.filterUnread },
          ]}
          onChange={(event) =>
            void navigate({
              search: { unread: event.target.value === "unread" || undefined },
              replace: true,
            })
          }
        />
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PagedList
          label={t.notifications.title}
          list={list}
          rowId={(told) => told.id}
          empty={
            <Empty icon={Bell} title={unread ? t.notifications.noneUnread : t.notifications.none}>
              {!unread && t.notifications.noneHint}
            </Empty>
          }
        >
          {(told) => <NotificationEntry told={told} />}
        </PagedList>
      </div>
    </ListPage>
  );
}
