import Shared
import Testing

/// An act of many records is taken back as a whole.
@Suite(.serialized)
struct LargeUndoTests {
    @Test func `an import of many rows goes with its record, told in a short list`() async throws {
        let sample = try await SampleWorld()
        let before = try await sample.e.json("list", "partners")["total"]?.integer
        let rows = (1...3000).map { "Mass Town \($0),FR\n" }.joined()
        let file = try sample.write("many.csv", "name.en,country\n" + rows)
        let imported = try await sample.e.json("import", file, "--collection", "partners")
        #expect(imported["created"]?.integer == 3000)
        let change = try #require(imported["change"]?.string)

        // Somebody's own word on one of them keeps all of it.
        try await sample.e.run("add", "meetings", "topics=x", "partners=partners/Mass Town 7")
        let kept = try await sample.e.run("undo", change, status: 1)
        #expect(kept.errors.contains("later changes"), "\(kept.errors)")
        try await sample.e.run("undo")

        let undone = try await sample.e.run("undo", change).output
        #expect(undone.split(separator: "\n").count <= 40, "\(undone)")
        #expect(undone.contains("more"), "\(undone)")
        #expect(try await sample.e.json("list", "partners")["total"]?.integer == before)
    }
}
