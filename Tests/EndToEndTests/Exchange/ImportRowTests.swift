import Foundation
import Shared
import Testing

/// What becomes of a row: whether it is one record, another one's, or none, and all that is wrong with it.
@Suite(.serialized)
struct ImportRowTests {
    /// Imports a file of partners, which must end with `status`.
    private func imported(
        _ file: String,
        in sample: SampleWorld,
        _ options: [String] = [],
        status: Int32
    ) async throws -> JSONValue {
        let outcome = try await Program.client.run(
            ["import", file, "--collection", "partners", "--json"] + options,
            environment: sample.e.environment
        )
        #expect(outcome.status == status, "\(outcome)")
        return try #require(outcome.json)
    }

    private func linesOf(_ refused: JSONValue?) -> [Int64?] {
        (refused?.array ?? []).map { $0["line"]?.integer }
    }

    @Test func `a refused row leaves its key to a later one`() async throws {
        let sample = try await SampleWorld()
        let table = """
            name.vi,country
            Tỉnh Một,Nowhere
            Tỉnh Hai,FR
            Tỉnh Một,JP
            Tỉnh Hai,KR
            """
        let file = try sample.write("rows.csv", table)
        let result = try await imported(file, in: sample, ["--key", "name.vi"], status: 1)
        #expect(result["created"]?.integer == 2, "\(result)")
        #expect(linesOf(result["refused"]) == [2, 5], "\(result)")
        #expect(result["refused"]?[1]?["message"]?.string?.contains("line 3") == true, "\(result)")
        #expect(try await sample.e.value("partners/Tỉnh Một", "country")?.string == "JP")

        // What another row refers to is there too, where a later row brings it.
        let ref = "partners/01JD0000000000000000000002"
        let rows = [
            #"{"collection":"meetings","fields":{"title":{"vi":"Một"},"partners":["\#(ref)"]}}"#,
            #"{"collection":"partners","ref":"\#(ref)","fields":{"country":"Nowhere"}}"#,
            #"{"collection":"partners","ref":"\#(ref)","fields":{"name":{"en":"Good"}}}"#,
        ]
        let all = try sample.write("rows.jsonl", rows.joined(separator: "\n"))
        let second = try await sample.e.json("import", all, status: 1)
        #expect(second["created"]?.integer == 2, "\(second)")
        #expect(linesOf(second["refused"]) == [2], "\(second)")
        try await sample.e.run("sync")
    }

    @Test func `records of one name are told, with how they become one`() async throws {
        let sample = try await SampleWorld()
        let table = """
            name.vi,name.en,country
            Tỉnh Một,Province One,FR
            Tỉnh Hai,Province Two,FR
            Tỉnh Một,Province One,JP
            Tỉnh Một,Province One,KR
            """
        let file = try sample.write("names.csv", table)
        let loose = try await imported(file, in: sample, ["--dry-run"], status: 0)
        #expect(loose["created"]?.integer == 4, "\(loose)")
        #expect(loose["warnings"]?.count == 1, "\(loose)")
        let warning = try #require(loose["warnings"]?[0])
        #expect(warning["check"]?.string == "same_name" && warning["line"]?.integer == 2)
        #expect((warning["lines"]?.array ?? []).map { $0.integer } == [2, 4, 5], "\(warning)")
        #expect(warning["field"]?.string?.hasPrefix("name.") == true, "\(warning)")
        #expect(warning["message"]?.string?.contains("--key name.") == true, "\(warning)")
        let told = try await sample.e.run(
            "import",
            file,
            "--collection",
            "partners",
            "--dry-run",
            "--lang",
            "vi"
        )
        #expect(told.errors.contains("lưu ý: dòng 2, 4, 5: "), "\(told.errors)")

        let keyed = try await imported(file, in: sample, ["--key", "name.vi"], status: 1)
        #expect(keyed["created"]?.integer == 2 && keyed["warnings"]?.count == 0, "\(keyed)")
        #expect(linesOf(keyed["refused"]) == [4, 5], "\(keyed)")
    }

    @Test func `the total under a table is no record`() async throws {
        let sample = try await SampleWorld()
        let table = """
            STT,name.vi,country
            1,Tỉnh Một,FR
            2,Tổng công ty Thử,JP
            3,Total Thử,FR
            ,Tổng cộng: 3,
            Tổng số,3,
            """
        let file = try sample.write("total.csv", table)
        let result = try await imported(file, in: sample, status: 1)
        #expect(result["read"]?.integer == 5 && result["created"]?.integer == 3, "\(result)")
        #expect(linesOf(result["refused"]) == [5, 6], "\(result)")
        for row in result["refused"]?.array ?? [] {
            #expect(row["message"]?.string?.contains("looks like a total") == true, "\(row)")
        }
    }

    @Test func `a refused row names all that is wrong with it`() async throws {
        let sample = try await SampleWorld()
        let table = "name.vi,country,tie_since\nTỉnh Một,Nowhere,x,lost\n"
        let file = try sample.write("faults.csv", table)
        let result = try await imported(file, in: sample, ["--key", "name.vi"], status: 1)
        let row = try #require(result["refused"]?[0])
        let faults = row["faults"]?.array ?? []
        #expect(faults.map { $0["field"]?.string } == [nil, "country", "tie_since"], "\(row)")
        let message = row["message"]?.string ?? ""
        for fault in faults {
            let part = try #require(fault["message"]?.string)
            #expect(message.contains(part), "\(row)")
        }
        let told = try await sample.e.run("import", file, "--collection", "partners", status: 1)
        let lines = told.output.split(separator: "\n").filter { $0.hasPrefix("line 2: ") }
        #expect(lines.count == 3 && lines[1].contains("country"), "\(told.output)")
    }

    @Test func `a key that several records have names them and what to do`() async throws {
        let sample = try await SampleWorld()
        let one = try await sample.e.newRecord("partners", "name.en=Twin Town", "country=FR")
        let two = try await sample.e.newRecord("partners", "name.en=Twin Town", "country=JP")
        let file = try sample.write("twins.csv", "name.en,country\nTwin Town,Nowhere\n")
        let result = try await imported(file, in: sample, ["--key", "name.en"], status: 1)
        let faults = result["refused"]?[0]?["faults"]?.array ?? []
        #expect(faults.map { $0["field"]?.string } == ["name.en", "country"], "\(result)")
        let message = faults.first?["message"]?.string ?? ""
        for ref in [one, two] {
            #expect(message.contains("partners/#\(ref.suffix(6))"), "\(message)")
        }
        #expect(message.contains("column ref") && message.contains("caunoi merge '"), "\(message)")
    }
}
