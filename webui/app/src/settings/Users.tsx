import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createUser, type UserDraft, type UserPatch, updateUser } from "../api/settings";
import type { User } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Button } from "../ui/Button";
import { FilterSelect, SelectField, TextField } from "../ui/fields";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";

const roles: UserDraft["role"][] = ["agent", "supervisor", "admin"];
const roleOptions = roles.map((value) => ({ value, label: t.layout.roles[value] }));
const roleOf = (text: string) => roles.find((role) => role === text) ?? "agent";

export function Users() {
  const list = useQuery(usersQuery);
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={6} />;
  return (
    <>
      <ul aria-label={t.settings.names.users} className="divide-y divide-line">
        {list.data.map((user) => (
          <li key={user.id}>
            <UserLine user={user} />
          </li>
        ))}
      </ul>
      <UserForm />
    </>
  );
}

function UserLine({ user }: { user: User }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (patch: UserPatch) => updateUser(user.id, patch),
    onSuccess: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
    onError: (error) => warn(problemText(error)),
  });
  return (
    <div className="flex flex-wrap items-center gap-3 px-5 py-3 text-sm max-sm:px-4">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{user.name}</p>
        <p className="text-xs break-words text-muted">
          {[user.email, user.extension, !user.active && t.settings.inactive]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <FilterSelect
        label={t.settings.role(user.name)}
        options={roleOptions}
        value={user.role}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ role: roleOf(event.target.value) })}
      />
      <Button disabled={change.isPending} onClick={() => change.mutate({ active: !user.active })}>
        {user.active ? t.settings.deactivate : t.settings.activate}
      </Button>
    </div>
  );
}

const blank: UserDraft = { name: "", email: "", password: "", role: "agent" };

function UserForm() {
  const client = useQueryClient();
  const [draft, setDraft] = useState(blank);
  const add = useMutation({
    mutationFn: () => createUser(draft),
    onSuccess: async () => {
      setDraft(blank);
      await client.invalidateQueries({ queryKey: usersQuery.queryKey });
      say(t.settings.userAdded);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-3 border-t p-5 max-sm:p-4">
      <TextField
        label={t.settings.name}
        required
        value={draft.name}
        error={add.isError ? problemText(add.error) : undefined}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <TextField
        label={t.settings.email}
        type="email"
        required
        value={draft.email}
        onChange={(event) => setDraft({ ...draft, email: event.target.value })}
      />
      <TextField
        label={t.settings.password}
        type="password"
        autoComplete="new-password"
        required
        value={draft.password}
        onChange={(event) => setDraft({ ...draft, password: event.target.value })}
      />
      <SelectField
        label={t.settings.roleLabel}
        options={roleOptions}
        value={draft.role}
        onChange={(event) => setDraft({ ...draft, role: roleOf(event.target.value) })}
      />
      <Button type="submit" tone="primary" disabled={add.isPending}>
        {t.settings.addUser}
      </Button>
    </form>
  );
}
