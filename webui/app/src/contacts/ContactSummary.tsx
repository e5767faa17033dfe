import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Lock, Mail, Pencil } from "lucide-react";
import { useState } from "react";
import { contactStatusesQuery } from "../api/contacts";
import { customerSearchQuery } from "../api/customers";
import { meQuery } from "../api/session";
import type { Contact, ContactKind, ContactPatch } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Editable } from "../ui/Editable";
import { Fact, Facts } from "../ui/Facts";
import { day } from "../ui/format";
import { PhoneLink } from "../ui/PhoneLink";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";
import { useDebounced } from "../ui/useDebounced";
import { kindOptions } from "./kinds";
import { PhonesDialog } from "./PhonesDialog";

type Save = (patch: ContactPatch, version: number | undefined) => Promise<unknown>;
type Props = { contact: Contact; save: Save };

/** The contact's own fields, each edited where it stands. */
export function ContactSummary({ contact, save }: Props) {
  const { data: statuses = [] } = useQuery(contactStatusesQuery);
  const { version } = contact;
  const others = contact.emails.filter((email) => email !== contact.email);
  return (
    <Facts>
      <Fact label={t.contacts.firstName}>
        <Editable
          label={t.contacts.firstName}
          value={contact.firstName}
          version={version}
          required
          maxLength={100}
          onSave={(firstName, base) => save({ firstName }, base)}
        />
      </Fact>
      <Fact label={t.contacts.lastName}>
        <Editable
          label={t.contacts.lastName}
          value={contact.lastName}
          version={version}
          required
          maxLength={100}
          onSave={(lastName, base) => save({ lastName }, base)}
        />
      </Fact>
      <Fact label={t.contacts.phones}>
        <Phones contact={contact} save={save} />
      </Fact>
      <Fact label={t.contacts.email}>
        <Editable
          label={t.contacts.email}
          value={contact.email ?? ""}
          version={version}
          type="email"
          maxLength={254}
          display={contact.email && <MailLink address={contact.email} />}
          onSave={(email, base) => save({ email: email || null }, base)}
        />
        {others.map((email) => (
          <p key={email}>
            <MailLink address={email} />
          </p>
        ))}
      </Fact>
      <Fact label={t.contacts.company}>
        <Company contact={contact} save={save} />
      </Fact>
      <Fact label={t.contacts.jobTitle}>
        <Editable
          label={t.contacts.jobTitle}
          value={contact.jobTitle}
          version={version}
          maxLength={200}
          onSave={(jobTitle, base) => save({ jobTitle }, base)}
        />
      </Fact>
      <Fact label={t.contacts.kind}>
        <Editable
          label={t.contacts.kind}
          value={contact.kind}
          version={version}
          options={kindOptions}
          onSave={(kind, base) => save({ kind: kind as ContactKind }, base)}
        />
      </Fact>
      <Fact label={t.contacts.status}>
        <Editable
          label={t.contacts.status}
          value={contact.status}
          version={version}
          suggestions={statuses}
          maxLength={60}
          onSave={(status, base) => save({ status }, base)}
        />
      </Fact>
      <Fact label={t.contacts.marketing}>
        <Editable
          label={t.contacts.marketing}
          value={contact.marketingOptOut ? "out" : "in"}
          version={version}
          options={[
            { value: "in", label: t.contacts.marketingIn },
            { value: "out", label: t.contacts.marketingOut },
          ]}
          onSave={(choice, base) => save({ marketingOptOut: choice === "out" }, base)}
        />
      </Fact>
      <Fact label={t.contacts.created}>
        <span className="text-muted">{day(contact.createdAt)}</span>
      </Fact>
    </Facts>
  );
}

function MailLink({ address }: { address: string }) {
  return (
    <a
      href={`mailto:${address}`}
      className="inline-flex min-h-6 max-w-full items-center gap-1.5 text-accent-ink hover:underline"
    >
      <Mail aria-hidden className="size-3.5 shrink-0 opacity-70" />
      <span className="truncate">{address}</span>
    </a>
  );
}

function Phones({ contact, save }: Props) {
  const [editing, setEditing] = useState(false);
  return (
    <div className="flex flex-col items-start gap-0.5">
      {contact.phones.map((phone) => (
        <span key={phone.raw} className="flex max-w-full flex-wrap items-center gap-x-2">
          <PhoneLink
            number={phone.raw}
            e164={phone.e164}
            extension={phone.extension}
            contactId={contact.id}
            name={contact.name}
          />
          <span className="text-xs text-muted">
            {[phone.label, phone.primary && contact.phones.length > 1 && t.contacts.primary]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      ))}
      <Button
        size="small"
        tone="quiet"
        icon={Pencil}
        className="-ml-2"
        onClick={() => setEditing(true)}
      >
        {contact.phones.length > 0 ? t.contacts.editPhones : t.contacts.addPhone}
      </Button>
      <PhonesDialog
        contact={contact}
        save={save}
        open={editing}
        onClose={() => setEditing(false)}
      />
    </div>
  );
}

function Company({ contact, save }: Props) {
  const { data: me } = useQuery(meQuery);
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 150);
  const { data: customers = [] } = useQuery({
    ...customerSearchQuery(search),
    enabled: search !== "",
  });
  const link = contact.customer && (
    <Link
      to="/customers/$customerId"
      params={{ customerId: contact.customer.id }}
      className="text-accent-ink hover:underline"
    >
      {contact.customer.name}
    </Link>
  );
  const locked = contact.lockedToCustomer;
  const mayUnlock = me?.role === "supervisor" || me?.role === "admin";
  if (locked) {
    return (
      <div className="flex flex-col items-start gap-1">
        {link}
        <p className="flex items-start gap-1.5 text-xs text-muted">
          <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {mayUnlock ? t.contacts.lockedUnlockable : t.contacts.locked}
        </p>
        {mayUnlock && (
          <Button
            size="small"
            onClick={() =>
              void save({ lockedToCustomer: false }, contact.version).catch((error) =>
                warn(problemText(error)),
              )
            }
          >
            {t.contacts.unlock}
          </Button>
        )}
      </div>
    );
  }
  return (
    <Editable
      label={t.contacts.company}
      value={contact.customer?.name ?? ""}
      version={contact.version}
      display={link}
      suggestions={customers.map((customer) => customer.name)}
      onTyped={setTyped}
      maxLength={200}
      onSave={(company, base) => save({ company }, base)}
      remedies={{
        unknown_customer: {
          label: t.contacts.createCompany,
          run: (company) => save({ company, createCustomer: true }, undefined),
        },
      }}
    />
  );
}
