import type { note_labels as english } from "./note_labels.en";
import type { Like } from "./shape";

export const note_labels: Like<typeof english> = {
  "labels.labels": "Étiquettes",
  "labels.pick": "Étiqueter",
  "labels.only": "Notes étiquetées {name}",
  "labels.filter": "Seulement les notes avec ces étiquettes",
  "labels.manage": "Étiquettes",
  "labels.own": "Pour les notes personnelles",
  "labels.none": "Aucune étiquette pour l’instant",
  "labels.none_text": "Une étiquette rassemble des notes de tous les moments et de tous les sujets. Une note peut en avoir plusieurs.",
  "labels.none_found": "Aucune note n’a toutes ces étiquettes",
  "labels.add": "Ajouter une étiquette",
  "labels.name_of": "Nom de {name}",
  "labels.color_of": "Couleur de {name}",
  "labels.delete": "Supprimer {name}",
  "labels.backlinks": "Liens vers cette note",
  "labels.notes_named": "Notes à lier",
  "labels.no_note": "Aucune note ne s’appelle « {title} »",
  "labels.no_note_text": "Une fois écrite, tous les liens vers elle y mèneront.",
  "labels.write_note": "Écrire cette note",
};
