import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarDays, Copy, RefreshCw } from "lucide-react";
import { useState } from "react";
import { calendarFeedQuery, makeCalendarFeed, revokeCalendarFeed } from "../api/activities";
import { t } from "../language";
import { Button, buttonClass } from "../ui/Button";
import { TextField } from "../ui/fields";
import { moment } from "../ui/format";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";

/** The secret link to one's own activities, for any calendar program. */
export function Calendar() {
  const client = useQueryClient();
  const feed = useQuery(calendarFeedQuery);
  const [asking, setAsking] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: calendarFeedQuery.queryKey });
  const onError = (error: unknown) => warn(problemText(error));
  const make = useMutation({ mutationFn: makeCalendarFeed, onSuccess: refresh, onError });
  const revoke = useMutation({
    mutationFn: revokeCalendarFeed,
    onSuccess: async () => {
      make.reset();
      await refresh();
      say(t.day.calendar.revoked);
    },
    onError,
  });
  if (feed.isError) return <Failed error={feed.error} retry={() => void feed.refetch()} />;
  if (feed.isPending) return <Skeleton rows={5} />;
  const words = t.day.calendar;
  const { active, createdAt, lastUsedAt } = feed.data;
  const rotate = () => {
    setAsking(false);
    make.mutate();
  };
  return (
    <div className="flex flex-col gap-4 p-5 text-sm max-sm:p-4">
      <p>{words.about}</p>
      <p className="text-muted">{words.secret}</p>
      {active && createdAt && (
        <p role="status">
          {words.since(moment(createdAt))}{" "}
          {lastUsedAt ? words.used(moment(lastUsedAt)) : words.unused}
        </p>
      )}
      {make.data && <Link path={make.data.path} />}
      <div className="flex flex-wrap items-center gap-2">
        {!active && (
          <Button tone="primary" icon={CalendarDays} disabled={make.isPending} onClick={rotate}>
            {words.make}
          </Button>
        )}
        {active && !asking && (
          <Button icon={RefreshCw} disabled={make.isPending} onClick={() => setAsking(true)}>
            {words.rotate}
          </Button>
        )}
        {active && asking && (
          <>
            <span>{words.rotateSure}</span>
            <Button tone="primary" autoFocus onClick={rotate}>
              {words.rotate}
            </Button>
            <Button onClick={() => setAsking(false)}>{t.ui.cancel}</Button>
          </>
        )}
        {active && (
          <Button tone="quiet" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            {words.revoke}
          </Button>
        )}
      </div>
      <section className="flex flex-col gap-2 border-t pt-4">
        <h2 className="font-semibold">{words.how}</h2>
        <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
          {words.programs.map(({ name, steps }) => (
            <div key={name} className="contents">
              <dt className="font-medium">{name}</dt>
              <dd className="text-muted">{steps}</dd>
            </div>
          ))}
        </dl>
        <p className="text-muted">{words.reach}</p>
      </section>
    </div>
  );
}

function Link({ path }: { path: string }) {
  const words = t.day.calendar;
  const url = `${window.location.origin}${path}`;
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => say(words.copied),
      () => warn(t.problems.unexpected),
    );
  return (
    <div className="flex flex-col gap-3 rounded-lg border bg-sunken p-3">
      <p role="status" className="font-medium">
        {words.made}
      </p>
      <TextField
        label={words.link}
        readOnly
        value={url}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" icon={Copy} onClick={() => void copy()}>
          {words.copy}
        </Button>
        <a href={url.replace(/^https?:/, "webcal:")} className={buttonClass("plain")}>
          <CalendarDays aria-hidden className="size-4" />
          {words.launch}
        </a>
      </div>
    </div>
  );
}
