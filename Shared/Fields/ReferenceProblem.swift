/// Why a text names no record.
public enum ReferenceProblem: Error, Equatable, Sendable {
    /// Nothing has this name; what it was probably meant to be, as a reference.
    case notFound(nearest: String?)
    /// What had this name has been deleted; how the records are named that come back when restored.
    case deleted([String])
    /// Several records have it; these are their references.
    case ambiguous([String])
    /// Before the slash is no collection of the schema.
    case unknownCollection(nearest: String?)
    /// The record is in a collection that the field does not point to.
    case wrongCollection
    /// The field may point to several collections, so the text must name one.
    case needsCollection
}
