import Shared
import Testing

struct QuantityTests {
    @Test(arguments: [
        ("63 cities", "63 cities"), ("about 63 cities", "about 63 cities"),
        ("khoảng 63 thành phố", "about 63 thành phố"),
        ("more than 7000 members", "more_than 7000 members"),
        ("hơn 7000 thành viên", "more_than 7000 thành viên"),
        (">7000 members", "more_than 7000 members"),
        ("nearly 70 international guests", "nearly 70 international guests"),
        ("gần 70 khách", "nearly 70 khách"), ("at least 5 courses", "at_least 5 courses"),
        ("tối đa 100 hạng", "at_most 100 hạng"), ("<= 100 rank", "at_most 100 rank"),
        ("hundreds of firms", "order 100 firms"),
        ("Hàng trăm doanh nghiệp", "order 100 doanh nghiệp"),
        ("hàng nghìn người", "order 1000 người"), ("thousands of people", "order 1000 people"),
        ("tens of thousands of people", "order 10000 people"),
        ("hàng chục nghìn người", "order 10000 người"),
        ("hundreds", "order 100"), ("cỡ 500 người", "order 500 người"),
        ("10-12 cities", "10..12 cities"), ("10–12 cities", "10..12 cities"),
        ("10 - 12 cities", "10..12 cities"), ("10 to 12 cities", "10..12 cities"),
        ("10 đến 12 thành phố", "10..12 thành phố"), ("từ 10 đến 12 thành phố", "10..12 thành phố"),
        ("about 10-12 cities", "about 10..12 cities"),
        ("10-12 triệu người", "10000000..12000000 người"),
        ("900 triệu - 1 tỷ người", "900000000..1000000000 người"),
        ("10 triệu–12 triệu người", "10000000..12000000 người"),
        ("-5 to -2 °C", "-5..-2 °C"), ("3,76 tỷ người", "3760000000 người"),
        ("hơn 3.76 billion people", "more_than 3760000000 people"), ("70%", "70 %"),
        ("5km", "5 km"),
        ("1,2 triệu  \u{A0}lượt   khách", "1200000 lượt khách"),
        ("10 to do items", "10 to do items"),
        ("100 000-year plan", ""), ("5 hundredweight", "5 hundredweight"),
    ])
    func `quantities are read as people write them`(text: String, canonical: String) throws {
        if canonical.isEmpty {
            #expect(throws: ValueError.self) { try Quantity(parsing: text) }
        } else {
            #expect(try Quantity(parsing: text, requiresUnit: false).canonical == canonical)
        }
    }

    @Test(arguments: [
        "", "cities", "about cities", "1/2 cities", "1 200 firms", "63, cities", "63. cities",
        "10--12 cities", "10-year plans", "from 10 cities", "about about 5 cities", "+", "5 +6 x",
        "hundreds firms", "1.20.000 people",
    ])
    func `what is no quantity is refused with an example`(text: String) {
        #expect { try Quantity(parsing: text) } throws: { error in
            guard case .malformed(.quantity, _, let example) = error as? ValueError
            else { return false }
            return example == "about 63 cities"
        }
    }

    @Test func `a number alone is refused unless the caller takes it`() throws {
        #expect(throws: ValueError.missingUnit(given: "63", example: "about 63 cities")) {
            try Quantity(parsing: "63")
        }
        #expect(try Quantity(parsing: "63", requiresUnit: false).canonical == "63")
    }

    @Test func `two readings are refused unless the style decides`() throws {
        #expect(throws: ValueError.ambiguousNumber(given: "7.000", readings: ["7000", "7"])) {
            try Quantity(parsing: "hơn 7.000 thành viên")
        }
        let quantity = try Quantity(parsing: "hơn 7.000 thành viên", style: .vi)
        #expect(quantity.canonical == "more_than 7000 thành viên")
    }

    @Test func `the upper bound is above the value`() throws {
        let error = ValueError.reversed(.quantity, given: "12..10", start: "12", end: "10")
        #expect(throws: error) { try Quantity(parsing: "12-10 cities") }
        #expect(throws: ValueError.self) { try Quantity(parsing: "10-10 cities") }
    }

    @Test func `a unit is tidied, and controls in it are refused`() throws {
        let quantity = try Quantity(value: DecimalNumber(5), unit: "  tha\u{300}nh \u{A0} phố ")
        #expect(quantity.unit.unicodeScalars.elementsEqual("thành phố".unicodeScalars))
        #expect(throws: ValueError.self) {
            try Quantity(value: DecimalNumber(5), unit: "a\u{1B}[0m")
        }
        #expect(throws: ValueError.self) { try Quantity(value: DecimalNumber(5), unit: "a\nb") }
        let long = String(repeating: "a", count: Quantity.unitBytesMax)
        #expect(try Quantity(value: DecimalNumber(5), unit: long).unit == long)
        #expect(throws: ValueError.tooLong(.unit, limit: 240)) {
            try Quantity(value: DecimalNumber(5), unit: long + "a")
        }
    }

    @Test(arguments: [
        "", "exact 5 cities", "5  cities", "5 cities ", "05 cities", "about", "about ", "5 ", " 5",
        "about about 5", "12..10 x", "10..10", "5..", "..5", "5...6", "1.0", "About 5", "order5",
        "5 tha\u{300}nh",
    ])
    func `only the exact form is canonical`(text: String) {
        #expect(Quantity(canonical: text) == nil)
    }

    @Test(arguments: [
        ("about 63 cities", "khoảng 63 cities", "about 63 cities"),
        ("more_than 7000 members", "hơn 7.000 members", "more than 7,000 members"),
        ("10..12 cities", "10–12 cities", "10–12 cities"),
        ("-5..-2 °C", "-5 đến -2 °C", "-5 to -2 °C"),
        ("order 100 firms", "hàng trăm firms", "hundreds of firms"),
        ("order 10000", "hàng chục nghìn", "tens of thousands"),
        ("order 500 firms", "cỡ 500 firms", "on the order of 500 firms"), ("70 %", "70%", "70%"),
        ("0.5", "0,5", "0.5"),
    ])
    func `quantities are shown in both languages`(canonical: String, vi: String, en: String) throws
    {
        let quantity = try #require(Quantity(canonical: canonical))
        #expect(quantity.display(in: .vi) == vi)
        #expect(quantity.display(in: .en) == en)
    }

    @Test func `every quantity comes back from its canonical form, and from what is shown`() throws
    {
        for seed in 0..<2000 {
            var random = ValueRandom(seed: seed)
            let quantity = try random.quantity()
            #expect(Quantity(canonical: quantity.canonical) == quantity, "seed \(seed)")
            // Units that look like more of the number cannot be told from it.
            guard !["tỷ", "3 rooms", ".."].contains(quantity.unit) else { continue }
            for language in DisplayLanguage.allCases {
                let shown = quantity.display(in: language)
                let style = NumberStyle(language)
                let read = try Quantity(parsing: shown, style: style, requiresUnit: false)
                #expect(read == quantity, "seed \(seed): \(shown)")
            }
        }
    }
}
