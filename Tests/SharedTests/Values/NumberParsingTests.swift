import Shared
import Testing

struct NumberParsingTests {
    @Test(arguments: [
        ("400000", "400000"), ("1.200.000", "1200000"), ("1,200,000", "1200000"), ("1,2", "1.2"),
        ("1.2", "1.2"), ("3,76", "3.76"), ("0.400", "0.4"), ("0,400", "0.4"),
        ("1.200.000,5", "1200000.5"),
        ("1,200,000.50", "1200000.5"), ("1.200,5", "1200.5"), ("1,200.500", "1200.5"),
        ("1234.567", "1234.567"), ("1234,5", "1234.5"), ("1 200 000", "1200000"),
        ("1\u{A0}200\u{202F}000,5", "1200000.5"), ("-5", "-5"), ("−5", "-5"), ("+5", "5"),
        ("007", "7"), ("1,2 tỷ", "1200000000"), ("1,2 tỉ", "1200000000"),
        ("1.2 billion", "1200000000"),
        ("3 triệu", "3000000"), ("5 nghìn", "5000"), ("5 NGÀN", "5000"), ("2 thousand", "2000"),
        ("2 million", "2000000"), ("2 nghìn tỷ", "2000000000000"), ("1.2tỷ", "1200000000"),
        ("1,25 tr\u{69}e\u{302}\u{323}u", "1250000"), ("0 tỷ", "0"),
    ])
    func `numbers with one reading mean the same in every style`(
        text: String,
        canonical: String
    ) throws {
        for style in NumberStyle.allCases {
            #expect(try DecimalNumber(parsing: text, style: style).canonical == canonical)
        }
    }

    @Test(arguments: [
        ("400.000", "400000", "400"), ("1.200", "1200", "1.2"), ("-12.345", "-12345", "-12.345"),
    ])
    func `a point before three digits depends on the language`(
        text: String,
        vi: String,
        en: String
    ) throws {
        #expect(try DecimalNumber(parsing: text, style: .vi).canonical == vi)
        #expect(try DecimalNumber(parsing: text, style: .en).canonical == en)
        #expect(throws: ValueError.ambiguousNumber(given: text, readings: [vi, en])) {
            try DecimalNumber(parsing: text)
        }
    }

    @Test(arguments: [("1,200", "1.2", "1200"), ("400,000", "400", "400000")])
    func `a comma before three digits depends on the language`(
        text: String,
        vi: String,
        en: String
    ) throws {
        #expect(try DecimalNumber(parsing: text, style: .vi).canonical == vi)
        #expect(try DecimalNumber(parsing: text, style: .en).canonical == en)
        #expect(throws: ValueError.ambiguousNumber(given: text, readings: [en, vi])) {
            try DecimalNumber(parsing: text)
        }
    }

    @Test func `a word of scale does not decide between two readings`() {
        let error = ValueError.ambiguousNumber(given: "1.200", readings: ["1200", "1.2"])
        #expect(throws: error) { try DecimalNumber(parsing: "1.200 tỷ") }
    }

    @Test(arguments: [
        "", "abc", "1.20.000", "1.200.00", "1,2,3", "1.2,3.4", "1.200,000,5", "12 34", "1 2000",
        ".5", "5.", "5,", "1..2", "1.,2", "--5", "- 5", "+-5", "1e5", "1/2", "１", "0.200.000",
        "0.200,5", "1 tỷx", "tỷ", "1 200.000.000", "$5", "5 6",
    ])
    func `what is no number is refused in every style`(text: String) {
        for style in NumberStyle.allCases {
            #expect { try DecimalNumber(parsing: text, style: style) } throws: { error in
                guard case .malformed(.number, _, _) = error as? ValueError else { return false }
                return true
            }
        }
    }

    @Test func `too many digits are refused, also by words of scale`() {
        let most = String(repeating: "9", count: 38)
        #expect((try? DecimalNumber(parsing: most))?.canonical == most)
        for text in [most + "9", most + " tỷ", "1" + String(repeating: " tỷ", count: 200)] {
            #expect { try DecimalNumber(parsing: text) } throws: { error in
                guard case .tooManyDigits(_, 38) = error as? ValueError else { return false }
                return true
            }
        }
    }
}
