import { useMutation } from "@tanstack/react-query";
import {
  Clock,
  FlaskConical,
  Hash,
  LayoutGrid,
  type LucideIcon,
  Music,
  Pencil,
  Plus,
  Trash2,
  Users,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "../api/client";
import {
  deleteHours,
  deleteMenu,
  deleteNumber,
  deleteQueue,
  deleteSound,
  type Hours,
  type Menu,
  type OwnNumber,
  type Queue,
  soundAddress,
} from "../api/routing";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { span } from "../ui/format";
import { problemText } from "../ui/problem";
import { Empty, Failed, Skeleton } from "../ui/states";
import { Tabs } from "../ui/Tabs";
import { say } from "../ui/toasts";
import { drawRoute } from "./draw";
import { HoursDialog } from "./HoursDialog";
import { MenuDialog } from "./MenuDialog";
import { NumberDialog } from "./NumberDialog";
import { QueueDialog } from "./QueueDialog";
import { RouteDrawing } from "./RouteDrawing";
import { RouteTestDialog } from "./RouteTestDialog";
import { SoundDialog } from "./SoundDialog";
import { type RoutingData, useRoutesChanged, useRouting } from "./useRouting";

const { routing } = t;

/** Where calls go: numbers with their routes, and what routes are made of. */
export function Routing() {
  const { data, error, retry } = useRouting();
  if (error) return <Failed error={error} retry={retry} />;
  if (!data) return <Skeleton rows={6} />;
  return (
    <Tabs
      label={routing.tabsLabel}
      tabs={[
        { id: "numbers", label: routing.tabs.numbers, content: <Numbers data={data} /> },
        { id: "queues", label: routing.tabs.queues, content: <Queues data={data} /> },
        { id: "hours", label: routing.tabs.hours, content: <AllHours data={data} /> },
        { id: "menus", label: routing.tabs.menus, content: <Menus data={data} /> },
        { id: "sounds", label: routing.tabs.sounds, content: <Sounds data={data} /> },
      ]}
    />
  );
}

type Noun = keyof typeof routing.add;
const empties: Record<Noun, { icon: LucideIcon; title: string; hint: string }> = {
  number: { icon: Hash, title: routing.empty.numbers, hint: routing.empty.numbersHint },
  queue: { icon: Users, title: routing.empty.queues, hint: routing.empty.queuesHint },
  hours: { icon: Clock, title: routing.empty.hours, hint: routing.empty.hoursHint },
  menu: { icon: LayoutGrid, title: routing.empty.menus, hint: routing.empty.menusHint },
  sound: { icon: Music, title: routing.empty.sounds, hint: routing.empty.soundsHint },
};

type PartProps = {
  noun: Noun;
  label: string;
  count: number;
  onAdd: () => void;
  children: ReactNode;
};

/** One tab: what there is of a noun, and the way to add to it. */
function Part({ noun, label, count, onAdd, children }: PartProps) {
  const { icon, title, hint } = empties[noun];
  return (
    <>
      <div className="flex justify-end border-b px-5 py-3 max-sm:px-4">
        <Button tone="primary" icon={Plus} onClick={onAdd}>
          {routing.add[noun]}
        </Button>
      </div>
      {count === 0 ? (
        <Empty icon={icon} title={title}>
          {hint}
        </Empty>
      ) : (
        <ul aria-label={label} className="divide-y divide-line">
          {children}
        </ul>
      )}
    </>
  );
}

type EntryProps = {
  name: string;
  detail?: ReactNode;
  onEdit?: () => void;
  remove: () => Promise<unknown>;
  actions?: ReactNode;
  children?: ReactNode;
};

/** One record of a tab: its name, what can be done with it, and what it says. */
function Entry({ name, detail, onEdit, remove, actions, children }: EntryProps) {
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-col gap-2.5 px-5 py-3.5 text-sm max-sm:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1">
          <p className="font-medium break-words">{name}</p>
          {detail && <p className="text-xs break-words text-muted">{detail}</p>}
        </div>
        {actions}
        <span className="flex">
          {onEdit && <IconButton icon={Pencil} label={routing.edit(name)} onClick={onEdit} />}
          <IconButton icon={Trash2} label={routing.remove(name)} onClick={() => setAsking(true)} />
        </span>
      </div>
      {children}
      {asking && <RemoveDialog name={name} remove={remove} onClose={() => setAsking(false)} />}
    </li>
  );
}

type RemoveProps = { name: string; remove: () => Promise<unknown>; onClose: () => void };

function RemoveDialog({ name, remove, onClose }: RemoveProps) {
  const refresh = useRoutesChanged();
  const deletion = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      onClose();
      say(routing.removed(name));
      await refresh();
    },
  });
  const held = deletion.error instanceof ApiProblem && deletion.error.code === "conflict";
  return (
    <Dialog open onClose={onClose} title={routing.remove(name)}>
      <p className="text-sm">{routing.removeSure(name)}</p>
      {deletion.isError && (
        <p role="alert" className="mt-2 text-sm font-medium text-bad">
          {held ? routing.inUse : problemText(deletion.error)}
        </p>
      )}
      <div className="mt-4 flex justify-end gap-2 border-t pt-4">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button tone="bad" disabled={deletion.isPending} onClick={() => deletion.mutate()}>
          {routing.remove(name)}
        </Button>
      </div>
    </Dialog>
  );
}

function Numbers({ data }: { data: RoutingData }) {
  const [open, setOpen] = useState<OwnNumber | "new">();
  const [tested, setTested] = useState<OwnNumber>();
  return (
    <Part
      noun="number"
      label={routing.tabs.numbers}
      count={data.numbers.length}
      onAdd={() => setOpen("new")}
    >
      {data.numbers.map((number) => (
        <Entry
          key={number.id}
          name={number.e164}
          detail={number.label}
          onEdit={() => setOpen(number)}
          remove={() => deleteNumber(number.id)}
          actions={
            <Button size="small" icon={FlaskConical} onClick={() => setTested(number)}>
              {routing.test}
            </Button>
          }
        >
          <RouteDrawing label={routing.route(number.e164)} steps={drawRoute(number, data)} />
        </Entry>
      ))}
      {tested && <RouteTestDialog number={tested} onClose={() => setTested(undefined)} />}
      {open && (
        <NumberDialog number={picked(open)} data={data} onClose={() => setOpen(undefined)} />
      )}
    </Part>
  );
}

const picked = <T,>(open: T | "new"): T | undefined => (open === "new" ? undefined : (open as T));

function Queues({ data }: { data: RoutingData }) {
  const [open, setOpen] = useState<Queue | "new">();
  return (
    <>
      <Part
        noun="queue"
        label={routing.tabs.queues}
        count={data.queues.length}
        onAdd={() => setOpen("new")}
      >
        {data.queues.map((queue) => (
          <Entry
            key={queue.id}
            name={queue.name}
            detail={[
              routing.memberCount(queue.members.length),
              routing.strategies[queue.strategy],
              queue.maxWaitSeconds > 0
                ? routing.waits(span(queue.maxWaitSeconds))
                : routing.rings(span(queue.ringTimeoutSeconds)),
            ].join(" · ")}
            onEdit={() => setOpen(queue)}
            remove={() => deleteQueue(queue.id)}
          />
        ))}
      </Part>
      {open && <QueueDialog queue={picked(open)} data={data} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function AllHours({ data }: { data: RoutingData }) {
  const [open, setOpen] = useState<Hours | "new">();
  return (
    <>
      <Part
        noun="hours"
        label={routing.tabs.hours}
        count={data.hours.length}
        onAdd={() => setOpen("new")}
      >
        {data.hours.map((hours) => (
          <Entry
            key={hours.id}
            name={hours.name}
            detail={`${hours.timeZone.replaceAll("_", " ")} · ${routing.holidayCount(hours.holidays.length)}`}
            onEdit={() => setOpen(hours)}
            remove={() => deleteHours(hours.id)}
          >
            <Week hours={hours} />
          </Entry>
        ))}
      </Part>
      {open && <HoursDialog hours={picked(open)} onClose={() => setOpen(undefined)} />}
    </>
  );
}

/** The days from Monday, each with its times. */
function Week({ hours }: { hours: Hours }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-xs sm:grid-cols-[repeat(4,auto_1fr)]">
      {[1, 2, 3, 4, 5, 6, 0].map((day) => {
        const times = hours.weekly.filter((one) => one.day === day);
        return (
          <div key={day} className="contents">
            <dt className="text-muted">{routing.days[day]}</dt>
            <dd className="tabular">
              {times.map(({ opens, closes }) => `${opens}–${closes}`).join(", ") ||
                routing.closedDay}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Menus({ data }: { data: RoutingData }) {
  const [open, setOpen] = useState<Menu | "new">();
  return (
    <>
      <Part
        noun="menu"
        label={routing.tabs.menus}
        count={data.menus.length}
        onAdd={() => setOpen("new")}
      >
        {data.menus.map((menu) => (
          <Entry
            key={menu.id}
            name={menu.name}
            detail={menu.options.map(({ key }) => routing.whens.key(key)).join(", ")}
            onEdit={() => setOpen(menu)}
            remove={() => deleteMenu(menu.id)}
          />
        ))}
      </Part>
      {open && <MenuDialog menu={picked(open)} data={data} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Sounds({ data }: { data: RoutingData }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Part
        noun="sound"
        label={routing.tabs.sounds}
        count={data.sounds.length}
        onAdd={() => setOpen(true)}
      >
        {data.sounds.map((sound) => (
          <Entry
            key={sound.id}
            name={sound.name}
            detail={span(Math.max(1, Math.round(sound.seconds)))}
            remove={() => deleteSound(sound.id)}
            actions={
              // biome-ignore lint/a11y/useMediaCaption: an admin's own greeting or music
              <audio
                controls
                preload="none"
                aria-label={routing.play(sound.name)}
                src={soundAddress(sound.id)}
                className="h-9 w-64 max-w-full max-sm:order-last max-sm:w-full"
              />
            }
          />
        ))}
      </Part>
      {open && <SoundDialog onClose={() => setOpen(false)} />}
    </>
  );
}
