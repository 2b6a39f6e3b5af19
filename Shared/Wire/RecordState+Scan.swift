// What is told of a stored record's bytes without taking them apart whole.

extension RecordState {
    /// The collection's number in a record's bytes; nil when damaged.
    public static func collection(ofFrame frame: [UInt8]) -> UInt16? {
        var scanner = FrameScanner(frame)
        return scanner.array() == nil ? nil : scanner.unsigned().flatMap { UInt16(exactly: $0) }
    }

    /// The dots that stand in a record's bytes, in order; nil for damaged bytes.
    public static func dots(inFrame frame: [UInt8]) -> [Dot]? {
        var scanner = FrameScanner(frame)
        guard scanner.array() == 3, scanner.item() != nil, let replicas = replicas(&scanner),
            let groups = scanner.array()
        else { return nil }
        var result: [Dot] = []
        for _ in 0..<groups {
            guard let fields = scanner.array(), fields == 5 || fields == 3,
                let place = scanner.unsigned(), let counter = scanner.unsigned(),
                place < UInt64(replicas.count), counter > 0
            else { return nil }
            result.append(Dot(replicas[Int(place)], counter))
            for _ in 0..<(fields - 2) where scanner.item() == nil { return nil }
        }
        return result
    }

    private static func replicas(_ scanner: inout FrameScanner) -> [ReplicaID]? {
        guard let count = scanner.array(), count <= WireLimits.dotsMax else { return nil }
        var result: [ReplicaID] = []
        result.reserveCapacity(count)
        for _ in 0..<count {
            guard let bytes = scanner.string(), let id = ReplicaID(bytes: bytes) else { return nil }
            result.append(id)
        }
        return result
    }

    /// Whether any cell has several live writes, so that people may have to choose; true for damaged
    /// bytes.
    ///
    /// Few of those are a disagreement in the end: equal values are none, nor is what sets and logs
    /// hold side by side.
    public static func hasSiblings(inFrame frame: [UInt8]) -> Bool {
        fieldsWithSiblings(inFrame: frame).map { !$0.isEmpty } ?? true
    }

    /// Whether people may have to settle something about the record, or it may have been merged into
    /// another; true for damaged bytes.
    public static func isDisputable(inFrame frame: [UInt8]) -> Bool {
        hasSiblings(inFrame: frame)
            || standing(inFrame: frame, of: [RecordMerges.field]) != [.nothing]
    }

    /// The fields with a cell that has several live writes; nil for damaged bytes.
    public static func fieldsWithSiblings(inFrame frame: [UInt8]) -> Set<UInt16>? {
        var scanner = FrameScanner(frame)
        guard scanner.array() == 3, scanner.item() != nil, scanner.item() != nil,
            let groups = scanner.array()
        else { return nil }
        var result: Set<UInt16> = []
        if groups < 2 { return result }
        var keys: [(field: UInt16, sub: ArraySlice<UInt8>)] = []
        for _ in 0..<groups {
            guard let fields = scanner.array(), fields == 5 || fields == 3 else { return nil }
            for _ in 0..<(fields - 1) where scanner.item() == nil { return nil }
            guard let items = scanner.array() else { return nil }
            for _ in 0..<(fields == 5 ? items / 2 : items) {
                guard let key = scanner.cell() else { return nil }
                keys.append(key)
                if fields == 5, scanner.item() == nil { return nil }
            }
        }
        // Runs that are sorted already, one for each group.
        keys.sort { a, b in
            a.field != b.field ? a.field < b.field : a.sub.lexicographicallyPrecedes(b.sub)
        }
        for (key, next) in zip(keys, keys.dropFirst())
        where key.field == next.field && key.sub == next.sub {
            result.insert(key.field)
        }
        return result
    }

    /// What stands in the cells of one field.
    public enum Standing: Equatable {
        case nothing
        /// One value, in the cell without a sub-key.
        case one(ArraySlice<UInt8>)
        /// Several, or values under sub-keys.
        case several
    }

    /// What stands in each of some fields, in their order; nil for damaged bytes, and where some cells
    /// have no value of their own here.
    public static func standing(
        inFrame frame: [UInt8],
        of fields: [UInt16]
    ) -> [Standing]? {
        var scanner = FrameScanner(frame)
        guard scanner.array() == 3, scanner.item() != nil, scanner.item() != nil,
            let groups = scanner.array()
        else { return nil }
        var result = [Standing](repeating: .nothing, count: fields.count)
        for _ in 0..<groups {
            guard scanner.array() == 5 else { return nil }
            for _ in 0..<4 where scanner.item() == nil { return nil }
            guard let items = scanner.array() else { return nil }
            for _ in 0..<(items / 2) {
                guard let (key, isWanted) = scanner.key(where: { fields.contains($0) }),
                    let value = scanner.item()
                else { return nil }
                guard isWanted, let place = fields.firstIndex(of: key.field) else { continue }
                let isFirst = result[place] == .nothing && key.sub.isEmpty
                result[place] = isFirst ? .one(value) : .several
            }
        }
        return result
    }

    /// Reads of a stored record's bytes only the cells of some fields, and the record's heads.
    ///
    /// Nil for bytes that are no record's. What it gives is good for looking at, not for joining: cells
    /// are missing.
    public init?(frame: [UInt8], onlyFields fields: Set<UInt16>) {
        var scanner = FrameScanner(frame)
        guard scanner.array() == 3,
            let collection = scanner.unsigned().flatMap({ UInt16(exactly: $0) }),
            let replicas = Self.replicas(&scanner)
        else { return nil }
        self.init(collection: collection)
        guard let groups = scanner.array(), groups <= WireLimits.cellsMax else { return nil }
        for _ in 0..<groups {
            guard scanner.array() == 5, let place = scanner.unsigned(),
                let counter = scanner.unsigned(), place < UInt64(replicas.count), counter > 0,
                let time = scanner.unsigned(),
                let actor = scanner.unsigned().flatMap({ UInt32(exactly: $0) }),
                let items = scanner.array()
            else { return nil }
            let dot = Dot(replicas[Int(place)], counter)
            let stamp = DotStamp(dot: dot, time: HybridTimestamp(rawValue: time), actor: actor)
            stamps.append(stamp)
            for _ in 0..<(items / 2) {
                guard
                    let (key, isWanted) = scanner.key(where: { field in
                        field == CellKey.head.field || fields.contains(field)
                    }), let value = scanner.item()
                else { return nil }
                if isWanted { writes.append(LiveWrite(key: key, dot: dot, value: value)) }
            }
        }
        if groups > 1 { writes.sort { $0.precedes($1) } }
    }
}
