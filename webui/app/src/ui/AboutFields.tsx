import { useQuery } from "@tanstack/react-query";
import { dealQuery } from "../api/deals";
import { ticketQuery } from "../api/tickets";
import { t } from "../language";
import { ContactPicker } from "./ContactPicker";
import { DealPicker } from "./DealPicker";
import { Picked } from "./Picked";
import { TicketPicker } from "./TicketPicker";

type Values = {
  contact: { id: string; name: string } | null;
  dealId: string | null;
  ticketId: string | null;
};

type AboutFieldsProps = { values: Values; set: (change: Partial<Values>) => void };

/** The records that an activity belongs to. */
export function AboutFields({ values: { contact, dealId, ticketId }, set }: AboutFieldsProps) {
  return (
    <>
      {contact ? (
        <Picked
          label={t.day.contact}
          clear={t.day.clearContact}
          onClear={() => set({ contact: null })}
        >
          {contact.name}
        </Picked>
      ) : (
        <ContactPicker
          label={t.day.contact}
          onPick={({ id, name }) => set({ contact: { id, name } })}
        />
      )}
      {dealId ? (
        <Picked label={t.day.deal} clear={t.day.clearDeal} onClear={() => set({ dealId: null })}>
          <DealName id={dealId} />
        </Picked>
      ) : (
        <DealPicker label={t.day.deal} onPick={({ id }) => set({ dealId: id })} />
      )}
      {ticketId ? (
        <Picked
          label={t.day.ticket}
          clear={t.day.clearTicket}
          onClear={() => set({ ticketId: null })}
        >
          <TicketName id={ticketId} />
        </Picked>
      ) : (
        <TicketPicker label={t.day.ticket} onPick={({ id }) => set({ ticketId: id })} />
      )}
    </>
  );
}

function DealName({ id }: { id: string }) {
  return useQuery(dealQuery(id)).data?.name ?? "…";
}

function TicketName({ id }: { id: string }) {
  const { data } = useQuery(ticketQuery(id));
  return data ? `#${data.number} ${data.subject}` : "…";
}
