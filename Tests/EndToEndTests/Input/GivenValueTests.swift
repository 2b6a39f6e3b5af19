import Shared
import Testing

/// What one command gives for a field: emptied and filled at once, and shown as it is typed.
@Suite(.serialized)
struct GivenValueTests {
    @Test func `a field that is emptied and added to in one command holds what was added`()
        async throws
    {
        let world = try await World()
        let ref = try await world.create(
            world.e,
            "partners",
            "name.en=Network",
            "aliases=One",
            "aliases=Two",
            "size=63 cities",
            "size=40 cities"
        )
        let saved = try await world.e.run(
            "set",
            ref,
            "--clear",
            "aliases",
            "aliases+=Two",
            "aliases+=Three",
            "--clear",
            "size",
            "size+=65 cities"
        )
        #expect(saved.output.contains("(cleared)"), "\(saved.output)")
        try await world.e.run("sync")
        try await world.f.run("sync")
        for home in [world.e, world.f] {
            let aliases = try await home.value(ref, "aliases")?.array ?? []
            #expect(Set(aliases.compactMap { $0["text"]?.string }) == ["Two", "Three"])
            #expect(try await standing(home, ref) == ["65"])
        }
        // A claim that stands would be withdrawn, and not be entered anew.
        let refused = try await world.e.run(
            "set",
            ref,
            "--clear",
            "size",
            "size+=65 cities",
            status: 1
        )
        #expect(refused.errors.contains("--clear would withdraw it"), "\(refused.errors)")
        #expect(try await standing(world.e, ref) == ["65"])
    }

    /// The values of the claims on a partner's size that nobody has withdrawn.
    private func standing(_ home: Home, _ ref: String) async throws -> [String] {
        let claims = try await home.value(ref, "size")?["claims"]?.array ?? []
        return claims.filter { $0["withdrawn"]?.boolean != true }
            .compactMap { $0["value"]?["value"]?.string }
    }

    @Test func `an example of a field is what can be typed`() async throws {
        let world = try await World()
        let ref = try await world.create(world.e, "partners", "name.en=Network")
        let shown = try await world.e.run("schema", "partners").output
        let examples = shown.split(separator: "\n").compactMap { line -> String? in
            guard let range = line.firstRange(of: "example: ") else { return nil }
            return String(line[range.upperBound...])
        }
        for field in ["touchpoints", "abbr", "tie_since", "tags", "relationship_state"] {
            let sign = ["abbr", "tie_since"].contains(field) ? "=" : "+="
            let example = try #require(
                examples.first { $0.hasPrefix(field + sign) },
                "\(field): \(examples)"
            )
            try await world.e.run("set", ref, example)
        }
        #expect(try await world.e.value(ref, "touchpoints")?.string == "1")
    }
}
