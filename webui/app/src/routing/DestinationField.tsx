import { useId } from "react";
import type { Destination } from "../api/routing";
import { t } from "../language";
import { describedBy, FieldFrame, inputClass, SelectField } from "../ui/fields";
import type { RoutingData } from "./useRouting";

type Props = {
  label: string;
  hint?: string;
  error?: string;
  value: Destination;
  onChange: (value: Destination) => void;
  data: RoutingData;
  /** What it means to lead nowhere; without it something must be chosen. */
  nowhere?: string;
  /** Only what a number may lead to at first. */
  direct?: boolean;
};

const textOf = (to: Destination): string => {
  const owner = to.queueId ? `queue ${to.queueId}` : to.userId ? `user ${to.userId}` : to.menuId;
  return [to.kind === "none" ? "" : to.kind, owner].filter(Boolean).join(" ");
};

const destinationOf = (text: string, before: Destination): Destination => {
  const [kind = "", first, second] = text.split(" ");
  const { greetingId } = before;
  switch (kind) {
    case "queue":
      return { kind, queueId: second };
    case "user":
      return { kind, userId: second };
    case "menu":
      return { kind, menuId: first };
    case "busy":
      return { kind };
    case "voicemail":
      return first === "queue"
        ? { kind, queueId: second, greetingId }
        : { kind, userId: second, greetingId };
  }
  return { kind: "none" };
};

/** Where calls go: one choice among queues, agents, menus and voicemails. */
export function DestinationField({ label, hint, error, value, onChange, data, ...more }: Props) {
  const id = useId();
  const option = (key: string, name: string) => (
    <option key={key} value={key}>
      {name}
    </option>
  );
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <FieldFrame id={id} label={label} hint={hint} error={error}>
        <select
          id={id}
          className={inputClass}
          aria-invalid={Boolean(error)}
          aria-describedby={describedBy(id, error, hint)}
          value={textOf(value)}
          onChange={(event) => onChange(destinationOf(event.target.value, value))}
        >
          {more.nowhere
            ? option("", more.nowhere)
            : value.kind === "none" && option("", t.routing.choose)}
          {data.queues.length > 0 && (
            <optgroup label={t.routing.groups.queue}>
              {data.queues.map((queue) => option(`queue queue ${queue.id}`, queue.name))}
            </optgroup>
          )}
          <optgroup label={t.routing.groups.user}>
            {data.users.map((user) => option(`user user ${user.id}`, user.name))}
          </optgroup>
          {data.menus.length > 0 && (
            <optgroup label={t.routing.groups.menu}>
              {data.menus.map((menu) => option(`menu ${menu.id}`, menu.name))}
            </optgroup>
          )}
          {!more.direct && (
            <>
              <optgroup label={t.routing.groups.voicemail}>
                {data.queues.map((queue) => option(`voicemail queue ${queue.id}`, queue.name))}
                {data.users.map((user) => option(`voicemail user ${user.id}`, user.name))}
              </optgroup>
              {option("busy", t.routing.kinds.busy)}
            </>
          )}
        </select>
      </FieldFrame>
      {value.kind === "voicemail" && (
        <SelectField
          label={t.routing.greetingOf(label)}
          value={value.greetingId ?? ""}
          options={[
            { value: "", label: t.routing.tones },
            ...data.sounds.map((sound) => ({ value: sound.id, label: sound.name })),
          ]}
          onChange={(event) => onChange({ ...value, greetingId: event.target.value || undefined })}
        />
      )}
    </div>
  );
}
