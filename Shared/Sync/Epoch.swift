/// One uninterrupted history of a server's scope; a restored server begins a new one.
public struct Epoch: SixteenBytes {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func random(using random: inout some RandomNumberGenerator) -> Epoch {
        Epoch(high: random.next(), low: random.next())
    }
}

/// A position in a scope's history on the server: grows with every touched record, within an epoch.
public typealias ServerSequence = UInt64
