import Shared
import Testing

struct ValueErrorTests {
    @Test func `every example is accepted by its parser`() throws {
        for kind in ValueKind.allCases {
            let example = kind.example
            switch kind {
            case .year, .month, .day, .partialDate: _ = try PartialDate(parsing: example)
            case .dateRange: _ = try DateRange(parsing: example)
            case .number: _ = try DecimalNumber(parsing: example)
            case .qualifier: _ = try Qualifier(parsing: example)
            case .quantity: _ = try Quantity(parsing: example)
            case .unit: _ = try Quantity(value: .zero, unit: example)
            case .currency: _ = try CurrencyCode(parsing: example)
            case .money: _ = try Money(parsing: example)
            case .emailAddress: _ = try EmailAddress(parsing: example)
            case .webAddress: _ = try WebAddress(parsing: example)
            case .telephoneNumber: _ = try TelephoneNumber(parsing: example)
            case .counter: _ = try CounterValue(parsing: example)
            }
        }
    }

    @Test func `any text is refused or comes back from its canonical form`() {
        let signs =
            Array("0123456789.,-/~?+ ").map(String.init) + [
                "1997", "..", " tỷ ", " EUR", "khoảng ", "hơn ", " đến ", "–", " cities", "$",
                "a\u{301}",
                "\u{0}", "hàng ", "trăm ", "tens ", "of ", "năm ", "đ", "🌾", "%",
            ]
        for seed in 0..<5000 {
            var random = ValueRandom(seed: seed)
            let text = (0..<random.upTo(8)).map { _ in random.one(of: signs) }.joined()
            let style = random.one(of: NumberStyle.allCases)
            if let value = try? PartialDate(parsing: text) {
                #expect(PartialDate(canonical: value.canonical) == value, "seed \(seed)")
            }
            if let value = try? DateRange(parsing: text) {
                #expect(DateRange(canonical: value.canonical) == value, "seed \(seed)")
            }
            if let value = try? DecimalNumber(parsing: text, style: style) {
                #expect(DecimalNumber(canonical: value.canonical) == value, "seed \(seed)")
            }
            if let value = try? Quantity(parsing: text, style: style, requiresUnit: false) {
                #expect(Quantity(canonical: value.canonical) == value, "seed \(seed)")
            }
            if let value = try? Money(parsing: text, style: style) {
                #expect(Money(canonical: value.canonical) == value, "seed \(seed)")
            }
            for canonical in [
                PartialDate(canonical: text)?.canonical,
                DateRange(canonical: text)?.canonical, DecimalNumber(canonical: text)?.canonical,
                Quantity(canonical: text)?.canonical, Money(canonical: text)?.canonical,
            ] {
                guard let canonical else { continue }
                #expect(canonical.utf8.elementsEqual(text.utf8), "seed \(seed)")
            }
        }
    }

    @Test func `a language is found by its exact tag`() {
        for language in DisplayLanguage.allCases {
            #expect(DisplayLanguage(code: language.code) == language)
        }
        #expect(DisplayLanguage(code: "VI") == nil)
        #expect(DisplayLanguage(code: "fr") == nil)
    }
}
