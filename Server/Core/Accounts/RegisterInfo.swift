package import Shared

/// What a register is called.
package struct RegisterInfo: Hashable, Sendable {
    package let id: RegisterID
    /// One line in NFC.
    package let name: String
    /// When it was made, in milliseconds since 1970.
    package let created: Int64

    package init(id: RegisterID, name: String, created: Int64) {
        self.id = id
        self.name = name
        self.created = created
    }
}

/// The register's schema as it is given to clients.
package struct SchemaDocument: Hashable, Sendable {
    /// 1 or more; grows with every other document.
    package let version: UInt64
    package let bytes: [UInt8]

    package init(version: UInt64, bytes: [UInt8]) {
        self.version = version
        self.bytes = bytes
    }
}
