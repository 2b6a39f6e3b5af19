// How identifiers, dots and vectors are written wherever they occur.

extension CBORWriter {
    mutating func identifier(_ value: some SixteenBytes) {
        let start = buffer.count
        head(0x40, 16)
        buffer.append(bigEndian: value.high)
        buffer.append(bigEndian: value.low)
        itemEnded(from: start)
    }

    mutating func hash(_ value: Hash256) {
        let start = buffer.count
        head(0x40, 32)
        value.append(to: &buffer)
        itemEnded(from: start)
    }

    mutating func scope(_ value: ScopeID) { text(value.name) }

    mutating func vector(_ value: VersionVector) {
        array(count: value.entries.count * 2)
        for entry in value.entries {
            identifier(entry.replica)
            unsigned(entry.counter)
        }
    }

    /// Chain tags as one byte string, eight bytes each: they do not compress.
    mutating func tags(_ value: [ChainTag]) {
        var content: [UInt8] = []
        content.reserveCapacity(value.count * 8)
        for tag in value { content.append(bigEndian: tag) }
        bytes(content)
    }

    mutating func key(_ value: CellKey) {
        if value.sub.isEmpty {
            unsigned(UInt64(value.field))
        } else {
            array(count: 2)
            unsigned(UInt64(value.field))
            bytes(value.sub)
        }
    }

    mutating func rename(_ value: Rename) {
        array(count: 3)
        identifier(value.from)
        unsigned(value.beyond)
        identifier(value.to)
    }

    mutating func fork(_ value: Fork) {
        array(count: 4)
        identifier(value.name)
        identifier(value.from)
        unsigned(value.beyond)
        unsigned(value.firstTag)
    }

    mutating func head(_ value: ChainHead) {
        array(count: 3)
        identifier(value.replica)
        unsigned(value.counter)
        unsigned(value.tag)
    }

    mutating func answer(_ value: ChainAnswer) {
        array(count: 4)
        identifier(value.replica)
        unsigned(value.counter)
        unsigned(value.tagAtCommon)
        unsigned(value.acknowledged)
    }

    mutating func segment(_ value: FeedSegment) {
        array(count: 5)
        identifier(value.replica)
        unsigned(value.first)
        boolean(value.isApplied)
        integer(value.received)
        tags(value.tags)
    }

    /// An array of `values`, each written by `write`.
    mutating func list<Element>(
        _ values: [Element],
        _ write: (inout CBORWriter, Element) -> Void
    ) {
        array(count: values.count)
        for value in values { write(&self, value) }
    }
}

extension CBORReader {
    mutating func identifier<ID: SixteenBytes>(
        _: ID.Type = ID.self
    ) throws(CBORError) -> ID {
        let start = position
        guard let id = ID(bytes: try content(limit: 16)) else { throw .truncated(at: start) }
        return id
    }

    /// A byte string of exactly `count` bytes.
    mutating func bytes(count: Int) throws(CBORError) -> [UInt8] {
        let start = position
        let bytes = try bytes(limit: count)
        guard bytes.count == count else { throw .truncated(at: start) }
        return bytes
    }

    mutating func hash() throws(CBORError) -> Hash256 {
        let start = position
        guard let hash = Hash256(bytes: try content(limit: 32)) else {
            throw .truncated(at: start)
        }
        return hash
    }

    mutating func scope() throws(CBORError) -> ScopeID {
        let start = position
        guard let scope = ScopeID(try text(limit: 64)) else { throw .unsupported(at: start) }
        return scope
    }

    /// A vector whose replicas ascend, each once, with counters above zero.
    mutating func vector() throws(CBORError) -> VersionVector {
        var last: ReplicaID?
        var result = VersionVector()
        let start = position
        let count = try arrayCount(limit: WireLimits.replicasMax * 2)
        guard count.isMultiple(of: 2) else { throw .truncated(at: start) }
        for _ in 0..<count / 2 {
            let entry = position
            let replica = try identifier(ReplicaID.self)
            let counter = try counter()
            guard counter > 0, last?.precedes(replica) ?? true else {
                throw .notDeterministic(at: entry)
            }
            last = replica
            result.cover(Dot(replica, counter))
        }
        return result
    }

    mutating func tags() throws(CBORError) -> [ChainTag] {
        let start = position
        let bytes = try content(limit: WireLimits.itemsMax * 8)
        guard bytes.count.isMultiple(of: 8) else { throw .truncated(at: start) }
        var result: [ChainTag] = []
        result.reserveCapacity(bytes.count / 8)
        var tag: ChainTag = 0
        for (offset, byte) in bytes.enumerated() {
            tag = tag << 8 | ChainTag(byte)
            if offset % 8 == 7 { result.append(tag) }
        }
        return result
    }

    /// A number that must fit `Number`.
    mutating func number<Number: FixedWidthInteger>(
        _: Number.Type = Number.self
    ) throws(CBORError) -> Number {
        let start = position
        guard let value = Number(exactly: try unsigned()) else {
            throw .tooLarge(limit: UInt64(truncatingIfNeeded: Number.max), at: start)
        }
        return value
    }

    mutating func key() throws(CBORError) -> CellKey {
        if try peekType() == .unsigned { return CellKey(field: try number()) }
        try fields(2)
        let field = try number(UInt16.self)
        let start = position
        let sub = try bytes(limit: WireLimits.cellSubkeyBytesMax)
        guard !sub.isEmpty else { throw .notDeterministic(at: start) }
        return CellKey(field: field, sub: sub)
    }

    mutating func rename() throws(CBORError) -> Rename {
        try fields(3)
        return Rename(from: try identifier(), beyond: try unsigned(), to: try identifier())
    }

    mutating func fork() throws(CBORError) -> Fork {
        try fields(4)
        return Fork(
            name: try identifier(),
            from: try identifier(),
            beyond: try unsigned(),
            firstTag: try unsigned()
        )
    }

    mutating func head() throws(CBORError) -> ChainHead {
        try fields(3)
        return ChainHead(replica: try identifier(), counter: try unsigned(), tag: try unsigned())
    }

    mutating func answer() throws(CBORError) -> ChainAnswer {
        try fields(4)
        return ChainAnswer(
            replica: try identifier(),
            counter: try unsigned(),
            tagAtCommon: try unsigned(),
            acknowledged: try unsigned()
        )
    }

    mutating func segment() throws(CBORError) -> FeedSegment {
        try fields(5)
        let start = position
        let segment = FeedSegment(
            replica: try identifier(),
            first: try unsigned(),
            isApplied: try boolean(),
            received: try integer(),
            tags: try tags()
        )
        let (_, overflows) = segment.first.addingReportingOverflow(UInt64(segment.tags.count))
        guard segment.first > 0, !segment.tags.isEmpty, !overflows else {
            throw .unsupported(at: start)
        }
        return segment
    }

    /// The head of an array that must have exactly `count` items.
    mutating func fields(_ count: Int) throws(CBORError) {
        let start = position
        guard try arrayCount(limit: count) == count else { throw .truncated(at: start) }
    }

    /// An array of at most `limit` items, each read by `read`.
    mutating func list<Element>(
        limit: Int,
        _ read: (inout CBORReader) throws(CBORError) -> Element
    ) throws(CBORError) -> [Element] {
        let count = try arrayCount(limit: limit)
        var result: [Element] = []
        result.reserveCapacity(min(count, 1024))
        for _ in 0..<count { result.append(try read(&self)) }
        return result
    }
}
