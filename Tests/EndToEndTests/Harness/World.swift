import Shared
import Testing

/// A server and the laptops of three departments, which all see everything.
final class World {
    let server: RunningServer
    /// External Relations, Finance, Urban Planning.
    let e: Home
    let f: Home
    let u: Home
    /// What has to be found in the history in the end.
    private var invariants: Invariants

    /// Three enrolled laptops; `clocks` says what time it is for each, nil the true time.
    init(clocks: [String?] = [nil, nil, nil]) async throws {
        server = try await RunningServer()
        e = try await server.enrol(
            "e",
            department: "external-relations",
            person: "Lan",
            clock: clocks[0]
        )
        f = try await server.enrol("f", department: "finance", person: "Minh", clock: clocks[1])
        u = try await server.enrol(
            "u",
            department: "urban-planning",
            person: "Uyên",
            clock: clocks[2]
        )
        invariants = Invariants(homes: [e, f, u])
    }

    var homes: [Home] { [e, f, u] }

    /// The laptop of this name.
    func home(_ name: String) -> Home { homes.first { $0.name == name } ?? e }

    /// Notes that `value` was saved in the field and must be in the history for ever.
    func remember(_ ref: String, _ path: String, _ value: String) {
        invariants.saved.append((ref, path, value))
    }

    /// A new record on one laptop.
    ///
    /// - Returns: its full reference, by which it is found whatever becomes of it.
    func create(
        _ home: Home,
        _ collection: String,
        _ values: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let outcome = try await Program.client.at(home.clock).run(
            ["add", collection] + values + ["--json"],
            environment: ["CAUNOI_HOME": home.folder]
        )
        return try #require(
            outcome.json?["ref"]?.string,
            "\(values): \(outcome.errors)",
            sourceLocation: sourceLocation
        )
    }

    /// Everybody sends and fetches everything.
    func synchronizeAll(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<2 {
            for home in homes { try await home.settle(sourceLocation) }
        }
    }

    /// The three invariants.
    func hold(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await invariants.hold(sourceLocation: sourceLocation)
    }
}
