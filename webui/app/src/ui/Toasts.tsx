import { Toast } from "@base-ui/react/toast";
import { Bell, CircleAlert, CircleCheck, X } from "lucide-react";
import { t } from "../language";
import { Button, buttonClass, IconButton } from "./Button";
import { cx } from "./classes";
import { useInterruption } from "./interruption";
import { type Extra, toasts } from "./toasts";

/**
 * Where toasts appear: top right, so that they never cover the call bar. While a
 * call rings or is on, they keep clear of who is calling and of its buttons.
 */
export function Toasts() {
  const call = useInterruption(({ live }) => live);
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          className={cx(
            "fixed z-50 flex w-[calc(100vw-1.5rem)] max-w-sm flex-col gap-2",
            call ? "right-3 bottom-20 md:right-auto md:left-60" : "top-3 right-3",
          )}
        >
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts: shown } = Toast.useToastManager<Extra>();
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
        ) : toast.type === "told" ? (
          <Bell aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-ink" />
        ) : (
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
        )}
        <div className="min-w-0 flex-1 pt-0.5">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="mt-0.5 line-clamp-3 text-sm break-words text-muted" />
          {toast.data?.actions && toast.data.actions.length > 0 && (
            <div className="mt-2 flex flex-wrap gap-1.5">
              {toast.data.actions.map(({ label, run }) => (
                <Button key={label} size="small" onClick={run}>
                  {label}
                </Button>
              ))}
            </div>
          )}
        </div>
        {toast.actionProps && <Toast.Action className={buttonClass("plain", "small")} />}
        <Toast.Close render={<IconButton label={t.ui.dismiss} icon={X} small />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
