import "fake-indexeddb/auto";
import { en } from "@/i18n/en";
import { timeZone, useDictionary } from "@/i18n";

useDictionary("en", en);
timeZone.value = "Europe/Paris";
