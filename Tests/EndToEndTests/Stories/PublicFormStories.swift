import Foundation
import Shared
import Testing

/// Cards, calendars, activities and pages: the forms that anybody may be given.
@Suite(.serialized)
struct PublicFormStories {
    private static let secret = "BÍMẬT"

    /// Every public form of what a device holds, by its name, with its lines unfolded.
    private func forms(
        of home: Home,
        pages: [String]
    ) async throws -> [(name: String, text: String)] {
        var result: [(name: String, text: String)] = []
        for format in ["iati", "ics", "vcf"] {
            let text = try await home.run("export", "--format", format, "--lang", "en").output
            result.append((format, text.unfoldedLines.joined(separator: "\r\n")))
        }
        for page in pages {
            let text = try await home.run(
                "export",
                "--collection",
                page,
                "--format",
                "html",
                "--lang",
                "en"
            ).output
            result.append((page, text))
        }
        return result
    }

    /// The lines of the event with an id.
    private func event(_ ref: String, in calendar: String) -> [String] {
        let id = ref.split(separator: "/").last.map { String($0) } ?? ref
        let events = calendar.unfoldedLines.split(separator: "BEGIN:VEVENT").map { Array($0) }
        return events.first { event in event.contains { $0.hasPrefix("UID:" + id) } } ?? []
    }

    private func value(_ name: String, in event: [String]) -> String? {
        event.first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func `a name that is not public is not named by others`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let partner = try await e.newRecord(
            "partners",
            "name.vi=\(Self.secret) Partner",
            "code=sec1",
            "visibility=restricted"
        )
        let adviser = try await e.newRecord(
            "contacts",
            "name=Nguyễn Văn An",
            "visibility=public",
            "posts+=partners/sec1;title=Cố vấn;from=2021"
        )
        try await e.newRecord("contacts", "name=Trần Thị Bình", "posts+=partners/sec1")
        let project = try await e.newRecord(
            "projects",
            "title.vi=Công khai",
            "partners+=\(partner)",
            "implementers+=\(partner)",
            "period=2020/2021",
            "state+=closed"
        )
        try await e.newRecord(
            "contributions",
            "project=\(project)",
            "funder=\(partner)",
            "channel=\(partner)",
            "amount=7 USD",
            "date=2020-05-05",
            "kind=disbursement",
            "review_by=2027-01-01"
        )
        try await e.newRecord(
            "events",
            "title.vi=Diễn đàn",
            "planned_start=2026-05-04",
            "organisers+=\(partner)"
        )
        try await e.newRecord(
            "memberships",
            "member=\(partner)",
            "network=\(partner)",
            "review_by=2027-01-01"
        )
        let pages = [
            "partners", "contacts", "projects", "contributions", "events", "memberships",
        ]
        for (name, text) in try await forms(of: e, pages: pages) {
            #expect(!text.contains(Self.secret), "\(name): \(text)")
            guard name == "vcf" else { continue }
            // Of a post that has a title the title is left; of one without, nothing.
            #expect(text.contains("post1.TITLE:Cố vấn") && !text.contains("ORG"), "\(text)")
            #expect(!text.contains("Trần Thị Bình"), "\(text)")
        }
        let page = try await e.run("export", adviser, "--format", "html", "--lang", "en").output
        #expect(page.contains("(not public)") && !page.contains(Self.secret), "\(page)")
    }

    @Test func `a name that became secret does not go back out as it came`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let file = server.folder + "/one.xml"
        try Self.activity.write(toFile: file, atomically: true, encoding: .utf8)
        try await e.run("import", file)
        let before = try await e.run("export", "--format", "iati").output
        #expect(before.contains("Bimat Fund") && before.contains("XM-SEC"), "\(before)")
        try await e.run("set", "partners/Bimat Fund", "visibility=restricted")
        let after = try await e.run("export", "--format", "iati").output
        #expect(after.contains("XX-1") && after.contains("<transaction>"), "\(after)")
        #expect(!after.contains("Bimat") && !after.contains("XM-SEC"), "\(after)")
    }

    private static let activity = """
        <iati-activities version="2.03">
         <iati-activity xml:lang="en" default-currency="USD">
          <iati-identifier>XX-1</iati-identifier>
          <reporting-org ref="XX" type="21"><narrative>Reporter</narrative></reporting-org>
          <title><narrative>Water</narrative></title>
          <description type="1"><narrative>About water</narrative></description>
          <participating-org role="1" ref="XM-SEC" type="21">
           <narrative>Bimat Fund</narrative>
          </participating-org>
          <activity-status code="2"/>
          <activity-date iso-date="2020-01-01" type="2"/>
          <transaction>
           <transaction-type code="3"/>
           <transaction-date iso-date="2020-02-01"/>
           <value currency="USD" value-date="2020-02-01">5</value>
           <provider-org ref="XM-SEC"><narrative>Bimat Fund</narrative></provider-org>
          </transaction>
         </iati-activity>
        </iati-activities>

        """

    @Test func `people who are internal have neither card nor page`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let org = try await e.newRecord("partners", "name.en=Lyon")
        let inside = try await e.newRecord(
            "contacts",
            "name=Người Nhà",
            "visibility=internal",
            "posts+=\(org);title=Aide"
        )
        try await e.newRecord("contacts", "name=Phan Thị An", "posts+=\(org);title=Mayor")
        try await e.newRecord(
            "contacts",
            "name=Phan Thị Bình",
            "visibility=public",
            "posts+=\(org);title=Mayor"
        )
        for (name, text) in try await forms(of: e, pages: ["contacts"]) {
            #expect(!text.contains("Người Nhà"), "\(name): \(text)")
            guard name == "vcf" || name == "contacts" else { continue }
            #expect(text.components(separatedBy: "Phan Thị").count == 3, "\(name): \(text)")
        }
        try await e.run("export", inside, "--format", "html", status: 1)
    }

    @Test func `money that nobody has signed for is in no public form`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let lyon = try await e.newRecord("partners", "name.en=Lyon")
        let open = try await e.newRecord("agreements", "title.vi=Đang bàn", "state+=negotiating")
        let signed = try await e.newRecord(
            "agreements",
            "title.vi=Đã ký",
            "signed_on=2024-05-01",
            "state+=signed_framework"
        )
        let running = try await e.newRecord(
            "projects",
            "title.vi=Đang làm",
            "period=2024/2025",
            "state+=in_implementation"
        )
        let proposed = try await e.newRecord(
            "projects",
            "title.vi=Đề xuất",
            "period=2027/2028",
            "state+=proposed"
        )
        let silent = try await e.newRecord("projects", "title.vi=Không rõ", "period=2020/2021")
        func give(_ amount: String, _ values: String...) async throws -> String {
            let outcome = try await e.json(
                "add",
                "contributions",
                "funder=\(lyon)",
                "amount=\(amount) USD",
                "date=2024-06-01",
                "kind=disbursement",
                values[0],
                values.count > 1 ? values[1] : "tags+=given"
            )
            return try #require(outcome["ref"]?.string)
        }
        let hidden = try await give("111111", "project=\(running)", "agreement=\(open)")
        _ = try await give("222222", "project=\(proposed)")
        _ = try await give("333333", "project=\(proposed)", "agreement=\(signed)")
        _ = try await give("444444", "project=\(running)")
        _ = try await give("555555", "project=\(silent)")

        func told() async throws -> [String: Set<String>] {
            var result: [String: Set<String>] = [:]
            for (name, text) in try await forms(of: e, pages: ["contributions", "partners"]) {
                let amounts = ["111", "222", "333", "444", "555"].filter {
                    text.contains($0 + $0) || text.contains($0 + "," + $0)
                }
                result[name] = Set(amounts)
            }
            return result
        }
        let signedFor: Set<String> = ["333", "444", "555"]
        let before = try await told()
        for form in ["iati", "contributions"] {
            #expect(before[form] == signedFor, "\(before)")
        }
        #expect(before["partners"]?.isEmpty == true)
        try await e.run("export", hidden, "--format", "html", status: 1)

        try await e.run("set", open, "state+=signed_framework")
        let after = try await told()
        for form in ["iati", "contributions"] {
            #expect(after[form] == signedFor.union(["111"]), "\(after)")
        }
        try await e.run("export", hidden, "--format", "html")
        // What was given up before anybody signed stays at home.
        try await e.run("set", proposed, "state+=cancelled;effective=2026-01-01")
        let last = try await told()
        #expect(last["iati"] == signedFor.union(["111"]), "\(last)")
    }

    @Test func `an event tells where it is, in both languages, and of what it is a part`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let lyon = try await e.newRecord("partners", "name.en=Lyon")
        let forum = try await e.newRecord(
            "events",
            "title.vi=Diễn đàn",
            "title.en=Forum",
            "theme.vi=Chuyển đổi công nghiệp",
            "planned_start=2026-05-04",
            "planned_end=2026-05-06",
            "venue=Hội trường Thống Nhất, tầng 2 và các phòng họp bên cạnh",
            "place=Quận 1",
            "organisers+=\(lyon)",
            "state+=confirmed"
        )
        let side = try await e.newRecord(
            "events",
            "title.vi=Bên lề",
            "parent=\(forum)",
            "planned_start=2026-05-05",
            "visibility=internal"
        )
        try await e.run("sync")
        let f = try await server.enrol("f", department: "finance", person: "Minh")
        try await f.run("sync")
        func calendar(of home: Home) async throws -> String {
            try await home.run("export", "--format", "ics", "--lang", "vi").output
        }
        let text = try await calendar(of: e)
        #expect(try await calendar(of: f) == text)
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        let first = event(forum, in: text)
        for line in [
            "SUMMARY;LANGUAGE=vi:Diễn đàn", "COMMENT;LANGUAGE=en:Forum",
            "DESCRIPTION;LANGUAGE=vi:Chuyển đổi công nghiệp",
            "LOCATION:Hội trường Thống Nhất\\, tầng 2 và các phòng họp bên cạnh\\, Quận 1",
            "CONTACT:Lyon", "STATUS:CONFIRMED", "CLASS:PUBLIC",
        ] {
            #expect(first.contains(line), "\(line): \(first)")
        }
        let second = event(side, in: text)
        let uid = try #require(value("UID", in: first))
        #expect(second.contains("RELATED-TO;RELTYPE=PARENT:" + uid), "\(second)")
        #expect(second.contains("CLASS:PRIVATE") && second.contains("STATUS:TENTATIVE"))
        #expect(!second.contains { $0.hasPrefix("COMMENT") || $0.hasPrefix("LOCATION") })
        let english = try await e.run("export", "--format", "ics", "--lang", "en").output
        #expect(event(forum, in: english).contains("COMMENT;LANGUAGE=vi:Diễn đàn"))

        // Another place is a change that calendars take over.
        try await e.run("set", forum, "place=Quận 3")
        let moved = event(forum, in: try await calendar(of: e))
        #expect(value("LOCATION", in: moved)?.hasSuffix("Quận 3") == true, "\(moved)")
        let sequences = [first, moved].map { Int(value("SEQUENCE", in: $0) ?? "") ?? 0 }
        #expect(sequences[0] < sequences[1], "\(sequences)")

        try await e.run("set", forum, "visibility=restricted")
        let alone = try await calendar(of: e)
        #expect(event(forum, in: alone).isEmpty && !alone.contains("RELATED-TO"), "\(alone)")
    }

    @Test func `a card has the parts of a name, by the given name where it stands last`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let org = try await e.newRecord("partners", "name.en=Lyon")
        let people = [
            ["name=Võ Văn Hoan", "family=Võ", "middle=Văn", "given=Hoan"],
            ["name=Klaus Schwab", "family=Schwab", "given=Klaus"], ["name=Fariz Jafarov"],
        ]
        for person in people {
            let outcome = try await Program.client.run(
                ["add", "contacts", "posts+=\(org);title=Aide"] + person,
                environment: e.environment
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let cards = try await e.run("export", "--format", "vcf").output.unfoldedLines
        let names = cards.filter { $0.hasPrefix("N:") || $0.hasPrefix("N;") }
        #expect(
            Set(names) == ["N;SORT-AS=\"Hoan,Võ\":Võ;Hoan;Văn;;", "N:Schwab;Klaus;;;"],
            "\(cards)"
        )
        #expect(cards.contains("FN:Fariz Jafarov") && cards.contains("FN:Võ Văn Hoan"))
    }
}
