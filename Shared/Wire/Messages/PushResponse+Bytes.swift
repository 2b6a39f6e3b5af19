// The bytes of a push's response.
//
//   response = [1, outcome, [replica, counter, replica, counter…], before, after, received, [refusal…]]
//   refusal  = [replica, counter, field, sub-key, reason]
//   outcome  = 0                done
//            / 1                held
//            / [2, epoch]       the server has begun another epoch
//            / [3, record]      that record's whole state is needed
//            / [4, replica]     that chain does not continue the server's copy

extension PushResponse: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64 + acknowledged.count * 22)
        writer.message(fields: 6)
        switch outcome {
        case .done: writer.unsigned(0)
        case .held: writer.unsigned(1)
        case .epochChanged(let epoch): writer.outcome(2, epoch)
        case .needState(let record): writer.outcome(3, record)
        case .chainBroken(let replica): writer.outcome(4, replica)
        }
        writer.dots(acknowledged)
        writer.unsigned(before)
        writer.unsigned(after)
        writer.integer(received)
        writer.list(refusals) { writer, refusal in
            writer.array(count: 5)
            writer.identifier(refusal.dot.replica)
            writer.unsigned(refusal.dot.counter)
            writer.unsigned(UInt64(refusal.key.field))
            writer.bytes(refusal.key.sub)
            writer.text(refusal.reason)
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 6)
        self.init(
            outcome: try reader.outcome(),
            acknowledged: try reader.dots(),
            before: try reader.counter(),
            after: try reader.counter(),
            received: try reader.time(),
            refusals: try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
                try reader.refusal()
            }
        )
        try reader.finish()
    }
}

extension CBORWriter {
    fileprivate mutating func outcome(_ number: UInt64, _ subject: some SixteenBytes) {
        array(count: 2)
        unsigned(number)
        identifier(subject)
    }
}

extension CBORReader {
    fileprivate mutating func refusal() throws(CBORError) -> Refusal {
        try fields(5)
        let replica: ReplicaID = try identifier()
        let counter = try counter()
        let start = position
        guard let field = UInt16(exactly: try unsigned()) else {
            throw .tooLarge(limit: UInt64(UInt16.max), at: start)
        }
        return Refusal(
            dot: Dot(replica, counter),
            key: CellKey(field: field, sub: try bytes(limit: WireLimits.cellSubkeyBytesMax)),
            reason: try text(limit: WireLimits.failureNameBytesMax)
        )
    }

    fileprivate mutating func outcome() throws(CBORError) -> PushResponse.Outcome {
        let start = position
        guard try peekType() == .array else {
            switch try unsigned() {
            case 0: return .done
            case 1: return .held
            default: throw .unsupported(at: start)
            }
        }
        try fields(2)
        switch try unsigned() {
        case 2: return .epochChanged(try identifier())
        case 3: return .needState(try identifier())
        case 4: return .chainBroken(try identifier())
        default: throw .unsupported(at: start)
        }
    }
}
