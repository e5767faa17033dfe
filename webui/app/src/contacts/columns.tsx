import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Contact } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { Badge } from "../ui/Badge";
import { type Columns, columnsOf } from "../ui/DataTable";
import { day } from "../ui/format";
import { PhoneLink } from "../ui/PhoneLink";

const column = columnsOf<Contact>();

/** How wide each column may be, and the field of the service that it sorts by. */
const layout: Record<string, { label: string; width: string; least: number; sort?: string }> = {
  name: { label: t.contacts.name, width: "1.4fr", least: 11, sort: "lastName" },
  company: { label: t.contacts.company, width: "1.2fr", least: 8, sort: "company" },
  phone: { label: t.contacts.phone, width: "0fr", least: 12 },
  email: { label: t.contacts.email, width: "1.3fr", least: 9, sort: "email" },
  kind: { label: t.contacts.kind, width: "0fr", least: 6 },
  status: { label: t.contacts.status, width: "0fr", least: 6, sort: "status" },
  lastCall: { label: t.views.column.lastCall, width: "0fr", least: 7.5, sort: "lastCallAt" },
  owner: { label: t.views.column.owner, width: "0.8fr", least: 7 },
  tags: { label: t.views.fields.tag, width: "1fr", least: 7 },
  jobTitle: { label: t.views.column.jobTitle, width: "1fr", least: 7 },
  createdAt: { label: t.contacts.created, width: "0fr", least: 7, sort: "createdAt" },
  updatedAt: { label: t.views.column.updated, width: "0fr", least: 7, sort: "updatedAt" },
};

export const columnChoices = Object.entries(layout).map(([id, { label }]) => ({ id, label }));
export const defaultColumns = ["name", "company", "phone", "email", "status", "lastCall"];

/** The known columns of what an address, a view or a preference names. */
export function knownColumns(wanted: string[] | undefined): string[] | undefined {
  const known = wanted?.filter((id) => id in layout);
  return known?.length ? known : undefined;
}

export const sortable = Object.fromEntries(
  Object.entries(layout).flatMap(([id, { sort }]) => (sort ? [[id, sort]] : [])),
);

const selectWidth = 1.25;
const gap = 1;

/** The grid of the columns shown, behind that of the boxes to tick. */
export function templateOf(shown: string[]) {
  const known = shown.flatMap((id) => layout[id] ?? []);
  const tracks = known.map(({ width, least }) => `minmax(${least}rem, ${width})`);
  const least = known.reduce((sum, { least }) => sum + least + gap, selectWidth + 2.5);
  return { columns: [`${selectWidth}rem`, ...tracks].join(" "), min: `${least}rem` };
}

/** On a narrow list the name and a way to call are all that fits. */
export const narrow = Object.fromEntries(
  Object.keys(layout)
    .filter((id) => id !== "name" && id !== "phone")
    .map((id) => [id, "@max-2xl:hidden"]),
);

const cells: Columns<Contact> = column.columns([
  column.accessor("name", {
    header: t.contacts.name,
    cell: ({ row }) => <NameCell contact={row.original} />,
  }),
  column.accessor((contact) => contact.customer?.name ?? "", {
    id: "company",
    header: t.contacts.company,
    cell: ({ row: { original } }) =>
      original.customer && (
        <Link
          to="/customers/$customerId"
          params={{ customerId: original.customer.id }}
          className="block truncate hover:underline"
        >
          {original.customer.name}
        </Link>
      ),
  }),
  column.accessor("phone", {
    header: t.contacts.phone,
    cell: ({ row }) => <NumberCell contact={row.original} />,
  }),
  column.accessor("email", {
    header: t.contacts.email,
    cell: ({ row: { original } }) =>
      original.email && (
        <a href={`mailto:${original.email}`} className="block truncate hover:underline">
          {original.email}
        </a>
      ),
  }),
  column.accessor("kind", {
    header: t.contacts.kind,
    cell: (cell) => t.contacts.kinds[cell.row.original.kind],
  }),
  column.accessor("status", {
    header: t.contacts.status,
    cell: ({ row: { original } }) => original.status && <Badge>{original.status}</Badge>,
  }),
  column.accessor("lastCallAt", {
    id: "lastCall",
    header: t.views.column.lastCall,
    cell: ({ row: { original } }) => <Day at={original.lastCallAt} />,
  }),
  column.accessor("ownerId", {
    id: "owner",
    header: t.views.column.owner,
    cell: ({ row: { original } }) => original.ownerId && <UserName id={original.ownerId} />,
  }),
  column.accessor((contact) => contact.tags.join(", "), {
    id: "tags",
    header: t.views.fields.tag,
    cell: ({ row }) => <span className="block truncate">{row.original.tags.join(", ")}</span>,
  }),
  column.accessor("jobTitle", {
    header: t.views.column.jobTitle,
    cell: ({ row }) => <span className="block truncate">{row.original.jobTitle}</span>,
  }),
  column.accessor("createdAt", {
    header: t.contacts.created,
    cell: ({ row: { original } }) => <Day at={original.createdAt} />,
  }),
  column.accessor("updatedAt", {
    header: t.views.column.updated,
    cell: ({ row: { original } }) => <Day at={original.updatedAt} />,
  }),
]);

const idOf = (one: Columns<Contact>[number]) =>
  one.id ?? ("accessorKey" in one ? String(one.accessorKey) : "");
const byId = new Map(cells.map((one) => [idOf(one), one]));

/** The columns shown, behind the boxes to tick. */
export function contactColumns(shown: string[], boxes: Columns<Contact>[number]): Columns<Contact> {
  return [boxes, ...shown.flatMap((id) => byId.get(id) ?? [])];
}

function Day({ at }: { at: string | null }) {
  return at && <span className="tabular text-muted">{day(at)}</span>;
}

function UserName({ id }: { id: string }) {
  const { data: users } = useQuery(usersQuery);
  const name = users?.find((user) => user.id === id)?.name;
  return <span className="block truncate">{name}</span>;
}

function NameCell({ contact }: { contact: Contact }) {
  const second = [contact.jobTitle, contact.customer?.name].filter(Boolean).join(" · ");
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={contact.name} />
      <div className="min-w-0">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: contact.id }}
          className="block truncate font-medium hover:underline"
        >
          {contact.name}
        </Link>
        {contact.jobTitle && (
          <span className="block truncate text-xs text-muted @max-2xl:hidden">
            {contact.jobTitle}
          </span>
        )}
        {second && <span className="block truncate text-xs text-muted @2xl:hidden">{second}</span>}
      </div>
    </div>
  );
}

function NumberCell({ contact }: { contact: Contact }) {
  const [phone] = contact.phones;
  if (!phone) return null;
  const more = contact.phones.length - 1;
  return (
    <span className="flex items-center gap-2">
      <PhoneLink
        number={phone.raw}
        e164={phone.e164}
        extension={phone.extension}
        contactId={contact.id}
        name={contact.name}
      />
      {more > 0 && (
        <span className="text-xs text-muted @max-2xl:hidden" title={t.contacts.morePhones(more)}>
          +{more}
        </span>
      )}
    </span>
  );
}
