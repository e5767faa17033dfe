import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Tags as TagsIcon, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../api/client";
import {
  deleteTag,
  type Tag,
  type TagColour,
  type TagPatch,
  tagsQuery,
  updateTag,
} from "../api/tags";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FilterSelect, TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { Empty, Failed, Skeleton } from "../ui/states";
import { TagChip, tagColours } from "../ui/TagChip";
import { say, warn } from "../ui/toasts";

type Asked = { tag: Tag; what: "rename" | "delete" };

/** All tags: renamed, coloured, merged and deleted. */
export function TagSettings() {
  const list = useQuery(tagsQuery);
  const [asked, setAsked] = useState<Asked>();
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={6} />;
  if (list.data.length === 0) {
    return (
      <Empty icon={TagsIcon} title={t.tags.noneYet}>
        {t.tags.noneYetHint}
      </Empty>
    );
  }
  return (
    <>
      <p className="border-b px-5 py-4 text-sm text-muted max-sm:px-4">{t.tags.about}</p>
      <ul aria-label={t.tags.title} className="divide-y divide-line">
        {list.data.map((tag) => (
          <TagRow key={tag.id} tag={tag} onAsk={(what) => setAsked({ tag, what })} />
        ))}
      </ul>
      {asked?.what === "rename" && (
        <RenameDialog tag={asked.tag} onClose={() => setAsked(undefined)} />
      )}
      {asked?.what === "delete" && (
        <DeleteDialog tag={asked.tag} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

function useTagSave(tag: Tag) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patch: TagPatch) => updateTag(tag.id, patch),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ["contacts"] });
      await client.invalidateQueries({ queryKey: tagsQuery.queryKey });
    },
  });
}

function TagRow({ tag, onAsk }: { tag: Tag; onAsk: (what: Asked["what"]) => void }) {
  const save = useTagSave(tag);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-2.5 text-sm max-sm:px-4">
      <div className="min-w-0 flex-1 basis-40">
        <TagChip name={tag.name} colour={tag.colour} />
      </div>
      <span className="tabular text-xs text-muted">{t.tags.contacts(tag.count)}</span>
      <FilterSelect
        label={t.tags.colourOf(tag.name)}
        value={tag.colour}
        disabled={save.isPending}
        options={tagColours.map((value) => ({ value, label: t.tags.colours[value] }))}
        onChange={(event) =>
          save.mutate(
            { colour: event.target.value as TagColour },
            { onError: (error) => warn(problemText(error)) },
          )
        }
      />
      <span className="flex">
        <IconButton icon={Pencil} label={t.tags.rename(tag.name)} onClick={() => onAsk("rename")} />
        <IconButton icon={Trash2} label={t.tags.remove(tag.name)} onClick={() => onAsk("delete")} />
      </span>
    </li>
  );
}

type TagDialogProps = { tag: Tag; onClose: () => void };

function RenameDialog({ tag, onClose }: TagDialogProps) {
  const save = useTagSave(tag);
  const [name, setName] = useState(tag.name);
  // Another tag has the name: whether the two are one is for a person to say.
  const taken = save.error instanceof ApiProblem && save.error.code === "conflict";
  const rename = (merge: boolean) =>
    save.mutate(
      { name: name.trim(), merge: merge || undefined },
      {
        onSuccess: (kept) => {
          say(merge ? t.tags.merged(tag.name, kept.name) : t.tags.renamed(kept.name));
          onClose();
        },
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename(taken);
  };
  return (
    <Dialog open onClose={onClose} title={t.tags.rename(tag.name)}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t.tags.name}
          required
          autoFocus
          maxLength={50}
          value={name}
          error={
            taken
              ? undefined
              : (fieldProblems(save.error).name ?? (save.isError && problemText(save.error)))
          }
          onChange={(event) => {
            save.reset();
            setName(event.target.value);
          }}
        />
        {taken && (
          <p role="alert" className="rounded-lg bg-warn-soft p-3 text-sm text-warn">
            {t.tags.taken(name.trim(), tag.name)}
          </p>
        )}
        <div className="flex justify-end gap-2 border-t pt-4">
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button type="submit" tone="primary" disabled={!name.trim() || save.isPending}>
            {taken ? t.tags.mergeInto(name.trim()) : t.ui.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function DeleteDialog({ tag, onClose }: TagDialogProps) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteTag(tag.id),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ["contacts"] });
      await client.invalidateQueries({ queryKey: tagsQuery.queryKey });
      say(t.tags.removed(tag.name));
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t.tags.remove(tag.name)}>
      <div className="flex flex-col gap-4">
        <p className="text-sm">{t.tags.removeWhat(t.tags.contacts(tag.count))}</p>
        {remove.isError && (
          <p role="alert" className="text-sm text-bad">
            {problemText(remove.error)}
          </p>
        )}
        <div className="flex justify-end gap-2 border-t pt-4">
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t.tags.removeButton}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
