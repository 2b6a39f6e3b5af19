import Foundation
import Shared
import Testing

struct SearchTextPropertyTests {
    @Test func `keys do not depend on the normalisation form`() {
        for seed in 0..<600 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = seed % 2 == 0 ? samples.mixed(60) : samples.scalars(30)
            let given = SearchText(text)
            for other in [text.decomposed, text.composed] {
                let found = SearchText(other)
                #expect(
                    found.tokens.map { $0.exact } == given.tokens.map { $0.exact },
                    "seed \(seed)"
                )
                #expect(found.indexEntry() == given.indexEntry(), "seed \(seed)")
                #expect(VietnameseOrder.key(other) == VietnameseOrder.key(text), "seed \(seed)")
                #expect(
                    VietnameseOrder.givenNameKey(other) == VietnameseOrder.givenNameKey(text),
                    "seed \(seed)"
                )
            }
        }
    }

    @Test func `keys do not depend on case`() {
        for seed in 0..<300 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = samples.mixed(60)
            let upper = SearchText(text.uppercased())
            let lower = SearchText(text.lowercased())
            #expect(upper.tokens.map { $0.exact } == lower.tokens.map { $0.exact }, "seed \(seed)")
            #expect(upper.indexEntry() == lower.indexEntry(), "seed \(seed)")
            #expect(foldedName(text.uppercased()) == foldedName(text.lowercased()), "seed \(seed)")
        }
    }

    @Test func `any text can be split, and places are in order and whole`() throws {
        for seed in 0..<600 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = seed % 2 == 0 ? samples.scalars(80) : samples.mixed(80)
            let bytes = Array(text.utf8)
            let found = SearchText(text)
            var last = 0
            for token in found.tokens {
                try #require(token.range.lowerBound >= last, "seed \(seed)")
                try #require(token.range.upperBound <= bytes.count, "seed \(seed)")
                #expect(!token.range.isEmpty, "seed \(seed)")
                let isWhole = String(validating: bytes[token.range], as: UTF8.self) != nil
                #expect(isWhole, "seed \(seed)")
                last = token.range.upperBound
            }
            for compound in found.joined {
                try #require(compound.parts.upperBound <= found.tokens.count, "seed \(seed)")
                try #require(compound.parts.count > 1, "seed \(seed)")
            }
            _ = VietnameseOrder.key(text)
            _ = VietnameseOrder.givenNameKey(text)
        }
    }

    @Test func `the folded key follows from the exact key`() {
        for seed in 0..<600 {
            var samples = TextSamples(seed: UInt64(seed))
            let found = SearchText(seed % 2 == 0 ? samples.mixed(80) : samples.scalars(80))
            for token in found.tokens + found.joined.map({ $0.token }) {
                #expect(
                    SearchToken.folded(exact: token.exact) == token.folded,
                    "seed \(seed): \(token.exact)"
                )
            }
        }
    }

    @Test func `keys consist of lower-case letters and digits`() {
        for seed in 0..<600 {
            var samples = TextSamples(seed: UInt64(seed))
            let found = SearchText(seed % 2 == 0 ? samples.mixed(80) : samples.scalars(80))
            for token in found.tokens {
                let isClean = (token.exact + token.folded).unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || ($0.value >= 0x30 && $0.value <= 0x39)
                        || $0.properties.generalCategory == .modifierLetter
                        || $0.properties.generalCategory == .otherLetter
                }
                #expect(isClean, "seed \(seed): \(token.exact)")
                #expect(token.exact == token.exact.lowercased(), "seed \(seed)")
            }
        }
    }

    @Test func `the words of a text find it, and folded ones do too`() throws {
        for seed in 0..<300 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = samples.words(30)
            let words = text.split(separator: " ")
            let first = samples.number(below: words.count - 4)
            let part = words[first..<(first + 4)].joined(separator: " ")
            let match = try SearchQuery(part).match(text)
            guard case .exact = match else {
                Issue.record("seed \(seed): \(part) in \(text) is \(match)")
                continue
            }
            let upper = try SearchQuery(part.uppercased().decomposed)
            #expect(upper.match(text) == match, "seed \(seed)")
        }
    }

    @Test func `an index over the entries finds what matching finds`() throws {
        for seed in 0..<1000 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = SearchText(samples.words(40))
            let entry = text.indexEntry()
            #expect(entry.exact.count == entry.folded.count, "seed \(seed)")
            let query = try SearchQuery(samples.words(2))
            let found = query.phrases.contains { phrase in
                Self.isFound(phrase, in: entry)
            }
            var isExact = false
            if case .exact = query.match(text) { isExact = true }
            #expect(found == isExact, "seed \(seed)")
            let isCandidate = query.similarPhrases.contains { Self.isFound($0, in: entry) }
            #expect(isCandidate == !query.match(text).ranges.isEmpty, "seed \(seed)")
        }
    }

    private static func isFound(_ phrase: SearchPhrase, in entry: SearchIndexEntry) -> Bool {
        let count = phrase.words.count
        guard count <= entry.exact.count else { return false }
        return (0...(entry.exact.count - count)).contains { start in
            phrase.words.enumerated().allSatisfy { index, word in
                let keys = word.kind == .exact ? entry.exact : entry.folded
                return keys[start + index] == word.key
            }
        }
    }
}
