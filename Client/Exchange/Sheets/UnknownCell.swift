/// A cell of which nobody knows what it says.
package struct UnknownCell: Equatable, Sendable {
    package let place: CellPlace
    /// The error that it shows, such as `#REF!`; nil for a formula without a stored result.
    package let error: String?

    package init(_ place: CellPlace, error: String? = nil) {
        self.place = place
        self.error = error
    }
}
