import { useQuery } from "@tanstack/react-query";
import { contactStatusesQuery } from "../api/contacts";
import { customerQuery } from "../api/customers";
import { meQuery } from "../api/session";
import { tagsQuery } from "../api/tags";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { CustomerPicker } from "../ui/CustomerPicker";
import { Choices, type FilterDefinition } from "../ui/FilterBar";
import { TextField } from "../ui/fields";
import { day } from "../ui/format";
import { kindOptions } from "./kinds";
import { presets, sourceNames } from "./search";

type Choice = { value: string; label: string };

/** Every filter of the contact list: one entry is all that a new one needs. */
export function useContactFilters(): FilterDefinition[] {
  const { data: statuses = [] } = useQuery(contactStatusesQuery);
  const { data: users = [] } = useQuery(usersQuery);
  const { data: tags = [] } = useQuery(tagsQuery);
  const { data: me } = useQuery(meQuery);
  const { fields } = t.views;
  const owners = [
    { value: "me", label: t.views.me },
    { value: "none", label: t.views.nobody },
    ...users
      .filter((user) => user.id !== me?.id)
      .map((user) => ({ value: user.id, label: user.name })),
  ];
  const spans = presets.map((value) => ({ value, label: t.views.days[value] }));
  const calls = [
    ...spans,
    { value: "over30d", label: t.views.over30d },
    { value: "over90d", label: t.views.over90d },
    { value: "never", label: t.views.never },
  ];
  return [
    list("kind", fields.kind, kindOptions, true),
    list(
      "status",
      fields.status,
      statuses.map((status) => ({ value: status, label: status })),
    ),
    list("owner", fields.owner, owners),
    {
      key: "customer",
      label: fields.customer,
      text: (value) => <CustomerName id={value} />,
      choose: (_, set) => (
        <CustomerPicker label={fields.customer} onPick={(customer) => set(customer.id)} />
      ),
    },
    list(
      "tag",
      fields.tag,
      tags.map(({ name }) => ({ value: name, label: name })),
      true,
      t.views.noTags,
    ),
    list("optOut", fields.optOut, [
      { value: "false", label: t.views.mayWrite },
      { value: "true", label: t.views.optedOut },
    ]),
    times("created", fields.created, spans),
    times("called", fields.called, calls),
    list("locked", fields.locked, [
      { value: "true", label: t.views.locked },
      { value: "false", label: t.views.unlocked },
    ]),
    list(
      "source",
      fields.source,
      sourceNames.map((value) => ({ value, label: t.views.sources[value] })),
    ),
    list("archived", fields.archived, [{ value: "true", label: t.views.archivedOnly }]),
  ];
}

function list(
  key: string,
  label: string,
  choices: Choice[],
  several = false,
  none = "",
): FilterDefinition {
  const word = (value: string) => choices.find((choice) => choice.value === value)?.label ?? value;
  return {
    key,
    label,
    text: (value) => (several ? value.split(",") : [value]).map(word).join(", "),
    choose: (value, set) => {
      const given = (several ? value?.split(",") : value ? [value] : []) ?? [];
      const unknown = given
        .filter((one) => !choices.some((choice) => choice.value === one))
        .map((one) => ({ value: one, label: one }));
      const all = [...choices, ...unknown];
      if (all.length === 0) return <p className="text-sm text-muted">{none}</p>;
      return <Choices label={label} choices={all} value={value} several={several} set={set} />;
    },
  };
}

function times(key: string, label: string, choices: Choice[]): FilterDefinition {
  const ends = (value: string | undefined) =>
    value?.includes("..") ? value.split("..") : ["", ""];
  const text = (value: string) => {
    const known = choices.find((choice) => choice.value === value);
    if (known) return known.label;
    const [from, to] = ends(value);
    return [
      from && t.views.since(day(`${from}T12:00:00`)),
      to && t.views.until(day(`${to}T12:00:00`)),
    ]
      .filter(Boolean)
      .join(", ");
  };
  return {
    key,
    label,
    text,
    choose: (value, set) => {
      const [from = "", to = ""] = ends(value);
      const between = (first: string, last: string) =>
        set(first || last ? `${first}..${last}` : undefined);
      return (
        <div className="flex flex-col gap-3">
          <Choices label={label} choices={choices} value={value} set={set} />
          <div className="grid grid-cols-2 gap-2">
            <TextField
              type="date"
              label={t.views.from}
              value={from}
              max={to || undefined}
              onChange={(event) => between(event.target.value, to)}
            />
            <TextField
              type="date"
              label={t.views.to}
              value={to}
              min={from || undefined}
              onChange={(event) => between(from, event.target.value)}
            />
          </div>
        </div>
      );
    },
  };
}

function CustomerName({ id }: { id: string }) {
  const { data } = useQuery(customerQuery(id));
  return <>{data?.name ?? "…"}</>;
}
