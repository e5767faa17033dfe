import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { pipelinesQuery } from "../api/deals";
import { deletePipeline, orderPipelines, type Pipeline } from "../api/pipelines";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { problemText } from "../ui/problem";
import { moved, Sortable } from "../ui/Sortable";
import { Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";
import { PipelineForm } from "./PipelineForm";

/** The ways that deals go, each with its stages. */
export function PipelinesSection() {
  const client = useQueryClient();
  const list = useQuery(pipelinesQuery);
  const [open, setOpen] = useState<Pipeline | "new" | null>(null);
  const [deleting, setDeleting] = useState<Pipeline | null>(null);
  const order = useMutation({
    mutationFn: (items: Pipeline[]) => orderPipelines(items.map(({ id }) => id)),
    onMutate: (items) => {
      client.setQueryData(pipelinesQuery.queryKey, (now) => now && { ...now, items });
    },
    onError: (error) => warn(problemText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: pipelinesQuery.queryKey }),
  });
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={6} />;
  const { items } = list.data;
  return (
    <>
      <div className="flex items-center gap-3 border-b px-5 py-3 max-sm:px-4">
        <p className="flex-1 text-sm text-muted">{t.pipelines.hint}</p>
        <Button tone="primary" icon={Plus} onClick={() => setOpen("new")}>
          {t.pipelines.add}
        </Button>
      </div>
      <div className="p-4 max-sm:p-3">
        <Sortable
          label={t.pipelines.title}
          items={items}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          onMove={(from, to) => order.mutate(moved(items, from, to))}
        >
          {(pipeline) => (
            <div className="flex items-start gap-2">
              <div className="min-w-0 flex-1 py-1.5 text-sm">
                <Link
                  to="/deals"
                  search={{ pipeline: pipeline.id }}
                  className="font-medium break-words text-accent-ink hover:underline"
                >
                  {pipeline.name}
                </Link>
                <p className="break-words text-muted">
                  {pipeline.stages
                    .map(({ name, probability }) => t.pipelines.stageText(name, probability))
                    .join(" → ")}
                </p>
              </div>
              <IconButton
                icon={Pencil}
                small
                className="mt-1"
                label={t.pipelines.edit(pipeline.name)}
                onClick={() => setOpen(pipeline)}
              />
              <IconButton
                icon={Trash2}
                small
                className="mt-1"
                label={t.pipelines.remove(pipeline.name)}
                onClick={() => setDeleting(pipeline)}
              />
            </div>
          )}
        </Sortable>
      </div>
      {open && (
        <PipelineForm pipeline={open === "new" ? undefined : open} onClose={() => setOpen(null)} />
      )}
      {deleting && <Delete pipeline={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function Delete({ pipeline, onClose }: { pipeline: Pipeline; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deletePipeline(pipeline.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: pipelinesQuery.queryKey });
      say(t.pipelines.removed(pipeline.name));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.pipelines.removeTitle(pipeline.name)}
      description={t.pipelines.removeHint}
    >
      {remove.isError && (
        <p role="alert" className="mb-3 text-sm font-medium text-bad">
          {problemText(remove.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t.pipelines.confirmRemove}
        </Button>
        <Button onClick={onClose}>{t.ui.cancel}</Button>
      </div>
    </Dialog>
  );
}
