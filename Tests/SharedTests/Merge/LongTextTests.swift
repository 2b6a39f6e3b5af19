import Shared
import Testing

@Suite struct `Long text` {
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let base: String
        let sides: [String]
        /// nil: the sides stay apart.
        let merged: String?

        init(_ what: String, _ base: String, _ sides: [String], _ merged: String?) {
            self.what = what
            self.base = base
            self.sides = sides
            self.merged = merged
        }

        var testDescription: String { "\(what): \(base) to \(sides) gives \(merged ?? "conflict")" }
    }

    @Test(arguments: [
        Case("changes apart", "abcde", ["aXcde", "abcYe"], "aXcYe"),
        Case("one side unchanged", "abc", ["abc", "aXc"], "aXc"),
        Case("the same change", "abc", ["aXc", "aXc"], "aXc"),
        Case("the same change and one more", "abcde", ["aXcde", "aXcdY"], "aXcdY"),
        Case("one paragraph changed twice", "abc", ["aXc", "aYc"], nil),
        Case("a deletion against a change", "abc", ["ac", "aXc"], nil),
        Case("a deletion and a change apart", "abcd", ["acd", "abcX"], "acX"),
        Case("the same deletion", "abcd", ["ad", "adX"], "adX"),
        Case("neighbouring changes touch", "abcd", ["aXcd", "abYd"], nil),
        Case("an insertion touches a change", "abc", ["aXbc", "aYc"], nil),
        Case("an insertion touches a deletion", "abc", ["aXbc", "ac"], nil),
        Case("one paragraph between is enough", "abc", ["Xbc", "abY"], "XbY"),
        Case("equal insertions count once", "ab", ["aXb", "aXb"], "aXb"),
        Case("different insertions in one place", "ab", ["aXb", "aYb"], nil),
        Case("insertions in different places", "ab", ["Xab", "abY"], "XabY"),
        Case("appended twice", "ab", ["abX", "abY"], nil),
        Case("everything deleted, nothing changed", "ab", ["", "ab"], ""),
        Case("everything deleted against an insertion", "ab", ["", "aXb"], nil),
        Case("an empty base, one side", "", ["a", ""], "a"),
        Case("an empty base, two sides", "", ["a", "b"], nil),
        Case("three changes apart", "abcde", ["Xbcde", "abYde", "abcdZ"], "XbYdZ"),
        Case("three, two of them alike", "abcde", ["Xbcde", "XbYde", "abcdZ"], "XbYdZ"),
        Case("three, two of them in conflict", "abcde", ["Xbcde", "Ybcde", "abcdZ"], nil),
    ])
    func `values of one base merge by paragraph`(_ example: Case) {
        let values = example.sides.map { LongTextSamples.letters(example.base, $0) }
        let expected = example.merged.map { LongTextSamples.text($0) }
        #expect(LongTextSamples.mergedText(values) == expected)
        #expect(LongTextSamples.mergedText(values.reversed()) == expected)
    }

    @Test func `a merged text says what each side changed`() {
        let a = LongTextSamples.letters("abcdef", "aXYcdef")
        let b = LongTextSamples.letters("abcdef", "abcdW")
        guard case .merged(let value, let sides) = LongText.merged([b, a]) else {
            Issue.record("not merged")
            return
        }
        #expect(value.text == LongTextSamples.text("aXYcdW"))
        #expect(sides.map { $0.value } == [a, b])
        #expect(sides.map { $0.changed } == [[1..<3], [5..<6]])
    }

    @Test func `a deletion is an empty range where it was`() {
        let a = LongTextSamples.letters("abcd", "acd")
        let b = LongTextSamples.letters("abcd", "abcd")
        guard case .merged(_, let sides) = LongText.merged([a, b]) else {
            Issue.record("not merged")
            return
        }
        #expect(sides.map { $0.changed } == [[], [1..<1]])
        #expect(sides.map { $0.value } == [b, a])
    }

    @Test func `several edits made offline merge against the acknowledged text`() {
        let base = LongText(text: LongTextSamples.text("abcdef"))
        var mine = base
        for (index, letters) in ["aXcdef", "aXcdefg", "aXYcdefh"].enumerated() {
            mine = LongText(
                text: LongTextSamples.text(letters),
                editedFrom: mine,
                isAcknowledged: index == 0
            )
        }
        let theirs = LongTextSamples.letters("abcdef", "abcWef")
        #expect(LongTextSamples.mergedText([mine, theirs]) == LongTextSamples.text("aXYcWefh"))
    }

    @Test func `edits that were undone offline count as none`() {
        let base = LongText(text: LongTextSamples.text("abc"))
        let away = LongText(text: "", editedFrom: base, isAcknowledged: true)
        let back = LongText(text: base.text, editedFrom: away, isAcknowledged: false)
        let theirs = LongTextSamples.letters("abc", "aXc")
        #expect(LongTextSamples.mergedText([back, theirs]) == theirs.text)
        let again = LongText(
            text: LongTextSamples.text("abcY"),
            editedFrom: back,
            isAcknowledged: false
        )
        let first = LongTextSamples.letters("abc", "Xbc")
        #expect(LongTextSamples.mergedText([again, first]) == LongTextSamples.text("XbcY"))
    }

    @Test func `the merged text can be edited and merges again`() {
        let a = LongTextSamples.letters("abcdefg", "Xbcdefg")
        let b = LongTextSamples.letters("abcdefg", "abYdefg")
        guard case .merged(let value, _) = LongText.merged([a, b]) else {
            Issue.record("not merged")
            return
        }
        let resolved = LongText(
            text: LongTextSamples.text("XbYdWfg"),
            editedFrom: value,
            isAcknowledged: false
        )
        let other = LongTextSamples.letters("abcdefg", "abcdefZ")
        #expect(LongTextSamples.mergedText([resolved, other]) == LongTextSamples.text("XbYdWfZ"))
    }

    @Test func `values with different bases or none stay side by side`() {
        let a = LongTextSamples.letters("abc", "aXc")
        for other in [LongTextSamples.letters("abcd", "abcY"), LongText(text: "b\n")] {
            guard case .sideBySide(let values) = LongText.merged([a, other]) else {
                Issue.record("merged")
                continue
            }
            #expect(Set(values) == [a, other])
        }
        #expect(LongText.merged([]) == .sideBySide([]))
        #expect(LongText.merged([a]) == .single(a))
    }

    @Test func `two texts that are each other's base stay side by side`() {
        let there = LongTextSamples.letters("abc", "abX")
        let back = LongTextSamples.letters("abX", "abc")
        #expect(LongText.merged([there, back]) == .sideBySide([there, back]))
    }

    @Test func `values that disagree about their base stay side by side`() throws {
        // Both claim to have kept the only paragraph of one base; one has "a⏎", one "b⏎".
        let a = try LongTextSamples.decoded(WireHex.bytes("84 62610a 07 01 83000001"))
        let b = try LongTextSamples.decoded(WireHex.bytes("84 62620a 07 01 83000001"))
        #expect(LongText.merged([b, a]) == .sideBySide([a, b]))
    }

    @Test func `one text with two bases is one text`() {
        let a = LongTextSamples.letters("abc", "xbz")
        let b = LongTextSamples.letters("ab", "xbz")
        #expect(LongTextSamples.mergedText([a, b]) == a.text)
        #expect(LongText.merged([a, b]) == LongText.merged([b, a]))
        let c = LongTextSamples.letters("abc", "abc")
        #expect(LongTextSamples.mergedText([a, b, c]) == a.text)
    }

    @Test func `texts differ if their bytes do`() {
        let base = "a\n\u{e9}\nb\nc\n"
        let decomposed = LongTextSamples.edit(base, to: "a\ne\u{301}\nb\nc\n")
        let other = LongTextSamples.edit(base, to: "a\n\u{e9}\nb\nC\n")
        #expect(decomposed != LongTextSamples.edit(base, to: base))
        let merged = LongTextSamples.mergedText([decomposed, other])
        #expect(merged.map { Array($0.utf8) } == Array("a\ne\u{301}\nb\nC\n".utf8))
    }

    @Test func `a last paragraph without a line feed differs from one with it`() {
        let base = "a\nb\nc"
        let appended = LongTextSamples.edit(base, to: "a\nb\nc\nd")
        let first = LongTextSamples.edit(base, to: "X\nb\nc")
        let last = LongTextSamples.edit(base, to: "a\nb\nC")
        #expect(LongTextSamples.mergedText([appended, first]) == "X\nb\nc\nd")
        #expect(LongTextSamples.mergedText([appended, last]) == nil)
    }

    @Test func `texts that merge to more than the limit stay side by side`() {
        let half = String(repeating: "x", count: LongText.textBytesMax / 2)
        let a = LongTextSamples.edit("a\n", to: half + "\na\n")
        let fits = LongTextSamples.edit("a\n", to: "a\n" + half.dropLast(3))
        let exceeds = LongTextSamples.edit("a\n", to: "a\n" + half.dropLast(2))
        #expect(LongTextSamples.mergedText([a, fits])?.utf8.count == LongText.textBytesMax)
        #expect(LongTextSamples.mergedText([a, exceeds]) == nil)
    }
}
