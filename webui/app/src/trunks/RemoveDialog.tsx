import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteTrunk, type Trunk } from "../api/trunks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { problemText } from "../ui/problem";
import { say, warn } from "../ui/toasts";

/** Asks before a trunk goes. */
export function RemoveDialog({ trunk, onClose }: { trunk: Trunk; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteTrunk(trunk.id),
    onSuccess: async () => {
      onClose();
      say(t.trunks.removed);
      await client.invalidateQueries({ queryKey: ["trunks", "list"] });
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.trunks.removeTitle(trunk.name)}
      description={t.trunks.removeHint}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t.trunks.remove}
        </Button>
      </div>
    </Dialog>
  );
}
