import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { type CustomField, fieldsQuery } from "../api/fields";
import { t } from "../language";
import { CustomFieldInput, plainValue } from "../ui/customFields";

type MoreFieldsProps = {
  values: Record<string, string>;
  errors: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
};

/** The organisation's own fields in a form, out of the way until they are wanted. */
export function MoreFields({ values, errors, onChange }: MoreFieldsProps) {
  const { data: fields = [] } = useQuery(fieldsQuery);
  const [opened, setOpened] = useState(false);
  const wrong = fields.some((field) => errors[`custom.${field.key}`]);
  if (fields.length === 0) return null;
  return (
    <details
      open={opened || wrong}
      onToggle={(event) => setOpened(event.currentTarget.open)}
      className="group rounded-xl border px-3"
    >
      <summary className="flex min-h-10 cursor-pointer list-none items-center gap-1.5 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-muted group-open:rotate-90" />
        {t.fields.more}
      </summary>
      <div className="grid gap-4 pt-1 pb-4 sm:grid-cols-2">
        {fields.map((field) => (
          <CustomFieldInput
            key={field.id}
            field={field}
            value={values[field.key] ?? ""}
            error={errors[`custom.${field.key}`]}
            onChange={(typed) => onChange({ ...values, [field.key]: typed })}
          />
        ))}
      </div>
    </details>
  );
}

/** What was typed, as a new contact takes it; nothing typed is nothing sent. */
export function customDraft(values: Record<string, string>, fields: CustomField[] | undefined) {
  const given: Record<string, string> = {};
  for (const field of fields ?? []) {
    const value = plainValue(field, values[field.key] ?? "").trim();
    if (value) given[field.key] = value;
  }
  return Object.keys(given).length > 0 ? given : undefined;
}
