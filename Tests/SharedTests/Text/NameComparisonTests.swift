import Shared
import Testing

struct NameComparisonTests {
    @Test(arguments: [
        ("Ủy ban Nhân dân", "uy ban nhan dan"), ("PMI-LED", "pmi led"), ("  Đà   Nẵng ", "da nang"),
        ("Bodo Möller", "bodo moller"), ("Liên minh (CA)", "lien minh ca"), ("—", "—"), ("", ""),
    ])
    func `names are compared without marks, case and punctuation`(name: String, key: String) {
        #expect(foldedName(name) == key)
        #expect(foldedName(name.decomposed.uppercased()) == key)
    }

    @Test(arguments: [
        ("agreemnts", "agreements"), ("parnters", "partners"), ("serach", "search"),
        ("Đà Nãng", "Đà Nẵng"), ("da nag", "Đà Nẵng"), ("snyc", "sync"), ("SYNC", "sync"),
        ("xyzzy", nil), ("", nil), ("a", nil),
    ])
    func `a typing error is recognised`(typed: String, meant: String?) {
        let names = ["agreements", "partners", "search", "sync", "Đà Nẵng"]
        #expect(nearest(typed, in: names) == meant)
    }

    @Test func `the nearest wins, among equals the first`() {
        #expect(nearest("abcdef", in: ["abcxyz", "abcdex", "abcdey"]) == "abcdex")
        #expect(nearest("abcdef", in: ["abcdex", "ABCDEF"]) == "ABCDEF")
    }

    @Test func `very long names are not compared letter by letter`() {
        let long = String(repeating: "a", count: 20_000)
        #expect(nearest(long, in: [long + "b", long]) == long)
        #expect(nearest("abc", in: [long]) == nil)
    }
}
