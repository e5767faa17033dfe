import { useMutation } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { fieldProblems, problemText } from "../ui/problem";
import { say } from "../ui/toasts";
import { useRoutesChanged } from "./useRouting";

type Props = {
  title: string;
  save: () => Promise<unknown>;
  onClose: () => void;
  /** What the fields of the form show; problems by the service's name of the field. */
  children: (problems: Record<string, string | undefined>) => ReactNode;
  /** The fields that show their problem themselves. */
  fields: string[];
  action?: string;
};

/** A dialog that makes or changes a part of the routes. */
export function RouteForm({ title, save, onClose, children, fields, action }: Props) {
  const refresh = useRoutesChanged();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await refresh();
      say(t.ui.saved);
      onClose();
    },
  });
  const problems = fieldProblems(saving.error);
  const told = Object.keys(problems).some((field) => fields.includes(field));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={title} wide>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {children(problems)}
        {saving.isError && !told && (
          <p role="alert" className="text-sm font-medium text-bad">
            {Object.values(problems)[0] ?? problemText(saving.error)}
          </p>
        )}
        <div className="flex justify-end gap-2 border-t pt-4">
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button type="submit" tone="primary" disabled={saving.isPending}>
            {saving.isPending ? t.ui.saving : (action ?? t.ui.save)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
