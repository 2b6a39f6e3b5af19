import Foundation

/// A calendar's events, read independently of what wrote it.
struct ReadCalendar {
    let bytes: Data
    let events: [[String: String]]

    init(_ bytes: Data) {
        self.bytes = bytes
        var events: [[String: String]] = []
        for line in String(decoding: bytes, as: UTF8.self).unfoldedLines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].prefix { $0 != ";" }
            let value = String(line[line.index(after: colon)...])
            if line == "BEGIN:VEVENT" { events.append([:]) }
            if !events.isEmpty { events[events.count - 1][String(name)] = value }
        }
        self.events = events
    }

    func value(_ name: String, of key: String) -> String? {
        events.first { $0["UID"]?.contains("-\(key)@") == true }?[name]
    }

    func day(_ key: String) -> String? { value("DTSTART", of: key) }
}

extension String {
    /// The lines of a calendar or of cards, those that go on with the next one made whole.
    var unfoldedLines: [String] {
        replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n")
    }
}
