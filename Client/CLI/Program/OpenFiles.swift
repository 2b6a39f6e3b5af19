import Glibc
import Shared

/// How many files the system lets this program have open at once.
enum OpenFiles {
    /// Enough for the replica, its log, a connection, and what the language's runtime opens for itself.
    private static let needed: rlim_t = 32

    /// Asks for more where there are too few: with too few the runtime would end the program in the
    /// middle of a command.
    ///
    /// - Throws: `CommandFailure` when the system gives no more.
    static func check() throws {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
        let most = limit.rlim_max
        limit.rlim_cur = min(most, 8 * needed)
        guard most >= needed, unsafe setrlimit(resource, &limit) == 0 else {
            throw CommandFailure(
                code: "too_few_files",
                Labels(
                    vi: "ở đây mỗi chương trình chỉ được mở \(most) tệp, caunoi cần \(needed)",
                    en:
                        "a program may have only \(most) files open here, and caunoi needs \(needed)"
                ),
                hint: Labels(
                    vi: "nâng giới hạn: ulimit -n 256",
                    en: "raise the limit: ulimit -n 256"
                )
            )
        }
    }
}
