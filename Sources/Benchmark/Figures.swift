package import Shared

/// What was measured: numbers under paths such as `W1.records_per_core_second`, in order.
package struct Figures: Sendable {
    package private(set) var entries: [(path: String, value: Double)] = []

    package init() {}

    package subscript(path: String) -> Double? {
        get { entries.first { $0.path == path }?.value }
        set {
            let place = entries.firstIndex { $0.path == path }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append((path, value))
            case (nil, nil): break
            }
        }
    }

    /// The medians of several runs, figure by figure.
    package static func medians(of runs: [Figures]) -> Figures {
        var result = Figures()
        for path in runs.flatMap({ $0.entries.map(\.path) }) where result[path] == nil {
            result[path] = runs.compactMap { $0[path] }.median
        }
        return result
    }

    /// One object for each first part of a path.
    package func json(machine: JSONValue, records: Int, runs: Int) -> JSONValue {
        var groups: [(name: String, members: [JSONValue.Member])] = []
        for (path, value) in entries {
            let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
            guard let group = parts.first, let name = parts.last else { continue }
            if !groups.contains(where: { $0.name == group }) { groups.append((group, [])) }
            let place = groups.firstIndex { $0.name == group } ?? 0
            groups[place].members.append(.init(key: name, value: .rounded(value)))
        }
        let order = [
            "limits", "W1", "W2", "W3", "W4", "W5", "W6", "local", "memory", "storage", "crowd",
        ]
        let sorted = groups.enumerated().sorted { left, right in
            let places = [left, right].map { order.firstIndex(of: $0.element.name) ?? order.count }
            return (places[0], left.offset) < (places[1], right.offset)
        }
        return .object(
            [
                .init(key: "machine", value: machine),
                .init(key: "records", value: .integer(Int64(records))),
                .init(key: "runs", value: .integer(Int64(runs))),
            ] + sorted.map { .init(key: $0.element.name, value: .object($0.element.members)) }
        )
    }
}

extension JSONValue {
    /// A number with as many digits as mean something.
    static func rounded(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .null }
        if value.magnitude >= 100 || value == value.rounded() {
            return .integer(Int64(value.rounded()))
        }
        return JSONNumber(text(value, digits: 3)).map { .number($0) } ?? .null
    }
}

/// A number in decimal digits, without an exponent.
func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return "-" }
    var factor = 1.0
    for _ in 0..<digits { factor *= 10 }
    let whole = Int64((value.magnitude * factor).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return sign + String(whole) }
    let fraction = padded(Int(whole % Int64(factor)), digits)
    return sign + String(whole / Int64(factor)) + "." + fraction
}
