import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { type TimelineEntry, timelineQuery } from "../api/activities";
import { t } from "../language";
import { fullMoment, moment } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { PagedList } from "../ui/PagedList";
import { Empty } from "../ui/states";

/** Everything that happened with a contact, newest first. */
export function ContactTimeline({ id }: { id: string }) {
  const list = useInfiniteQuery(timelineQuery(id));
  return (
    <PagedList
      label={t.activities.timeline}
      list={list}
      rowId={(entry) => entry.id}
      empty={
        <Empty icon={History} title={t.activities.nothing}>
          {t.activities.nothingHint}
        </Empty>
      }
    >
      {(entry) => <Entry entry={entry} />}
    </PagedList>
  );
}

/** How the entry stands, in the words of its own list. */
function statusWord({ noun, status }: TimelineEntry): string {
  const words: Readonly<Record<string, string | undefined>> = {
    ...(noun === "call" && { ...t.calls.statuses, ...t.calls.outcomes }),
    ...(noun === "ticket" && t.tickets.statuses),
    ...(noun === "deal" && t.deals.statuses),
    ...(noun === "activity" && { planned: t.day.open, done: t.day.done }),
  };
  return words[status] ?? status;
}

function Entry({ entry }: { entry: TimelineEntry }) {
  return (
    <article className="flex flex-col gap-1 px-5 py-3 max-sm:px-4">
      <p className="text-xs text-muted">
        {[t.activities.nouns[entry.noun], statusWord(entry), entry.userName]
          .filter(Boolean)
          .join(" · ")}
        {" · "}
        <time dateTime={entry.at} title={fullMoment(entry.at)}>
          {moment(entry.at)}
        </time>
      </p>
      {entry.title && (
        <p className="text-sm font-medium break-words">
          <Title entry={entry} />
        </p>
      )}
      {entry.body && <Markdown>{entry.body}</Markdown>}
    </article>
  );
}

function Title({ entry: { id, noun, title } }: { entry: TimelineEntry }) {
  if (noun === "ticket") {
    return (
      <Link to="/tickets/$ticketId" params={{ ticketId: id }} className="hover:underline">
        {title}
      </Link>
    );
  }
  if (noun === "deal") {
    return (
      <Link to="/deals/$dealId" params={{ dealId: id }} className="hover:underline">
        {title}
      </Link>
    );
  }
  if (noun === "call") {
    return (
      <Link to="/calls" search={{ call: id }} className="hover:underline">
        {t.service(title) ?? title}
      </Link>
    );
  }
  return title;
}
