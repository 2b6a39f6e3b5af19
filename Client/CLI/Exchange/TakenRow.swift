import Shared

/// A row of a file that was taken, and what came of it.
struct TakenRow {
    enum Verdict: String {
        case created, changed, unchanged
    }

    let line: Int
    /// The record that the row is about: `partners/ID`.
    let ref: String
    let verdict: Verdict

    init(_ row: ImportRow, _ record: RecordID, _ verdict: Verdict) {
        line = row.line
        ref = row.collection.id + "/" + record.text
        self.verdict = verdict
    }
}
