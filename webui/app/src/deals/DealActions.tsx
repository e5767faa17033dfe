import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { RotateCcw, ThumbsDown, Trash2, Trophy } from "lucide-react";
import { type FormEvent, useState } from "react";
import { deleteDeal, loseDeal, reopenDeal, winDeal } from "../api/deals";
import type { Deal } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { say, warn } from "../ui/toasts";
import { useDealShown } from "./useDealSave";

type Asked = "won" | "lost" | "delete";

/** How a deal ends, or goes on. */
export function DealActions({ deal }: { deal: Deal }) {
  const shown = useDealShown();
  const [asked, setAsked] = useState<Asked>();
  const reopen = useMutation({
    mutationFn: () => reopenDeal(deal.id),
    onSuccess: shown,
    onError: (error) => warn(problemText(error)),
  });
  const close = () => setAsked(undefined);
  return (
    <div className="flex flex-wrap gap-2">
      {deal.status === "open" ? (
        <>
          <Button tone="good" icon={Trophy} onClick={() => setAsked("won")}>
            {t.deals.win}
          </Button>
          <Button icon={ThumbsDown} onClick={() => setAsked("lost")}>
            {t.deals.lose}
          </Button>
        </>
      ) : (
        <Button icon={RotateCcw} disabled={reopen.isPending} onClick={() => reopen.mutate()}>
          {t.deals.reopen}
        </Button>
      )}
      <Button tone="quiet" icon={Trash2} onClick={() => setAsked("delete")}>
        {t.deals.remove}
      </Button>
      <Dialog
        open={asked === "won" || asked === "lost"}
        onClose={close}
        title={asked === "lost" ? t.deals.loseTitle : t.deals.winTitle}
      >
        <Reason deal={deal} lost={asked === "lost"} onDone={close} />
      </Dialog>
      <Dialog
        open={asked === "delete"}
        onClose={close}
        title={t.deals.removeTitle}
        description={t.deals.removeHint}
      >
        <Removal deal={deal} onCancel={close} />
      </Dialog>
    </div>
  );
}

function Reason({ deal, lost, onDone }: { deal: Deal; lost: boolean; onDone: () => void }) {
  const shown = useDealShown();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState("");
  const save = useMutation({
    mutationFn: () => (lost ? loseDeal : winDeal)(deal.id, reason.trim()),
    onSuccess: (closed) => {
      shown(closed);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const without = lost && !reason.trim();
    setMissing(without ? t.deals.reasonMissing : "");
    if (!without && !save.isPending) save.mutate();
  };
  const unplaced = save.isError && !fieldProblems(save.error).reason;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={lost ? t.deals.loseReason : t.deals.winReason}
        required={lost}
        autoFocus
        maxLength={300}
        value={reason}
        error={missing || fieldProblems(save.error).reason || (unplaced && problemText(save.error))}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onDone}>{t.ui.cancel}</Button>
        <Button type="submit" tone={lost ? "bad" : "good"} disabled={save.isPending}>
          {save.isPending ? t.ui.saving : lost ? t.deals.confirmLose : t.deals.confirmWin}
        </Button>
      </div>
    </form>
  );
}

function Removal({ deal, onCancel }: { deal: Deal; onCancel: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteDeal(deal.id),
    onSuccess: async () => {
      say(t.deals.removed(deal.name));
      await navigate({ to: "/deals" });
      client.removeQueries({ queryKey: ["deals", "one", deal.id] });
      void client.invalidateQueries({ queryKey: ["deals", "list"] });
      for (const id of deal.contactIds) {
        void client.invalidateQueries({ queryKey: ["contacts", "deals", id] });
      }
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onCancel}>{t.ui.cancel}</Button>
      <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {t.deals.confirmRemove}
      </Button>
    </div>
  );
}
