import Foundation
import Shared
import Testing

struct DecimalNumberTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("0.10", "0.1"), ("0.1", "0.1"), ("00012.500", "12.5"),
        ("-0.00", "0"), ("100", "100"), ("-1200000.5", "-1200000.5"), ("0.000", "0"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
    ])
    func `plain numbers have one canonical form`(plain: String, canonical: String) throws {
        let number = try #require(DecimalNumber(plain: plain))
        #expect(number.canonical == canonical)
        #expect(DecimalNumber(canonical: canonical) == number)
        #expect((DecimalNumber(canonical: plain) != nil) == (plain == canonical))
    }

    @Test(arguments: [
        "", "-", ".", "1.", ".5", "1..2", "1.2.3", "+1", "1e5", " 1", "1 ", "1,5", "--1", "٣", "1-",
        "123456789012345678901234567890123456789", "0.000000000000000000000000000000000000001",
    ])
    func `what is no plain number is refused`(text: String) {
        #expect(DecimalNumber(plain: text) == nil)
    }

    @Test(arguments: [
        ("1200000.5", "1.200.000,5", "1,200,000.5"), ("999", "999", "999"),
        ("1000", "1.000", "1,000"), ("-1234.25", "-1.234,25", "-1,234.25"), ("0", "0", "0"),
        ("0.05", "0,05", "0.05"), ("100000", "100.000", "100,000"),
    ])
    func `numbers are shown in both languages`(canonical: String, vi: String, en: String) throws {
        let number = try #require(DecimalNumber(canonical: canonical))
        #expect(number.display(in: .vi) == vi)
        #expect(number.display(in: .en) == en)
    }

    @Test func `every number comes back from its canonical and its shown form`() throws {
        for seed in 0..<2000 {
            var random = ValueRandom(seed: seed)
            let number = try random.number()
            #expect(DecimalNumber(canonical: number.canonical) == number, "seed \(seed)")
            for language in DisplayLanguage.allCases {
                let shown = number.display(in: language)
                let read = try DecimalNumber(parsing: shown, style: NumberStyle(language))
                #expect(read == number, "seed \(seed): \(shown)")
            }
        }
    }

    @Test func `sums, differences and order agree with another decimal arithmetic`() throws {
        for seed in 0..<2000 {
            var random = ValueRandom(seed: seed)
            let numbers = (try random.number(), try random.number())
            let others = (
                try #require(Decimal(string: numbers.0.canonical)),
                try #require(Decimal(string: numbers.1.canonical))
            )
            let sum = try numbers.0.adding(numbers.1)
            #expect(Decimal(string: sum.canonical) == others.0 + others.1, "seed \(seed)")
            let difference = try numbers.0.subtracting(numbers.1)
            #expect(Decimal(string: difference.canonical) == others.0 - others.1, "seed \(seed)")
            #expect((numbers.0 < numbers.1) == (others.0 < others.1), "seed \(seed)")
            #expect((numbers.0 == numbers.1) == (others.0 == others.1), "seed \(seed)")
            #expect(try sum.subtracting(numbers.1) == numbers.0, "seed \(seed)")
        }
    }

    @Test func `whole numbers are the integers`() throws {
        for seed in 0..<500 {
            var random = ValueRandom(seed: seed)
            let pair = (
                Int64(truncatingIfNeeded: random.next()) >> random.upTo(62),
                Int64(truncatingIfNeeded: random.next()) >> random.upTo(62)
            )
            let numbers = (DecimalNumber(pair.0), DecimalNumber(pair.1))
            #expect(numbers.0.canonical == String(pair.0), "seed \(seed)")
            #expect(numbers.0.integer == pair.0, "seed \(seed)")
            #expect((numbers.0 < numbers.1) == (pair.0 < pair.1), "seed \(seed)")
            let sum = Int128(pair.0) + Int128(pair.1)
            #expect(try numbers.0.adding(numbers.1).canonical == String(sum), "seed \(seed)")
        }
        for edge in [Int64.min, .max, 0] { #expect(DecimalNumber(edge).integer == edge) }
        let texts = [
            "9223372036854775808", "-9223372036854775809", "0.5",
            "1" + String(repeating: "0", count: 30),
        ]
        for text in texts { #expect(try #require(DecimalNumber(canonical: text)).integer == nil) }
    }

    @Test func `a sum of too many digits is refused`() throws {
        let most = try #require(DecimalNumber(plain: String(repeating: "9", count: 38)))
        #expect(throws: ValueError.self) { try most.adding(DecimalNumber(1)) }
        let tenth = try #require(DecimalNumber(plain: "0.1"))
        #expect(throws: ValueError.self) { try most.adding(tenth) }
        #expect(try most.subtracting(most) == .zero)
    }
}
