import { useQueries, useQuery } from "@tanstack/react-query";
import { PhoneForwarded, Undo2, Users } from "lucide-react";
import { useRef, useState } from "react";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { presenceKey } from "../live/cache";
import type { Presence } from "../live/messages";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { Empty, Failed, Skeleton } from "../ui/states";
import type { LiveCall } from "./machine";
import { usePhone, usePhoneState } from "./PhoneProvider";
import { looks, wordsOf } from "./PresenceMenu";
import { useShortcut } from "./useShortcuts";
import { nameOf } from "./words";

/** Sends the call to a colleague; the other side hears music meanwhile. */
export function Transfer({ live }: { live: LiveCall }) {
  const [open, setOpen] = useState(false);
  useShortcut("KeyT", () => setOpen(true));
  return (
    <>
      <Button
        tone="dark"
        icon={PhoneForwarded}
        title={t.phone.keys.transfer}
        onClick={() => setOpen(true)}
        className="max-sm:flex-1 max-sm:gap-1.5 max-sm:px-1 max-sm:text-xs"
      >
        {t.phone.transfer.button}
      </Button>
      <TransferDialog open={open} onClose={() => setOpen(false)} live={live} />
    </>
  );
}

/** Ends the ringing at the colleague and has the call back. */
export function TakeBack({ live, small }: { live: LiveCall; small?: boolean }) {
  const phone = usePhone();
  return (
    <Button
      tone="dark"
      size={small ? "small" : undefined}
      icon={Undo2}
      onClick={() => void phone.takeBack(live.call.id)}
      className={small ? undefined : "max-sm:col-span-4 max-sm:w-full"}
    >
      {t.phone.transfer.takeBack}
    </Button>
  );
}

type TransferDialogProps = { open: boolean; onClose: () => void; live: LiveCall };

function TransferDialog({ open, onClose, live }: TransferDialogProps) {
  const search = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t.phone.transfer.title(nameOf(live))}
      description={t.phone.transfer.hint}
      initialFocus={search}
    >
      <Colleagues callId={live.call.id} onSent={onClose} search={search} />
    </Dialog>
  );
}

type ColleaguesProps = {
  callId: string;
  onSent: () => void;
  search: React.RefObject<HTMLInputElement | null>;
};

function Colleagues({ callId, onSent, search }: ColleaguesProps) {
  const phone = usePhone();
  const me = usePhoneState((state) => state.userId);
  const users = useQuery(usersQuery);
  const others = (users.data ?? []).filter((user) => user.active && user.id !== me);
  const presences = useQueries({
    queries: others.map((user) => ({
      queryKey: presenceKey(user.id),
      // Only ever written by live messages.
      queryFn: (): Presence | null => null,
      enabled: false,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const [typed, setTyped] = useState("");
  const [sending, setSending] = useState("");
  if (users.isError) return <Failed error={users.error} retry={() => void users.refetch()} />;
  if (!users.data) return <Skeleton rows={4} />;
  const found = others
    .map((user, index) => ({ user, presence: presences[index]?.data ?? null }))
    .filter(({ user }) => user.name.toLowerCase().includes(typed.trim().toLowerCase()))
    .sort((a, b) => rank(a.presence) - rank(b.presence) || a.user.name.localeCompare(b.user.name));
  const first = found.find(({ presence }) => rank(presence) < UNAVAILABLE);
  const send = async (userId: string) => {
    if (sending) return;
    setSending(userId);
    const sent = await phone.transfer(callId, userId);
    setSending("");
    if (sent) onSent();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (first && typed.trim()) void send(first.user.id);
      }}
    >
      <TextField
        ref={search}
        label={t.phone.transfer.search}
        value={typed}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      {found.length === 0 ? (
        <Empty icon={Users} title={t.phone.transfer.nobody} />
      ) : (
        <ul className="flex flex-col gap-1">
          {found.map(({ user, presence }) => (
            <li key={user.id}>
              <Colleague
                name={user.name}
                presence={presence}
                busy={sending === user.id}
                onSend={() => void send(user.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

const UNAVAILABLE = 2;

/** Who can take the call now comes first, who is talking after them. */
function rank(presence: Presence | null): number {
  if (presence?.status !== "available") return UNAVAILABLE;
  return presence.onCall ? 1 : 0;
}

type ColleagueProps = {
  name: string;
  presence: Presence | null;
  busy: boolean;
  onSend: () => void;
};

function Colleague({ name, presence, busy, onSend }: ColleagueProps) {
  const status = presence?.status ?? "offline";
  const { icon: Icon, tone } = looks[status];
  const can = rank(presence) < UNAVAILABLE;
  const words = wordsOf(status, presence?.reason || undefined);
  return (
    <button
      type="button"
      disabled={!can}
      aria-busy={busy}
      onClick={onSend}
      className={cx(
        "flex w-full items-center gap-3 rounded-lg border px-3 py-2 text-left",
        can ? "hover:bg-sunken" : "cursor-default",
      )}
    >
      <Avatar name={name} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="flex items-center gap-1.5 text-xs text-muted">
          <Icon aria-hidden className={cx("size-3.5 shrink-0", tone)} />
          {presence?.onCall && can ? t.phone.transfer.onCall : words}
        </span>
      </span>
      {can && (
        <span className="shrink-0 text-sm font-medium text-accent-ink">{t.phone.transfer.now}</span>
      )}
    </button>
  );
}
