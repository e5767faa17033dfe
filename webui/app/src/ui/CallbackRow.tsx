import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, PhoneOutgoing, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type Callback, type CallbackPatch, updateCallback } from "../api/callbacks";
import { meQuery } from "../api/session";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { useDial } from "../live/dial";
import { Badge } from "./Badge";
import { Button, IconButton } from "./Button";
import { Dialog } from "./Dialog";
import { FilterSelect, TextField } from "./fields";
import { fullMoment, moment, span } from "./format";
import { PhoneLink } from "./PhoneLink";
import { problemText } from "./problem";
import { warn } from "./toasts";

const DAY_SECONDS = 86_400;

function age(iso: string): string {
  const seconds = Math.max(60, (Date.now() - Date.parse(iso)) / 1000);
  return seconds < DAY_SECONDS
    ? span(Math.round(seconds / 60) * 60)
    : t.callbacks.days(Math.floor(seconds / DAY_SECONDS));
}

/** Who is to be called back, and all that can be done about it. */
export function CallbackRow({ callback }: { callback: Callback }) {
  const client = useQueryClient();
  const dial = useDial();
  const { data: me } = useQuery(meQuery);
  const [dismissing, setDismissing] = useState(false);
  const who = callback.contactName || callback.name || callback.e164;
  const change = useMutation({
    mutationFn: (patch: CallbackPatch) => updateCallback(callback.id, patch, callback.version),
    onSettled: () => client.invalidateQueries({ queryKey: ["callbacks"] }),
  });
  const act = (patch: CallbackPatch) =>
    change.mutate(patch, { onError: (error) => warn(problemText(error)) });
  const call = () =>
    dial(
      callback.contactId
        ? { contactId: callback.contactId, phone: callback.e164, label: who }
        : { to: callback.e164, label: who },
    );
  // Who calls has taken it; who was faster keeps it.
  const callBack = () => {
    if (!me || callback.ownerId === me.id) call();
    else
      change.mutate(
        { ownerId: me.id },
        { onSuccess: call, onError: (error) => warn(problemText(error)) },
      );
  };
  const open = callback.state === "open";
  return (
    <article
      data-row
      aria-label={t.callbacks.of(who)}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3 max-sm:px-4"
    >
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {callback.contactId ? (
            <Link
              to="/contacts/$contactId"
              params={{ contactId: callback.contactId }}
              className="inline-flex min-h-6 min-w-0 items-center font-medium break-words hover:underline"
            >
              {who}
            </Link>
          ) : (
            <span className="min-w-0 font-medium break-words">{who}</span>
          )}
          {callback.count > 0 && (
            <Badge tone={open && callback.count > 1 ? "bad" : "plain"}>
              {t.callbacks.rang(callback.count)}
            </Badge>
          )}
          {!open && (
            <Badge tone={callback.state === "done" ? "good" : "plain"}>
              {t.callbacks.states[callback.state]}
            </Badge>
          )}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          <PhoneLink
            number={callback.e164}
            e164={callback.e164}
            contactId={callback.contactId ?? undefined}
            name={who}
          />
          {callback.customerName && <span>{callback.customerName}</span>}
          {callback.queueName && <span>{t.callbacks.in(callback.queueName)}</span>}
        </p>
        <p className="text-xs text-muted">
          <Times callback={callback} />
        </p>
        {callback.note && <p className="mt-0.5 text-sm break-words">{callback.note}</p>}
      </div>
      {open && (
        <div className="flex flex-wrap items-center gap-2">
          <Owner callback={callback} onChange={(ownerId) => act({ ownerId })} />
          <Button
            tone="primary"
            icon={PhoneOutgoing}
            disabled={change.isPending}
            onClick={callBack}
            aria-label={t.callbacks.callWhom(who)}
          >
            {t.callbacks.call}
          </Button>
          <span className="flex">
            <IconButton
              icon={Check}
              label={t.callbacks.markDone(who)}
              disabled={change.isPending}
              onClick={() => act({ state: "done" })}
            />
            <IconButton
              icon={X}
              label={t.callbacks.dismiss(who)}
              onClick={() => setDismissing(true)}
            />
          </span>
        </div>
      )}
      {dismissing && (
        <Dismiss
          who={who}
          pending={change.isPending}
          error={change.error ? problemText(change.error) : undefined}
          onClose={() => setDismissing(false)}
          onDismiss={(reason) => change.mutate({ state: "dismissed", reason })}
        />
      )}
    </article>
  );
}

function Times({ callback }: { callback: Callback }) {
  if (callback.closedAt) {
    const { closedByName, closedAt, reason } = callback;
    return (
      <time dateTime={closedAt} title={fullMoment(closedAt)}>
        {[t.callbacks.closed(moment(closedAt), closedByName), reason].filter(Boolean).join(" · ")}
      </time>
    );
  }
  return (
    <>
      <time dateTime={callback.firstAt} title={fullMoment(callback.firstAt)}>
        {t.callbacks.waits(age(callback.firstAt))}
      </time>
      {callback.count > 1 && ` · ${t.callbacks.last(moment(callback.lastAt))}`}
      {callback.dueAt && (
        <>
          {" · "}
          <time dateTime={callback.dueAt} title={fullMoment(callback.dueAt)}>
            {t.callbacks.due(moment(callback.dueAt))}
          </time>
        </>
      )}
    </>
  );
}

function Owner({
  callback,
  onChange,
}: {
  callback: Callback;
  onChange: (owner: string | null) => void;
}) {
  const { data: users = [] } = useQuery(usersQuery);
  return (
    <FilterSelect
      label={t.callbacks.owner}
      value={callback.ownerId ?? ""}
      options={[
        { value: "", label: t.callbacks.nobody },
        ...users
          .filter((user) => user.active || user.id === callback.ownerId)
          .map((user) => ({ value: user.id, label: user.name })),
      ]}
      onChange={({ target }) => onChange(target.value || null)}
    />
  );
}

type DismissProps = {
  who: string;
  pending: boolean;
  error?: string;
  onClose: () => void;
  onDismiss: (reason: string) => void;
};

function Dismiss({ who, pending, error, onClose, onDismiss }: DismissProps) {
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDismiss(reason);
  };
  return (
    <Dialog open onClose={onClose} title={t.callbacks.dismiss(who)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t.callbacks.reason}
          hint={t.callbacks.reasonHint}
          value={reason}
          maxLength={100}
          required
          error={error}
          onChange={({ target }) => setReason(target.value)}
        />
        <div className="flex justify-end gap-2 border-t pt-4">
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button type="submit" tone="primary" disabled={pending || !reason.trim()}>
            {t.callbacks.dismissButton}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
