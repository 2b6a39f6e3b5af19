/// A set of small numbers, as bits.
struct EventSet: Hashable {
    private var words: [UInt64] = []

    init() {}

    func contains(_ number: Int) -> Bool {
        let word = number / 64
        return word < words.count && words[word] >> UInt64(number % 64) & 1 == 1
    }

    mutating func insert(_ number: Int) {
        let word = number / 64
        while words.count <= word { words.append(0) }
        words[word] |= 1 << UInt64(number % 64)
    }

    mutating func formUnion(_ other: EventSet) {
        while words.count < other.words.count { words.append(0) }
        for index in other.words.indices { words[index] |= other.words[index] }
    }

    func filter(_ isIncluded: (Int) -> Bool) -> EventSet {
        var result = EventSet()
        for number in numbers where isIncluded(number) { result.insert(number) }
        return result
    }

    /// The numbers, ascending.
    var numbers: [Int] {
        var result: [Int] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                result.append(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return result
    }

    static func == (left: EventSet, right: EventSet) -> Bool {
        let count = max(left.words.count, right.words.count)
        for index in 0..<count {
            let a = index < left.words.count ? left.words[index] : 0
            let b = index < right.words.count ? right.words[index] : 0
            if a != b { return false }
        }
        return true
    }

    func hash(into hasher: inout Hasher) {
        let end = words.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        for word in words[..<end] { hasher.combine(word) }
    }
}
