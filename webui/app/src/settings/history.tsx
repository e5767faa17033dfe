import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { historyQuery } from "../api/settings";
import { t } from "../language";
import { PagedList } from "../ui/PagedList";
import { Empty } from "../ui/states";
import { AuditLine } from "./AuditLine";

const empty = <Empty icon={History} title={t.settings.noHistory} />;

export function ContactHistory({ id }: { id: string }) {
  const list = useInfiniteQuery(historyQuery(id));
  return (
    <PagedList label={t.settings.history} list={list} rowId={(entry) => entry.id} empty={empty}>
      {(entry) => <AuditLine entry={entry} />}
    </PagedList>
  );
}
