import { useEffect } from "react";
import { create } from "zustand";

type TitleStore = { page: string; alert: string };

const useTitles = create<TitleStore>()(() => ({ page: "", alert: "" }));

/** Names the page in the tab. */
export function usePageTitle(page: string): void {
  useEffect(() => {
    useTitles.setState({ page });
  }, [page]);
}

/** Takes the tab's title over for as long as the text is not empty. */
export function useTitleAlert(alert: string): void {
  useEffect(() => {
    useTitles.setState({ alert });
    return () => useTitles.setState({ alert: "" });
  }, [alert]);
}

/** Writes the title; mounted once. While something rings, it alternates. */
export function useDocumentTitle(product: string): void {
  const { page, alert } = useTitles();
  useEffect(() => {
    const calm = page ? `${page} · ${product}` : product;
    document.title = alert || calm;
    if (!alert) return;
    let on = true;
    const timer = setInterval(() => {
      on = !on;
      document.title = on ? alert : `☎ ${alert}`;
    }, 1000);
    return () => clearInterval(timer);
  }, [page, alert, product]);
}
