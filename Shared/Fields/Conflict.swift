/// A disagreement that a person has to settle.
public struct Conflict: Sendable {
    public enum Kind: Sendable {
        /// Two distinct values of one cell, the displayed one first.
        case value([Candidate])
        /// Some saved the record, others deleted or purged it; the latest first.
        case delete([LifeCandidate])
    }

    /// One of the things that were done with the record.
    public struct LifeCandidate: Sendable {
        public let life: HeadValue
        public let dot: Dot
        public let stamp: DotStamp?
    }

    /// Where: `abbr`, `name.vi`, `size.preferred`; `@` for the record as a whole.
    public let path: String
    public let kind: Kind

    /// The path of a conflict about the record as a whole.
    public static let recordPath = "@"
}

extension Conflict {
    /// Where a stored record holds disagreements; only the fields that may have any are read.
    ///
    /// Who wrote what decides which candidate is displayed, not whether there are several.
    ///
    /// - Parameters:
    ///   - frame: The record's bytes.
    ///   - id: The record.
    ///   - schema: What its fields are.
    /// - Returns: The path of each disagreement, once.
    public static func paths(
        inFrame frame: [UInt8],
        of id: RecordID,
        schema: Schema
    ) -> [String] {
        guard let fields = RecordState.fieldsWithSiblings(inFrame: frame), !fields.isEmpty,
            let state = RecordState(frame: frame, onlyFields: fields)
        else { return [] }
        return RecordView(id, state, schema: schema, directory: Directory()).conflicts.map {
            $0.path
        }
    }
}
