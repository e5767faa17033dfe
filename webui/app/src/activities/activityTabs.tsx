import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import {
  type Activity,
  activitiesQuery,
  contactDoneActivitiesQuery,
  contactOpenActivitiesQuery,
} from "../api/activities";
import { meQuery } from "../api/session";
import type { Contact } from "../api/types";
import { t } from "../language";
import { type ActivityAbout, ActivityDialog } from "../ui/ActivityDialog";
import { ActivityRow } from "../ui/ActivityRow";
import { type ActivityKind, kindOptions } from "../ui/activityOptions";
import { Button } from "../ui/Button";
import { FilterSelect } from "../ui/fields";
import { PagedList } from "../ui/PagedList";

type List = Parameters<typeof PagedList<Activity>>[0]["list"];

/** What is planned with a contact, what was done, and the calls of the log. */
export function ContactActivities({ contact }: { contact: Contact }) {
  const [kind, setKind] = useState<ActivityKind>();
  const open = useInfiniteQuery(contactOpenActivitiesQuery(contact.id, kind));
  const done = useInfiniteQuery(contactDoneActivitiesQuery(contact.id, kind));
  return <Activities open={open} done={done} kind={kind} onKind={setKind} about={{ contact }} />;
}

type Record = { customerId: string } | { dealId: string } | { ticketId: string };
type RecordActivitiesProps = {
  of: Record;
  contact?: { id: string; name: string } | null;
  /** Where no tab says what this is. */
  titled?: boolean;
};

/** What is planned and was done for a customer, a deal or a ticket. */
export function RecordActivities({ of, contact, titled }: RecordActivitiesProps) {
  const [kind, setKind] = useState<ActivityKind>();
  const open = useInfiniteQuery(activitiesQuery({ ...of, kind, done: "false", sort: "agenda" }));
  const done = useInfiniteQuery(activitiesQuery({ ...of, kind, done: "true", sort: "-doneAt" }));
  return (
    <Activities
      open={open}
      done={done}
      kind={kind}
      onKind={setKind}
      about={{ ...of, contact }}
      withContact
      titled={titled}
    />
  );
}

type ActivitiesProps = {
  open: List;
  done: List;
  kind: ActivityKind | undefined;
  onKind: (kind: ActivityKind | undefined) => void;
  about: ActivityAbout;
  withContact?: boolean;
  titled?: boolean;
};

function Activities({ open, done, kind, onKind, about, withContact, titled }: ActivitiesProps) {
  const [shown, setShown] = useState<Activity | "new">();
  const { data: me } = useQuery(meQuery);
  const row = (activity: Activity) => (
    <ActivityRow
      activity={activity}
      onOpen={setShown}
      withContact={withContact}
      userId={me?.id}
      full
    />
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b px-5 py-3 max-sm:px-4">
        {titled && <h2 className="flex-1 text-sm font-semibold">{t.day.list}</h2>}
        <FilterSelect
          label={t.day.kind}
          value={kind ?? ""}
          options={kindOptions()}
          onChange={({ target }) => onKind((target.value || undefined) as ActivityKind | undefined)}
        />
        <Button className="ml-auto" icon={Plus} onClick={() => setShown("new")}>
          {t.day.newButton}
        </Button>
      </div>
      <Part title={t.day.open} list={open} none={t.day.none} row={row} under={titled} />
      <Part title={t.day.done} list={done} none={t.day.noneDone} row={row} under={titled} />
      <ActivityDialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        activity={shown === "new" ? undefined : shown}
        about={about}
        kind={kind}
      />
    </>
  );
}

type PartProps = {
  title: string;
  list: List;
  none: string;
  row: (activity: Activity) => ReactNode;
  /** Under a heading of its own page's rank. */
  under?: boolean;
};

function Part({ title, list, none, row, under }: PartProps) {
  const id = useId();
  const Heading = under ? "h3" : "h2";
  return (
    <section aria-labelledby={id} className="border-b pb-1 last:border-b-0">
      <Heading id={id} className="px-5 pt-3 pb-1 text-xs font-semibold text-muted max-sm:px-4">
        {title}
      </Heading>
      <PagedList
        label={title}
        list={list}
        rowId={(activity) => activity.id}
        empty={<p className="px-5 pt-1 pb-4 text-sm text-muted max-sm:px-4">{none}</p>}
      >
        {row}
      </PagedList>
    </section>
  );
}
