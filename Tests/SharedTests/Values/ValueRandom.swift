import Shared
import Testing

/// Random values for the tests of value types, the same for the same seed (SplitMix64).
struct ValueRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &self) }

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[upTo(elements.count - 1)]
    }

    mutating func dayNumber() -> Int32 {
        Int32.random(in: CivilCalendar.dayNumbers, using: &self)
    }

    mutating func date() throws -> PartialDate {
        let full = try #require(PartialDate(dayNumber: dayNumber()))
        let precision = one(of: PartialDate.Precision.allCases)
        return try PartialDate(
            year: full.year,
            month: precision == .year ? nil : full.month,
            day: precision == .day ? full.day : nil,
            mark: one(of: PartialDate.Mark.allCases)
        )
    }

    mutating func range() throws -> DateRange {
        let dates = [try date(), try date()].sorted { $0.isOrdered(before: $1) }
        return switch upTo(4) {
        case 0: try DateRange(from: dates[0], until: .continuing)
        case 1: try DateRange(from: dates[0], until: .unknown)
        case 2: try DateRange(from: nil, until: .date(dates[0]))
        case 3: DateRange(dates[0])
        default: try DateRange(from: dates[0], until: .date(dates[1]))
        }
    }

    /// Of up to 37 digits, short ones as often as long ones.
    mutating func number() throws -> DecimalNumber {
        var text = upTo(3) == 0 ? "-" : ""
        let limit = upTo(1) == 0 ? 4 : 19
        text += String(upTo(9))
        for _ in 0..<upTo(limit) { text += String(upTo(9)) }
        if upTo(1) == 0 {
            text += "." + String(upTo(9))
            for _ in 0..<upTo(limit - 3) { text += String(upTo(9)) }
        }
        return try #require(DecimalNumber(plain: text))
    }

    mutating func quantity() throws -> Quantity {
        let numbers = [try number(), try number()].sorted()
        let hasUpper = numbers[0] < numbers[1] && upTo(2) == 0
        let units = [
            "cities", "thành phố", "%", "members of 5 bodies", "km²", "3 rooms", "..", "tỷ", "",
        ]
        return try Quantity(
            value: numbers[0],
            upper: hasUpper ? numbers[1] : nil,
            qualifier: one(of: Qualifier.allCases),
            unit: one(of: units)
        )
    }

    mutating func money() throws -> Money {
        let code = one(of: ["EUR", "USD", "VND", "JPY", "KWD", "DEM", "FRF", "ALL", "TOP", "XXX"])
        return Money(
            amount: try number(),
            currency: try #require(CurrencyCode(code: code)),
            qualifier: one(of: Qualifier.allCases)
        )
    }
}
