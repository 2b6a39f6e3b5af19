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

/// The server's own keys, for files that are carried by hand; backups hold them too.
package struct ServerKeys: Hashable, Sendable {
    /// The seed of the Ed25519 key that replies are signed with, 32 bytes.
    package let signingSeed: [UInt8]
    /// The secret of the X25519 key that requests are encrypted to, 32 bytes.
    package let agreementSecret: [UInt8]
    /// What everybody may know.
    package let published: DirectoryDocument.ServerKeys

    package init(
        signingSeed: [UInt8],
        agreementSecret: [UInt8],
        published: DirectoryDocument.ServerKeys
    ) {
        self.signingSeed = signingSeed
        self.agreementSecret = agreementSecret
        self.published = published
    }
}
