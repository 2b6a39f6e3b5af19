import ClientCore
import ServerCore
package import Shared

/// One run: a server, a few devices with several scopes each, and everything that can go wrong between
/// them, all of it from one seed.
///
/// The real decisions of both sides run on their memory stores; a session moves in half steps (the
/// request is prepared, the server answers, the answer is taken in), between which anything else may
/// happen. The oracle is asked after every step.
package struct Simulation {
    /// What can happen in a run, as percentages of steps.
    package struct Options: Sendable {
        package var stepCount = 220
        package var scopes: [ScopeID] = [.common]
        package var serverRestores = false
        package var rulings = true
        package var bundles = true
        package var held = false
        /// Whether devices are copied and their copies used at the same time.
        package var twins = false
        /// Whether old images of devices are used at all.
        package var images = true
        package var deviceCount = 4
        package var recordCount = 6
        /// The oracle is asked at every so manieth opportunity.
        package var checkInterval = 1
        /// Whether some devices are out of touch for a while.
        package var partitions = false
        /// Whether requests arrive twice or late, and the server dies before it commits.
        package var disorder = false
        /// After which steps the server is set back for certain.
        package var restorePoints: Set<Int> = []
        /// Only these steps are made; nil for all.
        package var steps: Set<Int>?
        /// Whether ``Simulation/trace`` is kept.
        package var isTraced = false

        package init() {}

        /// Options drawn from a seed, so that runs differ in what they stress.
        package init(seed: UInt64) {
            self.init()
            serverRestores = seed.isMultiple(of: 2)
            held = seed % 5 == 3 && !serverRestores
            rulings = seed % 7 != 5
            bundles = seed % 3 != 2
            twins = seed % 3 != 0
            if seed % 4 == 1, let space = ScopeID("space/acvn") { scopes.append(space) }
        }
    }

    /// The head cell and the three that saves write.
    static let cellCount = 4

    package let seed: UInt64
    let options: Options
    var random: SplitMix64
    var server: Server
    var devices: [Device] = []
    var oracle = Oracle()
    let memory = CheckMemory()
    var serverBackups: [MemoryServerStore] = []
    var images: [(place: Int, device: Device)] = []
    var bundles: [CarriedRequest.Scope] = []
    var replies: [CarriedReply.Scope] = []
    /// What devices have saved since their access was withdrawn.
    var withdrawn: [(ScopeID, SealedChange)] = []
    let records: [RecordID]
    /// The true time, in milliseconds since 1970.
    var now: Int64 = 1_700_000_000_000
    /// Whether the strict oracle applies to refused writes: not after a roll-back of the server.
    var isStrict = true
    var checksAsked = 0
    /// Whether states differ that no history explains.
    var isDamaged = false
    /// The places of devices that are out of touch.
    var partitioned: Set<Int> = []
    /// Requests that a network holds back.
    var delayed: [SyncRequest] = []
    /// How often each interesting thing happened.
    package private(set) var counts: [String: Int] = [:]
    /// The same in the order of happening, with the step in which it happened.
    package private(set) var trace: [String] = []
    private var stepNumber = 0

    package init(seed: UInt64, options: Options? = nil) throws {
        self.seed = seed
        let options = options ?? Options(seed: seed)
        self.options = options
        random = SplitMix64(seed: seed)
        server = Server(policy: SimulatedPolicy(isActive: options.rulings))
        var records: [RecordID] = []
        for number in 0..<self.options.recordCount {
            records.append(RecordID(high: UInt64(number), low: random.next()))
        }
        self.records = records
        for scope in options.scopes {
            try server.service.createScope(scope, using: &random, in: &server.store)
        }
        for _ in 0..<options.deviceCount { devices.append(newDevice()) }
    }

    mutating func newDevice() -> Device {
        Device(
            store: MemoryReplicaStore(
                replica: .random(using: &random),
                scopes: options.scopes
            )
        )
    }

    mutating func count(_ what: String, _ number: Int = 1) {
        counts[what, default: 0] += number
        if options.isTraced { trace.append("step \(stepNumber): \(what)") }
    }

    /// Runs the whole schedule, then lets everything heal and compares.
    package mutating func run() throws {
        try act()
        try heal()
    }

    mutating func act() throws {
        for number in 0..<options.stepCount where options.steps?.contains(number) ?? true {
            begin(number)
            if options.partitions, number.isMultiple(of: 150) { shiftPartition() }
            try step()
            try checkAll()
            if options.restorePoints.contains(number) { try setServerBack() }
        }
    }

    /// Each step draws from a stream of its own, so that it does the same when others are left out.
    private mutating func begin(_ number: Int) {
        stepNumber = number
        var mixer = SplitMix64(seed: seed ^ UInt64(number) << 32)
        random = SplitMix64(seed: mixer.next())
        setClocks(using: SplitMix64(seed: mixer.next()))
    }

    private mutating func step() throws {
        now += Int64(random.below(60_000))
        let place = random.below(devices.count)
        switch random.below(1000) {
        case 0..<400: try save(at: place)
        case 400..<435: try purge()
        case 435..<550: try sync(place, cutPercent: 25)
        case 550..<900: try sync(place, cutPercent: 4)
        case 900..<955 where !options.images: try sync(place, cutPercent: 50)
        case 900..<930: images.append((place, devices[place]))
        case 930..<955: try copyFromImage()
        case 967..<970 where options.rulings: changeSchema()
        case 955..<970: serverBackups.append(server.store)
        case 970..<980: try restoreServer()
        case 980..<990 where !options.held: try damage(place)
        default: try review(place)
        }
        if options.bundles { try carryBundles(place) }
    }

    /// What others do between two half steps of a session of the device at `place`.
    mutating func interleave(besides place: Int) throws {
        if random.chance(12) { try save(at: place) }
        if random.chance(25) {
            let other = random.below(devices.count)
            if other != place, devices[other].session == nil {
                try halfSteps(other, cutPercent: 10, interleaved: false)
            }
        }
        if random.chance(4) { try purge() }
        if random.chance(0.7) { try restoreServer() }
    }

    /// One session of a device, perhaps cut somewhere.
    mutating func sync(_ place: Int, cutPercent: Double) throws {
        guard !partitioned.contains(place) else { return count("out of touch") }
        try halfSteps(place, cutPercent: cutPercent, interleaved: true)
    }

    private mutating func halfSteps(
        _ place: Int,
        cutPercent: Double,
        interleaved: Bool
    ) throws {
        var session = SyncSession()
        var memory = SessionMemory()
        devices[place].session = session
        defer { devices[place].session = nil }
        var action = session.start()
        while true {
            guard case .finish(let ending) = action else {
                let request = try prepare(action, &memory, place)
                if random.chance(cutPercent / 2) {
                    count("request lost")
                    return
                }
                if interleaved { try interleave(besides: place) }
                if options.disorder, try disturb(request) { return }
                let response = try server.answer(
                    request,
                    isRevoked: devices[place].isRevoked,
                    at: time(of: server.clock),
                    using: &random
                )
                try noteServerEvents()
                if random.chance(cutPercent / 2) {
                    count("answer lost")
                    return
                }
                if interleaved, random.chance(30) { try interleave(besides: place) }
                let event = try conclude(action, request, response, &memory, place)
                try checkAll()
                action = session.next(after: event)
                continue
            }
            note(ending, memory.summary)
            if ending == .noProgress { throw Violation("a session makes no progress") }
            return
        }
    }

    private mutating func note(_ ending: SyncSession.Ending, _ summary: SyncSummary) {
        count("session \(ending)")
        if summary.renewedIdentity { count("identity renewed") }
        if summary.offered > 0 { count("state offered") }
        if summary.refused > 0 { count("write refused") }
        if summary.merged > 0 { count("record merged") }
    }

    func prepare(
        _ action: SyncSession.Action,
        _ memory: inout SessionMemory,
        _ place: Int
    ) throws -> SyncRequest {
        let request = try Device.engine.prepare(
            action,
            &memory,
            sign: { _, _ in [] },
            in: devices[place].store
        )
        guard let request else { throw Violation("nothing to send for \(action)") }
        return request
    }

    mutating func conclude(
        _ action: SyncSession.Action,
        _ request: SyncRequest,
        _ response: SyncResponse,
        _ memory: inout SessionMemory,
        _ place: Int
    ) throws -> SyncSession.Event {
        var store = devices[place].store
        let event = try Device.engine.conclude(
            action,
            request,
            response,
            &memory,
            using: &random,
            in: &store
        )
        devices[place].store = store
        if case .pulled(hasMore: true) = event { count("page before the last") }
        if case .chain = response { count("chains diverged") }
        if case .push(let pushed) = response, case .needState = pushed.outcome {
            count("state needed")
        }
        if !isDamaged {
            if !memory.askedWhole.isEmpty {
                throw Violation("a value was left out that the device does not hold")
            }
            if !memory.reconciled.isEmpty {
                throw Violation("digests differ after a complete pull" + difference(from: store))
            }
            if memory.summary.repaired > 0 { throw Violation("a record could not be joined") }
        }
        return event
    }
}
