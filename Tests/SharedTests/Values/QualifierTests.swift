import Shared
import Testing

struct QualifierTests {
    @Test(arguments: Qualifier.allCases)
    func `every qualifier comes back from its code and its words`(qualifier: Qualifier) throws {
        #expect(Qualifier(code: qualifier.code) == qualifier)
        #expect(try Qualifier(parsing: qualifier.code) == qualifier)
        for language in DisplayLanguage.allCases where qualifier != .exact {
            #expect(try Qualifier(parsing: qualifier.word(in: language)) == qualifier)
        }
    }

    @Test(arguments: [
        ("~", Qualifier.about), ("Khoảng", .about), ("KHOẢNG", .about), (">", .moreThan),
        ("trên", .moreThan), ("Hơn", .moreThan), ("ho\u{31B}n", .moreThan), ("<", .lessThan),
        ("dưới", .lessThan), ("gần", .nearly), ("GẦN", .nearly), (">=", .atLeast), ("≥", .atLeast),
        ("ít nhất", .atLeast), ("<=", .atMost), ("tối đa", .atMost), ("nhiều nhất", .atMost),
        ("at  most", .atMost), ("exactly", .exact),
    ])
    func `words and signs of both languages are read`(text: String, qualifier: Qualifier) throws {
        #expect(try Qualifier(parsing: text) == qualifier)
    }

    @Test(arguments: ["", "more", "aboutt", "hundreds of", "5", "EXACT "])
    func `other words are refused`(text: String) {
        #expect(throws: ValueError.malformed(.qualifier, given: text, example: "more than")) {
            try Qualifier(parsing: text)
        }
    }

    @Test(
        arguments: [
            (Qualifier.exact, .exact, .exact), (.exact, .about, .about), (.about, .about, .about),
            (.moreThan, .atLeast, .moreThan), (.moreThan, .exact, .moreThan),
            (.atMost, .lessThan, .lessThan), (.moreThan, .lessThan, .about),
            (.order, .exact, .about),
            (.order, .order, .about), (.nearly, .about, .about), (.atLeast, .atLeast, .atLeast),
        ] as [(Qualifier, Qualifier, Qualifier)]
    )
    func `a sum is as little exact as its parts`(a: Qualifier, b: Qualifier, sum: Qualifier) {
        #expect(a.combined(with: b) == sum)
        #expect(b.combined(with: a) == sum)
    }
}
