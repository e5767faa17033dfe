import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { t } from "../language";
import { IconButton } from "./Button";
import { cx } from "./classes";
import { useInterruption } from "./interruption";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** A panel at the right edge instead of a box in the middle. */
  side?: boolean;
  wide?: boolean;
  /** What has the focus at first, where it is not the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>;
};

export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  side,
  wide,
  initialFocus,
}: DialogProps) {
  const { live } = useInterruption();
  return (
    <Base.Root
      open={open}
      modal={!live}
      disablePointerDismissal={live}
      onOpenChange={(next) => !next && onClose()}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport
          className={cx(
            // Ends above the call bar, which stays in sight and in reach.
            "fixed inset-x-0 top-0 bottom-[var(--call-bar,0px)] z-40 flex",
            side ? "justify-end" : "items-center justify-center p-3 sm:p-6",
          )}
        >
          <Base.Popup
            initialFocus={initialFocus}
            className={cx(
              "flex flex-col bg-surface text-ink shadow-2xl outline-none transition duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
              side
                ? "h-full w-full max-w-lg data-ending-style:translate-x-6 data-starting-style:translate-x-6"
                : "max-h-full w-full rounded-2xl data-ending-style:scale-[0.98] data-starting-style:scale-[0.98]",
              !side && (wide ? "max-w-2xl" : "max-w-lg"),
            )}
          >
            <div className="flex items-start gap-3 border-b px-5 py-4">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-base font-semibold">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-0.5 text-sm text-muted">
                    {description}
                  </Base.Description>
                )}
              </div>
              <Base.Close render={<IconButton label={t.ui.close} icon={X} small />} />
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
