import Foundation
import Shared

/// The built-in schema and the sample register, read from the sources.
enum RegisterFiles {
    static let schemaBytes = bytes("cooperation-schema.json")

    static let schema: Schema = {
        do throws(SchemaError) {
            return try Schema(json: schemaBytes)
        } catch {
            preconditionFailure("the built-in schema: \(error.description)")
        }
    }()

    /// The lines of the sample register.
    static let sample: [JSONValue] = {
        var lines: [JSONValue] = []
        for line in bytes("sample-register.jsonl").split(separator: UInt8(ascii: "\n")) {
            if let value = try? JSONParser.parse(Array(line)) { lines.append(value) }
        }
        return lines
    }()

    private static func bytes(_ name: String) -> [UInt8] {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        url.append(components: "Sources", "CRegister", name)
        guard let data = try? Data(contentsOf: url) else {
            preconditionFailure("cannot read \(url.path)")
        }
        return Array(data)
    }
}
