import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Cable, Pencil, PhoneOutgoing, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Trunk, type TrunkState, trunkStatesQuery, trunksQuery } from "../api/trunks";
import { t } from "../language";
import { Badge, type BadgeTone } from "../ui/Badge";
import { Button } from "../ui/Button";
import { moment } from "../ui/format";
import { Empty, Failed, Skeleton } from "../ui/states";
import { RemoveDialog } from "./RemoveDialog";
import { TestDialog } from "./TestDialog";
import { TrunkDialog } from "./TrunkDialog";

/** The ways to carriers in the order in which calls out try them, and how each stands. */
export function Trunks() {
  const list = useQuery(trunksQuery);
  const states = useQuery(trunkStatesQuery);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b px-5 py-4 max-sm:px-4">
        <p className="min-w-0 flex-1 basis-64 text-sm text-muted">
          {t.trunks.about}{" "}
          <Link
            to="/help/{-$topic}"
            params={{ topic: "trunks" }}
            className="text-accent-ink underline"
          >
            {t.trunks.help}
          </Link>
        </p>
        <Button tone="primary" icon={Plus} onClick={() => setAdding(true)}>
          {t.trunks.add}
        </Button>
      </div>
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={4} />}
      {list.data?.length === 0 && (
        <Empty icon={Cable} title={t.trunks.noneYet}>
          {t.trunks.noneYetHint}
        </Empty>
      )}
      {list.data && list.data.length > 0 && (
        <ul aria-label={t.trunks.title} className="divide-y divide-line">
          {list.data.map((trunk) => (
            <Row
              key={trunk.id}
              trunk={trunk}
              state={states.data?.find((state) => state.trunkId === trunk.id)}
            />
          ))}
        </ul>
      )}
      {adding && <TrunkDialog onClose={() => setAdding(false)} />}
    </>
  );
}

type Asking = "edit" | "test" | "remove";

function Row({ trunk, state }: { trunk: Trunk; state: TrunkState | undefined }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3 text-sm max-sm:px-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-words">{trunk.name}</span>
          <StateBadge trunk={trunk} state={state} />
        </p>
        <p className="text-xs break-all text-muted">
          {trunk.proxy ? `${trunk.proxy} · ${trunk.transport || "udp"}` : t.trunks.inboundOnly}
        </p>
        <p className="text-xs text-muted">{facts(trunk, state).join(" · ")}</p>
        {trunk.enabled && state?.lastError && (
          <p role="status" className="mt-1 text-xs font-medium text-bad">
            {t.trunks.problem(state.lastError)}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {trunk.enabled && trunk.proxy && (
          <Button
            size="small"
            icon={PhoneOutgoing}
            aria-label={t.trunks.testOf(trunk.name)}
            onClick={() => setAsking("test")}
          >
            {t.trunks.test}
          </Button>
        )}
        <Button
          size="small"
          icon={Pencil}
          aria-label={t.trunks.editOf(trunk.name)}
          onClick={() => setAsking("edit")}
        >
          {t.trunks.edit}
        </Button>
        <Button
          size="small"
          icon={Trash2}
          aria-label={t.trunks.removeOf(trunk.name)}
          onClick={() => setAsking("remove")}
        >
          {t.trunks.remove}
        </Button>
      </div>
      {asking === "edit" && <TrunkDialog trunk={trunk} onClose={close} />}
      {asking === "test" && <TestDialog trunk={trunk} onClose={close} />}
      {asking === "remove" && <RemoveDialog trunk={trunk} onClose={close} />}
    </li>
  );
}

function facts(trunk: Trunk, state: TrunkState | undefined): string[] {
  const all = [t.trunks.order(trunk.priority)];
  if (state) all.push(t.trunks.callsNow(state.calls, trunk.maxCalls));
  if (state?.answeredAt) all.push(t.trunks.answered(moment(state.answeredAt), state.roundTripMs));
  if (state?.registeredUntil) all.push(t.trunks.registeredUntil(moment(state.registeredUntil)));
  return all;
}

function StateBadge({ trunk, state }: { trunk: Trunk; state: TrunkState | undefined }) {
  const [tone, words] = standing(trunk, state);
  return words ? <Badge tone={tone}>{words}</Badge> : null;
}

/** How a trunk stands in one word; none while nothing is known. */
function standing(trunk: Trunk, state: TrunkState | undefined): [BadgeTone, string] {
  if (!trunk.enabled) return ["plain", t.trunks.states.off];
  if (!state) return ["plain", ""];
  if (state.registration === "failed") return ["bad", t.trunks.states.failed];
  if (state.registration === "trying") return ["info", t.trunks.states.trying];
  if (state.lastError) return ["bad", t.trunks.states.silent];
  if (state.registration === "active") return ["good", t.trunks.states.registered];
  if (state.answeredAt) return ["good", t.trunks.states.answers];
  return ["plain", t.trunks.states.on];
}
