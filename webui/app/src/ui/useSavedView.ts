import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type View, viewsQuery } from "../api/views";
import type { Params } from "./ViewsMenu";

type SavedView = {
  noun: View["noun"];
  /** The view that the address names. */
  id: string | undefined;
  /** What else the address says, without what it leaves open. */
  params: Params;
  /** Puts the view's own parameters into the address, in place of the entry of the history. */
  show: (view: View) => void;
};

/** The saved view of a list's address. A link with nothing but a view shows it as it was saved. */
export function useSavedView({ noun, id, params, show }: SavedView): View | undefined {
  const { data: views } = useQuery(viewsQuery(noun));
  const view = views?.find((one) => one.id === id);
  const bare = view && Object.keys(params).length === 0 && Object.keys(view.params).length > 0;
  const [linked] = useState(() => Boolean(id));
  const [taken, setTaken] = useState(false);
  useEffect(() => {
    if (!linked || taken || !view) return;
    // Once: who clears the filters afterwards wants none.
    setTaken(true);
    if (bare) show(view);
  }, [linked, taken, view, bare, show]);
  return view;
}

/** The parameters of an address that say something. */
export const givenParams = (search: Params): Params =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => Boolean(value)));
