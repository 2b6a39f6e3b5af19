import Foundation
import Shared
import Testing

/// Files of other programs: tables and JSON lines.
@Suite(.serialized)
struct ExchangeTests {
    @Test func `what was exported and is imported again changes nothing`() async throws {
        let sample = try await SampleWorld()
        let digest = try await sample.e.json("status")["digest"]
        try await sample.e.run("export", "-o", sample["all.jsonl"])
        let lines = try await sample.e.json("import", sample["all.jsonl"])
        #expect(lines["created"]?.integer == 0 && lines["changed"]?.integer == 0, "\(lines)")
        #expect(lines["unchanged"] == lines["read"] && (lines["read"]?.integer ?? 0) > 200)
        for collection in [
            "partners", "memberships", "agreements", "projects", "contributions", "events",
            "delegations", "meetings", "documents", "targets", "problems", "departments",
        ] {
            let file = sample[collection + ".csv"]
            try await sample.e.run("export", "--collection", collection, "-o", file)
            let table = try await sample.e.json("import", file, "--collection", collection)
            #expect(table["changed"]?.integer == 0, "\(collection): \(table)")
            #expect(table["created"]?.integer == 0 && table["refused"]?.count == 0, "\(table)")
        }
        #expect(try await sample.e.json("status")["digest"] == digest)
    }

    @Test func `a record that leads to one that is gone is imported again`() async throws {
        let world = try await World()
        let e = world.e
        let gone = try await world.create(e, "partners", "name.en=Gone")
        try await e.newRecord(
            "meetings",
            "title.vi=Thăm",
            "held_on=2026-11-02",
            "partners+=\(gone)"
        )
        try await e.run("sync")
        try await e.run("delete", gone)
        try await e.run("sync")
        try await world.server.administer("purge", gone, "--reason", "as asked for")
        try await e.run("sync")
        let file = world.server.folder + "/meetings.jsonl"
        try await e.run("export", "--collection", "meetings", "-o", file)
        let again = try await e.json("import", file)
        #expect(again["refused"]?.count == 0 && again["unchanged"]?.integer == 1, "\(again)")
    }

    @Test func `nothing is imported that leads to a record that the file fails to bring`()
        async throws
    {
        let world = try await World()
        func ref(_ collection: String, _ number: Int) -> String {
            "\(collection)/01JD000000000000000000000\(number)"
        }
        func line(_ collection: String, _ number: Int, _ fields: String) -> String {
            #"{"collection":"\#(collection)","ref":"\#(ref(collection, number))","fields":{\#(fields)}}"#
        }
        let lines = [
            line("meetings", 1, #""title":{"vi":"Một"},"partners":["\#(ref("partners", 2))"]"#),
            line("partners", 2, #""name":{"en":"Bad"},"country":"Nowhere""#),
            line("partners", 3, #""name":{"en":"Child of it"},"parent":"\#(ref("partners", 2))""#),
            line("meetings", 4, #""title":{"vi":"Hai"},"partners":["\#(ref("partners", 3))"]"#),
            line("meetings", 5, #""title":{"vi":"Ba"},"partners":["\#(ref("partners", 6))"]"#),
            line("partners", 6, #""name":{"en":"Good"}"#),
        ]
        let file = world.server.folder + "/lines.jsonl"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
        let result = try #require(
            try await world.e.run("import", file, "--json", "--verbose", status: 1).json
        )
        #expect(result["created"]?.integer == 2, "\(result)")
        let taken = result["rows"]?.array ?? []
        #expect(taken.map { $0["line"]?.integer } == [5, 6], "\(taken)")
        #expect(taken.map { $0["ref"]?.string } == [ref("meetings", 5), ref("partners", 6)])
        #expect(taken.allSatisfy { $0["verdict"]?.string == "created" }, "\(taken)")
        let refused = result["refused"]?.array ?? []
        #expect(refused.map { $0["line"]?.integer } == [1, 2, 3, 4], "\(refused)")
        #expect(
            refused.map { $0["field"]?.string } == ["partners", "country", "parent", "partners"]
        )
        try await world.e.run("sync")
    }

    @Test func `JSON lines make another register the same`() async throws {
        let sample = try await SampleWorld()
        try await sample.e.run("export", "-o", sample["all.jsonl"])
        let other = try await RunningServer()
        let home = try await other.enrol("h", department: "finance", person: "Hoa")
        let departments = try await home.json("list", "departments")["total"]?.integer ?? 0
        let result = try await home.json("import", sample["all.jsonl"])
        #expect(result["refused"]?.count == 0, "\(result)")
        try await home.run("sync")
        try await home.run("export", "-o", sample["again.jsonl"])
        func lines(_ name: String) throws -> Set<String> {
            let text = try String(contentsOfFile: sample[name], encoding: .utf8)
            return Set(text.split(separator: "\n").map(String.init))
        }
        let lost = try lines("all.jsonl").subtracting(lines("again.jsonl"))
        #expect(lost.isEmpty, "\(lost.first ?? "")")
        #expect(departments > 0)
        try await Invariants(homes: [home]).hold()
    }

    @Test func `a desk's table: every row by itself, known again by its key, taken back whole`()
        async throws
    {
        let sample = try await SampleWorld()
        let e = sample.e
        let table = """
            STT;Tên tiếng Việt;Đặt là;Nước;Năm kết nghĩa;Ghi chú
            1;Thành phố Thử Một;Test City One;JP;2001;"dòng một
            dòng hai"
            2;Thành phố Thử Hai;Test City Two;Nowhere;2002;
            3;Thành phố Thử Ba;Test City Three;FR;khoảng 2003;=HYPERLINK("x")
            """
        let file = try sample.write("localities.csv", table)
        let unknown = try await e.run("import", file, "--collection", "partners", status: 2)
        #expect(unknown.errors.contains("nothing was imported"), "\(unknown.errors)")
        let map = ["--map", "Đặt là=name.en"]
        let before = try await e.json("status")["digest"]
        let arguments = ["import", file, "--collection", "partners", "--key", "name.vi", "--json"]
        var outcome = try await Program.client.run(
            arguments + map + ["--dry-run"],
            environment: e.environment
        )
        #expect(outcome.status == 1 && outcome.json?["created"]?.integer == 2, "\(outcome)")
        #expect(try await e.json("status")["digest"] == before)
        outcome = try await Program.client.run(arguments + map, environment: e.environment)
        #expect(outcome.json?["created"]?.integer == 2, "\(outcome)")
        let refused = try #require(outcome.json?["refused"])
        #expect(refused.count == 1 && refused[0]?["line"]?.integer == 4, "\(refused)")
        #expect(refused[0]?["field"]?.string == "country", "\(refused)")
        let change = try #require(outcome.json?["change"]?.string)
        #expect(
            try await e.value("partners/Thành phố Thử Một", "notes")?.string == "dòng một\ndòng hai"
        )
        #expect(try await e.value("partners/Test City Three", "tie_since")?.string == "2003~")

        // The second import: one row is mended, one is new; what is the same stays.
        let second = table.replacingOccurrences(of: "Nowhere", with: "KR")
            .replacingOccurrences(of: ";2001;", with: ";2011;")
        _ = try sample.write("localities.csv", second)
        outcome = try await Program.client.run(arguments, environment: e.environment)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.json?["created"]?.integer == 1 && outcome.json?["changed"]?.integer == 1)
        #expect(outcome.json?["unchanged"]?.integer == 1, "\(outcome)")
        let again = try #require(outcome.json?["change"]?.string)
        try await e.run("undo", again)
        #expect(try await e.value("partners/Thành phố Thử Một", "tie_since")?.string == "2001")
        try await e.run("show", "partners/Test City Two", status: 1)
        // Somebody's own word on one of its records is not taken back with the rest.
        try await e.run("set", "partners/Thành phố Thử Một", "notes=ý khác")
        let kept = try await e.run("undo", change, status: 1)
        #expect(kept.errors.contains("later changes"), "\(kept.errors)")

        // What nobody has touched since goes as a whole.
        let third = try sample.write("more.csv", "name.en,country\nA Town,FR\nB Town,JP\n")
        let more = try await e.json("import", third, "--collection", "partners")
        try await e.run("show", "partners/B Town")
        try await e.run("undo", try #require(more["change"]?.string))
        try await e.run("show", "partners/A Town", status: 1)
        try await e.run("show", "partners/B Town", status: 1)

        // No cell of a table is a formula for the program that opens it.
        try await e.run("add", "partners", "name.en==cmd|' /C calc'!A0")
        try await e.run("export", "--collection", "partners", "-o", sample["out.csv"])
        let text = try String(contentsOfFile: sample["out.csv"], encoding: .utf8)
        #expect(text.contains(",'=cmd|") && !text.contains(",=cmd"))
        try await e.run("sync")
        try await Invariants(homes: [e, sample.f]).hold()
    }

    @Test func `an import can be taken back after a later one was`() async throws {
        let sample = try await SampleWorld()
        let (e, table) = (sample.e, ["--collection", "partners", "--key", "name.en"])
        let first = try sample.write("first.csv", "name.en,notes\nTown A,one\nTown B,one\n")
        let second = try sample.write("second.csv", "name.en,notes\nTown A,two\nTown C,two\n")
        var acts: [String] = []
        for file in [first, second] {
            let result = try await e.json("import", file, table[0], table[1], table[2], table[3])
            acts.append(try #require(result["change"]?.string))
        }
        // The first is what the second built upon.
        let refused = try await e.run("undo", acts[0], status: 1)
        #expect(refused.errors.contains("later changes"), "\(refused.errors)")
        try await e.run("undo", acts[1])
        try await e.run("undo", acts[0])
        #expect(
            try await e.json("list", "partners", "--where", "name ~ Town")["total"]?.integer == 0
        )
    }

    @Test func `tables in other encodings are read, and broken files change nothing`() async throws
    {
        let sample = try await SampleWorld()
        let e = sample.e
        let text = "name.vi\tname.en\nĐà Nẵng thử\tDa Nang test\n"
        let utf16 = try #require(text.data(using: .utf16))
        let cases: [(String, Data)] = [
            ("utf8.csv", Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)), ("utf16.csv", utf16),
            // In Windows-1258 tones stand after their vowels.
            (
                "cp1258.csv",
                Data("name.vi\tname.en\n".utf8)
                    + Data([0xD0, 0x61, 0xCC, 0x20, 0x4E, 0xE3, 0xDE, 0x6E, 0x67])
                    + Data(" th".utf8) + Data([0xFD, 0xD2]) + Data("\tDa Nang test\n".utf8)
            ),
        ]
        for (name, data) in cases {
            let file = try sample.write(name, data)
            let result = try await e.json("import", file, "--collection", "partners", "--dry-run")
            #expect(result["created"]?.integer == 1, "\(name): \(result)")
        }
        let digest = try await e.json("status")["digest"]
        let broken: [(String, Data, Int32)] = [
            ("open.csv", Data("name.en\n\"never ends\n".utf8), 7), ("empty.csv", Data(), 1),
            ("zero.csv", Data([0, 0, 0, 0]), 1), ("x.xlsx", Data("PK".utf8), 7),
            ("x.docx", Data("PK".utf8), 2), ("text.xlsx", Data("name.en\n".utf8), 1),
            ("byte.csv", Data("name.vi\nĐà Nẵng ".utf8) + Data([0xFF, 0x0A]), 7),
            ("lines.jsonl", Data("{\"collection\":\"partners\"\n[]\nnull\n".utf8), 1),
        ]
        for (name, data, status) in broken {
            let file = try sample.write(name, data)
            let outcome = try await Program.client.run(
                ["import", file, "--collection", "partners"],
                environment: e.environment
            )
            #expect(outcome.status == status, "\(name): \(outcome)")
        }
        #expect(try await e.json("status")["digest"] == digest)
    }

    @Test func `nothing of a table is lost unseen: columns named twice, cells under no heading`()
        async throws
    {
        let sample = try await SampleWorld()
        let e = sample.e
        let digest = try await e.json("status")["digest"]
        let refused: [(table: String, map: [String], says: [String])] = [
            ("name.vi,abbr,abbr\nMột,A,B\n", [], ["“abbr”"]),
            ("name.vi,aliases,Aliases\nMột,A,B\n", [], ["“Aliases”"]),
            ("name,name.vi\nMột,Hai\n", [], ["“name”", "“name.vi”"]),
            ("name.vi,abbr,Short\nMột,A,B\n", ["Short=abbr"], ["“abbr”", "“Short”"]),
            ("ref,id\nA,B\n", [], ["“ref”", "“id”"]),
            ("name.vi,abbr\nMột,A\n", ["nocol=notes"], ["“nocol”", "“name.vi”, “abbr”"]),
        ]
        for (table, map, says) in refused {
            let file = try sample.write("columns.csv", table)
            let outcome = try await Program.client.run(
                ["import", file, "--collection", "partners"] + map.flatMap { ["--map", $0] },
                environment: e.environment
            )
            #expect(outcome.status == 2, "\(table): \(outcome)")
            for text in says + ["nothing was imported"] {
                #expect(outcome.errors.contains(text), "\(table): \(outcome.errors)")
            }
        }
        #expect(try await e.json("status")["digest"] == digest)

        // A cell under no heading: its row is refused, the others go on. Empty headings are left out.
        let table = "name.vi,,country\nTỉnh Một,x,FR\nTỉnh Hai,x,JP,lost\nTỉnh Ba,x,KR,, \n"
        let file = try sample.write("cells.csv", table)
        let result = try await e.json("import", file, "--collection", "partners", status: 1)
        #expect(result["read"]?.integer == 3 && result["created"]?.integer == 2, "\(result)")
        #expect(result["refused"]?.count == 1, "\(result)")
        let row = try #require(result["refused"]?[0])
        #expect(row["line"]?.integer == 3, "\(row)")
        #expect(row["message"]?.string?.contains("cell 4, “lost”") == true, "\(row)")
        #expect(try await e.value("partners/Tỉnh Ba", "country")?.string == "KR")
    }

    @Test func `what was said of columns is remembered, and harmless where they are not there`()
        async throws
    {
        let sample = try await SampleWorld()
        let e = sample.e
        let first = try sample.write("first.csv", "name.vi,Đặt là\nTỉnh Một,Province One\n")
        try await e.run("import", first, "--collection", "partners", "--map", "Đặt là=name.en")
        let second = try sample.write("second.csv", "name.vi,country\nTỉnh Hai,FR\n")
        try await e.run("import", second, "--collection", "partners")
        let third = try sample.write("third.csv", "name.vi,Đặt là\nTỉnh Ba,Province Three\n")
        try await e.run("import", third, "--collection", "partners")
        for name in ["Province One", "Tỉnh Hai", "Province Three"] {
            try await e.run("show", "partners/\(name)")
        }
        // Different columns may add to a field that holds several values.
        let table = "name.vi,aliases,Tên gọi\nTỉnh Bốn,A,B\n"
        let fourth = try sample.write("fourth.csv", table)
        try await e.run("import", fourth, "--collection", "partners", "--map", "Tên gọi=aliases")
        #expect(try await e.value("partners/Tỉnh Bốn", "aliases")?.count == 2)
    }
}
