/// What two names are compared by when marks, case and punctuation do not count.
///
/// The folded words, parted by single spaces: `Ủy ban Nhân dân` gives `uy ban nhan dan`, `PMI-LED` gives
/// `pmi led`. A name without letters and digits is compared by its NFC.
public func foldedName(_ name: String) -> String {
    var folded = ""
    for token in SearchText(name).tokens {
        if !folded.isEmpty { folded += " " }
        folded += token.folded
    }
    return folded.isEmpty ? InputText.normalized(name) : folded
}

/// The candidate that `name` was probably meant to be, for "did you mean"; none if all are too different.
///
/// Names are compared folded. Allowed are as many typing errors (a letter too many, missing, wrong, or
/// two neighbours exchanged) as a third of the letters, and at least one. Of equally near candidates the
/// first one wins. Names of more than 100 letters are only found without errors.
///
/// Source: the restricted Damerau-Levenshtein distance.
public func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(foldedName(name).unicodeScalars)
    var limit = wanted.count > 100 ? 0 : max(1, wanted.count / 3)
    var best: String?
    for candidate in candidates {
        let folded = Array(foldedName(candidate).unicodeScalars)
        guard let distance = editDistance(wanted, folded, atMost: limit) else { continue }
        best = candidate
        if distance == 0 { break }
        limit = distance - 1
    }
    return best
}

/// The typing errors between two texts, none if there are more than `limit`.
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int? {
    if a.count > b.count + limit || b.count > a.count + limit { return nil }
    if limit == 0 { return a == b ? 0 : nil }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for row in a.indices {
        var next = [row + 1]
        next.reserveCapacity(b.count + 1)
        var least = row + 1
        for column in b.indices {
            let substituted = last[column] + (a[row] == b[column] ? 0 : 1)
            var distance = min(substituted, last[column + 1] + 1, next[column] + 1)
            if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
                distance = min(distance, beforeLast[column - 1] + 1)
            }
            next.append(distance)
            least = min(least, distance)
        }
        // An exchange reaches over one row, so both must be beyond the limit.
        if least > limit, last.allSatisfy({ $0 > limit }) { return nil }
        beforeLast = last
        last = next
    }
    return last[b.count] <= limit ? last[b.count] : nil
}
