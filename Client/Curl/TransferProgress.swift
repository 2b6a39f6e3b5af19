/// How much has passed, in bytes with headers, before encryption.
package struct TransferProgress: Equatable, Sendable {
    package let bytesSent: Int
    package let bytesReceived: Int

    package init(bytesSent: Int, bytesReceived: Int) {
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
    }
}
