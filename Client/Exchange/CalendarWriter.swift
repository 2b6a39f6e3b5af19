/// Writes all-day events as iCalendar (RFC 5545): the same entries give the same bytes.
package struct CalendarWriter {
    /// A text in a language of its own.
    package struct Comment: Sendable {
        package var language: String
        package var text: String

        package init(language: String, text: String) {
            self.language = language
            self.text = text
        }
    }

    /// An event of whole days.
    package struct Entry: Sendable {
        /// The same for ever, whatever becomes of the event.
        package var uid: String
        /// Grows with every change: from 0 to 2^31 - 1.
        package var sequence: Int32
        /// When it was last changed: `20260118T090000Z`.
        package var stamp: String
        /// The first day and the day after the last: `20261002`.
        package var start: String
        package var end: String
        package var summary: String
        /// The language's code; nil where it is in several or not known.
        package var summaryLanguage: String?
        package var description: String
        /// The language's code; nil where it is in several or not known.
        package var descriptionLanguage: String?
        package var category: String
        /// `CONFIRMED`, `TENTATIVE` or `CANCELLED`.
        package var status: String
        /// What it is called in another language.
        package var comment: Comment?
        /// Where it is; empty for nothing.
        package var location = ""
        /// Who holds it.
        package var contacts: [String] = []
        /// The id of the entry of which it is a part; empty for none.
        package var parent = ""
        /// Whether it is not for everybody who sees the calendar.
        package var isPrivate = false

        package init(
            uid: String,
            sequence: Int32,
            stamp: String,
            start: String,
            end: String,
            summary: String,
            description: String,
            category: String,
            status: String
        ) {
            self.uid = uid
            self.sequence = sequence
            self.stamp = stamp
            self.start = start
            self.end = end
            self.summary = summary
            self.description = description
            self.category = category
            self.status = status
        }
    }

    private var lines = ContentLines()

    /// The calendar of this name, made for readers of `language`.
    package static func calendar(
        _ name: String,
        language: String,
        _ entries: [Entry]
    ) -> [UInt8] {
        var writer = CalendarWriter()
        writer.lines.append("BEGIN", "VCALENDAR")
        writer.lines.append("VERSION", "2.0")
        writer.lines.append("PRODID", "-//CauNoi//CauNoi 1//" + (language == "vi" ? "VI" : "EN"))
        writer.lines.append("CALSCALE", "GREGORIAN")
        writer.lines.append("METHOD", "PUBLISH")
        writer.lines.append("X-WR-CALNAME", ContentLines.escaped(name))
        writer.lines.append("X-WR-TIMEZONE", "Asia/Ho_Chi_Minh")
        let sorted = entries.sorted { $0.uid.utf8.lexicographicallyPrecedes($1.uid.utf8) }
        for entry in sorted { writer.write(entry) }
        writer.lines.append("END", "VCALENDAR")
        return writer.lines.bytes
    }

    /// A property's name with the language of its text, where that is known.
    private func named(_ property: String, in language: String?) -> String {
        language.map { property + ";LANGUAGE=" + $0 } ?? property
    }

    private mutating func write(_ entry: Entry) {
        lines.append("BEGIN", "VEVENT")
        lines.append("UID", entry.uid)
        lines.append("DTSTAMP", entry.stamp)
        lines.append("LAST-MODIFIED", entry.stamp)
        lines.append("SEQUENCE", entry.sequence.description)
        lines.append("DTSTART;VALUE=DATE", entry.start)
        lines.append("DTEND;VALUE=DATE", entry.end)
        lines.append(
            named("SUMMARY", in: entry.summaryLanguage),
            ContentLines.escaped(entry.summary)
        )
        if !entry.description.utf8.isEmpty {
            lines.append(
                named("DESCRIPTION", in: entry.descriptionLanguage),
                ContentLines.escaped(entry.description)
            )
        }
        if let comment = entry.comment {
            lines.append(
                "COMMENT;LANGUAGE=" + comment.language,
                ContentLines.escaped(comment.text)
            )
        }
        writeSurroundings(of: entry)
        lines.append("CATEGORIES", ContentLines.escaped(entry.category))
        lines.append("CLASS", entry.isPrivate ? "PRIVATE" : "PUBLIC")
        lines.append("STATUS", entry.status)
        lines.append("TRANSP", "TRANSPARENT")
        lines.append("END", "VEVENT")
    }

    /// Where an entry is, who holds it and of what it is a part.
    private mutating func writeSurroundings(of entry: Entry) {
        if !entry.location.utf8.isEmpty {
            lines.append("LOCATION", ContentLines.escaped(entry.location))
        }
        for contact in entry.contacts { lines.append("CONTACT", ContentLines.escaped(contact)) }
        if !entry.parent.utf8.isEmpty {
            lines.append("RELATED-TO;RELTYPE=PARENT", entry.parent)
        }
    }
}
