import Foundation
import Shared
import Testing

/// Input that nobody should give: a clear error, and nothing has changed.
@Suite(.serialized)
struct BadInputTests {
    @Test func `a command that is wrong says so and changes nothing`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Asian Bank")
        let contents: [(String, [UInt8])] = [
            ("nul", [0x61, 0, 0x62]), ("invalid", [0x61, 0xFF]),
            ("long", [UInt8](repeating: 0x61, count: 300_000)),
            ("nested", [UInt8](repeating: 0x28, count: 20_000)),
        ]
        for (name, bytes) in contents {
            try Data(bytes).write(to: URL(fileURLWithPath: server.folder + "/" + name))
        }
        let before = try await home.json("status")
        for bad in BadCommand.unknown + BadCommand.values + BadCommand.texts {
            try await refuse(bad, ref, home, in: server.folder)
        }
        let after = try await home.json("status")
        for key in ["digest", "pending", "records", "replica"] {
            #expect(after[key] == before[key], "\(key)")
        }
        #expect(try await home.record(ref)["fields"]?["abbr"] == nil)
        #expect(try await home.json("list", "partners")["total"]?.integer == 1)
        try await home.run("sync")
        #expect(try await home.json("verify")["equal"]?.boolean == true)
    }

    private func refuse(
        _ bad: BadCommand,
        _ ref: String,
        _ home: Home,
        in folder: String
    ) async throws {
        let words = bad.words.replacing("REF", with: ref)
        let environment = ["CAUNOI_HOME": home.folder]
        let plain = try await Program.client.inShell(words, in: folder)
            .run([], environment: environment)
        #expect(plain.status == bad.status && !plain.isOverdue, "\(bad.words): \(plain.errors)")
        #expect(plain.output.isEmpty, "\(bad.words): \(plain.output)")
        for text in bad.says {
            #expect(plain.errors.contains(text), "\(bad.words): \(plain.errors)")
        }
        guard let field = bad.field else { return }
        let asked = words.split(separator: " < ", maxSplits: 1).map(String.init)
        let json = try await Program.client
            .inShell(
                ([asked[0] + " --json"] + asked.dropFirst()).joined(separator: " < "),
                in: folder
            )
            .run([], environment: environment)
        #expect(json.status == bad.status, "\(bad.words): \(json.errors)")
        let error = try? JSONParser.parse(Array(json.errors.utf8))["error"]
        #expect(error?["field"]?.string == field, "\(bad.words): \(json.errors)")
        #expect(error?["message"]?.string?.contains(field) == true, "\(bad.words): \(json.errors)")
        #expect(error?["code"]?.string?.isEmpty == false, "\(bad.words)")
    }

    @Test func `what a field may hold several of may be said several times in one command`()
        async throws
    {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord(
            "partners",
            "name=Mạng lưới",
            "name.en=Network",
            "aliases=Mạng",
            "aliases=Net",
            "size=63 cities",
            "size=40 cities"
        )
        try await home.run(
            "set",
            ref,
            "tags+=one",
            "tags+=two",
            "relationship_state=prospect;effective=2024",
            "relationship_state=active;effective=2025",
            "touchpoints+=1",
            "touchpoints+=2"
        )
        let fields = try #require(try await home.record(ref)["fields"])
        #expect(fields["name"]?["vi"]?.string == "Mạng lưới", "\(fields)")
        #expect(fields["name"]?["en"]?.string == "Network", "\(fields)")
        #expect(fields["aliases"]?.count == 2 && fields["tags"]?.count == 2, "\(fields)")
        #expect(fields["size"]?["claims"]?.count == 2, "\(fields)")
        #expect(fields["relationship_state"]?["entries"]?.count == 2, "\(fields)")
        // One language is emptied, and another one is written.
        try await home.run("set", ref, "--clear", "name.en", "name.vi=Mạng khác")
        let name = try await home.value(ref, "name")
        #expect(name?["vi"]?.string == "Mạng khác" && name?["en"]?.string == nil)
    }

    @Test func `a record that was deleted says so by its name, and how it comes back`()
        async throws
    {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("agreements", "title.en=Twinning", "code=TT1")
        try await home.run("delete", ref)
        for command in [["show"], ["edit"], ["set", "notes=X"]] {
            let words = [command[0], "agreements/TT1"] + command.dropFirst()
            let outcome = try await Program.client.run(words, environment: home.environment)
            #expect(outcome.status == 1, "\(command): \(outcome.errors)")
            for text in ["agreements/TT1 has been deleted", "caunoi restore", "caunoi history"] {
                #expect(outcome.errors.contains(text), "\(command): \(outcome.errors)")
            }
        }
        let other = try await home.run("show", "agreements/TT9", status: 1)
        #expect(other.errors.contains("no record is called"), "\(other.errors)")
        try await home.run("history", "agreements/TT1")
        try await home.run("restore", "agreements/TT1")
        try await home.run("show", "agreements/TT1")
    }

    @Test func `an administrator's argument that is no text is refused`() async throws {
        let server = try await RunningServer()
        let before = try await server.administer("department", "list", "--json").output
        let outcome = try await Program.server
            .inShell("department add parks --name.en $'\\xff' --name.vi X", in: server.folder)
            .run([], environment: ["CAUNOI_DATA": server.data])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("not valid UTF-8"))
        #expect(try await server.administer("department", "list", "--json").output == before)
    }

    @Test func `a server that is not there costs nothing`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        try await server.stop()
        let ref = try await home.newRecord("partners", "name.en=Asian Bank")
        for command in [["sync"], ["sync", "--plan"], ["verify"]] {
            let outcome = try await Program.client.run(command, environment: home.environment)
            #expect(outcome.status == 5, "\(command): \(outcome.errors)")
            #expect(outcome.errors.contains("nothing is lost"))
        }
        #expect(try await home.json("status")["pending"]?.integer == 1)
        try await server.serve()
        #expect(try await home.json("sync")["pushed"]?.integer == 1)
        #expect(try await home.value(ref, "name")?["en"]?.string == "Asian Bank")
    }

    @Test func `twenty commands at once on one replica are all right`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let before = try await server.statistics()["changes"]?.integer
        let shared = try await home.newRecord("partners", "name.en=Shared")
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<20 {
                let command =
                    switch number % 4 {
                    case 0, 1: ["add", "partners", "name.en=Partner \(number)"]
                    case 2: ["set", shared, "tags+=tag \(number)"]
                    default: ["sync"]
                    }
                group.addTask {
                    try await Program.client.run(command, environment: home.environment).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 0, count: 20))
        try await home.run("sync")
        #expect(try await home.json("list", "partners")["total"]?.integer == 11)
        #expect(try await home.value(shared, "tags")?.count == 5)
        #expect(try await home.json("verify")["equal"]?.boolean == true)
        let changes = try await server.statistics()["changes"]?.integer ?? 0
        #expect(changes - (before ?? 0) == 16)
    }
}

extension Home {
    var environment: [String: String] { ["CAUNOI_HOME": folder] }

    /// Creates a record, and returns its full reference.
    @discardableResult
    func newRecord(
        _ collection: String,
        _ values: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let outcome = try await Program.client.at(clock)
            .run(["add", collection] + values + ["--json"], environment: environment)
        return try #require(
            outcome.json?["ref"]?.string,
            "\(values): \(outcome.errors)",
            sourceLocation: sourceLocation
        )
    }
}

extension RunningServer {
    /// What `stats` counts.
    func statistics() async throws -> JSONValue {
        try #require(try await administer("stats", "--json").json)
    }
}
