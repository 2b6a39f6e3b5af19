extension Change {
    /// Gives the change its name and its place in its author's chain.
    ///
    /// `dot`: the author's next dot in the scope.
    /// `previous`: the chain hash of the author's last change, or the chain's seed.
    /// `salt`: sixteen random bytes.
    public func sealed<Hash: HashFunction>(
        as dot: Dot,
        after previous: Hash256,
        salt: [UInt8],
        by _: Hash.Type
    ) -> SealedChange {
        let bytes = ChangeBytes(
            header: ArraySlice(encodedHeader()),
            salt: ArraySlice(salt),
            body: ArraySlice(encodedBody())
        )
        return SealedChange(
            dot: dot,
            bytes: bytes,
            original: self,
            hash: bytes.chainHash(after: previous, by: Hash.self)
        )
    }

    /// Sixteen bytes for a change's salt.
    public static func salt(using random: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        bytes.append(bigEndian: random.next())
        bytes.append(bigEndian: random.next())
        return bytes
    }
}
