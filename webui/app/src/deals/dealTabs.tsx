import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Handshake, Plus } from "lucide-react";
import { useState } from "react";
import { contactDealsQuery, customerDealsQuery } from "../api/deals";
import type { Contact, Customer, Deal } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { DealLine } from "../ui/DealLine";
import { PagedList } from "../ui/PagedList";
import { Empty } from "../ui/states";
import { say } from "../ui/toasts";
import { NewDealDialog } from "./NewDealDialog";

export function ContactDeals({ contact }: { contact: Contact }) {
  return <DealTab list={useInfiniteQuery(contactDealsQuery(contact.id))} contact={contact} />;
}

export function CustomerDeals({ customer }: { customer: Customer }) {
  return <DealTab list={useInfiniteQuery(customerDealsQuery(customer.id))} customer={customer} />;
}

type DealTabProps = {
  list: Parameters<typeof PagedList<Deal>>[0]["list"];
  contact?: Contact;
  customer?: Customer;
};

function DealTab({ list, contact, customer }: DealTabProps) {
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <div className="flex justify-end border-b px-5 py-3 max-sm:px-4">
        <Button icon={Plus} onClick={() => setCreating(true)}>
          {t.deals.newButton}
        </Button>
      </div>
      <PagedList
        label={t.deals.title}
        list={list}
        rowId={(deal) => deal.id}
        empty={<Empty icon={Handshake} title={t.deals.none} />}
      >
        {(deal) => (
          <div className="px-5 py-3 max-sm:px-4">
            <DealLine deal={deal} />
          </div>
        )}
      </PagedList>
      <NewDealDialog
        open={creating}
        onClose={() => setCreating(false)}
        contact={contact}
        customer={customer}
        onSaved={({ id: dealId, name }) => {
          setCreating(false);
          say(t.deals.saved(name), {
            label: t.deals.show,
            run: () => void navigate({ to: "/deals/$dealId", params: { dealId } }),
          });
        }}
      />
    </>
  );
}
