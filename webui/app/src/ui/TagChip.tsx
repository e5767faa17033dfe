import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type TagColour, tagsQuery } from "../api/tags";
import { cx } from "./classes";

/** Written out, because only classes that stand in a source are made. */
const tones: Record<TagColour, string> = {
  "": "bg-sunken text-ink",
  red: "bg-tag-red-soft text-tag-red",
  orange: "bg-tag-orange-soft text-tag-orange",
  yellow: "bg-tag-yellow-soft text-tag-yellow",
  green: "bg-tag-green-soft text-tag-green",
  teal: "bg-tag-teal-soft text-tag-teal",
  blue: "bg-tag-blue-soft text-tag-blue",
  purple: "bg-tag-purple-soft text-tag-purple",
  pink: "bg-tag-pink-soft text-tag-pink",
};

export const tagColours = Object.keys(tones) as TagColour[];

/** The colour of each tag by its name. */
export function useTagColours(): (name: string) => TagColour {
  const { data: tags = [] } = useQuery(tagsQuery);
  return (name) => tags.find((tag) => tag.name === name)?.colour ?? "";
}

type TagChipProps = { name: string; colour: TagColour; children?: ReactNode };

/** A tag in its colour; children, such as a button, come behind its name. */
export function TagChip({ name, colour, children }: TagChipProps) {
  return (
    <span
      className={cx(
        "inline-flex min-h-6 max-w-full items-center rounded-full pl-2.5 text-xs font-medium",
        !children && "pr-2.5",
        tones[colour],
      )}
    >
      <span className="truncate">{name}</span>
      {children}
    </span>
  );
}
