/// Makes one word of the groups of a number.
///
/// `400.000` and `400,000` give `400000`; `1.000,5` gives one word with a decimal sign, as do `3,76`
/// and `3.76`. A point or comma before exactly three digits parts thousands unless the number begins
/// with 0 or has more than three digits before it. What is no number (`23.9.2024`) stays apart.
enum NumberJoiner {
    static func joined(_ words: [LinkedWord]) -> [LinkedWord] {
        var result: [LinkedWord] = []
        result.reserveCapacity(words.count)
        var index = 0
        while index < words.count {
            let end = endOfChain(words, from: index)
            let chain = words[index..<end]
            if let number = number(chain) {
                result.append(number)
            } else {
                result.append(contentsOf: chain)
            }
            index = end
        }
        return result
    }

    private static func endOfChain(_ words: [LinkedWord], from first: Int) -> Int {
        var end = first + 1
        guard words[first].isDigits else { return end }
        while end < words.count, words[end].isDigits,
            words[end].link == .point || words[end].link == .comma
        {
            end += 1
        }
        return end
    }

    private static func number(_ chain: ArraySlice<LinkedWord>) -> LinkedWord? {
        guard let first = chain.first, let last = chain.last, chain.count > 1 else { return nil }
        let whole = chain.dropLast()
        if isGrouped(chain) {
            return word(digits(chain), first, last, isDecimal: false)
        }
        let isFraction = last.token.folded.utf8.count <= 3
        let isOtherSign = chain.count == 2 || last.link != whole.last?.link
        if isFraction, isOtherSign, whole.count == 1 || isGrouped(whole) {
            let key = digits(whole) + SearchKeyBuilder.sign + Array(last.token.folded.utf8)
            return word(key, first, last, isDecimal: true)
        }
        return nil
    }

    /// Whether the words are thousands groups, all parted by the same sign.
    private static func isGrouped(_ chain: ArraySlice<LinkedWord>) -> Bool {
        guard let first = chain.first, let sign = chain.dropFirst().first?.link else {
            return false
        }
        let digits = first.token.folded.utf8
        if digits.count > 3 || digits.first == 0x30 { return false }
        return chain.dropFirst().allSatisfy {
            $0.link == sign && $0.token.folded.utf8.count == 3
        }
    }

    private static func digits(_ chain: ArraySlice<LinkedWord>) -> [UInt8] {
        var digits: [UInt8] = []
        for word in chain { digits.append(contentsOf: word.token.folded.utf8) }
        return digits
    }

    private static func word(
        _ key: [UInt8],
        _ first: LinkedWord,
        _ last: LinkedWord,
        isDecimal: Bool
    ) -> LinkedWord {
        let key = String(decoding: key, as: UTF8.self)
        let start = first.token.range.lowerBound
        let token = SearchToken(
            exact: key,
            folded: key,
            hasMarks: false,
            range: start..<max(start, last.token.range.upperBound)
        )
        return LinkedWord(token: token, isDigits: true, link: first.link, isDecimal: isDecimal)
    }
}
