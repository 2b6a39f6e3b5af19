import Glibc
import Shared

extension Suite {
    /// Many devices that hand in and fetch at once, and then wait for news: on SQLite, and on PostgreSQL with
    /// two servers where there is one.
    func measureCrowd() throws {
        try crowd("sqlite", database: nil, processes: 1)
        if let database = plan.database {
            try crowd("postgres", database: database, processes: 2)
        }
    }

    private func crowd(_ name: String, database: String?, processes: Int) throws {
        progress("crowd on \(name): a register")
        let server = try RegisterServer(
            in: plan.folder + "/crowd-\(name)",
            server,
            database: database,
            processes: processes
        )
        defer { server.stop() }
        let first = try Replica.enrolled("first", at: server, client).replica
        let base = 1000
        try first.save((0..<base).lazy.map { WorkloadRecord(number: $0).creation })
        _ = try first.sync(with: server)

        progress("crowd on \(name): enrolling \(plan.crowd) devices")
        let shape = LoadDevice.Shape(
            devices: plan.crowd,
            requests: 2 * plan.crowdChanges,
            pulledRecords: 20,
            pushedRecords: 1
        )
        let devices = try (0..<plan.crowd).map { number in
            try LoadDevice(
                number: number,
                at: server,
                shape: shape,
                firstRecord: number * plan.crowdChanges
            )
        }
        progress("crowd on \(name): \(plan.crowd) devices, \(plan.crowdChanges) changes each")
        var generator = try LoadGenerator(devices, ports: server.ports)
        let before = server.coreSeconds
        let outcome = try generator.run()
        let count = Double(outcome.all.count)
        let cores = server.coreSeconds - before + outcome.cost.coreSeconds
        set(.crowd, "\(name)_push_p99_ms", outcome.pushes.percentile(0.99))
        set(.crowd, "\(name)_push_p50_ms", outcome.pushes.median)
        set(.crowd, "\(name)_requests_per_second", count / outcome.cost.seconds)
        set(.crowd, "\(name)_requests_per_core_second", count / cores)
        set(.crowd, "\(name)_server_peak_mb", Double(server.peakBytes) / 1_048_576)
        try checkCrowd(server, name, first, records: base + plan.crowd * plan.crowdChanges)
        try watch(server, name, devices, first)
    }

    /// Nothing was lost and nothing is double: a new device, and one that was there, hold what the server
    /// has, which is exactly what was handed in.
    private func checkCrowd(
        _ server: RegisterServer,
        _ name: String,
        _ first: Replica,
        records: Int
    ) throws {
        progress("crowd on \(name): comparing what everybody holds")
        let stats = try server.administer("verify", "--json")
        guard stats?["equal"]?.boolean == true, let digest = stats?["digest"]?.string else {
            throw BenchmarkFailure("the server's hashes do not agree with what it holds")
        }
        // The administrator's department is a record of its own.
        let held = stats?["records"]?.integer.map { Int($0) } ?? 0
        guard held == records + 1 else {
            throw BenchmarkFailure("\(records + 1) records were handed in, \(held) are there")
        }
        let fresh = try Replica.enrolled("fresh", at: server, client).replica
        for replica in [first, fresh] {
            let sync = try replica.sync(with: server)
            guard sync.digest == digest else {
                throw BenchmarkFailure("a device does not hold what the server has")
            }
        }
    }

    /// All devices wait for news at once; then there is some.
    private func watch(
        _ server: RegisterServer,
        _ name: String,
        _ devices: [LoadDevice],
        _ first: Replica
    ) throws {
        progress("crowd on \(name): \(devices.count) devices wait for news")
        let requests = try devices.map { try $0.watching(server) }
        let before = server.residentBytes
        var waiting = try requests.enumerated().map { number, request in
            LoadConnection(try Socket(port: server.ports[number % server.ports.count]), [request])
        }
        for index in waiting.indices { try waiting[index].sendNext() }
        sleep(2)
        let watched = server.residentBytes - before
        let cores = server.coreSeconds
        sleep(5)
        let idle = (server.coreSeconds - cores) / 5
        try first.save([
            WorkloadRecord(number: 0).edited(by: .first, round: 1)
                .edit(of: WorkloadRecord(number: 0))
        ])
        _ = try first.sync(with: server)
        let handedIn = Clock.wall
        var delays: [Double] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        var polled = waiting.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while delays.count < waiting.count {
            guard unsafe poll(&polled, nfds_t(polled.count), 10_000) > 0 else {
                throw BenchmarkFailure("\(waiting.count - delays.count) devices got no news")
            }
            for index in polled.indices where polled[index].revents != 0 {
                guard try waiting[index].receive(&buffer) != nil else { continue }
                delays.append(max(0, Clock.wall - handedIn) * 1000)
                polled[index].fd = -1
            }
        }
        set(.crowd, "\(name)_bytes_per_watcher", Double(max(0, watched)) / Double(waiting.count))
        set(.crowd, "\(name)_watching_cores", idle)
        set(.crowd, "\(name)_news_p50_ms", delays.median)
        set(.crowd, "\(name)_news_p99_ms", delays.percentile(0.99))
    }
}
