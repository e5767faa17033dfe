import { Menu } from "@base-ui/react/menu";
import { useQuery } from "@tanstack/react-query";
import { Check, Download } from "lucide-react";
import { useState } from "react";
import type { ContactFilter } from "../api/contacts";
import { type ExportFormat, exportAddress } from "../api/exports";
import { fieldsQuery } from "../api/fields";
import { t } from "../language";
import { buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";
import { itemClass, popupClass } from "../ui/SuggestField";

const formats: { format: ExportFormat; label: string; hint: string }[] = [
  { format: "spreadsheet", label: t.export.spreadsheet, hint: t.export.spreadsheetHint },
  { format: "data", label: t.export.data, hint: t.export.dataHint },
  { format: "excel", label: t.export.excel, hint: t.export.excelHint },
];

/** Downloads the list as it is filtered; the browser does it, so the page can be left meanwhile. */
export function ExportMenu({ filter }: { filter: ContactFilter }) {
  const { data: fields = [] } = useQuery(fieldsQuery);
  const [custom, setCustom] = useState(false);
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t.export.button}
        title={t.export.what}
        className={cx(buttonClass("plain"), "max-sm:px-2.5")}
      >
        <Download aria-hidden className="size-4 shrink-0" />
        <span className="max-sm:hidden">{t.export.button}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="end">
          <Menu.Popup className={cx(popupClass, "min-w-64 p-1")}>
            {formats.map(({ format, label, hint }) => (
              <Menu.LinkItem
                key={format}
                href={exportAddress(format, filter, custom && fields.length > 0)}
                download
                closeOnClick
                className={cx(itemClass, "flex-col items-start gap-0")}
              >
                <span>{label}</span>
                <span className="text-xs text-muted">{hint}</span>
              </Menu.LinkItem>
            ))}
            {fields.length > 0 && (
              <Menu.CheckboxItem
                checked={custom}
                onCheckedChange={setCustom}
                closeOnClick={false}
                className={cx(itemClass, "mt-1 border-t")}
              >
                <span className="grid size-4 place-items-center rounded border border-line-strong">
                  <Menu.CheckboxItemIndicator>
                    <Check aria-hidden className="size-3.5" />
                  </Menu.CheckboxItemIndicator>
                </span>
                {t.export.custom}
              </Menu.CheckboxItem>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
