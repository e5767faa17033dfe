import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Minus, Pencil, UserPlus } from "lucide-react";
import { useState } from "react";
import type { User } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { presenceKey } from "../live/cache";
import type { Presence } from "../live/messages";
import { Avatar } from "../ui/Avatar";
import { Badge } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { Failed, Skeleton } from "../ui/states";
import { UserDialog } from "./UserDialog";

/** The people of the organisation, and what each role may do. */
export function Users() {
  const list = useQuery(usersQuery);
  const [open, setOpen] = useState<User | "new" | null>(null);
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={6} />;
  const users = [...list.data].sort((a, b) => Number(b.active) - Number(a.active));
  // The dialog shows what is known now, also after it has changed something itself.
  const shown = open === "new" ? open : (users.find((user) => user.id === open?.id) ?? null);
  return (
    <>
      <div className="flex items-center gap-3 border-b px-5 py-3 max-sm:px-4">
        <p className="tabular flex-1 text-sm text-muted">
          {t.settings.usersCount(users.filter((user) => user.active).length)}
        </p>
        <Button tone="primary" icon={UserPlus} onClick={() => setOpen("new")}>
          {t.settings.addUser}
        </Button>
      </div>
      <ul aria-label={t.settings.names.users} className="divide-y divide-line">
        {users.map((user) => (
          <li key={user.id}>
            <UserLine user={user} onEdit={() => setOpen(user)} />
          </li>
        ))}
      </ul>
      <Abilities />
      {shown && (
        <UserDialog
          key={shown === "new" ? "new" : shown.id}
          user={shown === "new" ? undefined : shown}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function UserLine({ user, onEdit }: { user: User; onEdit: () => void }) {
  return (
    <div className="flex items-center gap-3 px-5 py-3 text-sm max-sm:px-4">
      <Avatar name={user.name} />
      <div className={cx("min-w-0 flex-1", !user.active && "text-muted")}>
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium break-words">{user.name}</span>
          {user.active ? <PresenceText user={user} /> : <Badge>{t.settings.inactive}</Badge>}
        </p>
        <p className="text-xs break-words text-muted">
          {[user.email, user.extension && t.phone.extension(user.extension)]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <Badge tone={user.role === "agent" ? "plain" : "accent"}>{t.layout.roles[user.role]}</Badge>
      <IconButton icon={Pencil} label={t.settings.editUser(user.name)} onClick={onEdit} />
    </div>
  );
}

const dots: Record<Presence["status"], string> = {
  available: "bg-good",
  busy: "bg-bad",
  away: "bg-warn",
  wrapup: "bg-warn",
  offline: "bg-line-strong",
};

/** Whether somebody takes calls, as the service tells it while it changes. */
function PresenceText({ user }: { user: User }) {
  const client = useQueryClient();
  const { data: now } = useQuery({
    queryKey: presenceKey(user.id),
    queryFn: () => client.getQueryData<Presence>(presenceKey(user.id)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { status, onCall } = now ?? user.presence;
  return (
    <span className="inline-flex items-center gap-1.5 text-xs text-muted">
      <span aria-hidden className={cx("size-2 rounded-full", dots[status])} />
      {onCall ? t.settings.onCall : t.presence.statuses[status]}
    </span>
  );
}

const roles: User["role"][] = ["agent", "supervisor", "admin"];

/** What each role may do, so that nobody has to try. */
function Abilities() {
  const mark = (may: boolean) =>
    may ? (
      <>
        <Check aria-hidden className="mx-auto size-4 text-good" />
        <span className="sr-only">{t.audit.yes}</span>
      </>
    ) : (
      <>
        <Minus aria-hidden className="mx-auto size-4 text-muted" />
        <span className="sr-only">{t.audit.no}</span>
      </>
    );
  return (
    <section className="border-t p-5 max-sm:p-4">
      <h2 className="mb-2 font-semibold">{t.settings.abilities}</h2>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b text-xs text-muted">
            <th scope="col" className="py-1.5 text-left font-medium">
              {t.settings.ability}
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" className="px-1 py-1.5 font-medium">
                {t.layout.roles[role]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {t.settings.may.map(({ from, what }) => (
            <tr key={what} className="border-b last:border-b-0">
              <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                {what}
              </th>
              {roles.map((role) => (
                <td key={role} className="px-1 py-1.5">
                  {mark(roles.indexOf(role) >= roles.indexOf(from))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
