import { ListFilter } from "lucide-react";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { t } from "../language";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { InSheet } from "./fields";

const phone = matchMedia("(max-width: 639.98px)");

const useOnPhone = () =>
  useSyncExternalStore(
    (changed) => {
      phone.addEventListener("change", changed);
      return () => phone.removeEventListener("change", changed);
    },
    () => phone.matches,
  );

type FilterSheetProps = {
  /** How many filters are set. */
  set: number;
  children: ReactNode;
};

/** The filters of a list: in a row where there is room, on a phone behind a button. */
export function FilterSheet({ set, children }: FilterSheetProps) {
  const onPhone = useOnPhone();
  const [open, setOpen] = useState(false);
  if (!onPhone) return children;
  return (
    <>
      <Button icon={ListFilter} onClick={() => setOpen(true)}>
        {t.ui.filtersButton(set)}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t.ui.filters}>
        <InSheet value={true}>
          <div className="flex flex-col gap-4">
            {children}
            <Button tone="primary" onClick={() => setOpen(false)}>
              {t.ui.showList}
            </Button>
          </div>
        </InSheet>
      </Dialog>
    </>
  );
}
