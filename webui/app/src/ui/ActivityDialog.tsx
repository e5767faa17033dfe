import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import {
  type Activity,
  type ActivityDraft,
  createActivity,
  deleteActivity,
  updateActivity,
} from "../api/activities";
import { ApiProblem } from "../api/client";
import { meQuery } from "../api/session";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { AboutFields } from "./AboutFields";
import {
  type ActivityKind,
  activityKinds,
  kindIcons,
  type Reminder,
  remindAtOf,
  reminderOf,
  reminderOptions,
} from "./activityOptions";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { DuePresets } from "./DuePresets";
import { CheckField, SelectField, TextArea, TextField } from "./fields";
import { fromLocalInput, toLocalInput } from "./localTime";
import { fieldProblems, problemText } from "./problem";
import { assigneeOptions } from "./ticketOptions";
import { type Action, say, warn } from "./toasts";
import { useActivityRefresh } from "./useActivities";

/** What a new activity is about, where that is known. */
export type ActivityAbout = {
  contact?: { id: string; name: string } | null;
  customerId?: string;
  dealId?: string;
  ticketId?: string;
  assigneeId?: string;
};

type ActivityDialogProps = {
  open: boolean;
  onClose: () => void;
  /** What to edit; without it a new one is made. */
  activity?: Activity;
  about?: ActivityAbout;
  kind?: ActivityKind;
};

/** The form for an activity, from wherever one is planned or changed. */
export function ActivityDialog({ open, onClose, activity, about, kind }: ActivityDialogProps) {
  const subject = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={activity ? t.day.editTitle : t.day.newButton}
      wide
      initialFocus={subject}
    >
      <ActivityForm
        key={activity?.id ?? "new"}
        activity={activity}
        about={about}
        kind={kind}
        subject={subject}
        onClose={onClose}
      />
    </Dialog>
  );
}

type FormProps = Omit<ActivityDialogProps, "open"> & {
  subject: React.RefObject<HTMLInputElement | null>;
};

function beginning({ activity, about, kind }: FormProps, me: string | undefined) {
  return {
    kind: activity?.kind ?? kind ?? ("task" as ActivityKind),
    subject: activity?.subject ?? "",
    body: activity?.body ?? "",
    contact: activity?.contactId
      ? { id: activity.contactId, name: activity.contactName }
      : (about?.contact ?? null),
    dealId: (activity ? activity.dealId : about?.dealId) ?? null,
    ticketId: (activity ? activity.ticketId : about?.ticketId) ?? null,
    assigneeId: (activity ? activity.assigneeId : (about?.assigneeId ?? me)) ?? "",
    due: toLocalInput(activity?.dueAt ?? null),
    minutes: activity?.minutes ? String(activity.minutes) : "",
    remind: reminderOf(activity?.dueAt ?? null, activity?.remindAt ?? null),
    done: Boolean(activity?.doneAt),
  };
}

type Values = ReturnType<typeof beginning>;

/** The fields as the service takes them. */
function bodyOf(values: Values, activity: Activity | undefined) {
  // A due time that nobody touched keeps its seconds.
  const before = activity?.dueAt ?? null;
  const dueAt = values.due === toLocalInput(before) ? before : fromLocalInput(values.due);
  return {
    kind: values.kind,
    subject: values.subject.trim(),
    body: values.body,
    contactId: values.contact?.id ?? null,
    dealId: values.dealId,
    ticketId: values.ticketId,
    assigneeId: values.assigneeId || null,
    dueAt,
    minutes: Number(values.minutes || 0),
    remindAt: remindAtOf(values.remind, dueAt, activity?.remindAt ?? null),
    doneAt: values.done ? (activity?.doneAt ?? new Date().toISOString()) : null,
  };
}

/** A draft leaves out what it has none of. */
function draftOf(body: ReturnType<typeof bodyOf>, about: ActivityAbout | undefined): ActivityDraft {
  const draft = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  return { ...(draft as ActivityDraft), customerId: about?.customerId };
}

/** What makes an activity that was deleted once more. Of a reminder only one to come. */
function againOf(gone: Activity): ActivityDraft {
  const { kind, subject, body, minutes, remindAt } = gone;
  const { contactId, customerId, dealId, ticketId, assigneeId, dueAt, doneAt } = gone;
  const about = { contactId, customerId, dealId, ticketId, assigneeId, dueAt, doneAt };
  const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== null));
  const draft: ActivityDraft = { kind, subject, body, minutes, ...given };
  return remindAt && Date.parse(remindAt) > Date.now() ? { ...draft, remindAt } : draft;
}

function useSave({ activity, about, onClose }: FormProps) {
  const refresh = useActivityRefresh();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (
    step: () => Promise<string>,
    undo?: Action,
    ...contacts: (string | null | undefined)[]
  ) => {
    setPending(true);
    setError(undefined);
    try {
      const said = await step();
      await refresh(activity?.contactId, ...contacts);
      say(said, undo);
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setPending(false);
    }
  };
  return {
    pending,
    error,
    /** Once someone else changed it meanwhile, only on the user's word. */
    save: (values: Values, force = false) => {
      const body = bodyOf(values, activity);
      return run(
        async () => {
          await (activity
            ? updateActivity(activity.id, body, force ? undefined : activity.version)
            : createActivity(draftOf(body, about)));
          return t.day.saved(body.subject);
        },
        undefined,
        body.contactId,
      );
    },
    remove: (gone: Activity) =>
      run(
        async () => {
          await deleteActivity(gone.id);
          return t.day.removed(gone.subject);
        },
        {
          label: t.ui.undo,
          run: () =>
            void createActivity(againOf(gone))
              .then(() => refresh(gone.contactId))
              .catch((problem: unknown) => warn(problemText(problem))),
        },
      ),
  };
}

function ActivityForm(props: FormProps) {
  const { activity, onClose } = props;
  const { data: me } = useQuery(meQuery);
  const { data: users = [] } = useQuery(usersQuery);
  const [values, setValues] = useState(() => beginning(props, me?.id));
  const [wrong, setWrong] = useState<{ subject?: string; due?: string; minutes?: string }>({});
  const due = useRef<HTMLInputElement>(null);
  const { save, remove, pending, error } = useSave(props);
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const errors = fieldProblems(error);
  const stale = error instanceof ApiProblem && error.code === "stale";
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (pending) return;
    const minutes = Number(values.minutes || 0);
    const found = {
      subject: values.subject.trim() ? undefined : t.day.subjectMissing,
      // A time that is half typed reads as none.
      due: due.current && !due.current.validity.valid ? t.ui.incomplete : undefined,
      minutes:
        Number.isInteger(minutes) && minutes >= 0 && minutes <= 10_080
          ? undefined
          : t.day.minutesWrong,
    };
    setWrong(found);
    if (!found.subject && !found.due && !found.minutes) void save(values);
    else if (found.subject) props.subject.current?.focus();
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
      }}
      noValidate
      className="flex flex-col gap-4"
    >
      <KindChoice value={values.kind} onChange={(kind) => set({ kind })} />
      <TextField
        label={t.day.subject}
        required
        ref={props.subject}
        maxLength={300}
        value={values.subject}
        error={wrong.subject || errors.subject}
        onChange={(event) => set({ subject: event.target.value })}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <div className="flex flex-col gap-2">
          <TextField
            label={t.day.due}
            type="datetime-local"
            value={values.due}
            ref={due}
            error={wrong.due || errors.dueAt}
            onChange={(event) => set({ due: event.target.value })}
          />
          <DuePresets set={values.due !== ""} onPick={(picked) => set({ due: picked })} />
        </div>
        <div className="grid grid-cols-2 items-start gap-4">
          <SelectField
            label={t.day.remind}
            value={values.due ? values.remind : "none"}
            disabled={!values.due}
            hint={values.due ? undefined : t.day.remindNeedsDue}
            options={reminderOptions(values.remind)}
            error={errors.remindAt}
            onChange={(event) => set({ remind: event.target.value as Reminder })}
          />
          <TextField
            label={t.day.minutes}
            type="number"
            inputMode="numeric"
            min={0}
            max={10_080}
            step={5}
            value={values.minutes}
            error={wrong.minutes || errors.minutes}
            onChange={(event) => set({ minutes: event.target.value })}
          />
        </div>
        <AboutFields values={values} set={set} />
        <SelectField
          label={t.day.assignee}
          value={values.assigneeId}
          // A new activity is always somebody's: its maker's where nobody is named.
          options={assigneeOptions(users, activity?.assigneeId).filter(
            ({ value }) => activity || value,
          )}
          error={errors.assigneeId}
          onChange={(event) => set({ assigneeId: event.target.value })}
        />
      </div>
      <TextArea
        label={t.day.body}
        hint={t.day.bodyHint}
        rows={3}
        maxLength={20_000}
        value={values.body}
        error={errors.body}
        onChange={(event) => set({ body: event.target.value })}
      />
      <CheckField
        label={t.day.isDone}
        checked={values.done}
        onChange={(event) => set({ done: event.target.checked })}
      />
      {error !== undefined && (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(error)}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 border-t pt-4">
        {activity && <Remove disabled={pending} onRemove={() => void remove(activity)} />}
        {stale && (
          <Button disabled={pending} onClick={() => void save(values, true)}>
            {t.ui.keepMine}
          </Button>
        )}
        <Button onClick={onClose}>{stale ? t.ui.keepTheirs : t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={pending || stale}>
          {pending ? t.ui.saving : t.day.save}
        </Button>
      </div>
    </form>
  );
}

function KindChoice({
  value,
  onChange,
}: {
  value: ActivityKind;
  onChange: (kind: ActivityKind) => void;
}) {
  return (
    <fieldset>
      <legend className="sr-only">{t.day.kind}</legend>
      <div className="grid grid-cols-4 gap-1 rounded-lg bg-sunken p-1 max-sm:grid-cols-2">
        {activityKinds.map((kind) => {
          const Icon = kindIcons[kind];
          return (
            <label
              key={kind}
              className="relative flex min-h-8 cursor-pointer items-center justify-center gap-2 rounded-md px-2 text-sm font-medium text-muted hover:text-ink has-checked:bg-surface has-checked:text-accent-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="kind"
                className="absolute inset-0 cursor-pointer opacity-0"
                checked={value === kind}
                onChange={() => onChange(kind)}
              />
              <Icon aria-hidden className="size-4" />
              {t.day.kinds[kind]}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

/** Deletes on the second click. */
function Remove({ disabled, onRemove }: { disabled: boolean; onRemove: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <div className="mr-auto flex items-center gap-2">
      {asking ? (
        <>
          <span className="text-sm">{t.day.removeSure}</span>
          <Button tone="bad" disabled={disabled} autoFocus onClick={onRemove}>
            {t.day.remove}
          </Button>
        </>
      ) : (
        <Button tone="quiet" onClick={() => setAsking(true)}>
          {t.day.remove}
        </Button>
      )}
    </div>
  );
}
