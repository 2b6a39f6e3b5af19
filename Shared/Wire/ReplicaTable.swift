/// The replicas that one encoding mentions, each written once; dots then name them by place.
struct ReplicaTable {
    private(set) var replicas: [ReplicaID]

    /// The table of all replicas among `dots`, in the order of bytes.
    init(of dots: some Sequence<Dot>) {
        replicas = []
        for dot in dots where replicas.last != dot.replica && !replicas.contains(dot.replica) {
            replicas.append(dot.replica)
        }
        if replicas.count > 1 { replicas.sort { $0.precedes($1) } }
    }

    func place(of replica: ReplicaID) -> UInt64 {
        UInt64(replicas.firstIndex(of: replica) ?? 0)
    }

    func write(to writer: inout CBORWriter) {
        writer.array(count: replicas.count)
        for replica in replicas { writer.identifier(replica) }
    }

    /// Reads a table; it must be sorted, each replica once.
    init(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.position
        replicas = try reader.list(limit: WireLimits.dotsMax) { reader throws(CBORError) in
            try reader.identifier(ReplicaID.self)
        }
        for (index, replica) in replicas.enumerated().dropFirst() {
            guard replicas[index - 1].precedes(replica) else { throw .notDeterministic(at: start) }
        }
    }

    /// Reads a dot: the replica's place, then the counter.
    func dot(from reader: inout CBORReader) throws(CBORError) -> Dot {
        let start = reader.position
        let place = try reader.unsigned()
        let counter = try reader.counter()
        guard place < UInt64(replicas.count), counter > 0 else { throw .unsupported(at: start) }
        return Dot(replicas[Int(place)], counter)
    }

    /// Reads `count` dots, sorted, each once.
    func dots(_ count: Int, from reader: inout CBORReader) throws(CBORError) -> [Dot] {
        var result: [Dot] = []
        result.reserveCapacity(min(count, WireLimits.dotsMax))
        for _ in 0..<count {
            let start = reader.position
            let dot = try dot(from: &reader)
            if let last = result.last, !last.precedes(dot) { throw .notDeterministic(at: start) }
            result.append(dot)
        }
        return result
    }

    /// Writes the dots flat: place, counter, place, counter and so on.
    func write(_ dots: [Dot], to writer: inout CBORWriter) {
        for dot in dots {
            writer.unsigned(place(of: dot.replica))
            writer.unsigned(dot.counter)
        }
    }
}
