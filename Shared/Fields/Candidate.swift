/// One of the values that stand in a cell.
public struct Candidate: Sendable {
    /// Nil where the cell was cleared.
    public let value: FieldValue?
    /// The value as the cell holds it.
    public let bytes: ArraySlice<UInt8>
    /// The write that counts, where several wrote this value.
    public let dot: Dot
    /// When and by whom; nil when the state came without it.
    public let stamp: DotStamp?
    /// The other writes of the same value.
    public let equalDots: [Dot]
}

/// What a cell shows, and what else stands in it.
public struct CellView: Sendable {
    /// Nil where the cell was cleared.
    public let displayed: FieldValue?
    /// Each distinct value once, the displayed one first; candidate number n is at n - 1.
    ///
    /// Long texts that merged by themselves are all here, and what is displayed is none of them.
    public let candidates: [Candidate]
    /// Whether people have to choose among the candidates.
    public let isDisputed: Bool

    /// The values that count until somebody has chosen; nil for one that was cleared.
    var standing: [FieldValue?] { isDisputed ? candidates.map { $0.value } : [displayed] }
}
