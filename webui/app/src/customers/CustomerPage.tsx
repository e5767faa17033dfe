import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft, PhoneOff, Plus, Ticket as TicketIcon, Users } from "lucide-react";
import { RecordActivities } from "../activities/activityTabs";
import { ApiProblem } from "../api/client";
import {
  customerCallsQuery,
  customerContactsQuery,
  customerQuery,
  customerTicketsQuery,
  updateCustomer,
} from "../api/customers";
import { customerHistoryQuery } from "../api/history";
import type { Contact, Customer, CustomerPatch } from "../api/types";
import { usersQuery } from "../api/users";
import { CustomerDeals } from "../deals/dealTabs";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { buttonClass } from "../ui/Button";
import { CallEntry } from "../ui/CallEntry";
import { EditFact } from "../ui/EditFact";
import { Fact, Facts } from "../ui/Facts";
import { day } from "../ui/format";
import { History } from "../ui/History";
import { ownerOptions } from "../ui/ownerOptions";
import { PagedList } from "../ui/PagedList";
import { PhoneLink } from "../ui/PhoneLink";
import { Empty, Failed, Skeleton } from "../ui/states";
import { Tabs } from "../ui/Tabs";
import { TicketLine } from "../ui/TicketLine";
import { usePageTitle } from "../ui/title";

const route = getRouteApi("/app/customers/$customerId");

export function CustomerPage() {
  const { customerId } = route.useParams();
  const customer = useQuery(customerQuery(customerId));
  usePageTitle(customer.data?.name ?? t.customers.one);
  if (customer.isError) {
    return (
      <div className="flex-1">
        <h1 className="sr-only">{t.customers.one}</h1>
        <Failed error={customer.error} retry={() => void customer.refetch()} />
      </div>
    );
  }
  if (customer.isPending) return <Skeleton rows={10} />;
  return <Card key={customerId} customer={customer.data} />;
}

function Card({ customer }: { customer: Customer }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4 p-5 max-sm:p-3">
        <Link
          to="/customers"
          className="inline-flex min-h-6 items-center gap-1.5 self-start text-sm text-muted hover:text-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t.customers.title}
        </Link>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
          <section
            aria-label={t.customers.summary}
            className="flex flex-col gap-4 rounded-2xl border bg-surface p-5 max-sm:p-4"
          >
            <header className="flex items-center gap-3">
              <Avatar name={customer.name} size="large" />
              <h1 className="min-w-0 flex-1 text-xl leading-tight font-semibold tracking-tight break-words">
                {customer.name}
              </h1>
            </header>
            <Summary customer={customer} />
          </section>
          <section aria-label={t.customers.people} className="rounded-2xl border bg-surface">
            <Tabs
              label={t.customers.people}
              tabs={[
                {
                  id: "contacts",
                  label: t.customers.contacts,
                  content: <Contacts id={customer.id} />,
                },
                {
                  id: "tickets",
                  label: t.customers.tickets,
                  content: <Tickets id={customer.id} />,
                },
                {
                  id: "deals",
                  label: t.deals.title,
                  content: <CustomerDeals customer={customer} />,
                },
                {
                  id: "activities",
                  label: t.day.list,
                  content: <RecordActivities of={{ customerId: customer.id }} />,
                },
                {
                  id: "calls",
                  label: t.contacts.tabs.calls,
                  content: <Calls id={customer.id} />,
                },
                {
                  id: "history",
                  label: t.audit.title,
                  content: <History query={customerHistoryQuery(customer.id)} />,
                },
              ]}
            />
          </section>
        </div>
      </div>
    </div>
  );
}

function Summary({ customer }: { customer: Customer }) {
  const client = useQueryClient();
  const { data: users } = useQuery(usersQuery);
  const { queryKey } = customerQuery(customer.id);
  const save = async (patch: CustomerPatch, version: number | undefined) => {
    try {
      client.setQueryData(queryKey, await updateCustomer(customer.id, patch, version));
      void client.invalidateQueries({ queryKey: ["customers", "list"] });
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "stale") {
        await client.refetchQueries({ queryKey });
      }
      throw error;
    }
  };
  const { version } = customer;
  return (
    <Facts>
      <EditFact
        label={t.customers.name}
        value={customer.name}
        version={version}
        required
        maxLength={200}
        onSave={(name, base) => save({ name }, base)}
      />
      <EditFact
        label={t.customers.phone}
        value={customer.phone}
        version={version}
        type="tel"
        maxLength={64}
        display={customer.phone && <PhoneLink number={customer.phone} name={customer.name} />}
        onSave={(phone, base) => save({ phone }, base)}
      />
      <EditFact
        label={t.customers.website}
        value={customer.website}
        version={version}
        maxLength={300}
        display={customer.website && <Website address={customer.website} />}
        onSave={(website, base) => save({ website }, base)}
      />
      <EditFact
        label={t.customers.address}
        value={customer.address}
        version={version}
        multiline
        maxLength={1000}
        onSave={(address, base) => save({ address }, base)}
      />
      <EditFact
        label={t.card.owner}
        value={customer.ownerId ?? ""}
        version={version}
        options={ownerOptions(users, customer.ownerId)}
        onSave={(ownerId, base) => save({ ownerId: ownerId || null }, base)}
      />
      <Fact label={t.contacts.created}>
        <span className="text-muted">{day(customer.createdAt)}</span>
      </Fact>
    </Facts>
  );
}

function Website({ address }: { address: string }) {
  const url = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="block truncate text-accent-ink hover:underline"
    >
      {address.replace(/^https?:\/\//i, "")}
    </a>
  );
}

function Contacts({ id }: { id: string }) {
  const list = useInfiniteQuery(customerContactsQuery(id));
  return (
    <>
      <div className="flex justify-end border-b px-5 py-3 max-sm:px-4">
        <Link to="/contacts/new" search={{ customerId: id }} className={buttonClass("plain")}>
          <Plus aria-hidden className="size-4" />
          {t.customers.addContact}
        </Link>
      </div>
      <PagedList
        label={t.customers.contacts}
        list={list}
        rowId={(contact) => contact.id}
        empty={<Empty icon={Users} title={t.customers.noContacts} />}
      >
        {(contact) => <ContactEntry contact={contact} />}
      </PagedList>
    </>
  );
}

function ContactEntry({ contact }: { contact: Contact }) {
  const [phone] = contact.phones;
  return (
    <div className="flex items-center gap-3 px-5 py-2.5 max-sm:px-4">
      <Avatar name={contact.name} />
      <div className="min-w-0 flex-1">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: contact.id }}
          className="block truncate font-medium hover:underline"
        >
          {contact.name}
        </Link>
        <p className="truncate text-xs text-muted">{contact.jobTitle}</p>
      </div>
      {phone && (
        <PhoneLink
          number={phone.raw}
          e164={phone.e164}
          extension={phone.extension}
          contactId={contact.id}
          name={contact.name}
        />
      )}
    </div>
  );
}

function Tickets({ id }: { id: string }) {
  const list = useInfiniteQuery(customerTicketsQuery(id));
  return (
    <PagedList
      label={t.customers.tickets}
      list={list}
      rowId={(ticket) => ticket.id}
      empty={<Empty icon={TicketIcon} title={t.customers.noTickets} />}
    >
      {(ticket) => (
        <div className="px-5 py-3 max-sm:px-4">
          <TicketLine ticket={ticket} />
          {ticket.contactName && <p className="mt-0.5 text-xs text-muted">{ticket.contactName}</p>}
        </div>
      )}
    </PagedList>
  );
}

function Calls({ id }: { id: string }) {
  const list = useInfiniteQuery(customerCallsQuery(id));
  return (
    <PagedList
      label={t.contacts.tabs.calls}
      list={list}
      rowId={(call) => call.id}
      empty={
        <Empty icon={PhoneOff} title={t.contacts.noCalls}>
          {t.customers.noCallsHint}
        </Empty>
      }
    >
      {(call) => <CallEntry call={call} showContact />}
    </PagedList>
  );
}
