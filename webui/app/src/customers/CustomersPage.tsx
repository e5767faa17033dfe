import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Building2, Plus, SearchX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { createCustomer, customersQuery } from "../api/customers";
import { rowsOf } from "../api/page";
import type { Customer } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { type Columns, columnsOf, DataTable } from "../ui/DataTable";
import { Dialog } from "../ui/Dialog";
import { TextArea, TextField } from "../ui/fields";
import { total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PhoneLink } from "../ui/PhoneLink";
import { fieldProblems, problemText } from "../ui/problem";
import { SearchField } from "../ui/SearchField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";

const route = getRouteApi("/app/customers");
const column = columnsOf<Customer>();

const columns: Columns<Customer> = column.columns([
  column.accessor("name", {
    header: t.customers.name,
    cell: ({ row: { original } }) => (
      <Link
        to="/customers/$customerId"
        params={{ customerId: original.id }}
        className="block truncate font-medium hover:underline"
      >
        {original.name}
      </Link>
    ),
  }),
  column.accessor("phone", {
    header: t.customers.phone,
    cell: ({ row: { original } }) =>
      original.phone && <PhoneLink number={original.phone} name={original.name} />,
  }),
  column.accessor("website", {
    header: t.customers.website,
    cell: ({ row }) => <span className="block truncate text-muted">{row.original.website}</span>,
  }),
  column.accessor("contactCount", {
    header: t.customers.contacts,
    cell: ({ row }) => <span className="tabular">{row.original.contactCount}</span>,
  }),
]);

const grid =
  "grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,2fr)_minmax(9.5rem,1fr)_minmax(0,1.5fr)_6rem]";
const cells = { website: "@max-2xl:hidden", contactCount: "@max-2xl:hidden" };

export function CustomersPage() {
  usePageTitle(t.customers.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const list = useInfiniteQuery(customersQuery(search));
  const { rows, total: count } = rowsOf(list.data);
  const setQuery = (q: string) => void navigate({ search: { q: q || undefined }, replace: true });
  return (
    <ListPage
      title={t.customers.title}
      count={list.data && t.customers.count(total(count), count.count)}
      actions={
        <Button tone="primary" icon={Plus} onClick={() => setCreating(true)}>
          {t.customers.newButton}
        </Button>
      }
      filters={
        <SearchField
          label={t.customers.search}
          placeholder={t.customers.searchPlaceholder}
          value={search.q ?? ""}
          onChange={setQuery}
        />
      }
    >
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton rows={10} />
      ) : rows.length === 0 ? (
        <Empty
          icon={search.q ? SearchX : Building2}
          title={search.q ? t.customers.noneFound : t.customers.noneYet}
        />
      ) : (
        <DataTable
          label={t.customers.title}
          columns={columns}
          rows={rows}
          rowId={(customer) => customer.id}
          grid={grid}
          cellClass={cells}
          onRow={(customer) =>
            void navigate({ to: "/customers/$customerId", params: { customerId: customer.id } })
          }
          total={count.count}
          more={{
            has: list.hasNextPage,
            loading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
      <Dialog open={creating} onClose={() => setCreating(false)} title={t.customers.newTitle}>
        <NewCustomer
          onCancel={() => setCreating(false)}
          onSaved={(customer) =>
            void navigate({ to: "/customers/$customerId", params: { customerId: customer.id } })
          }
        />
      </Dialog>
    </ListPage>
  );
}

type NewCustomerProps = { onSaved: (customer: Customer) => void; onCancel: () => void };

function NewCustomer({ onSaved, onCancel }: NewCustomerProps) {
  const client = useQueryClient();
  const [values, setValues] = useState({ name: "", website: "", phone: "", address: "" });
  const [missing, setMissing] = useState("");
  const save = useMutation({
    mutationFn: () => createCustomer({ ...values, name: values.name.trim() }),
    onSuccess: (customer) => {
      void client.invalidateQueries({ queryKey: ["customers"] });
      onSaved(customer);
    },
  });
  const errors = fieldProblems(save.error);
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(values.name.trim() ? "" : t.customers.nameMissing);
    if (values.name.trim()) save.mutate();
  };
  const unplaced = save.isError && Object.keys(errors).length === 0;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t.customers.name}
        required
        autoFocus
        maxLength={200}
        value={values.name}
        error={missing || errors.name || (unplaced && problemText(save.error))}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label={t.customers.phone}
        type="tel"
        maxLength={64}
        value={values.phone}
        error={errors.phone}
        onChange={(event) => set({ phone: event.target.value })}
      />
      <TextField
        label={t.customers.website}
        maxLength={300}
        value={values.website}
        error={errors.website}
        onChange={(event) => set({ website: event.target.value })}
      />
      <TextArea
        label={t.customers.address}
        maxLength={1000}
        value={values.address}
        error={errors.address}
        onChange={(event) => set({ address: event.target.value })}
      />
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onCancel}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {save.isPending ? t.ui.saving : t.customers.save}
        </Button>
      </div>
    </form>
  );
}
