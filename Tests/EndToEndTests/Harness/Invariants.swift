import Shared
import Testing

/// What holds after every story, whatever happened in it.
struct Invariants {
    let homes: [Home]
    /// Everything that was saved anywhere, by record and path: JSON texts or parts of them.
    var saved: [(ref: String, path: String, value: String)] = []

    /// Exchanges until nobody has anything to send or to fetch, and checks all three.
    func hold(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<3 {
            for home in homes { try await home.settle(sourceLocation) }
        }
        try await everyReplicaIsTheSame(sourceLocation)
        try await everyValueIsInTheHistory(sourceLocation)
        try await asSecondSyncMovesNothing(sourceLocation)
    }

    /// I1: all replicas that may see the same things report the same digest.
    private func everyReplicaIsTheSame(_ sourceLocation: SourceLocation) async throws {
        var digests: Set<String> = []
        for home in homes {
            let verified = try await home.json("verify", sourceLocation: sourceLocation)
            #expect(verified["equal"]?.boolean == true, sourceLocation: sourceLocation)
            #expect(verified["differing"]?.count == 0, sourceLocation: sourceLocation)
            let digest = try #require(verified["digest"]?.string, sourceLocation: sourceLocation)
            #expect(
                verified["server_digest"]?.string == digest,
                sourceLocation: sourceLocation
            )
            digests.insert(digest)
        }
        #expect(digests.count == 1, sourceLocation: sourceLocation)
    }

    /// I2: every value ever saved on any device can be read from the server's history.
    private func everyValueIsInTheHistory(_ sourceLocation: SourceLocation) async throws {
        for home in homes {
            for entry in saved {
                let history = try await home.history(entry.ref, sourceLocation: sourceLocation)
                let values = history.compactMap { $0["fields"]?[entry.path] }
                    .map { JSONWriter.string($0) }
                #expect(
                    values.contains { $0.contains(entry.value) },
                    "\(home.name): \(entry.value) is not in \(entry.path): \(values)",
                    sourceLocation: sourceLocation
                )
            }
        }
    }

    /// I3: a second sync sends 0 and receives 0 records.
    private func asSecondSyncMovesNothing(_ sourceLocation: SourceLocation) async throws {
        for home in homes {
            let report = try await home.settle(sourceLocation)
            #expect(report["pushed"]?.integer == 0, sourceLocation: sourceLocation)
            #expect(report["pulled"]?.integer == 0, sourceLocation: sourceLocation)
        }
    }
}

extension Home {
    /// A sync that may end with open conflicts, as its report says.
    @discardableResult
    func settle(_ sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let environment = ["CAUNOI_HOME": folder]
        let outcome = try await Program.client.at(clock)
            .run(["sync", "--json"], environment: environment)
        let report = try #require(
            outcome.json,
            "\(name): \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        let open = report["conflicts_open"]?.integer ?? -1
        #expect(
            outcome.status == (open == 0 ? 0 : 3),
            "\(name): \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        return report
    }
}
