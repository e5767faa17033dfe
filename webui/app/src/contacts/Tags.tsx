import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { tagsQuery } from "../api/tags";
import type { Contact, ContactPatch } from "../api/types";
import { t } from "../language";
import { IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { controlClass } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { TagChip, useTagColours } from "../ui/TagChip";

type TagsProps = {
  contact: Contact;
  save: (patch: ContactPatch, version: number | undefined) => Promise<unknown>;
};

/** The contact's tags: each can be taken off, and more be typed. */
export function Tags({ contact, save }: TagsProps) {
  const id = useId();
  const colourOf = useTagColours();
  const { data: known = [] } = useQuery(tagsQuery);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const saving = useMutation({
    mutationFn: (tags: string[]) => save({ tags }, contact.version),
    onSuccess: () => setTyped(""),
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    const carried = new Set(contact.tags.map((tag) => tag.toLowerCase()));
    const fresh = typed
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag && !carried.has(tag.toLowerCase()));
    if (fresh.length > 0) saving.mutate([...contact.tags, ...fresh]);
    else setTyped("");
  };
  const remove = (tag: string) => {
    saving.mutate(contact.tags.filter((other) => other !== tag));
    // The button that had the focus goes away with its tag.
    field.current?.focus();
  };
  const [problem] = Object.values(fieldProblems(saving.error));
  return (
    <div className="flex flex-col gap-1.5">
      {contact.tags.length > 0 && (
        <ul aria-label={t.card.tags} className="flex flex-wrap gap-1.5">
          {contact.tags.map((tag) => (
            <li key={tag} className="max-w-full">
              <TagChip name={tag} colour={colourOf(tag)}>
                <button
                  type="button"
                  aria-label={t.card.removeTag(tag)}
                  title={t.card.removeTag(tag)}
                  disabled={saving.isPending}
                  className="inline-flex size-6 shrink-0 items-center justify-center rounded-full opacity-80 hover:opacity-100"
                  onClick={() => remove(tag)}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </TagChip>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex items-center gap-1">
        <input
          ref={field}
          aria-label={t.card.addTag}
          aria-invalid={saving.isError}
          aria-describedby={saving.isError ? `${id}-error` : undefined}
          placeholder={t.card.addTag}
          maxLength={50}
          autoComplete="off"
          list={`${id}-known`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={cx(controlClass, "h-7 w-32 min-w-0 px-2 text-xs")}
        />
        <datalist id={`${id}-known`}>
          {known
            .filter((tag) => !contact.tags.includes(tag.name))
            .map((tag) => (
              <option key={tag.id} value={tag.name} />
            ))}
        </datalist>
        {typed.trim() && (
          <IconButton
            type="submit"
            icon={Plus}
            small
            label={t.card.addTagButton}
            disabled={saving.isPending}
          />
        )}
      </form>
      {saving.isError && (
        <p id={`${id}-error`} role="alert" className="text-xs font-medium text-bad">
          {problem ?? problemText(saving.error)}
        </p>
      )}
    </div>
  );
}
