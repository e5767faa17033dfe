import { queryOptions } from "@tanstack/react-query";
import { timeZone } from "../language";
import { api, take } from "./client";
import type { components } from "./schema.gen";

export type CallReport = components["schemas"]["CallReport"];
export type ReportRow = components["schemas"]["ReportRow"];
export type ReportGroup = CallReport["groupBy"];

export const reportGroups: ReportGroup[] = ["day", "hour", "agent", "queue", "disposition"];

export const reportQuery = (groupBy: ReportGroup, from: string, to: string) =>
  queryOptions({
    queryKey: ["reports", "list", groupBy, from, to],
    queryFn: ({ signal }) =>
      take(
        api.GET("/reports/calls", { params: { query: { groupBy, from, to, timeZone } }, signal }),
      ),
  });
