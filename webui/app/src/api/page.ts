import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";

export type Page<T> = {
  items: T[];
  nextCursor: string | null;
  total: { count: number; exact: boolean };
};

/** A list that is read page by page as it is scrolled. */
export function pagesQuery<T>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam || undefined, signal),
    initialPageParam: "",
    getNextPageParam: (page: Page<T>) => page.nextCursor,
    // The old rows stay while the new ones come, so typing does not flicker.
    placeholderData: keepPreviousData,
  });
}

const none: never[] = [];

/** The rows of all pages read so far, and how many the whole list has. */
export function rowsOf<T>(data: { pages: Page<T>[] } | undefined) {
  return {
    rows: data ? data.pages.flatMap((page) => page.items) : (none as T[]),
    total: data?.pages[0]?.total ?? { count: 0, exact: true },
  };
}
