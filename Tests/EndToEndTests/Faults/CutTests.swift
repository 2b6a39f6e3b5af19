import Foundation
import Shared
import Testing

/// Story 9: a line that is cut anywhere, in either direction, softly and hard.
@Suite(.serialized)
struct CutTests {
    private static let cuts = amount("CAUNOI_TEST_CUTS", 60)

    @Test func `200 changes over a line that is cut arrive exactly once`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        var random = SystemRandomNumberGenerator()
        for number in 0..<200 {
            // Text that does not compress: the changes must not fit into one batch or page.
            let text = (0..<300).map { _ in String(random.next(), radix: 36) }.joined(
                separator: " "
            )
            _ = try await e.newRecord("partners", "name.en=Partner \(number)", "notes=\(text)")
        }
        try await push(from: e, to: server)
        try await loseAnswers(of: e, server)
        try await pull(to: f, from: server)
        for home in [e, f] { try home.redirect(to: server.url) }

        for home in [e, f] {
            let list = try await home.json("list", "partners")
            let names = list["records"]?.array?.compactMap { $0["fields"]?["name"]?["en"]?.string }
            let expected = (0..<200).map { "Partner \($0)" } + (0..<Self.cuts).map { "Late \($0)" }
            #expect(names?.sorted() == expected.sorted(), "\(home.name)")
        }
        try await Invariants(homes: [e, f]).hold()
        #expect(try await server.administer("verify").status == 0)
    }

    /// Cuts what goes up after ever more bytes.
    private func push(from e: Home, to server: RunningServer) async throws {
        let proxy = try CuttingProxy(to: server.port)
        try e.redirect(to: proxy.url)
        var pending = try await e.pending()
        #expect(pending == 200)
        for number in 0..<Self.cuts {
            let ending = CuttingProxy.Ending.allCases[number % 2]
            proxy.cut(.up, after: number * 900_000 / Self.cuts, ending)
            let outcome = try await Program.client.run(["sync"], environment: e.environment)
            #expect([0, 5].contains(outcome.status), "\(number): \(outcome.errors)")
            let now = try await e.pending()
            #expect(now <= pending)
            // A batch that arrived whole and was answered is never sent again.
            if proxy.passed(.up) > WireLimits.pushBytesMax + 16_384, pending == 200 {
                #expect(now < pending, "\(number)")
            }
            pending = now
        }
        proxy.mend()
        #expect(try await e.json("sync")["pushed"]?.integer == Int64(pending))
        let changes = try await server.statistics()["changes"]?.integer ?? 0
        #expect(changes >= 200)
        #expect(try await e.json("sync")["pushed"]?.integer == 0)
        #expect(try await server.statistics()["changes"]?.integer == changes)
    }

    /// Cuts what comes down, so that receipts get lost, each time for a change of its own.
    private func loseAnswers(of e: Home, _ server: RunningServer) async throws {
        let proxy = try CuttingProxy(to: server.port)
        try e.redirect(to: proxy.url)
        let before = try await server.statistics()["changes"]?.integer ?? 0
        for number in 0..<Self.cuts {
            _ = try await e.newRecord("partners", "name.en=Late \(number)")
            let ending = CuttingProxy.Ending.allCases[number % 2]
            proxy.cut(.down, after: number * 1200 / Self.cuts, ending)
            let outcome = try await Program.client.run(["sync"], environment: e.environment)
            #expect([0, 5].contains(outcome.status), "\(number): \(outcome.errors)")
        }
        proxy.mend()
        try await e.run("sync")
        #expect(try await e.pending() == 0)
        let after = try await server.statistics()["changes"]?.integer ?? 0
        #expect(after - before == Int64(Self.cuts), "a lost answer costs no duplicate")
    }

    /// Cuts what another device fetches.
    private func pull(to f: Home, from server: RunningServer) async throws {
        let proxy = try CuttingProxy(to: server.port)
        try f.redirect(to: proxy.url)
        var records = try await f.json("status")["records"]?.integer ?? 0
        for number in 0..<Self.cuts {
            let ending = CuttingProxy.Ending.allCases[number % 2]
            proxy.cut(.down, after: (number * 7919) % 330_000, ending)
            let outcome = try await Program.client.run(["sync"], environment: f.environment)
            #expect([0, 5].contains(outcome.status), "\(number): \(outcome.errors)")
            let now = try await f.json("status")["records"]?.integer ?? 0
            #expect(now >= records)
            // A page that arrived whole is kept, whatever becomes of the next.
            if proxy.passed(.down) > WireLimits.pageBytesMax + 32_768 {
                #expect(now > records, "\(number)")
            }
            records = now
        }
        proxy.mend()
        try await f.run("sync")
    }
}

extension Home {
    /// How many changes have no receipt.
    func pending() async throws -> Int {
        let status = try await json("status")
        return Int(try #require(status["pending"]?.integer))
    }
}
