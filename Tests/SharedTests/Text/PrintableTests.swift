import Shared
import Testing

struct PrintableTests {
    @Test(arguments: [
        ("Đối ngoại", "Đối ngoại"),
        ("\u{1B}[2J", "\\u{1B}[2J"),
        ("a\u{7F}\u{9B}31m", "a\\u{7F}\\u{9B}31m"),
        ("a\tb\nc\r", "a\\u{9}b\\u{A}c\\u{D}"),
        ("a\r\n", "a\\u{D}\\u{A}"),
        ("\u{202E}gnp.\u{2066}", "\\u{202E}gnp.\\u{2066}"),
        ("\u{61C}\u{200E}\u{200F}", "\\u{61C}\\u{200E}\\u{200F}"),
        ("Hu\u{200B}ế\u{FEFF}\u{2060}", "Hu\\u{200B}ế\\u{FEFF}\\u{2060}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("\u{E0041}", "\\u{E0041}"),
    ])
    func `what could act on a terminal is shown instead`(text: String, shown: String) {
        #expect(printable(text) == shown)
    }

    @Test func `line feeds may stay, carriage returns never do`() {
        #expect(printable("a\nb\rc", keepingLineFeeds: true) == "a\nb\\u{D}c")
        #expect(printable("a\r\nb", keepingLineFeeds: true) == "a\\u{D}\nb")
    }

    @Test func `printing what is printable changes nothing`() {
        for seed in 0..<200 {
            var samples = TextSamples(seed: UInt64(seed))
            let once = printable(samples.scalars(50))
            #expect(printable(once) == once, "seed \(seed)")
        }
    }
}
