import { useQuery } from "@tanstack/react-query";
import { type CustomField, fieldsQuery } from "../api/fields";
import type { Import } from "../api/types";
import { t } from "../language";
import { controlClass, FilterSelect } from "../ui/fields";
import type { ImportOptions } from "./useImportOptions";

const fields = [
  "",
  "name",
  "firstName",
  "middleName",
  "lastName",
  "email",
  "phone",
  "jobTitle",
  "company",
  "kind",
  "status",
  "tags",
  "owner",
  "marketingOptOut",
  "notes",
];

/** Which column goes where. */
export function Columns({ one, options }: { one: Import; options: ImportOptions }) {
  const { data: own = [] } = useQuery(fieldsQuery);
  return (
    <section aria-labelledby="import-columns" className="border-t px-5 py-4 max-sm:px-4">
      <h2 id="import-columns" className="font-semibold">
        {t.imports.columns}
      </h2>
      <p className="text-sm text-muted">{t.imports.columnsHint}</p>
      <ul className="mt-3 divide-y divide-line">
        {one.mapping.map((column, at) => {
          const target = options.mapping[at] ?? column;
          const name = column.header || t.imports.nameless(column.column + 1);
          return (
            <li
              key={column.column}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 py-2 text-sm max-sm:grid-cols-1"
            >
              <div className="min-w-0">
                <p className="truncate font-medium">{name}</p>
                <p className="truncate text-xs text-muted">{column.samples.join(" · ")}</p>
              </div>
              <div className="flex gap-2">
                <FilterSelect
                  label={t.imports.goesTo(name)}
                  value={target.field}
                  options={optionsFor(target.field, own)}
                  className="w-44 max-w-full"
                  onChange={(event) => options.map({ ...target, field: event.target.value })}
                />
                {(target.field === "email" || target.field === "phone") && (
                  <input
                    key={target.label}
                    aria-label={t.imports.label(name)}
                    placeholder={t.imports.labelPlaceholder}
                    defaultValue={target.label}
                    maxLength={40}
                    className={`${controlClass} w-28`}
                    onBlur={(event) => {
                      const label = event.target.value.trim();
                      if (label !== target.label) options.map({ ...target, label });
                    }}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function optionsFor(chosen: string, own: CustomField[]) {
  const all = [
    ...fields.map((value) => ({ value, label: t.imports.fields[value] ?? value })),
    ...own.map(({ key, name }) => ({ value: `custom.${key}`, label: name })),
  ];
  return all.some(({ value }) => value === chosen)
    ? all
    : [...all, { value: chosen, label: chosen }];
}
