import Shared
import Testing

@Suite struct `Long text properties` {
    typealias Reference = LongTextReferenceMerge

    @Test func `blocks are equal paragraphs of base and text, and as many as possible`() throws {
        for seed in 0..<3_000 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 14, letters: 2 + seed % 7)
            let text =
                seed % 4 == 0
                ? random.paragraphText(upTo: 14, letters: 8)
                : random.edited(base, upTo: 5, letters: 8)
            let value = LongTextSamples.edit(base, to: text)
            let places = try checkedPlaces(base, value, "seed \(seed)")
            let longest = Reference.places(
                of: LongTextSamples.paragraphs(base),
                in: LongTextSamples.paragraphs(text)
            )
            try #require(
                places.count { $0 != nil } == longest.count { $0 != nil },
                "seed \(seed)"
            )
        }
    }

    @Test func `after any number of offline edits blocks are equal paragraphs still`() throws {
        for seed in 0..<1_500 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 14)
            var value = LongTextSamples.edit(base, to: random.edited(base))
            for _ in 0..<random.upTo(4) {
                let next = random.edited(value.text)
                value = LongText(text: next, editedFrom: value, isAcknowledged: false)
                _ = try checkedPlaces(base, value, "seed \(seed)")
            }
        }
    }

    @Test func `two values merge as they would with the base at hand`() throws {
        var merged = 0
        for seed in 0..<6_000 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 10, letters: 2 + seed % 7)
            let a = LongTextSamples.edit(base, to: random.edited(base, upTo: 2, letters: 8))
            let b = LongTextSamples.edit(base, to: random.edited(base, upTo: 2, letters: 8))
            let expected = Reference.merged(
                base: LongTextSamples.paragraphs(base),
                (LongTextSamples.paragraphs(a.text), try checkedPlaces(base, a, "seed \(seed)")),
                (LongTextSamples.paragraphs(b.text), try checkedPlaces(base, b, "seed \(seed)"))
            )
            let found = LongTextSamples.mergedText([a, b]).map { LongTextSamples.paragraphs($0) }
            if found != nil { merged += 1 }
            // Equal texts are not compared with the base at all.
            if !a.text.utf8.elementsEqual(b.text.utf8) {
                try #require(found == expected, "seed \(seed)")
            }
        }
        #expect(merged > 2_000)
    }

    @Test func `without repeated paragraphs no other diff can give another merge`() throws {
        var merged = 0
        for seed in 0..<1_500 {
            var random = WireRandom(seed: seed)
            let base = (0..<random.upTo(24)).map { "p\($0)\n" }.joined()
            let a = LongTextSamples.edit(base, to: random.editedApart(base, mark: "a"))
            let b = LongTextSamples.edit(base, to: random.editedApart(base, mark: "b"))
            let paragraphs = LongTextSamples.paragraphs(base)
            let mine = LongTextSamples.paragraphs(a.text)
            let theirs = LongTextSamples.paragraphs(b.text)
            let expected = Reference.merged(
                base: paragraphs,
                (mine, Reference.places(of: paragraphs, in: mine)),
                (theirs, Reference.places(of: paragraphs, in: theirs))
            )
            let found = LongTextSamples.mergedText([a, b]).map { LongTextSamples.paragraphs($0) }
            try #require(found == expected, "seed \(seed)")
            if found != nil { merged += 1 }
        }
        #expect(merged > 150)
    }

    @Test func `the order of the values does not matter`() throws {
        for seed in 0..<2_000 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 10)
            var values = (0..<(2 + random.upTo(2))).map { _ in
                LongTextSamples.edit(base, to: random.edited(base, upTo: 1))
            }
            if seed % 5 == 0 { values.append(LongText(text: base)) }
            let result = LongText.merged(values)
            for _ in 0..<4 {
                values.shuffle(using: &random)
                try #require(LongText.merged(values) == result, "seed \(seed)")
            }
        }
    }

    @Test func `a value merged with its base is the value`() throws {
        for seed in 0..<2_000 {
            var random = WireRandom(seed: seed)
            let base = LongText(text: random.paragraphText(upTo: 10))
            let value = LongText(
                text: random.edited(base.text),
                editedFrom: base,
                isAcknowledged: true
            )
            let copy = LongText(text: base.text, editedFrom: base, isAcknowledged: true)
            for other in [base, copy] {
                let merged = LongTextSamples.mergedText([value, other])
                try #require(
                    merged.map { Array($0.utf8) } == Array(value.text.utf8),
                    "seed \(seed)"
                )
            }
        }
    }

    @Test func `three values merge to what they give one after the other, or not at all`() throws {
        var merged = 0
        for seed in 0..<1_500 {
            var random = WireRandom(seed: seed)
            let base = (0..<random.upTo(24)).map { "p\($0)\n" }.joined()
            let values = ["a", "b", "c"].map { mark in
                LongTextSamples.edit(base, to: random.editedApart(base, mark: mark))
            }
            let paragraphs = LongTextSamples.paragraphs(base)
            var folded: [[UInt8]]? = paragraphs
            for value in values {
                let own = LongTextSamples.paragraphs(value.text)
                folded = folded.flatMap { text in
                    Reference.merged(
                        base: paragraphs,
                        (text, Reference.places(of: paragraphs, in: text)),
                        (own, Reference.places(of: paragraphs, in: own))
                    )
                }
            }
            let found = LongTextSamples.mergedText(values).map { LongTextSamples.paragraphs($0) }
            try #require(found == folded, "seed \(seed)")
            if found != nil { merged += 1 }
        }
        #expect(merged > 50)
    }

    @Test func `a merged value is a value of its base`() throws {
        for seed in 0..<2_000 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 10)
            let values = (0..<2).map { _ in
                LongTextSamples.edit(base, to: random.edited(base, upTo: 1))
            }
            guard case .merged(let value, let sides) = LongText.merged(values) else { continue }
            _ = try checkedPlaces(base, value, "seed \(seed)")
            let own = LongTextSamples.paragraphs(value.text)
            for side in sides {
                let places = LongTextSamples.paragraphs(side.value.text)
                for range in side.changed where !range.isEmpty {
                    try #require(range.upperBound <= own.count, "seed \(seed)")
                    try #require(places.contains(own[range.lowerBound]), "seed \(seed)")
                }
            }
        }
    }

    @Test func `beyond the cost limits the common beginning and end still match`() throws {
        var random = WireRandom(seed: 1)
        let middle = { (random: inout WireRandom, count: Int, letters: Int) in
            (0..<count).map { _ in "\(random.upTo(letters))\n" }.joined()
        }
        for (count, letters) in [(6_000, 40), (25_000, 1)] {
            let base = "first\n" + middle(&random, count, letters) + "x\nlast\n"
            let text = "first\n" + middle(&random, count, letters) + "y\nlast\n"
            let value = LongTextSamples.edit(base, to: text)
            let places = try checkedPlaces(base, value, "\(count) paragraphs")
            #expect(places.first == 0)
            #expect(places.last == LongTextSamples.paragraphs(text).count - 1)
            #expect(value.base?.blocks.count == 2)
        }
    }

    /// Where the value has each paragraph of `base`, after the blocks were checked with both texts.
    private func checkedPlaces(
        _ base: String,
        _ value: LongText,
        _ context: Comment
    ) throws -> [Int?] {
        let old = LongTextSamples.paragraphs(base)
        let new = LongTextSamples.paragraphs(value.text)
        var result = [Int?](repeating: nil, count: old.count)
        let known = try #require(value.base, context)
        try #require(Int(known.paragraphCount) == old.count, context)
        var (oldEnd, newEnd) = (0, 0)
        for (index, block) in known.blocks.enumerated() {
            let (oldStart, newStart) = (Int(block.baseStart), Int(block.textStart))
            let length = Int(block.length)
            try #require(oldStart >= oldEnd && newStart >= newEnd && length > 0, context)
            try #require(index == 0 || oldStart > oldEnd || newStart > newEnd, context)
            (oldEnd, newEnd) = (oldStart + length, newStart + length)
            try #require(oldEnd <= old.count && newEnd <= new.count, context)
            try #require(old[oldStart..<oldEnd] == new[newStart..<newEnd], context)
            for offset in 0..<length { result[oldStart + offset] = newStart + offset }
        }
        return result
    }
}
