import Foundation
import Shared
import Testing

/// `edit` with an editor that no person sits at.
@Suite(.serialized)
struct EditorTests {
    /// `line` is what the editor writes, each time with another number.
    @Test(arguments: ["country: Nowhere%s", "nothing%s: x"])
    func `an editor that goes on writing what is wrong is given up`(line: String) async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Lyon")
        let editor = server.folder + "/editor"
        let script = """
            echo run >> "$0.runs"
            printf '\(line)\\n' "$(wc -l < "$0.runs")" > "$1"

            """
        try Data(script.utf8).write(to: URL(fileURLWithPath: editor))
        let outcome = try await Program.client
            .inShell("edit '\(ref)' < /dev/null", in: server.folder)
            .run(
                [],
                environment: home.environment.merging(
                    ["EDITOR": "sh \(editor)", "TMPDIR": server.folder]
                ) { $1 },
                deadline: .seconds(60)
            )
        #expect(outcome.status == 1 && !outcome.isOverdue, "\(outcome.errors)")
        let runs = try String(contentsOfFile: editor + ".runs", encoding: .utf8)
        #expect(runs.split(separator: "\n").count == 3, "\(runs)")
        let words = outcome.errors.split { $0.isWhitespace }
        let file = try #require(words.first { $0.hasSuffix(".yaml") }, "\(outcome.errors)")
        let kept = try String(contentsOfFile: String(file), encoding: .utf8)
        #expect(kept == line.replacing("%s", with: "3") + "\n")
        #expect(try await home.value(ref, "country") == nil)
    }
}
