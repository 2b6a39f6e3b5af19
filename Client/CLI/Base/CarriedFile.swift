import CryptoAdapters
import Foundation
import Shared

/// A bundle in a file, wherever people keep it.
struct CarriedFile {
    let path: String
    let size: Int
    let bytes: [UInt8]
    let bundle: BundleFile

    var header: BundleHeader { bundle.header }

    /// Reads a file whole.
    ///
    /// - Throws: `BundleError` when it is no bundle or damaged; ``CommandFailure`` when it cannot be read.
    init(_ path: String) throws {
        self.path = path
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: BundleFile.bytesMax + 1) ?? Data()
            bytes = Array(data)
        } catch {
            throw CommandFailure(
                code: "cannot_read",
                "the file \(path) cannot be read: \((error as NSError).localizedDescription)"
            )
        }
        size = bytes.count
        bundle = try BundleFile(encoded: bytes, hash: SHA256Hash.self)
    }
}
