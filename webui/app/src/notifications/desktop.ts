/**
 * Tells on the desktop as well while the page is hidden, to who allowed it in
 * the settings of sound and devices. Returns how to take it back.
 */
export function desktopNotice(
  tag: string,
  title: string,
  body: string,
  onClick: () => void,
): () => void {
  if (!("Notification" in window)) return () => {};
  if (Notification.permission !== "granted" || !document.hidden) return () => {};
  // The tag makes the tabs of one browser show it once.
  const note = new Notification(title, { body, tag });
  note.onclick = () => {
    window.focus();
    note.close();
    onClick();
  };
  return () => note.close();
}
