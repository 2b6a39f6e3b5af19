import Shared
import Testing

/// Claims that were withdrawn, and other values that were taken out.
@Suite(.serialized)
struct WithdrawnClaimTests {
    @Test func `a withdrawn claim is printed nowhere as if it stood`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord(
            "partners",
            "name.en=Lyon",
            "size=63 cities",
            "size=777 offices"
        )
        let id = try await claim(of: home, ref, "777")
        let chosen = try await home.run("set", ref, "size.preferred=\(id)", "--lang", "en")
        #expect(chosen.output.contains("777 offices"), "\(chosen.output)")
        let gone = try await home.run("set", ref, "size-=\(id)", "--lang", "en")
        #expect(gone.output.contains("withdrawn: 777 offices"), "\(gone.output)")

        let listed = try await home.run("list", "partners", "--columns", "size", "--lang", "en")
        #expect(listed.output.contains("63 cities"), "\(listed.output)")
        #expect(!listed.output.contains("offices"), "\(listed.output)")
        let page = try await home.run("export", ref, "--format", "html", "--lang", "en").output
        #expect(page.contains("63 cities") && !page.contains("offices"), "\(page)")

        let refused = try await home.run(
            "set",
            ref,
            "size.preferred=\(id)",
            "--lang",
            "en",
            status: 1
        )
        #expect(refused.errors.contains("\"777 offices\" has been withdrawn"), "\(refused.errors)")
        #expect(refused.errors.contains("caunoi show 'partners/#"), "\(refused.errors)")
    }

    @Test func `what was chosen and withdrawn is told by its value`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Lyon", "size=777 offices")
        let id = try await claim(of: home, ref, "777")
        try await home.run("set", ref, "size.preferred=\(id)")
        try await home.run("set", ref, "size-=\(id)")
        for command in [["history", ref], ["why", ref, "size"]] {
            let outcome = try await Program.client.run(
                command + ["--lang", "en"],
                environment: home.environment
            )
            for text in ["★ 777 offices", "withdrawn: 777 offices"] {
                #expect(outcome.output.contains(text), "\(command): \(outcome.output)")
            }
            #expect(!outcome.output.contains(id), "\(command): \(outcome.output)")
            #expect(!outcome.output.contains("(none)"), "\(command): \(outcome.output)")
        }
    }

    @Test func `what is taken out of a set is said to be removed`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Lyon", "tags=crypto")
        for (language, word) in [("en", "removed: crypto"), ("vi", "đã bỏ: crypto")] {
            let gone = try await home.run("set", ref, "tags-=crypto", "--lang", language)
            #expect(gone.output.contains(word), "\(gone.output)")
            let back = try await home.run("set", ref, "tags+=crypto", "--lang", language)
            #expect(back.output.contains("crypto") && !back.output.contains(word))
        }
    }

    /// The id of the claim with this number.
    private func claim(of home: Home, _ ref: String, _ number: String) async throws -> String {
        let claims = try await home.value(ref, "size")?["claims"]?.array
        let claim = claims?.first { $0["value"]?["value"]?.string == number }
        return try #require(claim?["id"]?.string)
    }
}
