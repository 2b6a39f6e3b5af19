import Foundation
import Shared
import Testing

/// References to records that are here no more.
@Suite(.serialized)
struct DeletedReferenceTests {
    @Test func `who refers to what was deleted is told so, and how it comes back`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let gone = try await home.newRecord("partners", "name.en=Gone City", "code=GC1")
        let here = try await home.newRecord("partners", "name.en=Here City")
        try await home.run("delete", gone)
        let file = server.folder + "/rows.csv"
        try Data("name.en,parent\nThere City,GC1\n".utf8).write(to: URL(fileURLWithPath: file))
        let short = "partners/#\(gone.suffix(6))"
        for command in [
            ["set", here, "parent=partners/GC1"], ["set", here, "parent=Gone City"],
            ["set", here, "successors+=GC1"], ["add", "partners", "name.en=X", "parent=GC1"],
            ["import", file, "--collection", "partners"],
        ] {
            let outcome = try await Program.client.run(command, environment: home.environment)
            #expect(outcome.status == 1, "\(command): \(outcome.output)")
            let said = outcome.output + outcome.errors
            for text in ["has been deleted", "caunoi restore '\(short)'"] {
                #expect(said.contains(text), "\(command): \(said)")
            }
        }
        let unknown = try await home.run("set", here, "parent=partners/GC9", status: 1)
        #expect(unknown.errors.contains("no record is called"), "\(unknown.errors)")
        let error = try await Program.client.run(
            ["set", here, "parent=GC1", "--json"],
            environment: home.environment
        ).errors
        let document = try JSONParser.parse(Array(error.utf8))
        #expect(document["error"]?["code"]?.string == "deleted", "\(error)")
        #expect(document["error"]?["field"]?.string == "parent")
        try await home.run("restore", gone)
        try await home.run("set", here, "parent=GC1")
    }
}
