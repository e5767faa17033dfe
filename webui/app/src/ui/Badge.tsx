import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./classes";

export type BadgeTone = "plain" | "good" | "bad" | "warn" | "info" | "accent";

const tones: Record<BadgeTone, string> = {
  plain: "bg-sunken text-muted",
  good: "bg-good-soft text-good-strong",
  bad: "bg-bad-soft text-bad-strong",
  warn: "bg-warn-soft text-warn",
  info: "bg-info-soft text-info",
  accent: "bg-accent-soft text-accent-ink",
};

type BadgeProps = { tone?: BadgeTone; icon?: LucideIcon; title?: string; children: ReactNode };

/** A short word on a coloured ground; the word alone tells everything. */
export function Badge({ tone = "plain", icon: Icon, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex max-w-full items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium",
        tones[tone],
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      <span className="truncate">{children}</span>
    </span>
  );
}
