import CryptoAdapters
import ServerCore
import ServerSQL
import Shared

/// Copies a whole register into a new place, of whatever kind.
struct RegisterCopy {
    private let source: any SQLStore
    private let target: any SQLStore
    /// Called now and then with the number of rows that are done.
    var onProgress: (Int) -> Void = { _ in }

    init(from source: any SQLStore, to target: any SQLStore) {
        self.source = source
        self.target = target
    }

    /// Copies what is committed now.
    func run() throws { try source.read(fill) }

    /// Copies while nobody can write to the source, checks the copy, and runs `ending` before anybody can.
    ///
    /// - Returns: What the copy holds.
    /// - Throws: ``CommandFailure`` when the copy is not the same.
    func run(ending: () throws -> Void) throws -> Verification {
        try source.write { transaction in
            try fill(transaction)
            var verification = Verification(of: target)
            try verification.run()
            let digest = try transaction.digest(of: .common).hash
            guard verification.problems.isEmpty, verification.digest == digest else {
                let problem =
                    verification.problems.first
                    ?? Labels(vi: "mã kiểm khác nhau", en: "the digests differ")
                throw CommandFailure(
                    .damaged,
                    code: "damaged",
                    Labels(
                        vi: "bản chép không giống sổ: \(problem.vi)",
                        en: "the copy is not the same as the register: \(problem.en)"
                    ),
                    hint: Labels(vi: "chạy verify với sổ", en: "run verify on the register")
                )
            }
            try ending()
            return verification
        }
    }

    private func fill(_ transaction: SQLTransaction) throws {
        try target.write { try $0.copy(transaction, progress: onProgress) }
    }
}
