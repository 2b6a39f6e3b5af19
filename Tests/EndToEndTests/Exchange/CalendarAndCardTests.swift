import Foundation
import Shared
import Testing

/// Calendars and cards, as other programs and other devices find them.
@Suite(.serialized)
struct CalendarAndCardTests {
    /// Story 15.
    @Test func `deadlines move in everybody's calendar`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let f = try await server.enrol("f", department: "finance", person: "Minh")
        let g1 = try await e.newRecord(
            "agreements",
            "title.en=G1",
            "valid_until=2026-12-31",
            "notice_days=90"
        )
        try await e.run("sync")
        try await f.run("sync")
        let due = try await e.json("query", "due", "--on", "2026-10-02")
        let notice = try #require(
            due["rows"]?.array?.first { $0["what"]?.string == "notice" }
        )
        #expect(notice["date"]?.string == "2026-10-02" && notice["days"]?.integer == 0)
        #expect(due["data_as_of"]?.string != nil)
        let old = try await calendar(of: e, server, "e1", zone: "America/Los_Angeles")
        #expect(old.events.count == 2)
        #expect(old.day("notice") == "20261002" && old.day("expiry") == "20261231")

        try await f.run("set", g1, "valid_until=2029-12-31")
        try await f.run("sync")
        try await e.run("sync")
        let none = try await e.json("query", "due", "--on", "2026-10-02", "--until", "2026-12-31")
        #expect(none["rows"]?.array?.contains { $0["what"]?.string == "notice" } != true)
        let new = try await calendar(of: e, server, "e2", zone: "Pacific/Kiritimati")
        #expect(new.day("notice") == "20291002" && new.day("expiry") == "20291231")
        for key in ["notice", "expiry"] {
            #expect(new.value("UID", of: key) == old.value("UID", of: key))
            let before = Int(old.value("SEQUENCE", of: key) ?? "") ?? 0
            let after = Int(new.value("SEQUENCE", of: key) ?? "") ?? 0
            #expect(after > before, "\(key): \(before), \(after)")
        }
        let other = try await calendar(of: f, server, "f", zone: "Asia/Ho_Chi_Minh")
        #expect(other.bytes == new.bytes)
        // An independent reader finds the same days.
        let read = try await Python.run(Python.calendar, server.folder + "/f.ics")
        #expect(
            read
                == "2029-10-02 2029-10-03 hạn báo trước: G1\n2029-12-31 2030-01-01 hết hiệu lực: G1\n"
                || read == "2029-10-02 2029-10-03 notice: G1\n2029-12-31 2030-01-01 expiry: G1\n",
            "\(read)"
        )

        // A disputed end reminds at the earlier one.
        try await e.run("set", g1, "valid_until=2028-12-31")
        try await f.run("set", g1, "valid_until=2027-12-31")
        try await e.run("sync")
        try await f.run("sync", status: 3)
        let disputed = try await calendar(of: f, server, "f2", zone: "UTC")
        #expect(disputed.day("expiry") == "20271231" && disputed.day("notice") == "20271002")
    }

    private func calendar(
        of home: Home,
        _ server: RunningServer,
        _ name: String,
        zone: String
    ) async throws -> ReadCalendar {
        let file = server.folder + "/" + name + ".ics"
        let outcome = try await Program.client.run(
            ["export", "--format", "ics", "-o", file],
            environment: home.environment.merging(["TZ": zone]) { $1 }
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        return ReadCalendar(try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    @Test func `cards hold who is public, and nothing personal`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let org = try await e.newRecord("partners", "name.en=Ville; de Lyon, \\FR")
        try await e.newRecord(
            "contacts",
            "name=Trần Thị Bảo Châu",
            "posts+=\(org);title=Phó Giám đốc Sở Ngoại vụ phụ trách hợp tác quốc tế và hội nhập"
        )
        try await e.newRecord("contacts", "name=No Post")
        try await e.newRecord("contacts", "name=Was Once", "posts+=\(org);title=Mayor;former=true")
        try await e.newRecord(
            "contacts",
            "name=Not Public",
            "posts+=\(org);title=Aide",
            "visibility=restricted"
        )
        try await e.run("sync")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        var files: [Data] = []
        for home in [e, f] {
            let file = server.folder + "/" + home.name + ".vcf"
            let report = try await home.json("export", "-o", file)
            #expect(report["format"]?.string == "vcf" && report["records"]?.integer == 1)
            files.append(try Data(contentsOf: URL(fileURLWithPath: file)))
        }
        #expect(files[0] == files[1])
        let text = try #require(String(data: files[0], encoding: .utf8))
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        let unfolded = text.unfoldedLines
        #expect(unfolded.prefix(2) == ["BEGIN:VCARD", "VERSION:4.0"])
        #expect(unfolded.contains("FN:Trần Thị Bảo Châu"))
        #expect(unfolded.contains("post1.ORG:Ville\\; de Lyon\\, \\\\FR"), "\(unfolded)")
        #expect(unfolded.contains { $0.hasPrefix("post1.TITLE:Phó Giám đốc Sở Ngoại vụ") })
        for name in ["No Post", "Was Once", "Not Public"] { #expect(!text.contains(name)) }
    }

    @Test func `partners are cards of organisations, as far as they are public`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let city = try await e.newRecord(
            "partners",
            "name.vi=Thành phố Lyon",
            "name.en=City of Lyon",
            "abbr=LY",
            "country=FR",
            "seat+=Lyon",
            "websites+=https://www.lyon.fr",
            "aliases+=Lugdunum"
        )
        try await e.newRecord("partners", "name.en=Not Public", "visibility=restricted")
        try await e.newRecord("contacts", "name=Somebody", "posts+=\(city);title=Mayor")
        let file = server.folder + "/partners.vcf"
        let report = try await e.json("export", "--collection", "partners", "-o", file)
        #expect(report["format"]?.string == "vcf" && report["records"]?.integer == 1, "\(report)")
        let cards = try await e.run(
            "export",
            "--collection",
            "partners",
            "--format",
            "vcf",
            "--lang",
            "en"
        )
        #expect(cards.errors.contains("1 are not public"), "\(cards.errors)")
        let lines = cards.output.unfoldedLines
        for line in [
            "KIND:org", "FN;LANGUAGE=vi;ALTID=1:Thành phố Lyon",
            "FN;LANGUAGE=en;ALTID=1:City of Lyon", "ORG;LANGUAGE=en;ALTID=1:City of Lyon",
            "NICKNAME:Lugdunum", "ADR:;;;Lyon;;;France", "URL:https://www.lyon.fr", "X-ABBR:LY",
        ] {
            #expect(lines.contains(line), "\(line): \(lines)")
        }
        #expect(lines.filter { $0 == "BEGIN:VCARD" }.count == 1, "\(lines)")
        for name in ["Somebody", "Not Public"] { #expect(!cards.output.contains(name)) }
        // Without a collection they are those of the contacts, as ever.
        let people = try await e.run("export", "--format", "vcf").output
        #expect(people.contains("Somebody") && !people.contains("KIND:org"), "\(people)")
    }
}
