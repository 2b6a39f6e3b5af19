// The bytes of a push's request.
//
//   request   = [1, scope, epoch, [run…], [fork…], [state…], vector, [segment…], [signature…]]
//   run       = [replica, first, [item…]]      changes of one replica without a gap, from `first` on
//   item      = [header, salt, body]
//             / [header, salt, body, [rename…]]
//   state     = [record, frame] / [record, frame, extra]
//   signature = [replica, head, signature]

extension PushRequest: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(
            capacity: 128 + items.reduce(0) { $0 + $1.bytes.count + 12 }
                + states.reduce(0) { $0 + $1.frame.count + 24 }
        )
        writer.message(fields: 8)
        writer.scope(scope)
        writer.identifier(epoch)
        writer.runs(items)
        writer.forks(forks)
        writer.list(states) { $0.row($1.record, frame: $1.frame, extra: $1.extra) }
        writer.vector(vector)
        writer.segments(chains)
        writer.list(signatures) { writer, signature in
            writer.array(count: 3)
            writer.identifier(signature.replica)
            writer.hash(signature.head)
            writer.bytes(signature.bytes)
        }
        return writer.bytes
    }

    /// Reads a message's bytes; the parts of its changes share their storage.
    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 8)
        self.init(
            scope: try reader.scope(),
            epoch: try reader.identifier(),
            items: try reader.runs(),
            forks: try reader.forks(),
            states: try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
                let row = try reader.row()
                return State(record: row.record, frame: row.frame, extra: row.extra)
            },
            vector: try reader.vector(),
            chains: try reader.segments(),
            signatures: try reader.list(limit: WireLimits.replicasMax) {
                reader throws(CBORError) in
                try reader.fields(3)
                return Signature(
                    replica: try reader.identifier(),
                    head: try reader.hash(),
                    bytes: try reader.bytes(limit: WireLimits.signatureBytesMax)
                )
            }
        )
        try reader.finish()
    }
}

// MARK: - Runs

extension Dot {
    /// Whether `next` is the change that comes after this one in its replica's chain.
    fileprivate func isFollowed(by next: Dot) -> Bool {
        replica == next.replica && counter < next.counter && next.counter - counter == 1
    }
}

extension CBORWriter {
    fileprivate mutating func runs(_ items: [PushRequest.Item]) {
        let starts = items.indices.filter { index in
            index == 0 || !items[index - 1].dot.isFollowed(by: items[index].dot)
        }
        array(count: starts.count)
        for (place, start) in starts.enumerated() {
            let end = place + 1 < starts.count ? starts[place + 1] : items.count
            array(count: 3)
            identifier(items[start].dot.replica)
            unsigned(items[start].dot.counter)
            array(count: end - start)
            for item in items[start..<end] { self.item(item) }
        }
    }

    private mutating func item(_ value: PushRequest.Item) {
        array(count: value.renames.isEmpty ? 3 : 4)
        bytes(value.bytes.header)
        bytes(value.bytes.salt)
        bytes(value.bytes.body)
        if !value.renames.isEmpty { list(value.renames) { $0.rename($1) } }
    }
}

extension CBORReader {
    /// Runs, none of which continues the one before it, with their items.
    fileprivate mutating func runs() throws(CBORError) -> [PushRequest.Item] {
        var result: [PushRequest.Item] = []
        for _ in 0..<(try arrayCount(limit: WireLimits.itemsMax)) {
            let start = position
            try fields(3)
            let first = Dot(try identifier(), try counter())
            guard first.counter > 0 else { throw .unsupported(at: start) }
            if let last = result.last?.dot, last.isFollowed(by: first) {
                throw .notDeterministic(at: start)
            }
            let count = try arrayCount(limit: WireLimits.itemsMax)
            guard count > 0 else { throw .notDeterministic(at: start) }
            guard count <= WireLimits.itemsMax - result.count else {
                throw .tooLarge(limit: UInt64(WireLimits.itemsMax), at: start)
            }
            try check(counter: first.counter + UInt64(count) - 1, at: start)
            for offset in 0..<UInt64(count) {
                result.append(try item(Dot(first.replica, first.counter + offset)))
            }
        }
        return result
    }

    private mutating func item(_ dot: Dot) throws(CBORError) -> PushRequest.Item {
        let start = position
        let count = try arrayCount(limit: 4)
        guard count >= 3 else { throw .truncated(at: start) }
        let bytes = ChangeBytes(
            header: try content(limit: WireLimits.changeBytesMax),
            salt: try content(limit: WireLimits.saltBytes),
            body: try content(limit: WireLimits.changeBytesMax)
        )
        guard bytes.count <= WireLimits.changeBytesMax else {
            throw .tooLarge(limit: UInt64(WireLimits.changeBytesMax), at: start)
        }
        guard bytes.salt.isEmpty || bytes.salt.count == WireLimits.saltBytes else {
            throw .truncated(at: start)
        }
        guard count == 4 else { return PushRequest.Item(dot: dot, bytes: bytes, renames: []) }
        let renamesStart = position
        let renames = try list(limit: WireLimits.renamesMax) { reader throws(CBORError) in
            try reader.checkedRename()
        }
        guard !renames.isEmpty else { throw .notDeterministic(at: renamesStart) }
        return PushRequest.Item(dot: dot, bytes: bytes, renames: renames)
    }
}
