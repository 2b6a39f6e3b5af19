/// How many of each there are, in the order in which they were first met.
struct Counts<Key: Hashable> {
    private(set) var keys: [Key] = []
    private var counts: [Key: Int] = [:]

    mutating func add(_ key: Key, _ count: Int = 1) {
        if counts[key] == nil { keys.append(key) }
        counts[key, default: 0] += count
    }

    subscript(key: Key) -> Int { counts[key] ?? 0 }

    /// The keys, those with the most first.
    var sorted: [Key] {
        keys.enumerated().sorted { left, right in
            let (first, second) = (self[left.element], self[right.element])
            return first == second ? left.offset < right.offset : first > second
        }
        .map { $0.element }
    }
}

extension Labels {
    /// That a chart leaves out `count` of its bars.
    static func more(_ count: Int) -> Labels {
        Labels(vi: "và \(count) mục nữa", en: "and \(count) more")
    }
}
