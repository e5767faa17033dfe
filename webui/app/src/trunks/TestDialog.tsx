import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Trunk, type TrunkTest, testTrunk } from "../api/trunks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";

/** Calls a number through the trunk, plays a tune, and says what happened. */
export function TestDialog({ trunk, onClose }: { trunk: Trunk; onClose: () => void }) {
  const [to, setTo] = useState("");
  const test = useMutation({ mutationFn: () => testTrunk(trunk.id, to.trim()) });
  const problems = test.error ? fieldProblems(test.error) : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.trunks.testTitle(trunk.name)}
      description={t.trunks.testHint}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t.trunks.testTo}
          type="tel"
          required
          maxLength={60}
          value={to}
          error={problems.to}
          onChange={(event) => setTo(event.target.value)}
        />
        <div role="status" className="text-sm">
          {test.isPending && <p className="text-muted">{t.trunks.testing}</p>}
          {test.data && <Report test={test.data} />}
        </div>
        {test.error && !problems.to ? (
          <p role="alert" className="text-sm font-medium text-bad">
            {problemText(test.error)}
          </p>
        ) : null}
        <div className="flex justify-end gap-2 border-t pt-4">
          <Button onClick={onClose}>{t.trunks.close}</Button>
          <Button type="submit" tone="primary" disabled={test.isPending}>
            {t.trunks.testStart}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Report({ test }: { test: TrunkTest }) {
  const lines: string[] = [];
  if (test.rangAfterMs > 0) lines.push(t.trunks.rang(test.rangAfterMs));
  if (test.answered) {
    lines.push(t.trunks.tookCall(test.answeredAfterMs, test.codec));
    lines.push(test.heard ? t.trunks.heard : t.trunks.notHeard);
  } else {
    lines.push(t.trunks.notAnswered);
    lines.push(t.trunks.why(test.sip, t.calls.causes[test.text] ?? test.text));
  }
  return (
    <ul className="list-disc pl-5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
