import { customerSearchQuery } from "../api/customers";
import type { Customer } from "../api/types";
import { t } from "../language";
import { type PickerSource, RecordPicker } from "./RecordPicker";

const source: PickerSource<Customer> = {
  search: customerSearchQuery,
  name: (customer) => customer.name,
  placeholder: t.tickets.customerPlaceholder,
  none: t.tickets.customerNone,
};

type CustomerPickerProps = { label: string; onPick: (customer: Customer) => void };

/** Finds one customer by name. */
export function CustomerPicker(props: CustomerPickerProps) {
  return <RecordPicker source={source} {...props} />;
}
