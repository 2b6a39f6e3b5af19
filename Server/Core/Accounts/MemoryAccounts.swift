package import Shared

/// The accounts of a server in memory.
struct MemoryAccounts: Sendable {
    var persons: [RecordID: Person] = [:]
    var actors: [UInt32: Actor] = [:]
    var nextActorNumber: UInt32 = 1
    var devices: [RecordID: Device] = [:]
    var codes: [Hash256: EnrolmentCode] = [:]
    var owners: [ReplicaID: RecordID] = [:]
    var directoryVersion: UInt64 = 0
    var register: RegisterInfo?
    var keys: ServerKeys?
    var restoredAt: Int64?
    var schema: SchemaDocument?
}

extension MemoryServerStore: AccountTransaction {
    package func person(_ id: RecordID) -> Person? { accounts.persons[id] }

    package func persons() -> [Person] {
        accounts.persons.values.sorted { $0.id.precedes($1.id) }
    }

    package func persons(named name: String) -> [Person] {
        persons().filter { $0.name.utf8.elementsEqual(name.utf8) }
    }

    package mutating func setPerson(_ person: Person) { accounts.persons[person.id] = person }

    package func actor(_ number: UInt32) -> Actor? { accounts.actors[number] }

    package func actors() -> [Actor] {
        accounts.actors.values.sorted { $0.number < $1.number }
    }

    package func actors(of person: RecordID) -> [Actor] {
        actors().filter { $0.person == person }
    }

    package mutating func setActor(_ actor: Actor) { accounts.actors[actor.number] = actor }

    package func nextActorNumber() -> UInt32 { accounts.nextActorNumber }

    package mutating func setNextActorNumber(_ number: UInt32) {
        accounts.nextActorNumber = number
    }

    package func device(_ id: RecordID) -> Device? { accounts.devices[id] }

    package func device(tokenHash: Hash256) -> Device? {
        accounts.devices.values.first { $0.tokenHash == tokenHash }
    }

    package func device(signingKey: [UInt8]) -> Device? {
        accounts.devices.values.first { $0.signingKey == signingKey }
    }

    package func devices() -> [Device] {
        accounts.devices.values.sorted { $0.id.precedes($1.id) }
    }

    package func devices(of person: RecordID) -> [Device] {
        devices().filter { $0.person == person }
    }

    package mutating func setDevice(_ device: Device) { accounts.devices[device.id] = device }

    package func enrolmentCode(_ hash: Hash256) -> EnrolmentCode? { accounts.codes[hash] }

    package func unusedEnrolmentCodes() -> [EnrolmentCode] {
        accounts.codes.values.filter { $0.usedBy == nil }
            .sorted { $0.hash.bytes.lexicographicallyPrecedes($1.hash.bytes) }
    }

    package mutating func setEnrolmentCode(_ code: EnrolmentCode) {
        accounts.codes[code.hash] = code
    }

    package func owner(of replica: ReplicaID) -> RecordID? { accounts.owners[replica] }

    package func replicaOwners() -> [ReplicaOwner] {
        accounts.owners.map { ReplicaOwner(replica: $0.key, device: $0.value) }
            .sorted { $0.replica.precedes($1.replica) }
    }

    package func replicaCount(of device: RecordID) -> Int {
        accounts.owners.values.count { $0 == device }
    }

    package mutating func setOwner(_ device: RecordID, of replica: ReplicaID) {
        accounts.owners[replica] = device
    }

    package func directoryVersion() -> UInt64 { accounts.directoryVersion }

    package mutating func setDirectoryVersion(_ version: UInt64) {
        accounts.directoryVersion = version
    }

    package func registerInfo() -> RegisterInfo? { accounts.register }

    package mutating func setRegisterInfo(_ info: RegisterInfo) { accounts.register = info }

    package func restoredAt() -> Int64? { accounts.restoredAt }
    package mutating func noteRestoration(at time: Int64) { accounts.restoredAt = time }

    package func serverKeys() -> ServerKeys? { accounts.keys }

    package mutating func setServerKeys(_ keys: ServerKeys) { accounts.keys = keys }

    package func schemaDocument() -> SchemaDocument? { accounts.schema }

    package func schemaVersion() -> UInt64 { accounts.schema?.version ?? 0 }

    package mutating func setSchemaDocument(_ document: SchemaDocument) {
        accounts.schema = document
    }
}
