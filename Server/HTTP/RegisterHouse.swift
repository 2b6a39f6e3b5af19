/// The registers behind one door.
package protocol RegisterHouse: Sendable {
    associatedtype Service: RegisterService

    /// The register that a path names by its first part, nil when it names none.
    ///
    /// - Parameter name: The name; nil where the house has one register only.
    /// - Returns: Nil when there is none of that name.
    /// - Throws: `StoreError` when it is there and cannot be opened.
    func service(named name: String?) async throws -> Service?
    /// Whether requests can be answered now: whether what is stored can be read.
    func isReady() async -> Bool
}
