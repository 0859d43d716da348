// Reads a calendar on standard input and writes what a reader of it sees: each occasion by title and day, with its text.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const components = calendar.getAllSubcomponents("vevent");
const exceptions = components.filter((event) => event.hasProperty("recurrence-id"));
const seen = [];
for (const component of components.filter((event) => !event.hasProperty("recurrence-id"))) {
  const uid = component.getFirstPropertyValue("uid");
  const own = exceptions.filter((event) => event.getFirstPropertyValue("uid") === uid);
  const event = new ICAL.Event(component, { exceptions: own });
  const note = ({ item, startDate }) => seen.push({ uid, title: item.summary, date: startDate.toString(), text: item.description });
  if (!event.isRecurring()) {
    note({ item: event, startDate: event.startDate });
    continue;
  }
  const days = event.iterator();
  for (let day = days.next(); day; day = days.next()) note(event.getOccurrenceDetails(day));
}
process.stdout.write(JSON.stringify(seen));
