import type { CustomField } from "../api/fields";
import { type Option, SelectField, TextArea, TextField } from "./fields";
import { day } from "./format";
import { plainNumber, readNumber, typedNumber } from "./plainNumber";

/** A value of a custom field as it is read. */
export function shownValue(field: Pick<CustomField, "kind">, value: string): string {
  if (field.kind === "date") return day(value);
  return field.kind === "number" ? readNumber(value) : value;
}

/** A value of the service as it stands in an input. */
export const typedValue = (field: Pick<CustomField, "kind">, value: string): string =>
  field.kind === "number" ? typedNumber(value) : value;

/** What stands in an input as the service reads it. */
export const plainValue = (field: Pick<CustomField, "kind">, typed: string): string =>
  field.kind === "number" ? plainNumber(typed) : typed;

export const choiceOptions = (field: CustomField, none: string): Option[] => [
  { value: "", label: none },
  ...field.choices.map((choice) => ({ value: choice, label: choice })),
];

type CustomFieldInputProps = {
  field: CustomField;
  value: string;
  error?: string;
  onChange: (typed: string) => void;
};

/** The right input for a custom field. */
export function CustomFieldInput({ field, value, error, onChange }: CustomFieldInputProps) {
  const shared = { label: field.name, value, error };
  switch (field.kind) {
    case "choice":
      return (
        <SelectField
          {...shared}
          options={choiceOptions(field, "–")}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "text":
      return (
        <TextArea
          {...shared}
          rows={1}
          maxLength={2000}
          className="min-h-9"
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return (
        <TextField
          {...shared}
          type={field.kind === "date" ? "date" : "text"}
          inputMode={field.kind === "number" ? "decimal" : undefined}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
