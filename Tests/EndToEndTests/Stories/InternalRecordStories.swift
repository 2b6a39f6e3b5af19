import Foundation
import Shared
import Testing

/// What is stated to be internal, restricted or personal stays in the house.
@Suite(.serialized)
struct InternalRecordStories {
    /// One record of each kind that public forms hold, all of one visibility and named by `word`.
    ///
    /// - Returns: the project.
    @discardableResult
    private func fill(
        _ home: Home,
        word: String,
        _ visibility: String,
        _ level: String
    ) async throws -> String {
        let lyon = try await home.newRecord("partners", "name.en=\(word) Lyon", visibility)
        let project = try await home.newRecord(
            "projects",
            "title.en=\(word) Towers",
            "period=2020/2021",
            "state+=closed",
            visibility
        )
        try await home.newRecord(
            "contributions",
            "project=\(project)",
            "funder=\(lyon)",
            "amount=5 USD",
            "date=2020-05-05",
            "kind=disbursement",
            visibility
        )
        try await home.newRecord(
            "documents",
            "title.en=\(word) Paper",
            "kind=report",
            "about+=\(project)",
            "url=https://example.org/\(word)",
            level
        )
        try await home.newRecord(
            "agreements",
            "title.en=\(word) Memorandum",
            "signed_on=2024-01-01",
            "valid_until=2027-01-01",
            visibility
        )
        try await home.newRecord(
            "contacts",
            "name=\(word) Person",
            "posts+=\(lyon);title=Mayor",
            visibility
        )
        return project
    }

    private static let collections = [
        "partners", "projects", "contributions", "documents", "agreements", "contacts",
    ]

    /// Every form that anybody may be given, by its name.
    private func publicForms(of home: Home) async throws -> [(name: String, text: String)] {
        var result: [(name: String, text: String)] = []
        for format in ["iati", "vcf"] {
            let text = try await home.run("export", "--format", format, "--lang", "en").output
            result.append((format, text.unfoldedLines.joined(separator: "\n")))
        }
        for collection in Self.collections {
            let page = try await home.run(
                "export",
                "--collection",
                collection,
                "--format",
                "html",
                "--lang",
                "en"
            )
            result.append((collection, page.output))
        }
        for report in ["summary", "funding", "agreements"] {
            for format in ["html", "svg", "csv"] {
                let page = try await home.run("report", report, "--format", format, "--lang", "en")
                result.append((report + "." + format, page.output))
            }
        }
        return result
    }

    @Test(arguments: ["internal", "restricted", "personal"])
    func `what is stated not to be public is in no public form`(visibility: String) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let level = visibility == "personal" ? "restricted" : visibility
        try await fill(
            e,
            word: "Heron",
            "visibility=\(visibility)",
            "classification=\(level)"
        )
        let project = try await fill(e, word: "Stork", "tags+=silent", "tags+=silent")
        try await e.newRecord(
            "documents",
            "title.en=Heron Note",
            "kind=report",
            "about+=\(project)",
            "url=https://example.org/note",
            "classification=\(level)"
        )
        try await fill(e, word: "Crane", "visibility=public", "classification=public")
        for (name, text) in try await publicForms(of: e) {
            #expect(!text.contains("Heron"), "\(name): \(text)")
            guard name == "iati" || name == "vcf" || Self.collections.contains(name) else {
                continue
            }
            for word in ["Stork", "Crane"] {
                #expect(text.contains(word), "\(name), \(word): \(text)")
            }
        }
        let lines = try await e.run("export", "--format", "jsonl").output
        #expect(lines.contains("Heron Towers"), "\(lines)")
        let table = try await e.run("export", "--collection", "projects", "--format", "csv").output
        #expect(table.contains("Heron Towers"), "\(table)")
        let calendar = try await e.run("export", "--format", "ics", "--lang", "en").output
        #expect(calendar.contains("Heron") == (visibility == "internal"), "\(calendar)")
        let events = ReadCalendar(Data(calendar.utf8)).events
        for event in events {
            let isPrivate = event["SUMMARY"]?.contains("Heron") == true
            #expect(event["CLASS"] == (isPrivate ? "PRIVATE" : "PUBLIC"), "\(event)")
        }
        #expect(events.count == (visibility == "internal" ? 3 : 2), "\(events)")
    }

    @Test func `only private entries of a calendar name who is internal`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let heron = try await e.newRecord("partners", "name.en=Heron", "visibility=internal")
        for (day, visibility) in [("05", "internal"), ("06", "public")] {
            try await e.newRecord(
                "meetings",
                "partners+=\(heron)",
                "held_on=2026-03-\(day)",
                "visibility=\(visibility)"
            )
        }
        let text = try await e.run("export", "--format", "ics", "--lang", "en").output
        let events = ReadCalendar(Data(text.utf8)).events
        #expect(events.count == 2, "\(text)")
        for event in events {
            let isPrivate = event["CLASS"] == "PRIVATE"
            #expect(event["DTSTART"] == (isPrivate ? "20260305" : "20260306"), "\(event)")
            #expect(event["SUMMARY"]?.contains("Heron") == isPrivate, "\(event)")
        }
    }

    @Test func `where people do not agree who may read a record, it stays in the house`()
        async throws
    {
        let world = try await World()
        let heron = try await world.create(world.e, "partners", "name.en=Heron")
        try await world.synchronizeAll()
        try await world.e.run("set", heron, "visibility=public")
        try await world.u.run("set", heron, "visibility=internal")
        try await world.synchronizeAll()
        #expect(try await world.e.conflicts().count == 1)
        for home in [world.e, world.u] {
            let page = try await home.run("export", heron, "--format", "html", status: 1)
            #expect(!page.output.contains("Heron"), "\(page.output)")
        }
    }
}
