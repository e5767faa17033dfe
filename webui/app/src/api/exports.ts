import type { ContactFilter } from "./contacts";

/** A way to write the contacts of a list to a file. */
export type ExportFormat = "spreadsheet" | "data" | "excel";

/** Where the browser downloads the contacts of a list as a file. */
export function exportAddress(format: ExportFormat, filter: ContactFilter, custom = false): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== "" && value !== false) query.set(name, String(value));
  }
  if (format !== "excel") query.set("profile", format);
  if (custom) query.set("columns", "custom");
  const file = format === "excel" ? "export.xlsx" : "export.csv";
  const text = query.toString();
  return `/api/v1/contacts/${file}${text && `?${text}`}`;
}

/** Where the browser downloads a contact for its address book. */
export const vcardAddress = (id: string) => `/api/v1/contacts/${encodeURIComponent(id)}/vcard`;
