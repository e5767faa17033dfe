import { t } from "../language";
import { Dialog } from "../ui/Dialog";
import { CheckField } from "../ui/fields";
import { usePreferences } from "../ui/preferences";

/** Lists the keys, and switches off those that are a single key. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  const set = usePreferences((preferences) => preferences.set);
  return (
    <Dialog open={open} onClose={onClose} title={t.shortcuts.title}>
      <table className="w-full text-sm">
        <caption className="sr-only">{t.shortcuts.title}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t.shortcuts.what}</th>
            <th scope="col">{t.shortcuts.key}</th>
          </tr>
        </thead>
        <tbody>
          {t.shortcuts.list.map(({ keys, does, single }) => (
            <tr key={keys} className="border-b last:border-b-0">
              <th scope="row" className="py-2 text-left font-normal">
                {does}
                {single && !singleKeys && <span className="text-muted"> {t.shortcuts.off}</span>}
              </th>
              <td className="py-2 text-right">
                <kbd className="rounded-md border bg-sunken px-2 py-0.5 font-sans text-xs font-medium">
                  {keys}
                </kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <CheckField
        className="mt-4 border-t pt-4"
        label={t.shortcuts.singleKeys}
        hint={t.shortcuts.singleKeysHint}
        checked={singleKeys}
        onChange={(event) => set({ singleKeys: event.target.checked })}
      />
    </Dialog>
  );
}
