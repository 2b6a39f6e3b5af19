import Shared
import Testing

/// Three departments merge the same records at once, each in another way.
@Suite(.serialized)
struct DisputedMergeTests {
    @Test func `each hint about a disputed merge leads to a command that works`() async throws {
        let world = try await World()
        let (one, two, three) = (
            try await world.create(world.e, "partners", "name.en=One"),
            try await world.create(world.e, "partners", "name.en=Two"),
            try await world.create(world.e, "partners", "name.en=Three")
        )
        try await world.synchronizeAll()
        try await world.e.run("merge", two, "--into", one)
        try await world.f.run("merge", one, "--into", two)
        try await world.u.run("merge", two, "--into", three)
        try await world.synchronizeAll()

        let short = { (ref: String) in "partners/#\(ref.suffix(6))" }
        let shown = try await world.e.run("conflicts", status: 3).output
        let candidates = shown.split(separator: "\n").filter {
            $0.hasPrefix("  1. ") || $0.hasPrefix("  2. ")
        }
        #expect(candidates.count == 2, "\(shown)")
        for (ref, name) in [(one, "One"), (three, "Three")] {
            let told = short(ref) + " " + name
            #expect(candidates.count { $0.contains(told) } == 1, "\(told): \(shown)")
        }
        #expect(!shown.contains("--value"), "\(shown)")

        for command in [
            ["set", one, "merged_into=\(three)"],
            ["resolve", two, "merged_into", "--value", one],
        ] {
            let refused = try await Program.client.run(
                command,
                environment: world.e.environment
            )
            let hint = "caunoi resolve '\(short(two))' merged_into --take N"
            #expect(refused.status == 1 && refused.errors.contains(hint), "\(refused.errors)")
            #expect(!refused.errors.contains("caunoi merge"), "\(refused.errors)")
        }
        let first = try #require(candidates.first)
        let settled = try await world.e.run("resolve", two, "merged_into", "--take", "1").output
        let chosen = first.contains(short(one)) ? one : three
        #expect(settled.contains("merged_into = \(short(chosen)) "), "\(settled)")
        #expect(try await world.e.conflicts().isEmpty)

        // Another one settles it by merging.
        try await world.f.run("merge", two, "--into", three)
        #expect(try await world.f.conflicts().isEmpty)
        let refused = try await world.f.run("undo", status: 1)
        #expect(refused.errors.contains("caunoi unmerge '\(short(two))'"), "\(refused.errors)")
        try await world.f.run("unmerge", short(two))
        #expect(try await world.f.record(two)["ref"]?.string == two)
    }
}
