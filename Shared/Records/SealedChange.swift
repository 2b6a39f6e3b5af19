/// A change under its name, with the exact bytes that its chain hash covers.
public struct SealedChange: Hashable, Sendable {
    /// The name it goes by here; a fork may have given it another than it was made under.
    public var dot: Dot
    /// The author's bytes, as hashed and signed.
    public let bytes: ChangeBytes
    /// The change as its author wrote it.
    public let original: Change
    /// The hash of the author's chain up to and including this change.
    public let hash: Hash256
    /// How to read the dots in the author's bytes: branches that have been renamed since.
    public private(set) var renames: [Rename]

    public init(
        dot: Dot,
        bytes: ChangeBytes,
        original: Change,
        hash: Hash256,
        renames: [Rename] = []
    ) {
        self.dot = dot
        self.bytes = bytes
        self.original = original
        self.hash = hash
        self.renames = renames
    }

    /// The change with its dots as they are called today.
    public var change: Change {
        renames.isEmpty
            ? original
            : original.mappingDots { dot in renames.reduce(dot) { $1($0) } }
    }

    /// Follows a renamed branch: in its own name, and in the dots it mentions.
    public mutating func follow(_ rename: Rename) {
        dot = rename(dot)
        let current = change
        let mentions = current.parents + current.writes.flatMap { $0.replaced }
        if mentions.contains(where: { rename($0) != $0 }) { renames.append(rename) }
    }
}

/// The three parts of a change as they are hashed, signed, stored and sent.
///
/// The chain hash covers SHA-256(salt ‖ body), never the bare body, so that erasing salt and body
/// leaves every later hash and signature valid.
public struct ChangeBytes: Hashable, Sendable {
    /// Everything but the values; deterministic CBOR.
    public let header: ArraySlice<UInt8>
    /// Sixteen random bytes; empty once the content has been purged.
    public let salt: ArraySlice<UInt8>
    /// The written values in the order of the header's cells; once purged, SHA-256 of what salt and body
    /// were.
    public let body: ArraySlice<UInt8>

    public init(header: ArraySlice<UInt8>, salt: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
        self.header = header
        self.salt = salt
        self.body = body
    }

    /// Where a replica's chain begins.
    public static func chainSeed<Hash: HashFunction>(
        of replica: ReplicaID,
        by _: Hash.Type
    ) -> Hash256 {
        Hash.hash(Array("caunoi/chain/v1".utf8) + replica.bytes)
    }

    /// The chain hash of this change after `previous`.
    public func chainHash<Hash: HashFunction>(
        after previous: Hash256,
        by _: Hash.Type
    ) -> Hash256 {
        var content: [UInt8] = []
        content.reserveCapacity(max(salt.count + body.count, 64 + header.count))
        if salt.isEmpty && body.count == Self.commitmentBytes {
            previous.append(to: &content)
            content.append(contentsOf: body)
        } else {
            content.append(contentsOf: salt)
            content.append(contentsOf: body)
            let commitment = Hash.hash(content)
            content.removeAll(keepingCapacity: true)
            previous.append(to: &content)
            commitment.append(to: &content)
        }
        content.append(contentsOf: header)
        return Hash.hash(content)
    }
}

extension ChangeBytes {
    /// The size of all parts.
    public var count: Int { header.count + salt.count + body.count }
}
