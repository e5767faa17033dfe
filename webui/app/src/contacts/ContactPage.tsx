import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, Navigate } from "@tanstack/react-router";
import { Archive, ArchiveRestore, ArrowLeft, UserX } from "lucide-react";
import { useEffect } from "react";
import { ContactActivities } from "../activities/activityTabs";
import { ContactTimeline } from "../activities/ContactTimeline";
import { markSeen } from "../api/bulk";
import { archiveContact, contactQuery, restoreContact } from "../api/contacts";
import { contactHistoryQuery } from "../api/history";
import type { Contact } from "../api/types";
import { ContactDeals } from "../deals/dealTabs";
import { t } from "../language";
import { Merges } from "../merge/Merges";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { fullMoment } from "../ui/format";
import { History } from "../ui/History";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { Tabs } from "../ui/Tabs";
import { usePageTitle } from "../ui/title";
import { say, warn } from "../ui/toasts";
import { ConfirmCustomer } from "./ConfirmCustomer";
import { ContactActions } from "./ContactActions";
import { ContactSummary } from "./ContactSummary";
import { ContactCalls, ContactNotes, ContactTickets } from "./tabs";
import { useContactSave } from "./useContactSave";

const route = getRouteApi("/app/contacts/$contactId");

/** The card of one contact: every field in place, and what happened with them. */
export function ContactPage() {
  const { contactId } = route.useParams();
  const contact = useQuery(contactQuery(contactId));
  usePageTitle(contact.data?.erasedAt ? t.privacy.erased : (contact.data?.name ?? t.contacts.one));
  const seen = contact.data?.id;
  useEffect(() => {
    // Only for the list of what was opened last: nothing is lost where it fails.
    if (seen) markSeen(seen).catch(() => undefined);
  }, [seen]);
  if (contact.isError) {
    return (
      <div className="flex-1">
        <h1 className="sr-only">{t.contacts.one}</h1>
        <Failed error={contact.error} retry={() => void contact.refetch()} />
      </div>
    );
  }
  const moved = contact.data && contact.data.id !== contactId;
  // What was read before a merge or its undoing may name the wrong contact.
  if (contact.isPending || (moved && contact.isFetching)) return <Skeleton rows={10} />;
  // The contact was merged: its address leads to the one that stayed.
  if (moved) {
    return <Navigate to="/contacts/$contactId" params={{ contactId: contact.data.id }} replace />;
  }
  if (contact.data.erasedAt) return <Erased contact={contact.data} />;
  return <Card key={contactId} contact={contact.data} />;
}

function Card({ contact }: { contact: Contact }) {
  const save = useContactSave(contact.id);
  const { archive } = useArchive(contact);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4 p-5 max-sm:p-3">
        <Back />
        {contact.archivedAt && <ArchivedBanner contact={contact} />}
        <ConfirmCustomer contact={contact} />
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,25rem)_minmax(0,1fr)]">
          <section
            aria-label={t.contacts.summary}
            className="flex flex-col gap-4 rounded-2xl border bg-surface p-5 max-sm:p-4"
          >
            <header className="flex items-center gap-3">
              <Avatar name={contact.name} size="large" />
              <div className="min-w-0 flex-1">
                <h1 className="truncate text-xl leading-tight font-semibold tracking-tight">
                  {contact.name}
                </h1>
                <p className="truncate text-sm text-muted">
                  {[contact.jobTitle, contact.customer?.name].filter(Boolean).join(" · ")}
                </p>
              </div>
              <ContactActions contact={contact} onArchive={() => archive.mutate()} />
            </header>
            <ContactSummary contact={contact} save={save} />
            <Merges contact={contact} />
          </section>
          <section aria-label={t.contacts.history} className="rounded-2xl border bg-surface">
            <Tabs
              label={t.contacts.history}
              tabs={[
                {
                  id: "timeline",
                  label: t.activities.timeline,
                  content: <ContactTimeline id={contact.id} />,
                },
                {
                  id: "activities",
                  label: t.day.list,
                  content: <ContactActivities contact={contact} />,
                },
                {
                  id: "calls",
                  label: t.contacts.tabs.calls,
                  content: <ContactCalls id={contact.id} />,
                },
                {
                  id: "notes",
                  label: t.contacts.tabs.notes,
                  content: <ContactNotes id={contact.id} />,
                },
                {
                  id: "tickets",
                  label: t.contacts.tabs.tickets,
                  content: <ContactTickets contact={contact} />,
                },
                {
                  id: "deals",
                  label: t.deals.title,
                  content: <ContactDeals contact={contact} />,
                },
                {
                  id: "history",
                  label: t.audit.title,
                  content: <History query={contactHistoryQuery(contact.id)} />,
                },
              ]}
            />
          </section>
        </div>
      </div>
    </div>
  );
}

/** What is left of a person who was erased. */
function Erased({ contact }: { contact: Contact }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-3xl flex-col gap-4 p-5 max-sm:p-3">
        <Back />
        <section className="rounded-2xl border bg-surface p-5 max-sm:p-4">
          <h1 className="flex items-center gap-2 text-xl font-semibold tracking-tight">
            <UserX aria-hidden className="size-5 text-muted" />
            {t.privacy.erased}
          </h1>
          <p className="mt-2 text-sm text-muted">
            {t.privacy.erasedSince(fullMoment(contact.erasedAt ?? contact.updatedAt))}
          </p>
        </section>
        <section aria-label={t.contacts.history} className="rounded-2xl border bg-surface">
          <Tabs
            label={t.contacts.history}
            tabs={[
              {
                id: "calls",
                label: t.contacts.tabs.calls,
                content: <ContactCalls id={contact.id} />,
              },
              {
                id: "history",
                label: t.audit.title,
                content: <History query={contactHistoryQuery(contact.id)} />,
              },
            ]}
          />
        </section>
      </div>
    </div>
  );
}

function Back() {
  return (
    <Link
      to="/contacts"
      className="inline-flex min-h-6 items-center gap-1.5 self-start text-sm text-muted hover:text-ink hover:underline"
    >
      <ArrowLeft aria-hidden className="size-4" />
      {t.contacts.title}
    </Link>
  );
}

function useArchive(contact: Contact) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["contacts"] });
  const onError = (error: unknown) => warn(problemText(error));
  const restore = useMutation({
    mutationFn: () => restoreContact(contact.id),
    onSuccess: async () => {
      await refresh();
      say(t.contacts.restored(contact.name));
    },
    onError,
  });
  const archive = useMutation({
    mutationFn: () => archiveContact(contact.id),
    onSuccess: async () => {
      await refresh();
      say(t.contacts.archivedNow(contact.name), { label: t.ui.undo, run: () => restore.mutate() });
    },
    onError,
  });
  return { archive, restore };
}

function ArchivedBanner({ contact }: { contact: Contact }) {
  const { restore } = useArchive(contact);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-xl bg-warn-soft px-4 py-2.5 text-sm text-warn">
      <Archive aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1">
        {t.contacts.archivedSince(fullMoment(contact.archivedAt ?? contact.updatedAt))}
      </p>
      <Button size="small" icon={ArchiveRestore} onClick={() => restore.mutate()}>
        {t.contacts.restore}
      </Button>
    </div>
  );
}
