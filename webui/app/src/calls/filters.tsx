import { useQuery } from "@tanstack/react-query";
import { queuesQuery } from "../api/calls";
import { meQuery } from "../api/session";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Choices, type FilterDefinition } from "../ui/FilterBar";
import { TextField } from "../ui/fields";
import { span } from "../ui/format";

type Choice = { value: string; label: string };

const lengths = [10, 30, 60, 300, 900].map((seconds) => ({
  value: String(seconds),
  label: t.calls.atLeast(span(seconds)),
}));

/** The filters of the call log that are asked for now and then. */
export function useCallFilters(): FilterDefinition[] {
  const { data: users = [] } = useQuery(usersQuery);
  const { data: queues = [] } = useQuery(queuesQuery);
  const { data: me } = useQuery(meQuery);
  const chosen = [
    list(
      "queueId",
      t.calls.queue,
      queues.map(({ id, name }) => ({ value: id, label: name })),
    ),
    list("minDuration", t.calls.talk, lengths),
    {
      key: "disposition",
      label: t.calls.disposition,
      text: (value: string) => value,
      choose: (value: string | undefined, set: (value: string | undefined) => void) => (
        <TextField
          label={t.calls.disposition}
          value={value ?? ""}
          maxLength={100}
          onChange={(event) => set(event.target.value || undefined)}
        />
      ),
    },
  ];
  if (me?.role === "agent") return chosen;
  const people = users.map(({ id, name }) => ({ value: id, label: name }));
  return [list("userId", t.calls.agent, people), ...chosen];
}

function list(key: string, label: string, choices: Choice[]): FilterDefinition {
  return {
    key,
    label,
    text: (value) => choices.find((choice) => choice.value === value)?.label ?? value,
    choose: (value, set) => (
      <Choices label={label} choices={choices} value={value} several={false} set={set} />
    ),
  };
}
