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

    @Test func `a title is marked with the language in which it is written, or with none`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        try await e.newRecord("events", "title.vi=Diễn đàn", "planned_start=2026-03-04")
        try await e.newRecord("events", "title.en=Forum", "planned_start=2026-03-05")
        try await e.newRecord("agreements", "title.vi=Thỏa thuận", "valid_until=2026-12-31")
        let text = try await e.run("export", "--format", "ics", "--lang", "en").output
        let lines = text.unfoldedLines
        #expect(lines.contains("SUMMARY;LANGUAGE=vi:Diễn đàn"), "\(text)")
        #expect(lines.contains("SUMMARY;LANGUAGE=en:Forum"), "\(text)")
        #expect(lines.contains("SUMMARY:expiry: Thỏa thuận"), "\(text)")
        #expect(!text.contains("LANGUAGE=en:Diễn"), "\(text)")
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

    @Test func `a disputed day is told with all its candidates, and no name quotes one of them`()
        async throws
    {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let lyon = try await world.create(e, "partners", "name.en=Lyon")
        let meeting = try await world.create(
            e,
            "meetings",
            "partners+=\(lyon)",
            "held_on=2026-03-05"
        )
        try await world.synchronizeAll()
        let agreed = try #require(entry(meeting, in: try await calendar(of: e).read))
        #expect(agreed["SUMMARY"] == "meeting: Lyon – 2026-03-05", "\(agreed)")
        #expect(agreed["DESCRIPTION"] == nil, "\(agreed)")

        try await e.run("set", meeting, "held_on=2026-03-09")
        try await f.run("set", meeting, "held_on=2026-03-07")
        try await world.synchronizeAll()
        let read = try await calendar(of: e).read
        let disputed = try #require(entry(meeting, in: read))
        #expect(disputed["DTSTART"] == "20260307", "\(disputed)")
        #expect(disputed["SUMMARY"] == "meeting: Lyon", "\(disputed)")
        let told = disputed["DESCRIPTION"] ?? ""
        for word in ["not agreed", "2026-03-07", "2026-03-09"] {
            #expect(told.contains(word), "\(word): \(disputed)")
        }
        #expect(try await calendar(of: f).read.bytes == read.bytes)
    }

    @Test func `what is deleted is withdrawn from calendars, and comes back when it is restored`()
        async throws
    {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let lyon = try await world.create(e, "partners", "name.en=Lyon")
        let meeting = try await world.create(
            e,
            "meetings",
            "partners+=\(lyon)",
            "held_on=2026-03-05",
            "place=Davos"
        )
        let secret = try await world.create(
            e,
            "meetings",
            "title.en=Quiet talk",
            "held_on=2026-03-08",
            "visibility=restricted"
        )
        let someDay = try await world.create(
            e,
            "meetings",
            "title.en=Some day",
            "held_on=2026-03"
        )
        try await world.synchronizeAll()
        let open = try #require(entry(meeting, in: try await calendar(of: e).read))
        for ref in [meeting, secret, someDay] { try await e.run("delete", ref) }
        try await world.synchronizeAll()

        let (read, told) = try await calendar(of: e)
        let gone = try #require(entry(meeting, in: read))
        #expect(gone["STATUS"] == "CANCELLED" && gone["SUMMARY"] == "withdrawn", "\(gone)")
        #expect(gone["UID"] == open["UID"] && gone["DTSTART"] == open["DTSTART"], "\(gone)")
        #expect(read.events.count == 1 && !told.contains("Some day"), "\(read.events) \(told)")
        let text = String(decoding: read.bytes, as: UTF8.self)
        #expect(!text.contains("Lyon") && !text.contains("Davos"), "\(text)")
        #expect(try await calendar(of: f).read.bytes == read.bytes)

        try await f.run("restore", meeting)
        let back = try #require(entry(meeting, in: try await calendar(of: f).read))
        #expect(back["SUMMARY"] == open["SUMMARY"] && back["STATUS"] == open["STATUS"], "\(back)")
        let sequences = [open, gone, back].map { Int($0["SEQUENCE"] ?? "") ?? 0 }
        #expect(sequences[0] < sequences[1] && sequences[1] < sequences[2], "\(sequences)")
    }
}
