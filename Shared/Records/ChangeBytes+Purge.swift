extension SealedChange {
    /// Whether it says anything of its record's content, and has not been erased.
    public var hasContent: Bool {
        original.writes.contains { !$0.key.isHead && $0.value != nil }
    }

    /// The same change with what is left of its bytes.
    public func with(_ bytes: ChangeBytes) throws(CBORError) -> SealedChange {
        SealedChange(
            dot: dot,
            bytes: bytes,
            original: try Change(bytes),
            hash: hash,
            renames: renames
        )
    }
}

extension ChangeBytes {
    /// How long what is left of a purged content is: its commitment.
    static let commitmentBytes = 32

    /// Whether the content has been erased: there is no salt, and at most the commitment is left.
    public var isPurged: Bool {
        salt.isEmpty && (body.isEmpty || body.count == Self.commitmentBytes)
    }

    /// The same change without its content.
    ///
    /// The commitment takes the place of salt and body, so that the chain's hashes and signatures can
    /// still be checked; nothing can be told from it.
    public func purged<Hash: HashFunction>(by _: Hash.Type) -> ChangeBytes {
        if isPurged { return self }
        var commitment: [UInt8] = []
        Hash.hash(Array(salt) + Array(body)).append(to: &commitment)
        return ChangeBytes(header: header, salt: [], body: commitment[...])
    }
}
