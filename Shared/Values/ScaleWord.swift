/// The words that multiply a number: hundred, thousand, million, billion, in both languages.
enum ScaleWord {
    private static let words: [(word: String, exponent: Int)] = [
        ("trăm", 2), ("hundred", 2), ("nghìn", 3), ("ngàn", 3), ("thousand", 3), ("thousands", 3),
        ("triệu", 6), ("million", 6), ("millions", 6), ("tỷ", 9), ("tỉ", 9), ("billion", 9),
        ("billions", 9), ("trillion", 12),
    ]

    /// Takes all such words, and gives the power of ten that they are together: 12 for `nghìn tỷ`.
    static func take(from scanner: inout ValueScanner) -> Int {
        var exponent = 0
        while true {
            let start = scanner.index
            scanner.skipSpaces()
            guard let found = words.first(where: { scanner.takeWord($0.word) }) else {
                scanner.index = start
                return exponent
            }
            exponent += found.exponent
        }
    }
}
