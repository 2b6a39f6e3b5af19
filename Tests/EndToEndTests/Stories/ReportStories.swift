import Foundation
import Shared
import Testing

/// Reports and pages as people get them, on the sample register.
@Suite(.serialized)
struct ReportStories {
    private static let reports = [
        "summary", "funding", "support", "agreements", "activity", "health",
    ]

    @Test(arguments: ["vi", "en"])
    func `every report is a page, a picture and a table`(_ language: String) async throws {
        let world = try await SampleWorld()
        for name in Self.reports {
            for format in ["html", "svg", "csv"] {
                let file = world[name + "." + format]
                try await world.e.run(
                    "report",
                    name,
                    "-o",
                    file,
                    "--lang",
                    language,
                    "--on",
                    "2026-12-01"
                )
                let text = try String(contentsOfFile: file, encoding: .utf8)
                #expect(!text.isEmpty)
            }
            let svg = world[name + ".svg"]
            // Well-formed, without anything from elsewhere, and a picture with ink on it.
            let verdict = try await Python.run(Self.examine, svg, world[name + ".html"])
            #expect(verdict == "sound\n", "\(name): \(verdict)")
            let picture = try await Program.tool("/usr/bin/rsvg-convert").run([
                svg, "-o", world[name + ".png"],
            ])
            #expect(picture.status == 0, "\(picture.errors)")
            let png = try Data(contentsOf: URL(fileURLWithPath: world[name + ".png"]))
            #expect(png.count > 5_000 && png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let text = try await world.e.run(
                "report",
                name,
                "--lang",
                language,
                "--on",
                "2026-12-01"
            )
            #expect(text.output.contains("█"))
        }
    }

    /// Whether a drawing is XML whose bars lie within it, and a page asks for nothing from elsewhere.
    private static let examine = """
        import sys
        from lxml import etree, html
        drawing = etree.parse(sys.argv[1]).getroot()
        left, top, width, height = map(int, drawing.attrib["viewBox"].split())
        for box in drawing.iter("{http://www.w3.org/2000/svg}rect"):
            x, y = int(box.attrib.get("x", 0)), int(box.attrib.get("y", 0))
            assert left <= x and x + int(box.attrib["width"]) <= left + width, "too wide"
            assert y + int(box.attrib["height"]) <= height, "too high"
        for text in drawing.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= int(text.attrib["y"]) <= height, "below"
        page = html.parse(sys.argv[2]).getroot()
        for element in page.iter():
            if not isinstance(element.tag, str): continue
            assert element.tag not in ("script", "link", "img", "iframe"), element.tag
            for name in element.attrib: assert name not in ("src", "href", "onload"), name
        assert page.xpath("//h1") and page.xpath("//meta[@charset='utf-8']")
        print("sound")
        """

    @Test func `figures say the same as a page, a table and a document`() async throws {
        let world = try await SampleWorld()
        let report = try await world.e.json("report", "funding", "--lang", "en")
        #expect(report["report"]?.string == "funding" && report["data_as_of"]?.string != nil)
        let titles = report["sections"]?.array?.compactMap { $0["title"]?.string } ?? []
        #expect(titles.prefix(2) == ["By donor, EUR", "By year, EUR"])
        let table = try await world.e.run("report", "funding", "--format", "csv", "--lang", "en")
        #expect(table.output.contains("Lyon,2013,136000,EUR,about,"), "\(table.output)")
        // The headings are in the language of the cells; programs read the ids from JSON.
        #expect(table.output.contains("donor,year,amount,amount (currency),amount (how exact),low"))
        let vietnamese = try await world.e.run(
            "report",
            "funding",
            "--format",
            "csv",
            "--lang",
            "vi"
        )
        #expect(
            vietnamese.output.contains(
                "nhà tài trợ,năm,số tiền,số tiền (loại tiền),số tiền (độ chính xác),thấp nhất"
            )
        )
        #expect(vietnamese.output.contains("Lyon,2013,136000,EUR,khoảng,"), "\(vietnamese.output)")
        #expect(report["rows"]?[0]?["donor"] != nil)
        let empty = try await world.e.run(
            "report",
            "summary",
            "--from",
            "1950",
            "--to",
            "1951",
            "--lang",
            "en"
        )
        #expect(empty.output.contains("Key figures"))
    }

    /// Story 13, as the reports tell it.
    @Test func `a disputed amount is listed with its least and its most`() async throws {
        let world = try await SampleWorld()
        let ref = try await world.e.newRecord(
            "contributions",
            "funder=partners/ADB",
            "project=projects/MPED",
            "amount=2400000 USD",
            "date=2026"
        )
        for home in [world.e, world.f] { try await home.run("sync") }
        try await world.e.run("set", ref, "amount=2600000 USD")
        try await world.f.run("set", ref, "amount=61000000000 VND")
        try await world.e.run("sync")
        try await world.f.run("sync", status: 3)
        let answer = try await world.f.json("query", "funding")
        let lines = answer["rows"]?.array?.filter { $0["disputed"]?.integer == 1 } ?? []
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0["amount"]?["disputed"]?.count == 2 }, "\(lines)")
        #expect(
            Set(lines.compactMap { $0["high"]?["amount"]?.string }) == ["2600000", "61000000000"]
        )
        let usd = answer["totals"]?.array?.first { $0["low"]?["currency"]?.string == "USD" }
        #expect(usd?["amount"]?["amount"]?.string == "400000")
        #expect(
            usd?["low"]?["amount"]?.string == "400000"
                && usd?["high"]?["amount"]?.string == "3000000"
        )
        let text = try await world.f.run("report", "funding", "--lang", "en")
        #expect(text.output.contains("Disputed amounts, not in the certain totals"))
        #expect(text.output.contains("░"))
        // Nobody claims the ends of a range.
        #expect(text.output.contains("from 0 USD to 2,600,000 USD, disputed"), "\(text.output)")
        let words = try await world.f.run("report", "funding", "--lang", "vi")
        #expect(
            words.output.contains("từ 0 USD đến 2.600.000 USD, còn khác nhau"),
            "\(words.output)"
        )
    }

    @Test func `a sum that goes on is in one year's report, and each form says what is left out`()
        async throws
    {
        let world = try await SampleWorld()
        try await world.e.newRecord(
            "contributions",
            "funder=partners/ADB",
            "project=projects/MPED",
            "amount=150000.50 EUR",
            "period=2024/.."
        )
        /// What the report since a year says in a form, on both outputs.
        func told(_ form: String, from: String, _ language: String = "en") async throws -> String {
            let outcome = try await world.e.run(
                "report",
                "funding",
                "--format=\(form)",
                "--from=\(from)",
                "--lang=\(language)"
            )
            return outcome.output + outcome.errors
        }
        let first = try await told("text", from: "2024")
        #expect(first.contains("150,000.5"), "\(first)")
        #expect(first.contains("lines for several years, counted whole in the first: 1"))
        #expect(first.contains("lines of money without a date, left out: 13"), "\(first)")
        let later = try await told("text", from: "2025")
        #expect(!later.contains("150,000.5"), "\(later)")
        #expect(later.contains("counted in their first year, left out: 1"), "\(later)")
        for form in ["html", "svg", "csv"] {
            let text = try await told(form, from: "2004")
            #expect(text.contains("lines of money without a date, left out: "), "\(text)")
            let words = try await told(form, from: "2004", "vi")
            #expect(words.contains("khoản tiền không nêu thời gian, không đưa vào: "), "\(words)")
        }
        let document = try await world.e.json("report", "funding", "--from", "2025")
        #expect(document["remarks"]?.count == 2, "\(document)")
    }

    @Test func `what is restricted or personal leaves in no public form`() async throws {
        let world = try await SampleWorld()
        let secret = "Bimatnhanuoc"
        let partner = try await world.e.newRecord(
            "partners",
            "name.vi=\(secret) Đối tác",
            "visibility=restricted",
            "abbr=\(secret)"
        )
        let project = try await world.e.newRecord(
            "projects",
            "title.vi=\(secret) dự án",
            "visibility=restricted",
            "period=2020/2021",
            "state+=closed"
        )
        try await world.e.newRecord(
            "projects",
            "title.vi=Công khai",
            "partners+=\(partner)",
            "period=2020/2021",
            "state+=closed"
        )
        try await world.e.newRecord(
            "contributions",
            "funder=\(partner)",
            "amount=7 USD",
            "date=2020"
        )
        try await world.e.newRecord(
            "contributions",
            "project=\(project)",
            "funder=partners/ADB",
            "date=2020"
        )
        try await world.e.newRecord(
            "agreements",
            "title.vi=\(secret) bản ghi nhớ",
            "visibility=restricted",
            "valid_until=2027-01-01",
            "signed_on=2024-01-01"
        )
        try await world.e.newRecord(
            "contacts",
            "name=\(secret)",
            "visibility=personal",
            "posts+=partners/ADB"
        )
        try await world.e.newRecord(
            "meetings",
            "title.vi=Gặp",
            "partners+=\(partner)",
            "held_on=2026-01-05",
            "visibility=public"
        )
        var files: [String] = []
        for name in Self.reports {
            for format in ["html", "svg", "csv"] {
                let file = world["\(name).\(format)"]
                try await world.e.run("report", name, "-o", file)
                files.append(file)
            }
        }
        for (format, name) in [("iati", "out.xml"), ("ics", "out.ics"), ("vcf", "out.vcf")] {
            try await world.e.run("export", "--format", format, "-o", world[name])
            files.append(world[name])
        }
        for collection in [
            "partners", "projects", "contributions", "agreements", "contacts", "meetings",
        ] {
            let file = world["\(collection)-page.html"]
            try await world.e.run(
                "export",
                "--collection",
                collection,
                "--format",
                "html",
                "-o",
                file
            )
            files.append(file)
        }
        try await world.e.run("export", "partners/ADB", "-o", world["adb.html"])
        files.append(world["adb.html"])
        for file in files {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(!text.contains(secret), "\(file)")
        }
        let refused = try await world.e.run("export", partner, "-o", world["no.html"], status: 1)
        #expect(
            refused.errors.contains("not for the public")
                || refused.errors.contains("không công khai")
        )
    }

    @Test func `money that nobody has signed for is in no report that leaves the house`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "external-relations", person: "Lan")
        let lyon = try await e.newRecord("partners", "name.en=Lyon")
        let proposed = try await e.newRecord("projects", "title.en=Towers", "state+=proposed")
        let running = try await e.newRecord(
            "projects",
            "title.en=Bridges",
            "state+=in_implementation"
        )
        for (project, amount) in [(proposed, "777001 USD"), (running, "555002 USD")] {
            try await e.newRecord(
                "contributions",
                "funder=\(lyon)",
                "project=\(project)",
                "amount=\(amount)",
                "support_kinds+=works",
                "date=2024"
            )
        }
        // A line that is not for everyone is not told of outside, signed or not.
        try await e.newRecord(
            "contributions",
            "funder=\(lyon)",
            "project=\(proposed)",
            "amount=3 USD",
            "visibility=restricted",
            "date=2024"
        )
        /// All figures of the report in a form, and what is said beside it.
        func told(_ name: String, _ format: String) async throws -> String {
            let outcome = try await e.run("report", name, "--format", format, "--lang", "en")
            return (outcome.output + outcome.errors).filter { $0 != "," }
        }
        for name in ["summary", "funding", "support"] {
            for format in ["html", "svg", "csv"] {
                let text = try await told(name, format)
                for secret in ["777001", "1332003", "1332006"] {
                    #expect(!text.contains(secret), "\(name) \(format): \(text)")
                }
                let note = "amounts that are not signed left out: 1"
                #expect(text.contains(note), "\(name) \(format): \(text)")
            }
            // At home the figures are whole, and marked.
            let text = try await told(name, "text")
            #expect(text.contains("amounts here that are not signed so not in html svg and csv: 2"))
            if name != "support" { #expect(text.contains("1332006"), "\(text)") }
        }
        let document = try await e.json("report", "funding")
        #expect(document["unsigned"]?.integer == 2, "\(document)")
        #expect(document["unsigned_left_out"]?.boolean == false)
        #expect(try await told("agreements", "html").contains("not signed left out") == false)

        try await e.run("set", proposed, "state+=in_implementation")
        let signed = try await told("funding", "html")
        #expect(signed.contains("1332003") && !signed.contains("left out"), "\(signed)")
    }

    @Test func `markup in a record is text on its page`() async throws {
        let world = try await SampleWorld()
        let ref = try await world.e.newRecord(
            "partners",
            "name.en=<script>alert(1)</script> & \"Co\""
        )
        try await world.e.run("export", ref, "-o", world["page.html"])
        let text = try String(contentsOfFile: world["page.html"], encoding: .utf8)
        #expect(!text.contains("<script>") && text.contains("&lt;script&gt;"))
    }

    @Test func `wrong questions are told apart and change nothing`() async throws {
        let world = try await SampleWorld()
        let unknown = try await world.e.run("report", "fundng", "--lang", "en", status: 2)
        #expect(unknown.errors.contains("caunoi report funding"))
        try await world.e.run("report", "funding", "--format", "pdf", status: 2)
        try await world.e.run("report", "funding", "--from", "2026", "--to", "2020", status: 2)
        try await world.e.run("report", "funding", "--department", "nobody", status: 1)
        try await world.e.run("export", "--format", "html", status: 2)
        try await world.e.run("export", "partners/ADB", "--format", "csv", status: 2)
    }

    @Test func `what looks wrong is said at once and kept`() async throws {
        let world = try await SampleWorld()
        let saved = try await world.e.run(
            "add",
            "contributions",
            "funder=partners/ADB",
            "amount=5 EUR",
            "date=1997",
            "--lang",
            "en"
        )
        #expect(
            saved.errors.contains("warning: amount: a currency that there was not at that time")
        )
        let document = try await world.e.json(
            "add",
            "agreements",
            "title.en=G",
            "state+=signed_framework",
            "--lang",
            "en"
        )
        #expect(document["warnings"]?.array?.first?["check"]?.string == "not_signed")
        let answer = try await world.e.json("query", "warnings", "contributions")
        #expect(answer["rows"]?.array?.first?["warning"]?.string == "currency_of_another_time")
    }
}
