import type { ReactNode } from "react";
import { type Page, rowsOf } from "../api/page";
import { t } from "../language";
import { Button } from "./Button";
import { Failed, Skeleton } from "./states";

type Paged<T> = {
  data: { pages: Page<T>[] } | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
};

type PagedListProps<T> = {
  label: string;
  list: Paged<T>;
  rowId: (row: T) => string;
  empty: ReactNode;
  children: (row: T) => ReactNode;
};

/** A short list inside a page, which grows when asked to. */
export function PagedList<T>({ label, list, rowId, empty, children }: PagedListProps<T>) {
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={4} />;
  const { rows } = rowsOf(list.data);
  if (rows.length === 0) return empty;
  return (
    <>
      <ul aria-label={label} className="divide-y divide-line">
        {rows.map((row) => (
          <li key={rowId(row)}>{children(row)}</li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="flex justify-center border-t p-3">
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? t.ui.loading : t.ui.showMore}
          </Button>
        </div>
      )}
    </>
  );
}
