extension RecordViewBuilder {
    /// Nil when no write has a value.
    func cellView(_ writes: Writes, as type: ScalarType) -> CellView? {
        cellView(writes) { [merges] in
            FieldValue(cell: $0, type: type)?.present(in: type).led(by: merges)
        }
    }

    func cellView(
        _ writes: Writes,
        reading read: (ArraySlice<UInt8>) -> FieldValue?
    ) -> CellView? {
        if writes.count == 1, let write = writes.first, let bytes = write.value {
            let candidate = Candidate(
                value: read(bytes),
                bytes: bytes,
                dot: write.dot,
                stamp: state.stamp(of: write.dot),
                equalDots: []
            )
            return CellView(
                displayed: candidate.value,
                candidates: [candidate],
                isDisputed: false
            )
        }
        let candidates = distinct(writes, reading: read)
        guard let first = candidates.first else { return nil }
        return CellView(
            displayed: first.value,
            candidates: candidates,
            isDisputed: candidates.count > 1
        )
    }

    /// The distinct values, best first.
    func distinct(
        _ writes: Writes,
        reading read: (ArraySlice<UInt8>) -> FieldValue?
    ) -> [Candidate] {
        var ranked: [(rank: CandidateOrder.Ranked, bytes: ArraySlice<UInt8>)] = []
        for write in writes {
            guard let bytes = write.value else { continue }
            ranked.append((order.ranked(write.dot, state.stamp(of: write.dot)), bytes))
        }
        ranked.sort { $0.rank.outranks($1.rank) }
        var taken = [Bool](repeating: false, count: ranked.count)
        var result: [Candidate] = []
        for (index, best) in ranked.enumerated() where !taken[index] {
            var equalDots: [Dot] = []
            for (otherIndex, other) in ranked.enumerated().dropFirst(index + 1)
            where other.bytes == best.bytes || isOneNow(best.bytes, other.bytes, read) {
                taken[otherIndex] = true
                equalDots.append(other.rank.dot)
            }
            result.append(
                Candidate(
                    value: read(best.bytes),
                    bytes: best.bytes,
                    dot: best.rank.dot,
                    stamp: best.rank.stamp,
                    equalDots: equalDots
                )
            )
        }
        return result
    }

    /// Whether two cells hold one code, under its former name and its present one, or lead to records
    /// that have been merged.
    private func isOneNow(
        _ bytes: ArraySlice<UInt8>,
        _ other: ArraySlice<UInt8>,
        _ read: (ArraySlice<UInt8>) -> FieldValue?
    ) -> Bool {
        switch (read(bytes), read(other)) {
        case (.code(let code), .code(let otherCode)): code.isSame(as: otherCode)
        case (.reference(let reference), .reference(let otherReference)):
            reference == otherReference
        default: false
        }
    }

    /// The write that counts among those of one cell.
    func best(_ writes: Writes) -> CandidateOrder.Ranked? {
        if writes.count == 1, let write = writes.first {
            return order.alone(write.dot, state.stamp(of: write.dot))
        }
        var best: CandidateOrder.Ranked?
        for write in writes {
            let ranked = order.ranked(write.dot, state.stamp(of: write.dot))
            if best.map({ ranked.outranks($0) }) ?? true { best = ranked }
        }
        return best
    }

    /// Calls `body` for each cell with the writes in it.
    func forEachCell(_ writes: Writes, _ body: (Writes) -> Void) {
        var rest = writes
        while let first = rest.first {
            let end = rest.firstIndex { $0.key.sub != first.key.sub } ?? rest.endIndex
            body(rest[rest.startIndex..<end])
            rest = rest[end...]
        }
    }
}
