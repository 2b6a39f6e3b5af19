import ClientSQLite
import Shared

/// A small document beside the replica that nothing depends on: when it is lost, damaged or cannot be written,
/// people are told less.
enum BesideDocument {
    private static let bytesMax = 16 * 1024 * 1024

    /// The document of that name; nil where there is none that can be read.
    static func read(_ name: String, in folder: String) -> JSONValue? {
        guard DurableFolder.contains(name, in: folder),
            let bytes = try? DurableFolder(folder).content(of: name, bytesMax: bytesMax)
        else { return nil }
        return try? JSONParser.parse(bytes)
    }

    /// Puts a document in the place of what has that name.
    static func keep(_ document: JSONValue, as name: String, in folder: String) {
        try? DurableFolder(folder)
            .replace(name, with: JSONWriter.bytes(document, style: .pretty))
    }
}
