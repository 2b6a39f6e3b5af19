import Foundation
import Shared
import Testing

/// Meetings in a calendar that anybody may be given.
@Suite(.serialized)
struct MeetingCalendarTests {
    private func calendar(of home: Home) async throws -> (read: ReadCalendar, told: String) {
        let outcome = try await home.run("export", "--format", "ics", "--lang", "en")
        return (ReadCalendar(Data(outcome.output.utf8)), outcome.errors)
    }

    /// The entry of a meeting; nil where it has none.
    private func entry(_ ref: String, in calendar: ReadCalendar) -> [String: String]? {
        let id = ref.split(separator: "/").last.map(String.init) ?? ref
        return calendar.events.first { $0["UID"]?.hasPrefix(id + "-meeting@") == true }
    }

    @Test func `a meeting with a day is an entry, and what is not public is not in it`()
        async throws
    {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let lyon = try await world.create(e, "partners", "name.en=Lyon")
        let hidden = try await world.create(
            e,
            "partners",
            "name.en=Nightingale",
            "visibility=restricted"
        )
        let forum = try await world.create(
            e,
            "events",
            "title.en=Forum",
            "planned_start=2026-03-04"
        )
        let agreed = try await world.create(
            e,
            "meetings",
            "partners+=\(lyon)",
            "held_on=2026-03-05",
            "place=Davos",
            "event=\(forum)",
            "state+=agreed",
            "notes=Bring the plans",
            "outcomes+=a second round"
        )
        let cancelled = try await world.create(
            e,
            "meetings",
            "partners+=\(lyon)",
            "held_on=2026-03-06",
            "state+=cancelled"
        )
        let proposed = try await world.create(
            e,
            "meetings",
            "partners+=\(hidden)",
            "held_on=2026-03-07",
            "state+=proposed",
            "visibility=internal"
        )
        let secret = try await world.create(
            e,
            "meetings",
            "title.en=Quiet talk",
            "held_on=2026-03-08",
            "visibility=restricted"
        )
        _ = try await world.create(e, "meetings", "title.en=Some day", "held_on=2026-03")
        try await world.synchronizeAll()

        let (read, told) = try await calendar(of: e)
        let first = try #require(entry(agreed, in: read))
        #expect(first["SUMMARY"] == "meeting: Lyon – 2026-03-05", "\(first)")
        #expect(first["DTSTART"] == "20260305" && first["DTEND"] == "20260306")
        #expect(first["STATUS"] == "CONFIRMED" && first["CLASS"] == "PUBLIC")
        #expect(first["LOCATION"] == "Davos" && first["CATEGORIES"] == "meeting")
        let whole = read.events.first { $0["SUMMARY"] == "Forum" }
        #expect(first["RELATED-TO"] == whole?["UID"] && whole != nil)
        #expect(entry(cancelled, in: read)?["STATUS"] == "CANCELLED")
        let third = try #require(entry(proposed, in: read))
        #expect(third["STATUS"] == "TENTATIVE" && third["CLASS"] == "PRIVATE")
        #expect(entry(secret, in: read) == nil)
        let text = String(decoding: read.bytes, as: UTF8.self)
        for word in ["Nightingale", "Quiet talk", "Bring the plans", "second round", "Some day"] {
            #expect(!text.contains(word), "\(word): \(text)")
        }
        // A month is no day of a calendar.
        #expect(told.contains("meeting: Some day – 2026-03 (2026-03)"), "\(told)")
        #expect(try await calendar(of: f).read.bytes == read.bytes)

        try await e.run("set", agreed, "held_on=2026-03-09")
        let later = try await calendar(of: e).read
        let moved = try #require(entry(agreed, in: later))
        #expect(moved["DTSTART"] == "20260309" && moved["UID"] == first["UID"])
        let sequences = [first, moved].map { Int($0["SEQUENCE"] ?? "") ?? 0 }
        #expect(sequences[0] < sequences[1], "\(sequences)")
    }
}
