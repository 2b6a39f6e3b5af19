import ServerCore
import ServerSQL
import ServerSQLite
import Shared

/// Puts a register into another place, of whatever kind.
///
/// The copy is made where nobody finds it, then the old place is taken out of use, and only then the copy
/// gets its place: at no moment can two of them be opened. What is cut off is run again. As long as the
/// old place is in use it begins anew; afterwards it ends what had been begun, which it knows by the
/// suffix that both places have.
struct RegisterMove {
    struct Result {
        /// What has been moved.
        let copied: Verification
        /// What the old place is kept as.
        let kept: String
    }

    private let source: RegisterPlace
    private let target: RegisterPlace
    private let suffix: String
    /// Called now and then with the number of rows that are done.
    var onProgress: (Int) -> Void = { _ in }

    init(from source: RegisterPlace, to target: RegisterPlace, suffix: String) {
        self.source = source
        self.target = target
        self.suffix = suffix
    }

    /// Moves the register, or ends a move that was cut off.
    ///
    /// - Throws: ``CommandFailure`` where there is nothing to move, or a register at the new place; with the
    ///   code `move_unfinished` it is to be run again.
    func run() throws -> Result {
        guard try source.isTaken() else { return try finish() }
        guard try !target.isTaken() else {
            throw CommandFailure(
                code: "register_exists",
                Labels(
                    vi: "ở \(target.shown) đã có một sổ",
                    en: "there is a register in \(target.shown) already"
                ),
                hint: Labels(vi: "hãy chọn nơi khác", en: "choose another place")
            )
        }
        let serving = try source.lock(.exclusive)
        defer { serving?.release() }
        let old = try source.storeOfRegister(isPatient: true)
        guard try old.read({ try $0.registerInfo() }) != nil else { throw source.absence() }
        if case .folder(let path) = target { try SQLiteServerStore.makeFolder(path) }
        for earlier in try target.arrivals() { try target.discardArrival(earlier) }
        let new = try target.arrival(suffix).openStore(isPatient: true)
        return try move(old, new)
    }

    private func move(_ old: any SQLStore, _ new: any SQLStore) throws -> Result {
        var copy = RegisterCopy(from: old, to: new)
        copy.onProgress = onProgress
        let copied: Verification
        var kept = ""
        var isSettingAside = false
        do {
            copied = try copy.run {
                isSettingAside = true
                // A database's tables change their name before anybody else gets the lock.
                if case .database = source { kept = try source.setAside(suffix, for: target) }
            }
        } catch {
            try? new.close()
            try? old.close()
            if isSettingAside { throw unfinished(error) }
            try? target.discardArrival(suffix)
            throw error
        }
        do {
            // Of a pool of connections the last to close may be one that only reads, and leaves the log.
            try new.checkpoint()
            try new.close()
            try old.close()
            if case .folder = source { kept = try source.setAside(suffix, for: target) }
            try target.settle(suffix)
        } catch {
            throw unfinished(error)
        }
        return Result(copied: copied, kept: kept)
    }

    /// Ends a move that was cut off after the old place had been taken out of use.
    private func finish() throws -> Result {
        guard try !target.isTaken() else { throw source.absence() }
        let arrivals = try target.arrivals()
        let common = try source.departures().last { suffix in
            arrivals.contains { $0.isSame(as: suffix) }
        }
        guard let common else { throw source.absence() }
        let new = try target.arrival(common).openStore(isPatient: true)
        var copied = Verification(of: new)
        do {
            try copied.run()
            try new.checkpoint()
            try new.close()
        } catch {
            try? new.close()
            throw error
        }
        if let problem = copied.problems.first {
            let kept = source.keptName(of: common)
            throw CommandFailure(
                .damaged,
                code: "damaged",
                Labels(
                    vi: "bản chép của sổ bị hỏng: \(problem.vi)",
                    en: "the copy of the register is damaged: \(problem.en)"
                ),
                hint: Labels(
                    vi: "đổi tên \(kept) về tên cũ rồi chuyển lại",
                    en: "give \(kept) its old name back, and move it again"
                )
            )
        }
        do {
            try target.settle(common)
        } catch {
            throw unfinished(error)
        }
        return Result(copied: copied, kept: source.keptName(of: common))
    }

    /// That the copy is whole, and that it is not certain whether it has got its place.
    private func unfinished(_ error: any Error) -> CommandFailure {
        CommandFailure(
            code: "move_unfinished",
            Labels(
                vi: "sổ đã được chép đủ, rồi việc chuyển bị ngắt: "
                    + CommandFailure(error, in: .vi).message,
                en: "the register was copied whole, and then the move was cut off: "
                    + CommandFailure(error, in: .en).message
            ),
            hint: Labels(
                vi: "chạy lại chính lệnh này: nó sẽ hoàn tất việc dở dang",
                en: "run the same command again: it ends what was begun"
            )
        )
    }
}
