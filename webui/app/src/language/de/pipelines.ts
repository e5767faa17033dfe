import type * as english from "../en/pipelines";

export const pipelines: typeof english.pipelines = {
  title: "Pipelines",
  hint: "Eine Pipeline ist der Weg, den Deals einer Art nehmen. Neue Deals beginnen in der ersten.",
  add: "Pipeline hinzufügen",
  edit: (name) => `Pipeline ${name} bearbeiten`,
  remove: (name) => `Pipeline ${name} löschen`,
  removeTitle: (name) => `Pipeline ${name} löschen?`,
  removeHint: "Nur eine Pipeline ohne Deals lässt sich löschen.",
  confirmRemove: "Pipeline löschen",
  removed: (name) => `${name} wurde gelöscht.`,
  saved: (name) => `${name} wurde gespeichert.`,
  name: "Name der Pipeline",
  stages: "Phasen und wie wahrscheinlich ein Deal dort gewonnen wird",
  stageText: (name, probability) => `${name} ${probability} %`,
  newStage: "neue Phase",
  addStage: "Phase hinzufügen",
  stageName: (number) => `Name der Phase ${number}`,
  probability: (name) => `Wahrscheinlichkeit von ${name} in Prozent`,
  removeStage: (name) => `Phase ${name} entfernen`,
};
