import CZstd

/// Zstandard compression of whole messages, bounded in both directions.
///
/// Source: RFC 8878.
package enum Zstandard {
    /// Why bytes could not be compressed or expanded.
    package enum Failure: Error, Hashable, Sendable {
        /// Not a complete frame, or damaged.
        case damaged
        /// The content is larger than the receiver allows; nothing of it was kept.
        case tooLarge(limit: Int)
    }

    /// The name of this coding in HTTP's `Content-Encoding`.
    package static let contentCoding = "zstd"

    /// Up to so many bytes a better level costs less than half a millisecond.
    private static let smallBytesMax = 32 * 1024

    /// Compresses into one frame; small messages at level 9, which makes them 4 to 9 % smaller.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - level: The level for larger ones; 1 is the fastest that the format's default strategy knows.
    /// - Returns: The frame; nothing when memory ran out.
    package static func compressed(_ bytes: [UInt8], level: Int32 = 1) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        let level = bytes.count <= smallBytesMax ? max(level, 9) : level
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            unsafe count = bytes.withUnsafeBytes { source in
                unsafe ZSTD_compress(
                    target.baseAddress,
                    bound,
                    source.baseAddress,
                    source.count,
                    level
                )
            }
            if ZSTD_isError(count) != 0 { count = 0 }
        }
    }

    /// Expands one frame of at most `limit` bytes of content; refuses trailing bytes.
    ///
    /// The announced size is checked before anything is allocated; a frame that announces none is
    /// expanded into a buffer of the limit's size.
    package static func expanded(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let announced = unsafe bytes.withUnsafeBytes { source in
            unsafe ZSTD_getFrameContentSize(source.baseAddress, source.count)
        }
        let isUnknown = announced == UInt64.max
        guard announced != UInt64.max - 1 else { throw .damaged }
        guard isUnknown || announced <= UInt64(limit) else { throw .tooLarge(limit: limit) }
        let whole = unsafe bytes.withUnsafeBytes { source in
            unsafe ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
        }
        guard whole == bytes.count else { throw .damaged }
        let capacity = isUnknown ? limit : Int(announced)
        var isFailed = false
        let content = unsafe [UInt8](unsafeUninitializedCapacity: max(capacity, 1)) {
            target,
            count in
            unsafe count = bytes.withUnsafeBytes { source in
                unsafe ZSTD_decompress(
                    target.baseAddress,
                    capacity,
                    source.baseAddress,
                    source.count
                )
            }
            if ZSTD_isError(count) != 0 {
                isFailed = true
                count = 0
            }
        }
        if isFailed { throw isUnknown ? .tooLarge(limit: limit) : .damaged }
        return content
    }
}
