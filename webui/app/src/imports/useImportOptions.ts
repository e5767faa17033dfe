import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { importQuery, updateImport } from "../api/imports";
import type { Import, ImportPatch } from "../api/types";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";

export type Target = { column: number; field: string; label: string };

export type ImportOptions = {
  mapping: Target[];
  map: (target: Target) => void;
  change: (patch: ImportPatch) => void;
  pending: boolean;
};

/**
 * What is chosen for an import. Each choice has the file read anew; until that is
 * done the page shows the choice, and not what the service has read so far.
 */
export function useImportOptions(one: Import): ImportOptions {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Target[] | null>(null);
  const save = useMutation({
    mutationFn: (patch: ImportPatch) => updateImport(one.id, patch),
    onSuccess: (next) => client.setQueryData(importQuery(one.id).queryKey, next),
    onError: (error) => {
      setChosen(null);
      warn(problemText(error));
    },
  });
  const read = one.mapping.map(({ column, field, label }) => ({ column, field, label }));
  const mapping = chosen && chosen.length === read.length ? chosen : read;
  return {
    mapping,
    pending: save.isPending,
    map: (target) => {
      const next = mapping.map((old) => {
        if (old.column === target.column) return target;
        // A field that takes one column only leaves the one it had.
        return old.field === target.field && !several.has(old.field)
          ? { ...old, field: "", label: "" }
          : old;
      });
      setChosen(next);
      save.mutate({ mapping: next });
    },
    change: (patch) => {
      if ("delimiter" in patch || "encoding" in patch || "header" in patch) setChosen(null);
      save.mutate(patch);
    },
  };
}

/** Fields that more than one column may go to. */
const several = new Set(["", "email", "phone", "tags", "notes"]);
