import { Contact as ContactIcon, Users, UserRound, UserRoundPlus } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import { stored, view, type Module } from "../registry";
import { contacts, fullName, people, teams, type Contact, type Person, type Team } from "./store";

export const peopleModule: Module = {
  id: "people",
  places: [{ id: "people", path: "people", title: "place.people", icon: Users, letter: "h", words: "people persons personnes teams équipes contacts colleagues collègues annuaire", view: view("directory", () => import("./PeopleView")), list: null, rail: "more" }],
  kinds: {
    person: { icon: UserRound, name: "kind.person", title: (person: Person) => fullName(person), detail: (person: Person) => person.role, href: (id) => `/people/${id}`, view: view("directory", () => import("./PersonDetail")) },
    team: { icon: Users, name: "kind.team", title: (team: Team) => team.name, href: (id) => `/people/teams/${id}`, view: view("directory", () => import("./TeamDetail")) },
    contact: { icon: ContactIcon, name: "kind.contact", title: (contact: Contact) => contact.nickname || contact.display_name, href: () => "/people/contacts" },
  },
  stores: [stored(people), stored(teams), stored(contacts)],
  actions: [{ id: "create.person", title: "action.new_person", group: "do", icon: UserRoundPlus, run: () => goAndWrite("/people", "main .people [data-quickadd]"), words: "new person nouvelle personne colleague collègue add ajouter" }],
};
