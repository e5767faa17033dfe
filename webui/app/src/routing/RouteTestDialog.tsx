import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type OwnNumber, testRoute } from "../api/routing";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { fromLocalInput } from "../ui/localTime";
import { problemText } from "../ui/problem";
import { RouteDrawing } from "./RouteDrawing";

const { routing } = t;

/** Says what would happen to a call at a time; nothing rings. */
export function RouteTestDialog({ number, onClose }: { number: OwnNumber; onClose: () => void }) {
  const [at, setAt] = useState("");
  const [from, setFrom] = useState("");
  const test = useMutation({
    mutationFn: () =>
      testRoute(number.id, { at: fromLocalInput(at) ?? undefined, from: from || undefined }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate();
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={routing.testOf(number.e164)}
      description={routing.testAbout}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={routing.testAt}
            hint={routing.testAtHint}
            type="datetime-local"
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
          <TextField
            label={routing.testFrom}
            hint={routing.testFromHint}
            type="tel"
            maxLength={60}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </div>
        <Button type="submit" tone="primary" className="self-start" disabled={test.isPending}>
          {routing.run}
        </Button>
      </form>
      <div aria-live="polite" className="mt-4">
        {test.isError && <p className="text-sm font-medium text-bad">{problemText(test.error)}</p>}
        {test.data && <RouteDrawing label={routing.result} steps={test.data} />}
      </div>
    </Dialog>
  );
}
