/// Random numbers fit for secrets, from the operating system.
package struct SecureRandom: RandomNumberGenerator, Sendable {
    package init() {}

    package mutating func next() -> UInt64 {
        // The standard library asks the kernel, and stops the program when it gets no answer.
        var system = SystemRandomNumberGenerator()
        return system.next()
    }

    /// `count` random bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        var random = SecureRandom()
        var result: [UInt8] = []
        result.reserveCapacity(count)
        while result.count < count {
            let word = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) where result.count < count {
                result.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return result
    }
}
