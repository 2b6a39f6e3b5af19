import Foundation
import Shared
import Testing

/// Values that are not as they should be: they are kept as they were entered, and told.
@Suite(.serialized)
struct KeptInputTests {
    @Test func `an amount without a currency is kept, told, and nobody guesses its currency`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let f = try await server.enrol("f", department: "finance", person: "Minh")
        let lyon = try await e.newRecord("partners", "name.en=Lyon")
        let project = try await e.newRecord(
            "projects",
            "title.vi=Chiếu sáng",
            "period=2020/2021",
            "state+=closed"
        )
        let line = try await e.newRecord(
            "contributions",
            "project=\(project)",
            "funder=\(lyon)",
            "date=2020-05-05",
            "kind=disbursement"
        )
        let saved = try await e.run("set", line, "amount=136000", "--lang", "en")
        #expect(saved.output.contains("136,000 (currency not stated)"), "\(saved.output)")
        let warning = "warning: amount: an amount without a currency"
        #expect(saved.errors.contains(warning), "\(saved.errors)")
        let other = try await e.run("set", line, "date=2020-06-06", "--lang", "en")
        #expect(!other.errors.contains(warning), "\(other.errors)")

        try await e.run("sync")
        try await f.run("sync")
        #expect(try await f.value(line, "amount")?.amount == "136000 XXX")
        let shown = try await f.run("show", line, "--lang", "vi").output
        #expect(shown.contains("136.000 (chưa rõ loại tiền)"), "\(shown)")
        let rows = try await f.json("query", "warnings", "contributions")["rows"]
        #expect(rows?[0]?["warning"]?.string == "amount_without_currency", "\(rows ?? .null)")
        #expect(rows?[0]?["field"]?.string == "amount")

        let asked = try await f.json("query", "funding", "--currency", "XXX")["totals"]
        #expect(asked?[0]?["amount"]?.amount == "136000 XXX", "\(asked ?? .null)")

        let file = try await f.run("export", "--format", "iati", "--lang", "en")
        #expect(!file.output.contains("<value") && !file.output.contains("currency=\"XXX\""))
        let reason = "the currency of its amount is not stated"
        #expect(file.errors.contains(reason), "\(file.errors)")
        try await f.run("set", line, "amount=136000 EUR")
        let whole = try await f.run("export", "--format", "iati", "--lang", "en")
        #expect(whole.output.contains("currency=\"EUR\""), "\(whole.output)")
        #expect(!whole.errors.contains(reason), "\(whole.errors)")
    }

    @Test func `what is no address is kept and told, and leads nowhere`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let f = try await server.enrol("f", department: "finance", person: "Minh")
        let script = "javascript:alert(1)"
        let partner = try await e.newRecord("partners", "name.en=Lyon")
        let saved = try await e.run("set", partner, "websites+=\(script)", "--lang", "en")
        let warning = "warning: websites: not in the form of an address or telephone number"
        #expect(saved.errors.contains("\(warning) (\(script))"), "\(saved.errors)")
        let project = try await e.newRecord(
            "projects",
            "title.vi=Chiếu sáng",
            "period=2020/2021",
            "state+=closed"
        )
        for address in [script, "lyon.fr/bai"] {
            try await e.newRecord(
                "documents",
                "title.vi=Bài \(address)",
                "kind=article",
                "about+=\(project)",
                "url=\(address)"
            )
        }

        try await e.run("sync")
        try await f.run("sync")
        #expect(try await f.value(partner, "websites")?[0]?.string == script)
        let warnings = try await f.json("query", "warnings", "partners")["rows"]
        #expect(warnings?[0]?["warning"]?.string == "malformed_address", "\(warnings ?? .null)")

        let page = try await f.run("export", partner, "--format", "html").output
        #expect(page.contains(script) && !page.contains("href"), "\(page)")
        let activities = try await f.run("export", "--format", "iati").output
        #expect(activities.contains("url=\"https://lyon.fr/bai\""), "\(activities)")
        #expect(!activities.contains("url=\"javascript"), "\(activities)")
        for format in ["vcf", "ics"] {
            let text = try await f.run("export", "--format", format).output
            #expect(!text.contains("URL"), "\(format): \(text)")
        }
        try await f.run("set", partner, "websites-=\(script)")
        #expect(try await f.value(partner, "websites") == nil)
    }

    @Test func `an import keeps such values too, and tells their lines`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let file = server.folder + "/partners.csv"
        try "name.en,websites\nLyon,https://www.lyon.fr\nParis,nota:url\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let arguments = ["import", file, "--collection", "partners", "--key", "name.en"]
        let outcome = try await Program.client.run(
            arguments + ["--lang", "en"],
            environment: e.environment
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let warning = "warning: line 3: websites: not in the form of an address"
        #expect(outcome.errors.contains(warning), "\(outcome.errors)")
        #expect(!outcome.errors.contains("line 2"), "\(outcome.errors)")

        // What stands already is not said again.
        try "name.en,websites,country\nParis,nota:url,FR\nRome,x y,IT\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let tried = try await Program.client.run(
            arguments + ["--json", "--dry-run"],
            environment: e.environment
        )
        #expect(tried.json?["warnings"]?.count == 1, "\(tried.output)")
        let again = try await Program.client.run(
            arguments + ["--json"],
            environment: e.environment
        )
        let warnings = try #require(again.json?["warnings"])
        #expect(warnings.count == 1 && warnings[0]?["line"]?.integer == 3, "\(warnings)")
        #expect(warnings[0]?["check"]?.string == "malformed_address", "\(warnings)")
        #expect(try await e.value("partners/Rome", "websites")?[0]?.string == "x y")
    }
}
