import type { Import } from "../api/types";
import { t } from "../language";
import { CheckField, SelectField } from "../ui/fields";
import type { ImportOptions } from "./useImportOptions";

const matches: Import["onMatch"][] = ["update", "fill", "skip"];
const delimiters = [",", ";", "\t", "|"];
const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"];

/** How the file is read and what happens with contacts that exist. */
export function Options({ one, options }: { one: Import; options: ImportOptions }) {
  return (
    <section aria-labelledby="import-options" className="border-t px-5 py-4 max-sm:px-4">
      <h2 id="import-options" className="font-semibold">
        {t.imports.options}
      </h2>
      <div className="mt-3 grid max-w-3xl gap-4 sm:grid-cols-2">
        <SelectField
          label={t.imports.onMatch}
          hint={t.imports.onMatchHint}
          value={one.onMatch}
          options={matches.map((value) => ({ value, label: t.imports.onMatches[value] ?? value }))}
          onChange={(event) => {
            const onMatch = matches.find((value) => value === event.target.value);
            if (onMatch) options.change({ onMatch });
          }}
        />
        <CheckField
          label={t.imports.createCustomers}
          hint={t.imports.createCustomersHint}
          checked={one.createCustomers}
          onChange={(event) => options.change({ createCustomers: event.target.checked })}
        />
        {(one.format === "csv" || one.status === "failed") && (
          <>
            <SelectField
              label={t.imports.delimiter}
              value={one.delimiter || ","}
              options={delimiters.map((value) => ({
                value,
                label: t.imports.delimiters[value] ?? value,
              }))}
              onChange={(event) => options.change({ delimiter: event.target.value })}
            />
            <SelectField
              label={t.imports.encoding}
              value={one.encoding || "utf-8"}
              options={encodings.map((value) => ({
                value,
                label: t.imports.encodings[value] ?? value,
              }))}
              onChange={(event) => options.change({ encoding: event.target.value })}
            />
          </>
        )}
        {one.format !== "vcard" && (
          <CheckField
            label={t.imports.header}
            checked={one.header}
            onChange={(event) => options.change({ header: event.target.checked })}
          />
        )}
      </div>
    </section>
  );
}
