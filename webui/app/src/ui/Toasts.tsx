import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { t } from "../language";
import { buttonClass, IconButton } from "./Button";
import { toasts } from "./toasts";

/** Where toasts appear: top right, so that they never cover the call bar. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed top-3 right-3 z-50 flex w-[calc(100vw-1.5rem)] max-w-sm flex-col gap-2">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className="rounded-xl border border-line bg-surface text-ink shadow-lg shadow-black/15 transition duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:-translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-3 p-3">
        {toast.type === "error" ? (
          <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" />
        ) : (
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
        )}
        <div className="min-w-0 flex-1 pt-0.5">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="mt-0.5 text-sm text-muted" />
        </div>
        {toast.actionProps && <Toast.Action className={buttonClass("plain", "small")} />}
        <Toast.Close render={<IconButton label={t.ui.dismiss} icon={X} small />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
