import Foundation
import Shared
import Testing

/// An import settles, makes and guesses nothing unseen.
@Suite(.serialized)
struct ImportSafetyTests {
    @Test(arguments: ["csv", "jsonl"])
    func `an import settles no disagreement, and says which one it was asked to settle`(
        form: String
    ) async throws {
        let world = try await World()
        let e = world.e
        let ref = try await world.create(e, "partners", "name.en=Lyon", "country=FR")
        try await world.synchronizeAll()
        for (home, abbr) in [(e, "LY"), (world.f, "LYN")] {
            try await home.run("set", ref, "abbr=\(abbr)", "name.en=Lyon \(abbr)")
        }
        try await e.run("sync")
        try await world.f.run("sync", status: 3)
        try await e.run("sync", status: 3)
        let open = try await e.conflicts().compactMap { $0["field"]?.string }
        #expect(Set(open) == ["abbr", "name.en"], "\(open)")

        let file = world.server.folder + "/partners." + form
        try await e.run("export", "--collection", "partners", "-o", file)
        let arguments = ["import", file, "--collection", "partners", "--json"]
        let same = try await Program.client.run(arguments, environment: e.environment)
        #expect(same.status == 0 && same.json?["unchanged"]?.integer == 1, "\(same)")
        #expect(try await e.conflicts().count == 2)

        // One cell says something else of a disputed field: nothing of its row is taken.
        let shown = try #require(try await e.value(ref, "abbr")?.string)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let quote = form == "csv" ? "," : "\""
        let disputed = text.replacingOccurrences(
            of: quote + shown + quote,
            with: quote + "X" + quote
        )
        #expect(disputed != text)
        let changed = disputed.replacingOccurrences(
            of: quote + "FR" + quote,
            with: quote + "BE" + quote
        )
        #expect(changed != disputed)
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        let other = try await Program.client.run(arguments, environment: e.environment)
        #expect(other.status == 1 && other.json?["changed"]?.integer == 0, "\(other)")
        let refused = try #require(other.json?["refused"]?[0])
        #expect(refused["field"]?.string == "abbr", "\(refused)")
        #expect(refused["message"]?.string?.contains("caunoi resolve") == true, "\(refused)")
        #expect(try await e.value(ref, "country")?.string == "FR")
        #expect(try await e.conflicts().count == 2)
    }

    @Test func `a row that nothing identifies is refused in a table and taken from JSON lines`()
        async throws
    {
        let sample = try await SampleWorld()
        let table = try sample.write("rows.csv", "name.vi,country\nTỉnh Một,FR\n,JP\n")
        let result = try await sample.e.json(
            "import",
            table,
            "--collection",
            "partners",
            status: 1
        )
        #expect(result["created"]?.integer == 1, "\(result)")
        #expect(result["refused"]?[0]?["line"]?.integer == 3, "\(result)")
        let line = #"{"collection":"partners","fields":{"country":"JP"}}"#
        let lines = try await sample.e.json("import", try sample.write("rows.jsonl", line))
        #expect(lines["created"]?.integer == 1, "\(lines)")
    }

    @Test func `a dry run names no record that will never be, and tells of a guessed encoding`()
        async throws
    {
        let sample = try await SampleWorld()
        // In Windows-1258 tones stand after their vowels.
        let data = Data("name.vi\n".utf8) + Data([0xD0, 0x61, 0xCC, 0x0A])
        let file = try sample.write("old.csv", data)
        let arguments = ["import", file, "--collection", "partners", "--dry-run", "--verbose"]
        let environment = sample.e.environment
        let told = try await Program.client.run(arguments, environment: environment)
        #expect(told.status == 0 && told.errors.contains("windows-1258"), "\(told)")
        #expect(told.output.contains("line 2: created\n"), "\(told.output)")
        let json = try await Program.client.run(arguments + ["--json"], environment: environment)
        #expect(json.json?["rows"]?[0]?["ref"]?.isNull == true, "\(json)")
        #expect(json.json?["notes"]?[0]?.string?.contains("windows-1258") == true, "\(json)")
    }

    /// A file, the encoding that it is said to be in, and what the refusal must say.
    struct Unreadable: CustomTestStringConvertible, Sendable {
        let bytes: [UInt8]
        var encoding: String?
        let status: Int32
        let says: [String]
        var testDescription: String { says.joined(separator: ", ") }
    }

    @Test(arguments: [
        Unreadable(
            bytes: Array("name.vi\nĐà Nẵng ".utf8) + [0xFF, 0x0A],
            status: 7,
            says: ["line 2, column 9", "save it again as UTF-8", "nothing was changed"]
        ),
        Unreadable(
            bytes: Array("name.vi\n".utf8) + [0xD0, 0x0A],
            encoding: "utf-8",
            status: 1,
            says: ["line 2", "--encoding utf-16, windows-1258"]
        ),
    ])
    func `a file that is no text is refused whole`(_ file: Unreadable) async throws {
        let sample = try await SampleWorld()
        let digest = try await sample.e.json("status")["digest"]
        let path = try sample.write("broken.csv", Data(file.bytes))
        let outcome = try await Program.client.run(
            ["import", path, "--collection", "partners"]
                + (file.encoding.map { ["--encoding", $0] } ?? []),
            environment: sample.e.environment
        )
        #expect(outcome.status == file.status, "\(outcome)")
        for text in file.says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
        #expect(try await sample.e.json("status")["digest"] == digest)
    }
}
