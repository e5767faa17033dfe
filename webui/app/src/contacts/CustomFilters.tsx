import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { type CustomField, fieldsQuery } from "../api/fields";
import { t } from "../language";
import { IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { choiceOptions, plainValue, typedValue } from "../ui/customFields";
import { controlClass, FilterSelect } from "../ui/fields";
import type { CustomSearch } from "./customSearch";

type CustomFiltersProps = {
  search: CustomSearch;
  onFilter: (change: CustomSearch) => void;
};

const namesOf = (field: CustomField) =>
  field.kind === "number" || field.kind === "date"
    ? ([`custom.${field.key}.from`, `custom.${field.key}.to`] as const)
    : ([`custom.${field.key}`] as const);

/** Filters by the organisation's own fields: a select adds one, each can be taken away. */
export function CustomFilters({ search, onFilter }: CustomFiltersProps) {
  const { data: fields = [] } = useQuery(fieldsQuery);
  const [added, setAdded] = useState<string[]>([]);
  const inUse = (field: CustomField) =>
    added.includes(field.key) || namesOf(field).some((name) => search[name]);
  const others = fields.filter((field) => !inUse(field));
  const remove = (field: CustomField) => {
    setAdded(added.filter((key) => key !== field.key));
    onFilter(Object.fromEntries(namesOf(field).map((name) => [name, undefined])));
  };
  if (fields.length === 0) return null;
  return (
    <>
      {others.length > 0 && (
        <FilterSelect
          label={t.fields.filter}
          value=""
          options={[
            { value: "", label: t.fields.filter },
            ...others.map((field) => ({ value: field.key, label: field.name })),
          ]}
          onChange={(event) => setAdded([...added, event.target.value])}
        />
      )}
      {fields.filter(inUse).map((field) => (
        <fieldset
          key={field.id}
          className="flex min-w-0 flex-wrap items-center gap-1 rounded-lg bg-sunken pl-2.5 max-sm:basis-full"
        >
          <legend className="float-left mr-1 max-w-40 truncate text-sm text-muted">
            {field.name}
          </legend>
          <Values field={field} search={search} onFilter={onFilter} />
          <IconButton
            icon={X}
            small
            label={t.fields.removeFilter(field.name)}
            onClick={() => remove(field)}
          />
        </fieldset>
      ))}
    </>
  );
}

function Values({ field, search, onFilter }: CustomFiltersProps & { field: CustomField }) {
  const [name, upper] = namesOf(field);
  if (field.kind === "choice") {
    return (
      <FilterSelect
        label={field.name}
        value={search[name] ?? ""}
        options={choiceOptions(field, t.fields.anyValue(field.name))}
        onChange={(event) => onFilter({ [name]: event.target.value || undefined })}
      />
    );
  }
  const input = (of: typeof name, label: string) => (
    <Value
      key={`${of} ${search[of] ?? ""}`}
      aria-label={label}
      type={field.kind === "date" ? "date" : "text"}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      defaultValue={typedValue(field, search[of] ?? "")}
      onTyped={(typed) => onFilter({ [of]: plainValue(field, typed.trim()) || undefined })}
    />
  );
  if (!upper) return input(name, field.name);
  return (
    <>
      {input(name, t.fields.from(field.name))}
      <span aria-hidden>–</span>
      {input(upper, t.fields.to(field.name))}
    </>
  );
}

/** An input that filters when it is left or Enter is pressed. */
function Value({
  onTyped,
  ...props
}: ComponentProps<"input"> & { defaultValue: string; onTyped: (typed: string) => void }) {
  const apply = (input: HTMLInputElement) => {
    if (!input.validity.badInput && input.value !== props.defaultValue) onTyped(input.value);
  };
  return (
    <input
      {...props}
      maxLength={2000}
      autoComplete="off"
      className={cx(controlClass, props.type === "date" ? "w-36" : "w-28", "min-w-0 max-sm:flex-1")}
      onBlur={(event) => apply(event.currentTarget)}
      onKeyDown={(event) => event.key === "Enter" && apply(event.currentTarget)}
    />
  );
}
