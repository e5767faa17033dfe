import { Menu } from "@base-ui/react/menu";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Check, ChevronDown } from "lucide-react";
import { type FormEvent, useState } from "react";
import { meQuery } from "../api/session";
import {
  createView,
  deleteView,
  updateView,
  type View,
  type ViewPatch,
  viewsQuery,
} from "../api/views";
import { t } from "../language";
import { Button, buttonClass } from "./Button";
import { cx } from "./classes";
import { Dialog } from "./Dialog";
import { TextField } from "./fields";
import { fieldProblems, problemText } from "./problem";
import { itemClass, popupClass } from "./SuggestField";
import { say, warn } from "./toasts";

export type Params = Record<string, unknown>;

type ViewsMenuProps = {
  noun: View["noun"];
  /** What the list is called when no view is chosen. */
  all: string;
  current: View | undefined;
  params: Params;
  columns: string[];
  onOpen: (view: View | undefined) => void;
};

/** Two sets of parameters with the same entries, in whatever order. */
export const sameParams = (a: Params, b: Params) => {
  const text = (params: Params) =>
    JSON.stringify(Object.entries(params).sort(([x], [y]) => x.localeCompare(y)));
  return text(a) === text(b);
};

/** Saved views of a list: one's own and those that colleagues share. */
export function ViewsMenu({ noun, all, current, params, columns, onOpen }: ViewsMenuProps) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { data: views = [] } = useQuery(viewsQuery(noun));
  const [naming, setNaming] = useState<"" | "new" | "rename">("");
  const refresh = () => client.invalidateQueries({ queryKey: ["views"] });
  const change = useMutation({
    mutationFn: ({ view, patch }: { view: View; patch: ViewPatch }) => updateView(view.id, patch),
    onSuccess: async (view) => {
      await refresh();
      say(t.views.saved(view.name));
      onOpen(view);
    },
    onError: (error) => warn(problemText(error)),
  });
  const remove = useMutation({
    mutationFn: (view: View) => deleteView(view.id),
    onSuccess: async (_, view) => {
      onOpen(undefined);
      await refresh();
      say(t.views.removed(view.name));
    },
    onError: (error) => warn(problemText(error)),
  });
  const own = views.filter((view) => view.userId === me?.id);
  const shared = views.filter((view) => view.userId !== me?.id);
  const mayChange = current && (current.userId === me?.id || (me && me.role !== "agent"));
  const modified =
    current &&
    (!sameParams(current.params, params) ||
      (columns.length > 0 && columns.join() !== current.columns.join()));
  const entry = (view: View) => (
    <Menu.Item key={view.id} className={itemClass} onClick={() => onOpen(view)}>
      <Check
        aria-hidden
        className={cx("size-4 shrink-0", view.id !== current?.id && "invisible")}
      />
      <span className="min-w-0 flex-1 truncate">{view.name}</span>
      {view.userId !== me?.id && (
        <span className="shrink-0 text-xs opacity-80">{t.views.sharedBy(view.userName)}</span>
      )}
    </Menu.Item>
  );
  const act = (label: string, run: () => void) => (
    <Menu.Item className={itemClass} onClick={run}>
      {label}
    </Menu.Item>
  );
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={cx(buttonClass("plain"), "max-w-64 min-w-0")}>
          <Bookmark aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{current?.name ?? t.views.views}</span>
          {modified && <span className="text-xs text-muted">({t.views.modified})</span>}
          <ChevronDown aria-hidden className="size-4 shrink-0" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="start">
            <Menu.Popup
              className={cx(
                popupClass,
                "max-h-[70vh] w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-1",
              )}
            >
              <Menu.Item className={itemClass} onClick={() => onOpen(undefined)}>
                <Check aria-hidden className={cx("size-4 shrink-0", current && "invisible")} />
                {all}
              </Menu.Item>
              {[
                { label: t.views.own, list: own },
                { label: t.views.shared, list: shared },
              ].map(
                ({ label, list }) =>
                  list.length > 0 && (
                    <Menu.Group key={label}>
                      <Menu.GroupLabel className="px-2.5 pt-2 pb-1 text-xs text-muted">
                        {label}
                      </Menu.GroupLabel>
                      {list.map(entry)}
                    </Menu.Group>
                  ),
              )}
              {views.length === 0 && (
                <p className="px-2.5 py-2 text-xs text-muted">{t.views.noViews}</p>
              )}
              <Menu.Separator className="my-1 border-t" />
              {current &&
                mayChange &&
                modified &&
                act(t.views.save, () =>
                  change.mutate({ view: current, patch: { params, columns } }),
                )}
              {act(t.views.saveAs, () => setNaming("new"))}
              {current && mayChange && (
                <>
                  {act(t.views.rename, () => setNaming("rename"))}
                  {act(current.shared ? t.views.unshare : t.views.share, () =>
                    change.mutate({ view: current, patch: { shared: !current.shared } }),
                  )}
                  {act(t.views.remove, () => remove.mutate(current))}
                </>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Dialog
        open={naming !== ""}
        onClose={() => setNaming("")}
        title={naming === "rename" ? t.views.rename : t.views.saveAs}
      >
        <NameForm
          name={naming === "rename" ? (current?.name ?? "") : ""}
          save={(name) =>
            naming === "rename" && current
              ? updateView(current.id, { name })
              : createView({ noun, name, params, columns })
          }
          onSaved={async (view) => {
            setNaming("");
            await refresh();
            say(t.views.saved(view.name));
            onOpen(view);
          }}
        />
      </Dialog>
    </>
  );
}

type NameFormProps = {
  name: string;
  save: (name: string) => Promise<View>;
  onSaved: (view: View) => void;
};

function NameForm({ name, save, onSaved }: NameFormProps) {
  const [typed, setTyped] = useState(name);
  const saving = useMutation({ mutationFn: save, onSuccess: onSaved });
  const problems = fieldProblems(saving.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(typed);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t.views.name}
        value={typed}
        required
        maxLength={100}
        autoComplete="off"
        error={problems.name ?? (saving.isError ? problemText(saving.error) : undefined)}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" tone="primary" className="self-end" disabled={saving.isPending}>
        {t.ui.save}
      </Button>
    </form>
  );
}
