import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./Button";

type PickedProps = { label: string; clear: string; onClear: () => void; children: ReactNode };

/** What a picker found, and the way to choose anew. */
export function Picked({ label, clear, onClear, children }: PickedProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      <div className="flex h-9 items-center gap-1 rounded-lg border bg-sunken/60 pr-1 pl-3 text-sm">
        <span className="min-w-0 flex-1 truncate">{children}</span>
        <IconButton label={clear} icon={X} small onClick={onClear} />
      </div>
    </div>
  );
}
