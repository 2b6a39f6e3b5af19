import Shared
import Testing

struct CounterValueTests {
    @Test(
        arguments: [
            ("+3", 3), ("-1", -1), ("12", 12), ("−4", -4), ("0", 0), ("+1.200.000", 1_200_000),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("+2 nghìn", 2000),
        ] as [(String, Int64)]
    )
    func `what is added is read with and without sign`(text: String, amount: Int64) throws {
        let value = try CounterValue(parsing: text)
        #expect(value.amount == amount)
        #expect(CounterValue(canonical: value.canonical) == value)
    }

    @Test(arguments: ["", "+", "++3", "1.5", "abc", "3 people", "+ 3"])
    func `what is no whole number is refused`(text: String) {
        #expect(throws: ValueError.malformed(.counter, given: text, example: "+3")) {
            try CounterValue(parsing: text)
        }
    }

    @Test func `what does not fit is refused with the limits`() {
        #expect { try CounterValue(parsing: "9223372036854775808") } throws: { error in
            guard case .outOfRange(.counter, _, let least, let most) = error as? ValueError
            else { return false }
            return least == "-9223372036854775808" && most == "9223372036854775807"
        }
    }

    @Test(arguments: ["3", "+0", "-0", "+03", "", "+-3", "++3", "1.5", "+3.0"])
    func `only the exact form is canonical`(text: String) {
        #expect(CounterValue(canonical: text) == nil)
    }

    @Test func `every amount comes back from its canonical and its shown form`() throws {
        for seed in 0..<500 {
            var random = ValueRandom(seed: seed)
            let value = CounterValue(Int64(truncatingIfNeeded: random.next()) >> random.upTo(63))
            #expect(CounterValue(canonical: value.canonical) == value, "seed \(seed)")
            for language in DisplayLanguage.allCases {
                let shown = value.display(in: language)
                let read = try CounterValue(parsing: shown, style: NumberStyle(language))
                #expect(read == value, "seed \(seed): \(shown)")
            }
        }
    }
}
