import { dealSearchQuery } from "../api/deals";
import type { Deal } from "../api/types";
import { t } from "../language";
import { type PickerSource, RecordPicker } from "./RecordPicker";

const source: PickerSource<Deal> = {
  search: dealSearchQuery,
  name: (deal) => deal.name,
  detail: (deal) => [deal.customer?.name, deal.stage].filter(Boolean).join(" · "),
  placeholder: t.day.dealPlaceholder,
  none: t.day.dealNone,
};

type DealPickerProps = { label: string; onPick: (deal: Deal) => void };

/** Finds one deal by name. */
export function DealPicker(props: DealPickerProps) {
  return <RecordPicker source={source} {...props} />;
}
