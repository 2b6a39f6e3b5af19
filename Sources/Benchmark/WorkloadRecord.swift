package import Shared

/// One record of the benchmark: 20 values, about 590 bytes of JSON, a pure function of its number.
package struct WorkloadRecord: Hashable, Sendable {
    package let id: RecordID
    package let code: String
    package let kind: String
    package var status: String
    package let priority: String
    package let customer: RecordID
    package let assignee: RecordID
    package let customerName: String
    package let city: String
    package let phone: String
    package let createdAt: String
    package let dueOn: String
    package var quantity: Int
    package let unitPrice: Int
    package var amount: Int
    package let currency: String
    package let isPaid: Bool
    package let tags: [String]
    package let title: String
    package var note: String

    package init(number: Int) {
        var random = WorkloadRandom(Self.seed, UInt64(number))
        let year = 2021 + random.number(below: 5)
        id = Self.id(number)
        code = "DH-\(year)-" + padded(number, 7)
        kind = random.choice(WorkloadWords.kinds)
        status = random.choice(WorkloadWords.statuses)
        priority = random.choice(WorkloadWords.priorities)
        customer = Self.id(10_000_000 + random.number(below: 5000))
        assignee = Self.id(20_000_000 + random.number(below: 300))
        customerName = [
            random.choice(WorkloadWords.familyNames), random.choice(WorkloadWords.middleNames),
            random.choice(WorkloadWords.givenNames),
        ].joined(separator: " ")
        city = random.choice(WorkloadWords.cities)
        phone = "+84" + padded(100_000_000 + random.number(below: 900_000_000), 9)
        createdAt =
            Self.day(year, &random) + "T" + padded(random.number(below: 24), 2) + ":"
            + padded(random.number(below: 60), 2) + ":" + padded(random.number(below: 60), 2) + "."
            + padded(random.number(below: 1000), 3) + "Z"
        dueOn = Self.day(year, &random)
        quantity = 1 + random.number(below: 500)
        unitPrice = (1 + random.number(below: 90_000)) * 500
        amount = quantity * unitPrice
        currency = random.choice(WorkloadWords.currencies)
        isPaid = random.number(below: 2) == 1
        tags = random.sample(WorkloadWords.tags, 1 + random.number(below: 4))
        title = random.phrase(WorkloadWords.vietnamese, 6)
        note =
            random.phrase(WorkloadWords.vietnamese, 6) + ". "
            + random.phrase(WorkloadWords.english, 6)
    }

    private static let seed: UInt64 = 20_240_607

    /// An identity as the client makes them: by time, then by chance; records come every four seconds.
    private static func id(_ number: Int) -> RecordID {
        var random = WorkloadRandom(seed, UInt64(number), 1)
        return RecordID(milliseconds: 1_700_000_000_000 + Int64(number) * 4000, using: &random)
    }

    private static func day(_ year: Int, _ random: inout WorkloadRandom) -> String {
        "\(year)-" + padded(1 + random.number(below: 12), 2) + "-"
            + padded(1 + random.number(below: 28), 2)
    }
}

// MARK: - Edits

extension WorkloadRecord {
    /// One of two edits that are made at once.
    ///
    /// The first touches status and note, the second quantity, amount and note: only the note is a
    /// true conflict.
    package enum Editor: UInt64, Sendable {
        case first = 1
        case second = 2
    }

    /// The record after the `round`-th edit of one editor.
    package func edited(by editor: Editor, round: Int = 1) -> WorkloadRecord {
        var random = WorkloadRandom(id.low, editor.rawValue, UInt64(round))
        var result = self
        let words: [String]
        switch editor {
        case .first:
            result.status = random.choice(WorkloadWords.statuses.filter { $0 != status })
            words = WorkloadWords.vietnamese
        case .second:
            result.quantity = 1 + random.number(below: 500)
            result.amount = result.quantity * unitPrice
            words = WorkloadWords.english
        }
        result.note = "[\(editor.rawValue).\(round)] " + random.phrase(words, 12)
        return result
    }

    /// `count` different numbers below `total`, spread over all of them.
    package static func sample(_ count: Int, of total: Int, round: Int) -> [Int] {
        var random = WorkloadRandom(seed, UInt64(total), UInt64(round))
        var chosen: Set<Int> = []
        while chosen.count < min(count, total) { chosen.insert(random.number(below: total)) }
        return chosen.sorted()
    }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
