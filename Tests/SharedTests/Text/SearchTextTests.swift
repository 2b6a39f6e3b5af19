import Shared
import Testing

struct SearchTextTests {
    private func exact(_ text: String) -> [String] { SearchText(text).tokens.map { $0.exact } }
    private func folded(_ text: String) -> [String] { SearchText(text).tokens.map { $0.folded } }
    private func joined(_ text: String) -> [String] {
        SearchText(text).joined.map { $0.token.exact }
    }

    @Test(arguments: [
        ("hoà", "hòa"), ("uỷ", "ủy"), ("khoẻ", "khỏe"), ("thuỵ", "thụy"), ("HOÀ", "hòa"),
        ("Thuý", "thúy"), ("Đà", "\u{D0}à"), ("Straße", "STRASSE"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ])
    func `two ways to write a word have one key`(a: String, b: String) {
        #expect(exact(a) == exact(b))
    }

    @Test(arguments: [
        ("dân", "dẫn"), ("dân", "đân"), ("Huế", "Huệ"), ("a1", "á"), ("a4", "á"), ("a01", "a1"),
        ("toán", "toàn"), ("mua", "mưa"), ("o8", "ö"), ("a6008", "ä"), ("a305", "ã5"),
        ("ã05", "ã5"),
        ("áo", "a4o"), ("3,76", "3ß76"), ("résume", "resumé"), ("e1e1", "èè"),
    ])
    func `two different words have two keys`(a: String, b: String) {
        #expect(exact(a) != exact(b))
    }

    @Test(arguments: [
        ("Đội", "doi"), ("Möller", "moller"), ("Straße", "strasse"), ("Øresund", "oresund"),
        ("Łódź", "lodz"), ("Ærø", "aero"), ("ước", "uoc"), ("ＡＢＣ１", "abc1"), ("CO₂", "co2"),
        ("m²", "m2"),
        ("٣٤", "34"), ("𝟗", "9"), ("Τάξη", "ταξη"),
    ])
    func `folding leaves base letters and digits`(word: String, key: String) {
        #expect(folded(word) == [key])
    }

    @Test(arguments: [
        ("400.000", ["400000"]), ("400,000", ["400000"]), ("400000", ["400000"]),
        ("1.234.567", ["1234567"]), ("1.000.000,5", ["1000000ß5"]), ("1,000.5", ["1000ß5"]),
        ("3,76", ["3ß76"]), ("3.76", ["3ß76"]), ("4.0", ["4ß0"]), ("0.123", ["0ß123"]),
        ("23.9.2024", ["23", "9", "2024"]), ("1.234.56", ["1", "234", "56"]),
        ("1,2,3", ["1", "2", "3"]), ("2009-2011", ["2009", "2011"]),
        ("18-23/1", ["18", "23", "1"]),
        ("2024,2025", ["2024", "2025"]), ("400.000đ", ["400000", "d"]), ("400.000.", ["400000"]),
        ("9/2025", ["9", "2025"]), ("10km", ["10km"]), ("400. 000", ["400", "000"]),
    ])
    func `numbers are one word where they are one number`(text: String, keys: [String]) {
        #expect(folded(text) == keys)
    }

    @Test(arguments: [
        ("TP.HCM", ["tphcm"]), ("PMI-LED", ["pmiled"]), ("UN-Habitat", ["unhabitat"]),
        ("COVID-19", ["covid019"]), ("People's", ["peoples"]), ("TP. HCM", []), ("2009-2011", []),
        ("hoà-anh", ["hoaa1nh"]), ("a–b", []), ("x-1.5", []),
    ])
    func `compounds also give the joined form`(text: String, keys: [String]) {
        #expect(joined(text) == keys)
        #expect(joined(text).allSatisfy { SearchText($0).tokens.count == 1 })
    }

    @Test func `the joined form is the word typed in one`() {
        for compound in ["hoà-anh", "COVID-19", "Đà-Nẵng", "G.8-b"] {
            let typed = compound.filter { $0 != "-" && $0 != "." }
            #expect(joined(compound) == exact(typed))
        }
    }

    @Test func `ranges are places in the text as it was given`() {
        let text = "Sở Ngoại vụ: TP.HCM".decomposed
        let bytes = Array(text.utf8)
        let found = SearchText(text)
        let words = found.tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        #expect(words == ["Sở", "Ngoại", "vụ", "TP", "HCM"])
        let joined = found.joined.map { String(decoding: bytes[$0.token.range], as: UTF8.self) }
        #expect(joined == ["TP.HCM"])
        #expect(found.joined.map { $0.parts } == [3..<5])
    }

    @Test func `only words with a mark have marks`() {
        let marks = SearchText("da đa đà dà ơ ñ a 4 IFC Straße").tokens.map { $0.hasMarks }
        #expect(marks == [false, true, true, true, true, true, false, false, false, false])
    }

    @Test func `a hostile stack of marks takes no longer than its length`() {
        let stack = "a" + String(repeating: "\u{301}\u{323}", count: 50_000)
        #expect(SearchText(stack).tokens.count == 1)
    }
}
