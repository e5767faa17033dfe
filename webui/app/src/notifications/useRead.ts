import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readNotifications } from "../api/notifications";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";

/** Marks notifications as read; the bell and the lists follow. */
export function useRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: readNotifications,
    onSuccess: () => client.invalidateQueries({ queryKey: ["notifications"] }),
    onError: (error) => warn(problemText(error)),
  });
}
