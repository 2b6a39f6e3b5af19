/// A generator whose numbers follow from a seed (Steele et al., "SplitMix64").
struct WorkloadRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A generator of its own for each of a few numbers: what one draws, the others do not miss.
    init(_ numbers: UInt64...) {
        state = 0
        // Mixed at every step: neighbouring numbers must not give neighbouring stretches of one stream.
        for number in numbers {
            state ^= number
            state = next()
        }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number from 0 up to, and without, `bound`.
    mutating func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func choice(_ words: [String]) -> String { words[number(below: words.count)] }
}
