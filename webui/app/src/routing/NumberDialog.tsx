import { useState } from "react";
import { createNumber, type Destination, type OwnNumber, updateNumber } from "../api/routing";
import { t } from "../language";
import { SelectField, TextField } from "../ui/fields";
import { DestinationField } from "./DestinationField";
import { RouteForm } from "./RouteForm";
import type { RoutingData } from "./useRouting";

type Props = { number: OwnNumber | undefined; data: RoutingData; onClose: () => void };

const { routing } = t;
const nowhere: Destination = { kind: "none" };

const first = (number: OwnNumber | undefined): Destination => {
  if (number?.menuId) return { kind: "menu", menuId: number.menuId };
  if (number?.queueId) return { kind: "queue", queueId: number.queueId };
  if (number?.userId) return { kind: "user", userId: number.userId };
  return nowhere;
};

/** Adds a number, or changes its route. */
export function NumberDialog({ number, data, onClose }: Props) {
  const [e164, setE164] = useState(number?.e164 ?? "");
  const [label, setLabel] = useState(number?.label ?? "");
  const [to, setTo] = useState(first(number));
  const [hoursId, setHoursId] = useState(number?.hoursId ?? "");
  const [closed, setClosed] = useState(number?.closed ?? nowhere);
  const [unanswered, setUnanswered] = useState(number?.unanswered ?? nowhere);
  const save = () => {
    const shared = {
      e164: e164.replaceAll(/[\s().-]/g, ""),
      label,
      queueId: to.queueId,
      userId: to.userId,
      menuId: to.menuId,
      closed,
      unanswered,
    };
    return number
      ? updateNumber(number.id, { ...shared, hoursId: hoursId || null })
      : createNumber({ ...shared, hoursId: hoursId || undefined });
  };
  return (
    <RouteForm
      title={number ? routing.edit(number.e164) : routing.add.number}
      save={save}
      onClose={onClose}
      fields={["e164", "label", "queueId", "closed", "unanswered"]}
    >
      {(problems) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={routing.number}
              hint={routing.numberHint}
              type="tel"
              required
              value={e164}
              error={problems.e164}
              onChange={(event) => setE164(event.target.value)}
            />
            <TextField
              label={routing.label}
              hint={routing.labelHint}
              maxLength={100}
              value={label}
              error={problems.label}
              onChange={(event) => setLabel(event.target.value)}
            />
          </div>
          <DestinationField
            label={routing.leadsTo}
            direct
            data={data}
            value={to}
            error={problems.queueId}
            onChange={setTo}
          />
          <DestinationField
            label={routing.unansweredLabel}
            hint={routing.unansweredHint}
            nowhere={routing.nowhere.unanswered}
            data={data}
            value={unanswered}
            error={problems.unanswered}
            onChange={setUnanswered}
          />
          <SelectField
            label={routing.hoursLabel}
            value={hoursId}
            options={[
              { value: "", label: routing.alwaysOpen },
              ...data.hours.map((hours) => ({ value: hours.id, label: hours.name })),
            ]}
            onChange={(event) => setHoursId(event.target.value)}
          />
          {hoursId && (
            <DestinationField
              label={routing.closedLabel}
              nowhere={routing.nowhere.closed}
              data={data}
              value={closed}
              error={problems.closed}
              onChange={setClosed}
            />
          )}
        </>
      )}
    </RouteForm>
  );
}
