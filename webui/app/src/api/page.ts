import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { type RequestOptions, send } from './client';

export type Page<T> = {
  items: T[];
  nextCursor: string | null;
  total: { count: number; exact: boolean };
};

/** A list that is read page by page as it is scrolled. */
export function pagesQuery<T>(key: readonly unknown[], path: string, query: RequestOptions['query']) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      send<Page<T>>('GET', path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: Page<T>) => page.nextCursor,
    // The old rows stay while the new ones come, so typing does not flicker.
    placeholderData: keepPreviousData,
  });
}
