import { useQuery } from "@tanstack/react-query";
import { fieldsQuery } from "../api/fields";
import type { Contact, ContactPatch } from "../api/types";
import { choiceOptions, plainValue, shownValue, typedValue } from "../ui/customFields";
import { EditFact } from "../ui/EditFact";

type CustomFactsProps = {
  contact: Contact;
  save: (patch: ContactPatch, version: number | undefined) => Promise<unknown>;
};

/** The organisation's own fields, each edited where it stands. */
export function CustomFacts({ contact, save }: CustomFactsProps) {
  const { data: fields = [] } = useQuery(fieldsQuery);
  return fields.map((field) => {
    const value = contact.custom[field.key] ?? "";
    const told = field.kind === "date" || field.kind === "number";
    return (
      <EditFact
        key={field.id}
        label={field.name}
        value={typedValue(field, value)}
        version={contact.version}
        display={told && value ? <span className="tabular">{shownValue(field, value)}</span> : null}
        options={field.kind === "choice" ? choiceOptions(field, "–") : undefined}
        multiline={field.kind === "text"}
        type={field.kind === "date" ? "date" : "text"}
        maxLength={2000}
        onSave={(typed, base) =>
          save({ custom: { [field.key]: plainValue(field, typed) || null } }, base)
        }
      />
    );
  });
}
