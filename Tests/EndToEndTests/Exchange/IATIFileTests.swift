import Foundation
import Shared
import Testing

/// Real IATI files, as they lie beside the project, in the built program.
@Suite(.serialized, .enabled(if: IATIFiles.areThere))
struct IATIFileTests {
    @Test(arguments: IATIFiles.samples)
    func `a real file is taken in whole, once, and can be taken back`(
        _ sample: IATIFiles.Sample
    ) async throws {
        let world = try await SampleWorld()
        let first = try await world.e.json("import", sample.path, status: sample.status)
        #expect(first["read"]?.integer == sample.items)
        #expect(first["problems"]?.count == sample.problems)
        #expect(first["refused"]?.count == sample.refused, "\(first["refused"] ?? .null)")
        #expect((first["created"]?.integer ?? 0) >= sample.items)

        // What was refused is told again.
        let second = try await world.e.json("import", sample.path, status: sample.status)
        #expect(second["refused"] == first["refused"])
        #expect(second["created"]?.integer == 0 && second["changed"]?.integer == 0)
        #expect(second["unchanged_activities"]?.integer == sample.items)
        #expect(second["change"]?.isNull == true)

        try await world.e.run("sync")
        try await world.f.run("sync")
        #expect(try await world.f.json("verify")["equal"] == .boolean(true))

        let change = try #require(first["change"]?.string)
        try await world.e.run("undo", change)
        for collection in ["projects", "contributions", "partners"] {
            let left = try await world.e.json("list", collection)["total"]?.integer
            let there = try await world.f.json("list", collection)["total"]?.integer
            #expect(left ?? 0 <= there ?? 0)
        }
        #expect(try await world.e.json("list", "imports")["total"]?.integer == 0)
    }

    @Test func `only the activities of one country`() async throws {
        let world = try await SampleWorld()
        var count: Int64 = 0
        for sample in IATIFiles.samples where [1, 3].contains(sample.number) {
            let result = try await world.e.json("import", sample.path, "--country", "VN")
            count += result["read"]?.integer ?? 0
        }
        #expect(count == 6)
    }

    @Test func `amounts stay exact, whatever their sign and currency`() async throws {
        let world = try await SampleWorld()
        let file = IATIFiles.folder + "/derived/vn-6-activities.xml"
        try await world.e.run("import", file)
        let outcome = try await world.e.run("export", "--collection", "contributions")
        #expect(outcome.output.contains(#""amount":"762688500","currency":"KRW""#))
        #expect(outcome.output.contains(#""amount":"-737","currency":"GBP""#))
        #expect(outcome.output.contains(#""amount":"169998.29","currency":"USD""#))
    }

    @Test func `two laptops that took in overlapping files are as one that took in both`()
        async throws
    {
        let world = try await SampleWorld()
        let (one, two) = (
            IATIFiles.folder + "/derived/vn-6-activities.xml", IATIFiles.samples[2].path
        )
        try await world.e.run("import", one)
        try await world.f.run("import", two)
        try await world.e.run("sync")
        for home in [world.f, world.e] { try await home.run("sync", status: 3) }
        // The two files spell one organisation's name in two ways; they differ in nothing else.
        let open = try await world.e.json("conflicts", status: 3)["conflicts"]?.array ?? []
        #expect(open.count == 1 && open[0]["field"]?.string == "name.en", "\(open)")
        #expect(try await world.e.json("verify")["equal"] == .boolean(true))
        // 23 of the sample, 577 of the second file, and the five that only the first has.
        let total = try await world.e.json("list", "projects")["total"]?.integer
        #expect(total == 605)
        for file in [one, two] {
            let again = try await world.e.json("import", file)
            #expect(again["created"]?.integer == 0 && again["changed"]?.integer == 0)
        }
    }

    @Test func `what people corrected stays when a newer file comes`() async throws {
        let world = try await SampleWorld()
        let text = try String(
            contentsOfFile: IATIFiles.folder + "/derived/vn-6-activities.xml",
            encoding: .utf8
        )
        let file = try world.write("first.xml", text)
        try await world.e.run("import", file)
        let listed = try await world.e.json(
            "list",
            "projects",
            "--where",
            "iati_identifier ~ XM-DAC-47066"
        )
        let ref = try #require(listed["records"]?.array?.first?["ref"]?.string)
        try await world.e.run("set", ref, "title.vi=Tên do cán bộ sửa", "places+=Cần Thơ")
        let newer = text.replacingOccurrences(of: "169998.29", with: "170000.00")
        #expect(newer != text)
        let result = try await world.e.json("import", try world.write("second.xml", newer))
        #expect(result["unchanged_activities"]?.integer == 5, "\(result)")
        let title = try await world.e.value(ref, "title")
        #expect(title?["vi"]?.string == "Tên do cán bộ sửa")
        #expect(title?["en"] != nil)
    }

    @Test func `what came in goes out valid, with all its codes`() async throws {
        let world = try await SampleWorld()
        for sample in IATIFiles.samples where [2, 5].contains(sample.number) {
            try await world.e.run("import", sample.path)
            let file = world["out-\(sample.number).xml"]
            try await world.e.run("export", "--format", "iati", "-o", file)
            let verdict = try await Python.run(Python.validate, IATIFiles.schema, file)
            #expect(verdict.split(separator: "\n").count == 1, "\(verdict)")
            let before = try await Python.run(Python.codes, sample.path)
            let after = try await Python.run(Python.codes, file)
            let missing = Set(before.split(separator: "\n")).subtracting(
                after.split(separator: "\n")
            )
            #expect(missing.isEmpty, "\(missing.count): \(missing.sorted().prefix(5))")
        }
    }

    @Test func `our own projects come back with what IATI cannot say`() async throws {
        let world = try await SampleWorld()
        let file = world["own.xml"]
        try await world.e.run("export", "--format", "iati", "--publisher", "VN-COA-1", "-o", file)
        let verdict = try await Python.run(Python.validate, IATIFiles.schema, file)
        #expect(verdict == "16\n", "\(verdict)")

        let other = try await RunningServer()
        let home = try await other.enrol("h", department: "finance", person: "Hoa")
        try await home.run("import", file)
        let (ours, theirs) = try await (
            world.e.json("query", "funding"), home.json("query", "funding")
        )
        func amounts(_ answer: JSONValue) -> [String] {
            (answer["totals"]?.array ?? []).map { JSONWriter.string($0["amount"] ?? .null) }
                .sorted()
        }
        #expect(amounts(ours).contains { $0.contains(#""qualifier":"about""#) })
        // What has no date cannot be an activity: its lines are not there.
        #expect(amounts(theirs).dropLast() == amounts(ours).dropLast())
        let digest = try await world.e.json("status")["digest"]
        let again = try await world.e.json("import", file)
        #expect(again["refused"]?.count == 0)
        #expect(again["created"]?.integer == 0 && again["changed"]?.integer == 0, "\(again)")
        #expect(try await world.e.json("status")["digest"] == digest)
        #expect(try await world.e.json("query", "funding")["totals"] == ours["totals"])
        #expect(try await world.e.json("list", "projects")["total"]?.integer == 23)
    }
}

/// The files beside the project, and what must come of them.
enum IATIFiles {
    struct Sample: CustomTestStringConvertible, Sendable {
        let number: Int
        let items: Int64
        var problems = 0
        /// Lines of which no record can be made.
        var refused = 0
        var status: Int32 { refused > 0 ? 1 : 0 }
        var testDescription: String { "sample \(number)" }

        var path: String {
            let folder = IATIFiles.folder + "/samples"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return folder + "/" + (names.first { $0.hasPrefix("\(number)-") } ?? "")
        }
    }

    static let samples = [
        // Twenty-one transactions have neither date nor amount; three plans end before they begin.
        Sample(number: 1, items: 401, problems: 263, refused: 24), Sample(number: 2, items: 7),
        Sample(number: 3, items: 577), Sample(number: 4, items: 1), Sample(number: 5, items: 48),
    ]

    static let folder = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../../shared/domain/iati").standardizedFileURL.path

    static let schema = folder + "/xsd/2.03/iati-activities-schema.xsd"

    static var areThere: Bool { FileManager.default.fileExists(atPath: schema) }
}
