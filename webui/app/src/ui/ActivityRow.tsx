import { Link } from "@tanstack/react-router";
import { AlarmClock, CalendarPlus, Check, Clock, PhoneCall } from "lucide-react";
import type { ReactNode } from "react";
import type { Activity } from "../api/activities";
import { t } from "../language";
import { kindIcons } from "./activityOptions";
import { Badge } from "./Badge";
import { IconButton } from "./Button";
import { cx } from "./classes";
import { fullMoment, moment } from "./format";
import { Markdown } from "./Markdown";
import { PhoneLink } from "./PhoneLink";
import { useActivityActions } from "./useActivities";

type ActivityRowProps = {
  activity: Activity;
  onOpen: (activity: Activity) => void;
  /** On a contact's own card the contact goes without saying. */
  withContact?: boolean;
  /** Whose list it is; anyone else who has it is named. */
  userId?: string;
  /** Also the notes: a record's card, not a day's work. */
  full?: boolean;
  /** Offers to leave it for tomorrow. */
  postponable?: boolean;
};

/** One activity: done in a click, opened in another, and its contact called in a third. */
export function ActivityRow(props: ActivityRowProps) {
  const { activity, onOpen, withContact, userId, full, postponable } = props;
  const actions = useActivityActions();
  if (activity.callId) return <LoggedCall activity={activity} callId={activity.callId} />;
  const { subject, doneAt } = activity;
  const label = doneAt ? t.day.markOpen(subject) : t.day.markDone(subject);
  return (
    <div
      data-row
      className="flex items-start gap-3 px-5 py-2.5 focus-within:bg-sunken/50 max-sm:px-3"
    >
      <button
        type="button"
        data-done
        aria-label={label}
        title={label}
        onClick={() => void actions.toggleDone(activity)}
        className={cx(
          "mt-0.5 grid size-6 shrink-0 place-items-center rounded-full border-2 transition-colors",
          doneAt
            ? "border-good bg-good text-on-accent"
            : "border-line-strong text-transparent hover:border-good hover:text-good",
        )}
      >
        <Check aria-hidden className="size-3.5" strokeWidth={3} />
      </button>
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <button
            type="button"
            data-open
            onClick={() => onOpen(activity)}
            className={cx(
              "block max-w-full min-h-6 text-left text-sm font-medium break-words hover:underline",
              doneAt && "text-muted line-through",
            )}
          >
            {subject}
          </button>
          <Details activity={activity} withContact={withContact} userId={userId} />
          {full && activity.body && (
            <div className="mt-1">
              <Markdown>{activity.body}</Markdown>
            </div>
          )}
        </div>
        <div className="flex min-h-6 max-w-full flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <When activity={activity} badge={full} />
          {withContact && activity.contactPhone && (
            <span data-dial className="min-w-0 lg:w-40">
              <PhoneLink
                number={activity.contactPhone}
                e164={activity.contactE164 || null}
                extension={activity.contactExtension}
                contactId={activity.contactId ?? undefined}
                name={activity.contactName}
              />
            </span>
          )}
          {postponable && (
            <IconButton
              small
              icon={CalendarPlus}
              label={t.day.postpone(subject)}
              onClick={() => void actions.postpone(activity)}
            />
          )}
        </div>
      </div>
    </div>
  );
}

type WhenProps = { activity: Activity; badge?: boolean };

function When({ activity: { doneAt, dueAt, overdue, remindAt }, badge }: WhenProps) {
  const at = doneAt ?? dueAt;
  if (!at) return null;
  return (
    <>
      {overdue && badge && (
        <Badge tone="bad" icon={Clock}>
          {t.day.overdue}
        </Badge>
      )}
      {remindAt && !doneAt && (
        <span title={fullMoment(remindAt)}>
          <AlarmClock aria-hidden className="size-3.5 text-muted" />
          <span className="sr-only">{t.day.remind}</span>
        </span>
      )}
      <time
        dateTime={at}
        title={fullMoment(at)}
        className={cx("tabular", overdue ? "font-medium text-bad" : "text-muted")}
      >
        {moment(at)}
        {overdue && !badge && <span className="sr-only"> {t.day.overdue}</span>}
      </time>
    </>
  );
}

type DetailsProps = { activity: Activity; withContact?: boolean; userId?: string };

/** Kind, whom it is about, how long and whose it is, in one line. */
function Details({ activity, withContact, userId }: DetailsProps) {
  const { kind, contactId, contactName, customerName, minutes, assigneeId, assigneeName } =
    activity;
  const Icon = kindIcons[kind];
  const parts: ReactNode[] = [t.day.kinds[kind]];
  if (withContact && contactId) {
    parts.push(
      <Link
        to="/contacts/$contactId"
        params={{ contactId }}
        className="inline-flex min-h-6 items-center text-ink hover:underline"
      >
        {contactName}
      </Link>,
    );
  }
  if (withContact && customerName) parts.push(customerName);
  if (minutes > 0) parts.push(t.day.lasts(minutes));
  if (assigneeId !== userId && assigneeName) parts.push(assigneeName);
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts never move
        <span key={index}>
          {part}
          {index < parts.length - 1 && <span aria-hidden> ·</span>}
        </span>
      ))}
    </p>
  );
}

/** A call of the log, which stands among what was done by itself. */
function LoggedCall({ activity, callId }: { activity: Activity; callId: string }) {
  const { subject, body, minutes, assigneeName, createdAt } = activity;
  return (
    <div className="flex items-start gap-3 px-5 py-2.5 max-sm:px-3">
      <span className="mt-0.5 grid size-6 shrink-0 place-items-center rounded-full bg-sunken">
        <PhoneCall aria-hidden className="size-3.5 text-muted" />
      </span>
      <div className="min-w-0 flex-1">
        <Link
          to="/calls"
          search={{ call: callId }}
          className="inline-flex min-h-6 max-w-full items-center text-sm font-medium hover:underline"
        >
          <span className="truncate">{t.service(subject) ?? subject}</span>
        </Link>
        <p className="text-xs text-muted">
          {[t.day.kinds.call, minutes > 0 && t.day.lasts(minutes), assigneeName]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {body && <p className="mt-1 text-sm break-words whitespace-pre-wrap">{body}</p>}
      </div>
      <time
        dateTime={createdAt}
        title={fullMoment(createdAt)}
        className="tabular min-h-6 text-sm text-muted"
      >
        {moment(createdAt)}
      </time>
    </div>
  );
}
