import CryptoAdapters
import Shared

/// A bundle in a file, wherever people keep it.
struct CarriedFile {
    let bytes: [UInt8]
    let bundle: BundleFile

    var header: BundleHeader { bundle.header }

    /// Reads a file whole.
    ///
    /// - Throws: `BundleError` when it is no bundle or damaged; ``CommandFailure`` when it cannot be read.
    init(_ path: String) throws {
        bytes = try WholeFile.read(path, bytesMax: BundleFile.bytesMax)
        bundle = try BundleFile(encoded: bytes, hash: SHA256Hash.self)
    }
}
