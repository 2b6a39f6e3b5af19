package import Shared

/// The accounts' part of a transaction on the server's data: all of it is committed, or nothing.
///
/// A store keeps and finds; it does not decide. What the directory shows is written by
/// `save(_:)` and `saveOwner(_:of:)`, which keep its version. Every implementation passes the same
/// suite and gives the same answers as ``MemoryServerStore``. Lists are in the order of bytes.
package protocol AccountTransaction {
    func person(_ id: RecordID) throws(StoreError) -> Person?
    func persons() throws(StoreError) -> [Person]
    /// Everybody of exactly this name, compared by bytes.
    func persons(named name: String) throws(StoreError) -> [Person]
    mutating func setPerson(_ person: Person) throws(StoreError)

    func actor(_ number: UInt32) throws(StoreError) -> Actor?
    /// By number.
    func actors() throws(StoreError) -> [Actor]
    func actors(of person: RecordID) throws(StoreError) -> [Actor]
    mutating func setActor(_ actor: Actor) throws(StoreError)
    /// The number of the next new actor, 1 at first.
    func nextActorNumber() throws(StoreError) -> UInt32
    mutating func setNextActorNumber(_ number: UInt32) throws(StoreError)

    func device(_ id: RecordID) throws(StoreError) -> Device?
    func device(tokenHash: Hash256) throws(StoreError) -> Device?
    func device(signingKey: [UInt8]) throws(StoreError) -> Device?
    func devices() throws(StoreError) -> [Device]
    func devices(of person: RecordID) throws(StoreError) -> [Device]
    mutating func setDevice(_ device: Device) throws(StoreError)

    func enrolmentCode(_ hash: Hash256) throws(StoreError) -> EnrolmentCode?
    /// The codes that nobody has used, expired ones too.
    func unusedEnrolmentCodes() throws(StoreError) -> [EnrolmentCode]
    mutating func setEnrolmentCode(_ code: EnrolmentCode) throws(StoreError)

    /// The device that writes as `replica`.
    func owner(of replica: ReplicaID) throws(StoreError) -> RecordID?
    func replicaOwners() throws(StoreError) -> [ReplicaOwner]
    /// How many replicas a device owns.
    func replicaCount(of device: RecordID) throws(StoreError) -> Int
    mutating func setOwner(_ device: RecordID, of replica: ReplicaID) throws(StoreError)

    /// 0 before anything was entered.
    func directoryVersion() throws(StoreError) -> UInt64
    mutating func setDirectoryVersion(_ version: UInt64) throws(StoreError)

    /// Nil before the register was made.
    func registerInfo() throws(StoreError) -> RegisterInfo?
    mutating func setRegisterInfo(_ info: RegisterInfo) throws(StoreError)
    /// When the register was last put back to a backup, in milliseconds since 1970; nil for never.
    func restoredAt() throws(StoreError) -> Int64?
    mutating func noteRestoration(at time: Int64) throws(StoreError)
    /// Nil before there are any.
    func serverKeys() throws(StoreError) -> ServerKeys?
    mutating func setServerKeys(_ keys: ServerKeys) throws(StoreError)
    func schemaDocument() throws(StoreError) -> SchemaDocument?
    /// The version of the schema document; 0 before there is one.
    func schemaVersion() throws(StoreError) -> UInt64
    mutating func setSchemaDocument(_ document: SchemaDocument) throws(StoreError)
}

/// Which device writes as a replica.
package struct ReplicaOwner: Hashable, Sendable {
    package let replica: ReplicaID
    package let device: RecordID

    package init(replica: ReplicaID, device: RecordID) {
        self.replica = replica
        self.device = device
    }
}
