import Shared
import Testing

struct MoneyTests {
    @Test(arguments: [
        ("about 136000 EUR", "about 136000 EUR"), ("khoảng 136000 EUR", "about 136000 EUR"),
        ("1,2 tỷ VND", "1200000000 VND"), ("1.2 tỉ đồng", "1200000000 VND"),
        ("EUR 136000", "136000 EUR"),
        ("USD 2,400,000", "2400000 USD"), ("2.400.000 usd", "2400000 USD"), ("$5", "5 USD"),
        ("5$", "5 USD"), ("US$ 1.5 million", "1500000 USD"), ("€136000", "136000 EUR"),
        ("180000 Euro", "180000 EUR"), ("500000đ", "500000 VND"), ("500000 ₫", "500000 VND"),
        ("500 triệu đồng", "500000000 VND"), ("hơn 500 triệu ĐỒNG", "more_than 500000000 VND"),
        ("136 000 EUR", "136000 EUR"), ("0,30 USD", "0.3 USD"), ("-5 USD", "-5 USD"),
        ("about EUR 5", "about 5 EUR"), ("5000 DEM", "5000 DEM"), ("5000 FRF", "5000 FRF"),
        ("hàng trăm nghìn EUR", "order 100000 EUR"),
        ("hundreds of thousands of EUR", "order 100000 EUR"), ("5 đô la Mỹ", "5 USD"),
        ("C$100", "100 CAD"), ("1000VNĐ", "1000 VND"),
    ])
    func `sums are read as people write them`(text: String, canonical: String) throws {
        #expect(try Money(parsing: text).canonical == canonical)
    }

    @Test func `two readings are refused unless the style decides`() throws {
        #expect(throws: ValueError.ambiguousNumber(given: "136.000", readings: ["136000", "136"])) {
            try Money(parsing: "136.000 EUR")
        }
        #expect(try Money(parsing: "136.000 EUR", style: .vi).canonical == "136000 EUR")
        #expect(try Money(parsing: "136.000 EUR", style: .en).canonical == "136 EUR")
    }

    @Test(arguments: [
        ("136000", "136000 XXX"), ("136000 XXX", "136000 XXX"), ("XXX 136000", "136000 XXX"),
        ("136000 xxx", "136000 XXX"), ("136 000", "136000 XXX"), ("-5", "-5 XXX"),
        ("0,30", "0.3 XXX"),
        ("about 136000", "about 136000 XXX"), ("hơn 500 triệu", "more_than 500000000 XXX"),
        ("1,2 tỷ", "1200000000 XXX"), ("hàng trăm nghìn", "order 100000 XXX"),
        ("hundreds of thousands", "order 100000 XXX"),
        ("136000 (currency not stated)", "136000 XXX"),
        ("khoảng 5 (Chưa rõ loại tiền)", "about 5 XXX"), ("5 XXX (currency not stated)", "5 XXX"),
    ])
    func `a sum without currency is kept as one whose currency is not stated`(
        text: String,
        canonical: String
    ) throws {
        let money = try Money(parsing: text)
        #expect(money.canonical == canonical)
        #expect(money.currency == .notStated)
        #expect(Money(canonical: canonical) == money)
    }

    @Test func `a sum without currency that reads two ways is refused as others are`() throws {
        #expect(throws: ValueError.ambiguousNumber(given: "136.000", readings: ["136000", "136"])) {
            try Money(parsing: "136.000")
        }
        #expect(try Money(parsing: "136.000", style: .vi).canonical == "136000 XXX")
    }

    @Test(arguments: [
        ("5 XYZ", "XYZ"), ("XYZ 5", "XYZ"), ("5 eux", "eux"), ("136000 ABC", "ABC"),
    ])
    func `an unknown currency is named`(text: String, given: String) {
        #expect(throws: ValueError.unknownCurrency(given: given, example: "about 136000 EUR")) {
            try Money(parsing: text)
        }
    }

    @Test(arguments: [
        "", "EUR", "about", "5 EUR USD", "EUR 5 EUR", "10-12 EUR", "5 ¥", "5 dollars", "5 EURO5",
        "abc", "5 EUR per year", "1/2 EUR", "10-12", "1/2", "3 5", "1e5", "136000 EURO2", "XXX",
        "(currency not stated)", "5 EUR (currency not stated)", "5 currency not stated",
    ])
    func `what is no sum is refused`(text: String) {
        #expect(throws: ValueError.malformed(.money, given: text, example: "about 136000 EUR")) {
            try Money(parsing: text)
        }
    }

    @Test(arguments: [
        "", "5", "EUR 5", "5 eur", "5.0 EUR", "5 EUR ", "exact 5 EUR", "5..6 EUR", "5 XYZ",
        "5  EUR",
        "about EUR",
    ])
    func `only the exact form is canonical`(text: String) {
        #expect(Money(canonical: text) == nil)
    }

    @Test(arguments: [
        ("about 136000 EUR", "khoảng 136.000 EUR", "about 136,000 EUR"),
        ("0.3 USD", "0,30 USD", "0.30 USD"), ("0.125 USD", "0,125 USD", "0.125 USD"),
        ("0.5 VND", "0,5 VND", "0.5 VND"), ("1.5 KWD", "1,500 KWD", "1.500 KWD"),
        ("1200000000 VND", "1.200.000.000 VND", "1,200,000,000 VND"),
        ("order 100000 EUR", "hàng trăm nghìn EUR", "hundreds of thousands of EUR"),
        ("-5 USD", "-5 USD", "-5 USD"),
        ("136000 XXX", "136.000 (chưa rõ loại tiền)", "136,000 (currency not stated)"),
        ("about 0.5 XXX", "khoảng 0,5 (chưa rõ loại tiền)", "about 0.5 (currency not stated)"),
        (
            "order 100000 XXX", "hàng trăm nghìn (chưa rõ loại tiền)",
            "hundreds of thousands (currency not stated)"
        ),
    ])
    func `sums are shown in both languages`(canonical: String, vi: String, en: String) throws {
        let money = try #require(Money(canonical: canonical))
        #expect(money.display(in: .vi) == vi)
        #expect(money.display(in: .en) == en)
    }

    @Test func `every sum comes back from its canonical and its shown form`() throws {
        for seed in 0..<2000 {
            var random = ValueRandom(seed: seed)
            let money = try random.money()
            #expect(Money(canonical: money.canonical) == money, "seed \(seed)")
            for language in DisplayLanguage.allCases {
                let shown = money.display(in: language)
                let read = try Money(parsing: shown, style: NumberStyle(language))
                #expect(read == money, "seed \(seed): \(shown)")
            }
        }
    }

    @Test func `sums of one currency are added exactly`() throws {
        let money = try Money(parsing: "0.10 USD").adding(try Money(parsing: "about 0.20 USD"))
        #expect(money.canonical == "about 0.3 USD")
        #expect(money.display(in: .en) == "about 0.30 USD")
        #expect(throws: ValueError.differentCurrencies("USD", "EUR")) {
            try money.adding(try Money(parsing: "1 EUR"))
        }
    }

    @Test func `a currency that is not stated is one of its own`() throws {
        let money = try Money(parsing: "5")
        #expect(try money.adding(try Money(parsing: "about 7")).canonical == "about 12 XXX")
        #expect(throws: ValueError.differentCurrencies("XXX", "EUR")) {
            try money.adding(try Money(parsing: "1 EUR"))
        }
    }

    @Test(arguments: [
        ("EUR", 2, false), ("VND", 0, false), ("KWD", 3, false), ("DEM", 2, true), ("FRF", 2, true),
        ("ITL", 0, true), ("JPY", 0, false), ("XEU", 2, true), ("ZWG", 2, false), ("ZMW", 2, false),
        ("XXX", 0, false),
    ])
    func `currencies of today and of the past are known`(
        code: String,
        digits: Int,
        isPast: Bool
    ) throws {
        let currency = try #require(CurrencyCode(code: code))
        #expect(currency.code == code)
        #expect(currency.minorDigits == digits)
        #expect(currency.isPast == isPast)
    }

    @Test(arguments: ["", "EU", "EURO", "eur", "XTS", "XYZ", "E R", "€", "ÉUR"])
    func `other codes are not`(code: String) {
        #expect(CurrencyCode(code: code) == nil)
    }

    @Test func `the code of no currency is the one that is not stated`() {
        #expect(CurrencyCode(code: "XXX") == CurrencyCode.notStated)
        #expect(CurrencyCode.notStated.code == "XXX")
    }
}
