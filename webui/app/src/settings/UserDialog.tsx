import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, UserCheck, UserX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { meQuery } from "../api/session";
import { createUser, setUserPassword, type UserPatch, updateUser } from "../api/settings";
import type { User } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField, TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { say } from "../ui/toasts";

const roles: User["role"][] = ["agent", "supervisor", "admin"];
const roleOf = (text: string) => roles.find((role) => role === text) ?? "agent";

type UserDialogProps = { user: User | undefined; onClose: () => void };

/** Adds somebody, or changes who they are, their password and whether they may log in. */
export function UserDialog({ user, onClose }: UserDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={user ? t.settings.editUser(user.name) : t.settings.addUser}
    >
      <UserForm user={user} onClose={onClose} />
      {user && (
        <>
          <Password user={user} />
          <Access user={user} />
        </>
      )}
    </Dialog>
  );
}

function useRefresh() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ["me"] });
    return client.invalidateQueries({ queryKey: usersQuery.queryKey });
  };
}

function UserForm({ user, onClose }: UserDialogProps) {
  const refresh = useRefresh();
  const [draft, setDraft] = useState({
    name: user?.name ?? "",
    email: user?.email ?? "",
    role: user?.role ?? "agent",
    extension: user?.extension ?? "",
  });
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: () =>
      user ? updateUser(user.id, changed(user, draft)) : createUser({ ...draft, password }),
    onSuccess: async () => {
      await refresh();
      say(user ? t.ui.saved : t.settings.userAdded);
      onClose();
    },
  });
  const problems = fieldProblems(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t.settings.name}
        required
        maxLength={100}
        value={draft.name}
        error={problems.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <TextField
        label={t.settings.email}
        hint={t.settings.emailHint}
        type="email"
        required
        maxLength={254}
        value={draft.email}
        error={problems.email}
        onChange={(event) => setDraft({ ...draft, email: event.target.value })}
      />
      {!user && (
        <TextField
          label={t.settings.password}
          type="password"
          autoComplete="new-password"
          required
          value={password}
          error={problems.password}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label={t.settings.roleLabel}
          options={roles.map((value) => ({ value, label: t.layout.roles[value] }))}
          value={draft.role}
          error={problems.role}
          onChange={(event) => setDraft({ ...draft, role: roleOf(event.target.value) })}
        />
        <TextField
          label={t.settings.extension}
          inputMode="numeric"
          maxLength={6}
          value={draft.extension}
          error={problems.extension}
          onChange={(event) => setDraft({ ...draft, extension: event.target.value })}
        />
      </div>
      {save.isError && Object.keys(problems).length === 0 && <Problem error={save.error} />}
      <Button type="submit" tone="primary" className="self-start" disabled={save.isPending}>
        {save.isPending ? t.ui.saving : user ? t.ui.save : t.settings.addUser}
      </Button>
    </form>
  );
}

type Draft = Pick<User, "name" | "email" | "role" | "extension">;

/** Only what was changed, so that nothing is taken back that a colleague changes meanwhile. */
function changed(user: User, draft: Draft): UserPatch {
  const fields: (keyof Draft)[] = ["name", "email", "role", "extension"];
  return Object.fromEntries(
    fields.filter((field) => draft[field] !== user[field]).map((field) => [field, draft[field]]),
  );
}

const partClass = "mt-5 flex flex-col gap-3 border-t pt-4";

function Password({ user }: { user: User }) {
  const [password, setPassword] = useState("");
  const set = useMutation({
    mutationFn: () => setUserPassword(user.id, password),
    onSuccess: () => {
      setPassword("");
      say(t.settings.passwordSet(user.name));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate();
  };
  return (
    <form onSubmit={submit} className={partClass}>
      <TextField
        label={t.settings.next}
        hint={t.settings.passwordSetHint}
        type="password"
        autoComplete="new-password"
        value={password}
        error={
          set.isError ? (fieldProblems(set.error).password ?? problemText(set.error)) : undefined
        }
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button
        type="submit"
        icon={KeyRound}
        className="self-start"
        disabled={!password || set.isPending}
      >
        {t.settings.setPassword}
      </Button>
    </form>
  );
}

function Access({ user }: { user: User }) {
  const refresh = useRefresh();
  const { data: me } = useQuery(meQuery);
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (active: boolean) => updateUser(user.id, { active }),
    onSuccess: async ({ active, name }) => {
      setAsking(false);
      await refresh();
      say(active ? t.settings.reactivated(name) : t.settings.deactivated(name));
    },
  });
  return (
    <div className={partClass}>
      <p className="text-sm text-muted">
        {user.active ? t.settings.deactivateHint : t.settings.reactivateHint}
      </p>
      {change.isError && <Problem error={change.error} />}
      {!user.active ? (
        <Button
          icon={UserCheck}
          className="self-start"
          disabled={change.isPending}
          onClick={() => change.mutate(true)}
        >
          {t.settings.activate}
        </Button>
      ) : asking ? (
        <div className="flex flex-wrap items-center gap-2">
          <p className="w-full text-sm font-medium">
            {user.id === me?.id ? t.settings.deactivateSelf : t.settings.deactivateSure(user.name)}
          </p>
          <Button tone="bad" disabled={change.isPending} onClick={() => change.mutate(false)}>
            {t.settings.deactivate}
          </Button>
          <Button onClick={() => setAsking(false)}>{t.ui.cancel}</Button>
        </div>
      ) : (
        <Button icon={UserX} className="self-start" onClick={() => setAsking(true)}>
          {t.settings.deactivate}
        </Button>
      )}
    </div>
  );
}

function Problem({ error }: { error: unknown }) {
  return (
    <p role="alert" className="text-sm font-medium text-bad">
      {problemText(error)}
    </p>
  );
}
