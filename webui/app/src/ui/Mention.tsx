import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { usersQuery } from "../api/users";

type MentionProps = { children?: ReactNode; "data-mention"?: string };

/** A colleague's name in a text; who is unknown here stays as it was written. */
export function Mention({ children, "data-mention": id }: MentionProps) {
  const { data: users } = useQuery(usersQuery);
  const user = users?.find((known) => known.id === id);
  if (!id) return <span>{children}</span>;
  if (!user) return <>@{children}</>;
  return (
    <span className="rounded bg-accent-soft px-1 py-px font-medium text-accent-ink">
      @{user.name}
    </span>
  );
}
