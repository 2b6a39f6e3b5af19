// The parts that several messages share. What is read here is checked further than by the calls
// for single items: only what ``WireMessage/encoded()`` writes is accepted.

extension CBORWriter {
    /// `value` as `write` writes it, or null.
    mutating func optional<Value>(_ value: Value?, _ write: (inout CBORWriter, Value) -> Void) {
        if let value {
            write(&self, value)
        } else {
            null()
        }
    }

    mutating func heads(_ values: [ChainHead]) { list(values) { $0.head($1) } }

    mutating func answers(_ values: [ChainAnswer]) { list(values) { $0.answer($1) } }

    mutating func forks(_ values: [Fork]) { list(values) { $0.fork($1) } }

    mutating func segments(_ values: [FeedSegment]) { list(values) { $0.segment($1) } }

    /// Dots without arrays of their own: each is two items, replica and counter.
    mutating func dots(_ values: [Dot]) {
        array(count: values.count * 2)
        for dot in values {
            identifier(dot.replica)
            unsigned(dot.counter)
        }
    }

    /// A whole record; `extra` only where there is any.
    mutating func row(_ record: RecordID, frame: [UInt8], extra: VersionVector) {
        array(count: extra.isEmpty ? 2 : 3)
        identifier(record)
        bytes(frame)
        if !extra.isEmpty { vector(extra) }
    }
}

// MARK: - Numbers

extension CBORReader {
    /// A counter, a position or a version: at most ``WireLimits/counterMax``.
    mutating func counter() throws(CBORError) -> UInt64 {
        let start = position
        let value = try unsigned()
        try check(counter: value, at: start)
        return value
    }

    /// Milliseconds since 1970, at most ``WireLimits/counterMax`` before or after.
    mutating func time() throws(CBORError) -> Int64 {
        let start = position
        let value = try integer()
        try check(counter: value.magnitude, at: start)
        return value
    }

    func check(counter: UInt64, at start: Int) throws(CBORError) {
        guard counter <= WireLimits.counterMax else {
            throw .tooLarge(limit: WireLimits.counterMax, at: start)
        }
    }

    /// What `read` reads, or nil for null.
    mutating func optional<Value>(
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(CBORError) -> Value? {
        if isNull {
            try null()
            return nil
        }
        return try read(&self)
    }
}

// MARK: - Chains

extension CBORReader {
    mutating func heads() throws(CBORError) -> [ChainHead] {
        try list(limit: WireLimits.replicasMax) { reader throws(CBORError) in
            try reader.checkedHead()
        }
    }

    mutating func checkedHead() throws(CBORError) -> ChainHead {
        let start = position
        let head = try head()
        try check(counter: head.counter, at: start)
        return head
    }

    mutating func answers() throws(CBORError) -> [ChainAnswer] {
        try list(limit: WireLimits.replicasMax) { reader throws(CBORError) in
            try reader.checkedAnswer()
        }
    }

    mutating func checkedAnswer() throws(CBORError) -> ChainAnswer {
        let start = position
        let answer = try answer()
        try check(counter: max(answer.counter, answer.acknowledged), at: start)
        return answer
    }

    mutating func forks() throws(CBORError) -> [Fork] {
        try list(limit: WireLimits.replicasMax) { reader throws(CBORError) in
            let start = reader.position
            let fork = try reader.fork()
            try reader.check(counter: fork.beyond, at: start)
            return fork
        }
    }

    mutating func checkedRename() throws(CBORError) -> Rename {
        let start = position
        let rename = try rename()
        try check(counter: rename.beyond, at: start)
        return rename
    }

    /// Segments with at most ``WireLimits/itemsMax`` tags in all.
    mutating func segments() throws(CBORError) -> [FeedSegment] {
        var tagsLeft = WireLimits.itemsMax
        return try list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
            let start = reader.position
            let segment = try reader.segment()
            try reader.check(counter: segment.last.counter, at: start)
            try reader.check(counter: segment.received.magnitude, at: start)
            tagsLeft -= segment.tags.count
            guard tagsLeft >= 0 else {
                throw .tooLarge(limit: UInt64(WireLimits.itemsMax), at: start)
            }
            return segment
        }
    }

    mutating func dots() throws(CBORError) -> [Dot] {
        let start = position
        let count = try arrayCount(limit: WireLimits.replicasMax * 2)
        guard count.isMultiple(of: 2) else { throw .truncated(at: start) }
        var result: [Dot] = []
        for _ in 0..<count / 2 {
            let replica = try identifier(ReplicaID.self)
            result.append(Dot(replica, try counter()))
        }
        return result
    }
}

// MARK: - Records

extension CBORReader {
    /// A whole record; its frame is only measured here.
    mutating func row() throws(CBORError) -> (
        record: RecordID, frame: [UInt8], extra: VersionVector
    ) {
        let start = position
        let count = try arrayCount(limit: 3)
        guard count >= 2 else { throw .truncated(at: start) }
        let record = try identifier(RecordID.self)
        let frame = try bytes(limit: WireLimits.messageBytesMax)
        guard count == 3 else { return (record, frame, VersionVector()) }
        let extraStart = position
        let extra = try vector()
        guard !extra.isEmpty else { throw .notDeterministic(at: extraStart) }
        return (record, frame, extra)
    }
}
