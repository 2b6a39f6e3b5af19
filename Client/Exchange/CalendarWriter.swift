/// Writes all-day events as iCalendar (RFC 5545): the same entries give the same bytes.
package struct CalendarWriter {
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
        package var description: String
        package var category: String
        /// `CONFIRMED`, `TENTATIVE` or `CANCELLED`.
        package var status: String

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

    /// A line's bytes, the line end aside.
    private static let lineBytesMax = 75

    private var bytes: [UInt8] = []

    /// The calendar of this name, in the language of `language`.
    package static func calendar(
        _ name: String,
        language: String,
        _ entries: [Entry]
    ) -> [UInt8] {
        var writer = CalendarWriter()
        writer.line("BEGIN", "VCALENDAR")
        writer.line("VERSION", "2.0")
        writer.line("PRODID", "-//CauNoi//CauNoi 1//" + (language == "vi" ? "VI" : "EN"))
        writer.line("CALSCALE", "GREGORIAN")
        writer.line("METHOD", "PUBLISH")
        writer.line("X-WR-CALNAME", escaped(name))
        writer.line("X-WR-TIMEZONE", "Asia/Ho_Chi_Minh")
        let sorted = entries.sorted { $0.uid.utf8.lexicographicallyPrecedes($1.uid.utf8) }
        for entry in sorted { writer.write(entry, language) }
        writer.line("END", "VCALENDAR")
        return writer.bytes
    }

    private mutating func write(_ entry: Entry, _ language: String) {
        line("BEGIN", "VEVENT")
        line("UID", entry.uid)
        line("DTSTAMP", entry.stamp)
        line("LAST-MODIFIED", entry.stamp)
        line("SEQUENCE", entry.sequence.description)
        line("DTSTART;VALUE=DATE", entry.start)
        line("DTEND;VALUE=DATE", entry.end)
        line("SUMMARY;LANGUAGE=" + language, Self.escaped(entry.summary))
        if !entry.description.utf8.isEmpty {
            line("DESCRIPTION;LANGUAGE=" + language, Self.escaped(entry.description))
        }
        line("CATEGORIES", Self.escaped(entry.category))
        line("STATUS", entry.status)
        line("TRANSP", "TRANSPARENT")
        line("END", "VEVENT")
    }

    /// Writes one content line, folded between characters, never within one.
    private mutating func line(_ name: String, _ value: String) {
        var length = 0
        for scalar in (name + ":" + value).unicodeScalars {
            let encoded = UTF8.encode(scalar).map { Array($0) } ?? []
            if length + encoded.count > Self.lineBytesMax {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += encoded
            length += encoded.count
        }
        bytes += [0x0D, 0x0A]
    }

    /// A text with what parts values marked; other control characters are left out.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += ["\\", scalar]
            case "\n": result += ["\\", "n"]
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.append(scalar) }
            }
        }
        return String(result)
    }
}
