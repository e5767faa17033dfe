import { useQuery, useQueryClient } from "@tanstack/react-query";
import { hoursQuery, menusQuery, numbersQuery, queuesQuery, soundsQuery } from "../api/routing";
import { usersQuery } from "../api/users";

/** All that routes are made of; undefined until the last of it is here. */
export function useRouting() {
  const numbers = useQuery(numbersQuery);
  const queues = useQuery(queuesQuery);
  const hours = useQuery(hoursQuery);
  const menus = useQuery(menusQuery);
  const sounds = useQuery(soundsQuery);
  const users = useQuery(usersQuery);
  const all = [numbers, queues, hours, menus, sounds, users];
  const failed = all.find((one) => one.isError);
  const data =
    numbers.data && queues.data && hours.data && menus.data && sounds.data && users.data
      ? {
          numbers: numbers.data,
          queues: queues.data,
          hours: hours.data,
          menus: menus.data,
          sounds: sounds.data,
          users: users.data.filter((user) => user.active),
        }
      : undefined;
  return { data, error: failed?.error, retry: () => void failed?.refetch() };
}

export type RoutingData = NonNullable<ReturnType<typeof useRouting>["data"]>;

/** Reads the routes anew after a change. */
export function useRoutesChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["routes"] });
}
