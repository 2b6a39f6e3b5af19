extension String {
    /// Whether both have the same UTF-8: how identifiers and foreign text are compared.
    @inlinable
    public func isSame(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
