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

/// A house with one register, which paths need not name.
package struct SingleRegister<Service: RegisterService>: RegisterHouse {
    private let service: Service

    package init(_ service: Service) { self.service = service }

    package func service(named name: String?) -> Service? { name == nil ? service : nil }

    package func isReady() async -> Bool { (try? await service.registerInfo()) != nil }
}
