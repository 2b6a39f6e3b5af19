import ClientExchange
import ClientSQLite
import Foundation
import Shared

/// What people have said that columns of their tables mean, kept for the next import.
enum ImportColumns {
    private static let fileName = "import-columns.json"

    /// What headings are compared by.
    static func key(_ heading: String) -> String { foldedName(heading.onOneLine) }

    static func kept(in folder: String, for collection: String) -> [String: String] {
        guard let bytes = try? DurableFolder(folder).content(of: fileName, bytesMax: 1 << 20),
            let json = try? JSONParser.parse(bytes)
        else { return [:] }
        var result: [String: String] = [:]
        for member in json[collection]?.object ?? [] { result[member.key] = member.value.string }
        return result
    }

    static func keep(
        _ columns: [String: String],
        in folder: String,
        for collection: String
    ) throws {
        let durable = try DurableFolder(folder)
        let old = try durable.content(of: fileName, bytesMax: 1 << 20)
            .flatMap { try? JSONParser.parse($0) }
        var members = (old?.object ?? []).filter { !$0.key.isSame(as: collection) }
        let sorted = columns.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let own = sorted.map { JSONValue.Member(key: $0.key, value: .string($0.value)) }
        members.append(.init(key: collection, value: .object(own)))
        try durable.replace(fileName, with: JSONWriter.bytes(.object(members), style: .pretty))
    }
}
