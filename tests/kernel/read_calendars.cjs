// Reads a list of calendars (JSON) from the input and writes what ical.js makes of each, as JSON.
const ICAL = require("ical.js");

const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());

const event = (component) => {
  const found = new ICAL.Event(component);
  const organiser = component.getFirstProperty("organizer");
  return {
    uid: found.uid,
    sequence: found.sequence,
    title: found.summary,
    place: found.location,
    start: moment(found.startDate),
    end: moment(found.endDate),
    whole: found.startDate.isDate,
    status: component.getFirstPropertyValue("status"),
    recurring: found.isRecurring(),
    organiser: organiser && [organiser.getParameter("cn"), organiser.getFirstValue()],
  };
};

let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () => {
  const read = JSON.parse(given).map((text) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return { method: calendar.getFirstPropertyValue("method"), events: calendar.getAllSubcomponents("vevent").map(event) };
  });
  process.stdout.write(JSON.stringify(read));
});
