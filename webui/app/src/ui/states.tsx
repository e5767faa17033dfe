import { CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../language";
import { Button } from "./Button";
import { problemText } from "./problem";

/** What a list says when there is nothing in it, and what to do about it. */
export function Empty({
  icon: Icon,
  title,
  children,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon aria-hidden className="size-8 text-muted" />
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-sm text-sm text-muted">{children}</div>}
    </div>
  );
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <CircleAlert aria-hidden className="size-8 text-bad" />
      <p className="max-w-sm">{problemText(error)}</p>
      {retry && <Button onClick={retry}>{t.ui.tryAgain}</Button>}
    </div>
  );
}

/** Grey lines in the shape of what is loading. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-5">
      <span className="sr-only">{t.ui.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
          key={row}
          className="h-5 animate-pulse rounded-md bg-sunken"
          style={{ width: `${92 - ((row * 17) % 40)}%` }}
        />
      ))}
    </div>
  );
}
