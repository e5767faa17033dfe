import { contactSearchQuery } from "../api/contacts";
import type { Contact } from "../api/types";
import { t } from "../language";
import { type PickerSource, RecordPicker } from "./RecordPicker";

const source: PickerSource<Contact> = {
  search: contactSearchQuery,
  name: (contact) => contact.name,
  detail: (contact) => [contact.customer?.name, contact.phone].filter(Boolean).join(" · "),
  placeholder: t.contacts.pickPlaceholder,
  none: t.contacts.pickNone,
};

type ContactPickerProps = { label: string; onPick: (contact: Contact) => void };

/** Finds one contact by name, company, email or number. */
export function ContactPicker(props: ContactPickerProps) {
  return <RecordPicker source={source} {...props} />;
}
