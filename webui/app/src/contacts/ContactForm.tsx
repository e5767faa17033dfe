import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import {
  contactStatusesQuery,
  createContact,
  createContactOf,
  similarContacts,
} from "../api/contacts";
import { customerSearchQuery } from "../api/customers";
import { type CustomField, fieldsQuery } from "../api/fields";
import type { Contact, ContactDraft, ContactKind, Match } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { CheckField, SelectField, TextArea, TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { SuggestField } from "../ui/SuggestField";
import { useDebounced } from "../ui/useDebounced";
import { kindOptions } from "./kinds";
import { customDraft, MoreFields } from "./MoreFields";
import { type PhoneRow, PhoneRows } from "./PhoneRows";
import { SimilarContacts } from "./SimilarContacts";

type Values = {
  firstName: string;
  lastName: string;
  email: string;
  phones: PhoneRow[];
  jobTitle: string;
  company: string;
  kind: ContactKind;
  status: string;
  marketingOptOut: boolean;
  notes: string;
  custom: Record<string, string>;
};

export type ContactFormProps = {
  phone?: string;
  /** Makes the contact on this customer's page, locked to it. */
  customer?: { id: string; name: string };
  onSaved: (contact: Contact) => void;
  onCancel: () => void;
};

function draftOf(
  values: Values,
  createCustomer: boolean,
  fields: CustomField[] | undefined,
): ContactDraft {
  const phones = values.phones.filter((phone) => phone.raw.trim());
  return {
    firstName: values.firstName.trim(),
    lastName: values.lastName.trim(),
    email: values.email.trim() || undefined,
    phones: phones.map((phone, index) => ({
      raw: phone.raw.trim(),
      label: phone.label.trim() || undefined,
      primary: index === 0,
    })),
    jobTitle: values.jobTitle.trim(),
    company: values.company.trim() || undefined,
    createCustomer: createCustomer || undefined,
    kind: values.kind,
    status: values.status.trim(),
    marketingOptOut: values.marketingOptOut,
    notes: values.notes.trim() || undefined,
    custom: customDraft(values.custom, fields),
  };
}

/** The whole form for a new contact, with what is wrong beside each field. */
export function ContactForm({ phone = "", customer, onSaved, onCancel }: ContactFormProps) {
  const client = useQueryClient();
  const [values, setValues] = useState<Values>({
    firstName: "",
    lastName: "",
    email: "",
    phones: [{ key: 0, raw: phone, label: "" }],
    jobTitle: "",
    company: "",
    kind: "customer",
    status: "",
    marketingOptOut: false,
    notes: "",
    custom: {},
  });
  const [missing, setMissing] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const set = (change: Partial<Values>) => {
    setValues((before) => ({ ...before, ...change }));
    // What is being mended is no longer called wrong.
    setMissing((before) =>
      Object.fromEntries(Object.entries(before).filter(([name]) => !(name in change))),
    );
  };
  const company = useCompany(customer ? "" : values.company);
  const { data: statuses = [] } = useQuery(contactStatusesQuery);
  const { data: fields } = useQuery(fieldsQuery);
  const similar = useSimilar(values);

  const save = useMutation({
    mutationFn: () => {
      const draft = draftOf(values, company.isNew, fields);
      return customer ? createContactOf(customer.id, draft) : createContact(draft);
    },
    onSuccess: (contact) => {
      client.setQueryData(["contacts", "one", contact.id], contact);
      void client.invalidateQueries({ queryKey: ["contacts", "list"] });
      void client.invalidateQueries({ queryKey: ["contacts", "statuses"] });
      void client.invalidateQueries({ queryKey: ["customers"] });
      onSaved(contact);
    },
  });
  // Once the field that is wrong is marked: the news of the answer and its
  // rendering take longer than the next turn of the event loop.
  useEffect(() => {
    if (save.error) focusFirstError(form.current);
  }, [save.error]);
  const errors = { ...fieldProblems(save.error), ...missing };
  const code = save.error instanceof ApiProblem ? save.error.code : "";
  const emailHolder =
    save.error instanceof ApiProblem && code === "email_taken" ? save.error.contactId : null;
  const unplaced = save.error && Object.keys(errors).length === 0 && !emailHolder;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (!values.firstName.trim()) found.firstName = t.contacts.firstNameMissing;
    if (!values.lastName.trim()) found.lastName = t.contacts.lastNameMissing;
    setMissing(found);
    save.reset();
    if (Object.keys(found).length > 0) setTimeout(() => focusFirstError(form.current));
    else save.mutate();
  };

  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {unplaced && (
        <p role="alert" className="rounded-lg bg-bad-soft p-3 text-sm text-bad-strong">
          {problemText(save.error)}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t.contacts.firstName}
          required
          autoFocus
          maxLength={100}
          value={values.firstName}
          error={errors.firstName}
          onChange={(event) => set({ firstName: event.target.value })}
        />
        <TextField
          label={t.contacts.lastName}
          required
          maxLength={100}
          value={values.lastName}
          error={errors.lastName}
          onChange={(event) => set({ lastName: event.target.value })}
        />
        <TextField
          label={t.contacts.email}
          type="email"
          maxLength={254}
          value={values.email}
          error={
            emailHolder ? (
              <>
                {t.problems.email_taken}{" "}
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: emailHolder }}
                  className="underline"
                >
                  {t.contacts.openHolder}
                </Link>
              </>
            ) : (
              (errors.email ?? errors["emails[0]"])
            )
          }
          onChange={(event) => set({ email: event.target.value })}
        />
        <TextField
          label={t.contacts.jobTitle}
          maxLength={200}
          value={values.jobTitle}
          error={errors.jobTitle}
          onChange={(event) => set({ jobTitle: event.target.value })}
        />
      </div>
      <PhoneRows
        phones={values.phones}
        errors={errors}
        fallback={code === "invalid_phone" ? problemText(save.error) : ""}
        onChange={(phones) => set({ phones })}
      />
      <SimilarContacts matches={similar} />
      <div className="grid gap-4 sm:grid-cols-2">
        {customer ? (
          <p className="self-center text-sm sm:col-span-2">{t.contacts.lockedTo(customer.name)}</p>
        ) : (
          <SuggestField
            label={t.contacts.company}
            value={values.company}
            suggestions={company.names}
            filter={false}
            maxLength={200}
            hint={company.hint}
            error={errors.company ?? errors.customerId}
            onChange={(text) => set({ company: text })}
          />
        )}
        <SelectField
          label={t.contacts.kind}
          value={values.kind}
          options={kindOptions}
          error={errors.kind}
          onChange={(event) => set({ kind: event.target.value as ContactKind })}
        />
        <SuggestField
          label={t.contacts.status}
          value={values.status}
          suggestions={statuses}
          maxLength={60}
          error={errors.status}
          onChange={(status) => set({ status })}
        />
      </div>
      <CheckField
        label={t.contacts.optOut}
        hint={t.contacts.optOutHint}
        checked={values.marketingOptOut}
        onChange={(event) => set({ marketingOptOut: event.target.checked })}
      />
      <MoreFields values={values.custom} errors={errors} onChange={(custom) => set({ custom })} />
      <TextArea
        label={t.contacts.notes}
        hint={t.contacts.notesHint}
        maxLength={20_000}
        value={values.notes}
        error={errors.notes}
        onChange={(event) => set({ notes: event.target.value })}
      />
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onCancel}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {save.isPending ? t.ui.saving : t.contacts.save}
        </Button>
      </div>
    </form>
  );
}

function focusFirstError(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** What typing a company means: an existing customer, or one to be made. */
function useCompany(typed: string) {
  const search = useDebounced(typed.trim(), 150);
  const { data: customers = [], isFetched } = useQuery({
    ...customerSearchQuery(search),
    enabled: search !== "",
  });
  const name = typed.trim();
  const same = customers.find((found) => found.name.toLowerCase() === name.toLowerCase());
  const known = name !== "" && search === name && isFetched;
  return {
    names: name ? customers.map((found) => found.name) : [],
    // Asked for even before the search answered: an existing name is linked, never doubled.
    isNew: name !== "" && !same,
    hint: !known ? undefined : same ? t.contacts.linksTo(same.name) : t.contacts.willCreate(name),
  };
}

/** Contacts that the draft may be a second copy of, asked while one types. */
function useSimilar(values: Values): Match[] {
  const draft = useDebounced(values, 500);
  const number = draft.phones.some((phone) => phone.raw.replace(/\D/g, "").length >= 6);
  const named = draft.firstName.trim() !== "" && draft.lastName.trim() !== "";
  const email = /.+@.+\..+/.test(draft.email);
  const { data = [] } = useQuery({
    queryKey: [
      "contacts",
      "similar",
      draft.firstName,
      draft.lastName,
      draft.email,
      draft.company,
      draft.phones,
    ],
    queryFn: ({ signal }) =>
      similarContacts(
        {
          ...draftOf(draft, false, undefined),
          // The service wants both names even of a draft.
          firstName: draft.firstName.trim() || "-",
          lastName: draft.lastName.trim() || "-",
        },
        signal,
      ),
    enabled: number || named || email,
    retry: false,
    staleTime: 30_000,
  });
  return data.slice(0, 4);
}
