import Foundation
import Shared
import Testing

/// Names that others have too: as they are typed, told and listed.
@Suite(.serialized)
struct NamesakeTests {
    @Test func `a new record beside one that is called so but for marks is told`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let known = try await home.newRecord("partners", "name.vi=Công ty 2")
        let short = "partners/#\(known.suffix(6))"
        let made = try await home.run(
            "add",
            "meetings",
            "partners=new:cong ty 2",
            "--lang",
            "en"
        )
        #expect(made.output.contains("also made"), "\(made.output)")
        #expect(made.errors.contains("made new beside Công ty 2 (\(short))"), "\(made.errors)")
        let line = try #require(made.errors.split(separator: "\n").first { $0.contains("merge") })
        let command = try #require(line.components(separatedBy: "caunoi ").last)
        #expect(command.hasSuffix("--into '\(short)'"), "\(command)")
        let merged = try await Program.client.inShell(command, in: server.folder)
            .run([], environment: home.environment)
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(try await home.json("list", "partners")["total"]?.integer == 1)

        try await home.newRecord("partners", "name.vi=Hội Ân")
        let json = try await home.json("add", "meetings", "partners=new:hoi an")
        let warning = json["warnings"]?.array?.first { $0["check"]?.string == "nearly_named" }
        #expect(warning?["message"]?.string?.contains("caunoi merge '") == true, "\(json)")
        let other = try await home.run("add", "meetings", "partners=new:Tether", "--lang", "vi")
        #expect(!other.errors.contains("caunoi merge"), "\(other.errors)")
    }

    @Test func `a list marks a disputed name, with columns or without`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let ref = try await world.create(e, "partners", "name.en=Lyon", "abbr=LY")
        _ = try await world.create(e, "partners", "name.en=Paris")
        try await world.synchronizeAll()
        try await e.run("set", ref, "name.en=Lyon City")
        try await f.run("set", ref, "name.en=Greater Lyon")
        for home in [e, f, e] { _ = try await home.settle() }
        for columns in [[], ["--columns", "label"], ["--columns", "name"]] {
            let outcome = try await Program.client.run(
                ["list", "partners", "--lang", "en"] + columns,
                environment: e.environment
            )
            let lines = outcome.output.split(separator: "\n")
            let disputed = lines.filter { $0.contains("(!)") }
            #expect(disputed.count == 1 && disputed[0].contains("Lyon"), "\(outcome.output)")
            #expect(outcome.errors.contains("caunoi conflicts"), "\(outcome.errors)")
        }
    }

    @Test func `a last line break of a file is no part of the value`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Lyon")
        let file = server.folder + "/notes.txt"
        try Data("first\nlast\r\n".utf8).write(to: URL(fileURLWithPath: file))
        try await home.run("set", ref, "notes=@\(file)")
        #expect(try await home.value(ref, "notes")?.string == "first\nlast")
        let piped = try await Program.client
            .inShell("set '\(ref)' notes=@- < \(file)", in: server.folder)
            .run([], environment: home.environment)
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(try await home.value(ref, "notes")?.string == "first\nlast")
    }
}
