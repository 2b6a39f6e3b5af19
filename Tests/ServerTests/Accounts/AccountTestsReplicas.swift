import ServerCore
import Shared
import Testing

@Suite struct `Owners of replicas` {
    @Test(arguments: AccountStoreKind.allCases)
    func `the first device to push as a replica owns it`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let first = try register.join(.named("Lan")).device
        let second = try register.join(.named("Minh")).device
        let replica = ReplicaID(high: 5, low: 5)
        let claim = { (device: RecordID) in
            try register.store.write {
                try register.service.claim([replica], by: device, in: &$0)
            }
        }
        try claim(first)
        let version = try register.store.directory().version
        try claim(first)
        #expect(try register.store.directory().version == version)
        #expect(throws: AccountError.replicaOfAnother(replica)) { try claim(second) }
        let directory = try register.store.write { try $0.directory() }
        #expect(directory.device(of: replica)?.id == first)
        #expect(directory.device(of: ReplicaID(high: 5, low: 6)) == nil)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `no device writes as the server`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let device = try register.join(.named("Lan")).device
        let own = ReplicaID(high: 1, low: 2)
        let taken = ReplicaID(high: 1, low: 3)
        let version = try register.store.directory().version
        try register.store.write { try register.service.reserve(own, in: &$0) }
        #expect(try register.store.directory().version == version)
        #expect(throws: AccountError.replicaOfAnother(own)) {
            try register.store.write {
                try register.service.claim([taken, own], by: device, in: &$0)
            }
        }
        #expect(try register.store.write { try $0.owner(of: taken) } == nil)
        try register.store.write { try register.service.claim([taken], by: device, in: &$0) }
        #expect(throws: AccountError.replicaOfAnother(taken)) {
            try register.store.write { try register.service.reserve(taken, in: &$0) }
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a device has a limited number of replicas`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let device = try register.join(.named("Lan")).device
        let limit = UInt64(AccountLimits.replicasPerDeviceMax)
        let replicas = (0...limit).map { ReplicaID(high: 9, low: $0) }
        try register.store.write {
            try register.service.claim(Array(replicas.dropLast()), by: device, in: &$0)
        }
        #expect(throws: AccountError.tooManyReplicas) {
            try register.store.write { try register.service.claim(replicas, by: device, in: &$0) }
        }
    }

    @Test func `an unknown device claims nothing`() throws {
        let register = try AccountTestRegister(.memory)
        let nobody = RecordID(high: 1, low: 1)
        #expect(throws: AccountError.unknownDevice(nobody)) {
            try register.store.write {
                try register.service.claim([ReplicaID(high: 1, low: 1)], by: nobody, in: &$0)
            }
        }
    }
}
