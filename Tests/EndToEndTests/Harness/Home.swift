import Shared
import Testing

/// One device: its folder, and the clock that it goes by.
struct Home: Sendable {
    let name: String
    let folder: String
    /// What `faketime` makes of the time; nil for the true one.
    var clock: String?

    /// Runs a command on this device, which must end with `status`.
    @discardableResult
    func run(
        _ arguments: String...,
        status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        try await run(arguments, status: status, sourceLocation)
    }

    /// The document that a command prints with `--json`.
    @discardableResult
    func json(
        _ arguments: String...,
        status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let outcome = try await run(arguments + ["--json"], status: status, sourceLocation)
        return try #require(
            outcome.json,
            "\(name): \(arguments) prints no JSON: \(outcome.output)",
            sourceLocation: sourceLocation
        )
    }

    private func run(
        _ arguments: [String],
        status: Int32,
        _ sourceLocation: SourceLocation
    ) async throws -> Program.Outcome {
        let environment = ["CAUNOI_HOME": folder]
        let program = Program.client.at(clock)
        let outcome = try await program.run(arguments, environment: environment)
        #expect(
            outcome.status == status && !outcome.isOverdue,
            "\(name): caunoi \(arguments): \(outcome.errors)\(outcome.output)",
            sourceLocation: sourceLocation
        )
        return outcome
    }
}

// MARK: - What tests ask

extension Home {
    /// A record as `show --json` prints it.
    func record(
        _ ref: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        try await json("show", ref, sourceLocation: sourceLocation)
    }

    /// What is displayed of a field.
    func value(
        _ ref: String,
        _ field: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue? {
        try await record(ref, sourceLocation: sourceLocation)["fields"]?[field]
    }

    /// The open conflicts, as `conflicts --json` lists them.
    func conflicts(sourceLocation: SourceLocation = #_sourceLocation) async throws -> [JSONValue] {
        let environment = ["CAUNOI_HOME": folder]
        let outcome = try await Program.client.at(clock)
            .run(["conflicts", "--json"], environment: environment)
        let list = try #require(
            outcome.json?["conflicts"]?.array,
            "\(name): \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        // The exit status tells programs what the document says.
        #expect(outcome.status == (list.isEmpty ? 0 : 3), sourceLocation: sourceLocation)
        return list
    }

    /// The changes of a record as the server knows them, oldest first.
    func history(
        _ ref: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [JSONValue] {
        let history = try await json("history", ref, sourceLocation: sourceLocation)
        #expect(history["complete"]?.boolean == true, sourceLocation: sourceLocation)
        return try #require(history["changes"]?.array, sourceLocation: sourceLocation)
    }
}

extension JSONValue {
    subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// How many elements or members there are.
    var count: Int { array?.count ?? object?.count ?? 0 }
}
