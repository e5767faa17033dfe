import type { Import } from "../api/types";
import { t } from "../language";
import { Badge, type BadgeTone } from "../ui/Badge";

const tones: Record<Import["status"], BadgeTone> = {
  reading: "info",
  ready: "accent",
  applying: "info",
  applied: "good",
  reverting: "info",
  reverted: "plain",
  failed: "bad",
};

export function StatusBadge({ status }: { status: Import["status"] }) {
  return <Badge tone={tones[status]}>{t.imports.statuses[status]}</Badge>;
}
