import Synchronization

/// Counts what was answered, and tells it in Prometheus's text format.
final class Metrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private struct Sum {
        var count: UInt64 = 0
        var seconds: Double = 0
        /// How many took at most the bound of the same place in ``Metrics/bounds``.
        var buckets = [UInt64](repeating: 0, count: Metrics.bounds.count)
    }

    private struct State {
        var requests: [Key: UInt64] = [:]
        var durations: [String: Sum] = [:]
    }

    /// Upper bounds of durations, in seconds.
    private static let bounds: [Double] = [0.005, 0.025, 0.1, 0.5, 2.5, 10]

    private let state = Mutex(State())

    /// Counts one answer; `route` is one of few names.
    func count(_ route: String, status: Int, duration: Duration) {
        let parts = duration.components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        state.withLock { state in
            state.requests[Key(route: route, status: status), default: 0] += 1
            var sum = state.durations[route] ?? Sum()
            sum.count += 1
            sum.seconds += seconds
            for (place, bound) in Self.bounds.enumerated() where seconds <= bound {
                sum.buckets[place] += 1
            }
            state.durations[route] = sum
        }
    }

    /// Everything so far.
    ///
    /// Source: the Prometheus text exposition format 0.0.4.
    func text() -> String {
        let state = state.withLock { $0 }
        var lines = [
            "# HELP caunoi_requests_total Requests answered, by route and status.",
            "# TYPE caunoi_requests_total counter",
        ]
        let requests = state.requests.sorted {
            ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
        }
        func lists(_ name: String, _ isListed: (Int) -> Bool) {
            for (key, count) in requests where isListed(key.status) {
                let labels = "route=\"\(key.route)\",status=\"\(key.status)\""
                lines.append("\(name){\(labels)} \(count)")
            }
        }
        lists("caunoi_requests_total") { _ in true }
        lines.append(
            "# HELP caunoi_request_failures_total Requests refused, by route and status."
        )
        lines.append("# TYPE caunoi_request_failures_total counter")
        lists("caunoi_request_failures_total") { $0 >= 400 }
        lines.append("# HELP caunoi_request_seconds From a request's header to its answer.")
        lines.append("# TYPE caunoi_request_seconds histogram")
        for (route, sum) in state.durations.sorted(by: { $0.key < $1.key }) {
            for (bound, count) in zip(Self.bounds, sum.buckets) {
                let labels = "route=\"\(route)\",le=\"\(bound)\""
                lines.append("caunoi_request_seconds_bucket{\(labels)} \(count)")
            }
            let infinite = "route=\"\(route)\",le=\"+Inf\""
            lines.append("caunoi_request_seconds_bucket{\(infinite)} \(sum.count)")
            lines.append("caunoi_request_seconds_sum{route=\"\(route)\"} \(sum.seconds)")
            lines.append("caunoi_request_seconds_count{route=\"\(route)\"} \(sum.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
