/// Which of several concurrent writes is displayed: a pure function of the writes.
///
/// The lead department's write, else the one with the highest time, else the highest dot. A time
/// beyond the moment at which the server received the write counts as that moment.
struct CandidateOrder {
    /// The department that leads the record; nil when that is not known or not to be regarded.
    var lead: RecordID?
    let directory: Directory
    /// When the server received a write, in milliseconds since 1970; nil when that is not known.
    let received: (Dot) -> Int64?

    /// One write and all that its rank depends on.
    struct Ranked {
        let dot: Dot
        let stamp: DotStamp?
        let isLead: Bool
        let time: UInt64

        func outranks(_ other: Ranked) -> Bool {
            if isLead != other.isLead { return isLead }
            return time == other.time ? other.dot.precedes(dot) : time > other.time
        }
    }

    /// The rank of the only write, which has nothing to be compared with.
    func alone(_ dot: Dot, _ stamp: DotStamp?) -> Ranked {
        Ranked(dot: dot, stamp: stamp, isLead: false, time: 0)
    }

    func ranked(_ dot: Dot, _ stamp: DotStamp?) -> Ranked {
        var time = stamp?.time.rawValue ?? 0
        if let received = received(dot) {
            time = min(time, HybridTimestamp(milliseconds: received, counter: .max).rawValue)
        }
        let department = stamp.flatMap { directory[$0.actor]?.department }
        let isLead = lead != nil && department == lead
        return Ranked(dot: dot, stamp: stamp, isLead: isLead, time: time)
    }
}
