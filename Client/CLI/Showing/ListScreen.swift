import ClientCore
import Shared

/// Tells from a record's bytes that a list leaves it out, without making a view of it: most records of
/// a list with a condition.
struct ListScreen {
    /// A condition on a field of one value.
    private struct Test {
        /// The field's place among those that are looked at.
        let place: Int
        let type: ScalarType
        let condition: ListCondition
        /// What the condition says of values that were met before, by their bytes.
        var verdicts: [ArraySlice<UInt8>: Bool] = [:]
        let verdictOfNothing: Bool
    }

    /// Verdicts that are kept of one condition.
    private static let verdictsMax = 10_000

    private let reader: ListReader
    private let fields: [UInt16]
    private var tests: [Test]

    init(_ conditions: [ListCondition], _ reader: ListReader) {
        self.reader = reader
        var fields: [UInt16] = []
        tests = conditions.compactMap { condition in
            guard case .field(let field, nil, nil) = condition.column,
                case .single(let type) = field.type
            else { return nil }
            let place = fields.firstIndex(of: field.number) ?? fields.count
            if place == fields.count { fields.append(field.number) }
            return Test(
                place: place,
                type: type,
                condition: condition,
                verdictOfNothing: condition.isMet(by: [])
            )
        }
        self.fields = fields
    }

    /// False only for a record that does not meet the conditions; true where only a view can tell.
    mutating func mayBeListed(_ frame: [UInt8]) -> Bool {
        guard !tests.isEmpty, let standing = RecordState.standing(inFrame: frame, of: fields)
        else { return true }
        for index in tests.indices {
            switch standing[tests[index].place] {
            case .nothing:
                if !tests[index].verdictOfNothing { return false }
            case .one(let bytes):
                if !isMet(bytes, by: index) { return false }
            case .several: break
            }
        }
        return true
    }

    private mutating func isMet(_ bytes: ArraySlice<UInt8>, by index: Int) -> Bool {
        if let verdict = tests[index].verdicts[bytes] { return verdict }
        let type = tests[index].type
        let value = FieldValue(cell: bytes, type: type)?.present(in: type)
            .led(by: reader.register.reader.merges)
        let verdict = tests[index].condition.isMet(by: reader.one(value, type))
        if tests[index].verdicts.count < Self.verdictsMax {
            // A copy: the slice would keep the whole record.
            tests[index].verdicts[ArraySlice(Array(bytes))] = verdict
        }
        return verdict
    }
}
