import Foundation
import Shared
import Testing

/// A schema document that is taken from a server, changed, and put in force there.
struct SchemaEditor {
    private var document: [String: Any]

    init(_ server: RunningServer) async throws {
        let shown = try await server.administer("schema", "show").output
        document = try #require(
            JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any]
        )
    }

    /// Changes the field of a collection.
    mutating func change(
        _ field: String,
        of collection: String,
        _ body: (inout [String: Any]) -> Void
    ) {
        edit(collection) { members in
            members["fields"] = Self.edited(members["fields"], "id", field, body)
        }
    }

    /// Adds a field to a collection.
    mutating func add(_ field: [String: Any], to collection: String) {
        edit(collection) { members in
            let fields = members["fields"] as? [[String: Any]] ?? []
            members["fields"] = fields + [field]
        }
    }

    /// Adds a collection.
    mutating func add(collection: [String: Any]) {
        let collections = document["collections"] as? [[String: Any]] ?? []
        document["collections"] = collections + [collection]
    }

    /// Gives a code another name.
    mutating func rename(_ code: String, to name: String, in enumeration: String) {
        document["enumerations"] = Self.edited(document["enumerations"], "id", enumeration) {
            $0["codes"] = Self.edited($0["codes"], "code", code) { entry in
                entry["code"] = name
                entry["formerly"] = [code]
            }
        }
    }

    /// Puts the document in force as the next version.
    @discardableResult
    mutating func update(
        _ server: RunningServer,
        _ flags: String...,
        status: Int32 = 0
    ) async throws -> Program.Outcome {
        document["version"] = (document["version"] as? Int ?? 0) + 1
        let path = server.folder + "/schema.json"
        try JSONSerialization.data(withJSONObject: document).write(to: URL(filePath: path))
        let outcome = try await Program.server.run(
            ["schema", "update", path, "--data", server.data] + flags
        )
        #expect(outcome.status == status, "\(outcome.errors)")
        return outcome
    }

    private mutating func edit(_ collection: String, _ body: (inout [String: Any]) -> Void) {
        document["collections"] = Self.edited(document["collections"], "id", collection, body)
    }

    private static func edited(
        _ list: Any?,
        _ key: String,
        _ name: String,
        _ body: (inout [String: Any]) -> Void
    ) -> [[String: Any]] {
        (list as? [[String: Any]] ?? []).map { entry in
            var entry = entry
            if entry[key] as? String == name { body(&entry) }
            return entry
        }
    }
}
