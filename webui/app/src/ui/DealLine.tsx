import { Link } from "@tanstack/react-router";
import type { Deal } from "../api/types";
import { t } from "../language";
import { Badge, type BadgeTone } from "./Badge";
import { money } from "./money";

const tones: Record<Deal["status"], BadgeTone> = { open: "accent", won: "good", lost: "plain" };

export function DealStatusBadge({ status }: { status: Deal["status"] }) {
  return <Badge tone={tones[status]}>{t.deals.statuses[status]}</Badge>;
}

/** One deal in a list of another record. */
export function DealLine({ deal }: { deal: Deal }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
      <Link
        to="/deals/$dealId"
        params={{ dealId: deal.id }}
        className="min-w-0 flex-1 basis-40 truncate font-medium hover:underline"
      >
        {deal.name}
      </Link>
      <span className="tabular">{money(deal.amount, deal.currency)}</span>
      <span className="text-xs text-muted">{deal.stage}</span>
      <DealStatusBadge status={deal.status} />
    </div>
  );
}
