import ArgumentParser
import ClientCore
import ClientSQLite
import Shared

struct SyncCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: HelpText.say(
            en: "Exchange what changed with the server.",
            vi: "Trao đổi thay đổi với máy chủ."
        ),
        discussion: """
            Exit status: 3 when disagreements are open, 4 when values of this device were refused, \
            5 when the server could not be reached (nothing is lost; run it again).

            EXAMPLE: caunoi sync
            """
    )

    @OptionGroup var options: GlobalOptions

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Say what would be sent and received, and change nothing.",
                vi: "Cho biết sẽ gửi và nhận gì, không thay đổi gì."
            )
        )
    )
    var plan = false

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let client = try ServiceClient(workspace.enrolment)
        if plan { return try SyncPlan(workspace, client).show(console) }
        let outcome = try Synchronization(workspace, client, console).run()
        try report(outcome, client, workspace, console)
        switch outcome.ending {
        case .held:
            throw CommandFailure(
                .refused,
                code: "revoked",
                Labels(
                    vi:
                        "quyền truy cập của máy này đã bị thu hồi; các thay đổi được giữ lại chờ xem xét",
                    en:
                        "the access of this device has been withdrawn; its changes are held for review"
                ),
                hint: Labels(
                    vi: "hãy hỏi quản trị viên; mọi dữ liệu vẫn ở trên máy này",
                    en: "ask your administrator; everything stays on this device"
                )
            )
        case .noProgress:
            throw CommandFailure(
                code: "no_progress",
                Labels(
                    vi: "phiên đồng bộ lặp vòng nên đã dừng",
                    en: "the session went in circles and was ended"
                ),
                hint: Labels(vi: "caunoi doctor", en: "caunoi doctor")
            )
        case .complete: break
        }
        return outcome.questions.status
    }

    private func report(
        _ outcome: Synchronization.Outcome,
        _ client: ServiceClient,
        _ workspace: Workspace,
        _ console: Console
    ) throws {
        let summary = outcome.summary
        let opened = max(0, outcome.questions.conflicts - outcome.conflictsBefore)
        warnOfClock(workspace, console)
        if !summary.differing.isEmpty {
            console.warn(
                console.say(
                    en: "this replica and the server differ; run: caunoi verify",
                    vi: "bản sao này khác với máy chủ; hãy chạy: caunoi verify"
                )
            )
        }
        if summary.isReadmitted {
            console.warn(
                console.say(
                    en:
                        "the server had been put back to an older backup and has let this device in "
                        + "again",
                    vi:
                        "máy chủ đã được khôi phục từ bản sao lưu cũ hơn và đã nhận lại thiết bị này"
                )
            )
        }
        if summary.repaired > 0 {
            console.warn(
                console.say(
                    en: "\(summary.repaired) records were not as the server had them and have been "
                        + "mended; caunoi doctor tells what was put aside",
                    vi:
                        "\(summary.repaired) bản ghi khác với máy chủ và đã được sửa; caunoi doctor "
                        + "cho biết những gì được cất lại"
                )
            )
        }
        if console.isJSON {
            func number(_ key: String, _ value: Int) -> JSONValue.Member {
                .init(key: key, value: .integer(Int64(value)))
            }
            let handedOver = outcome.handedOver.map {
                [JSONValue.Member(key: "handed_over", value: $0.json)]
            }
            console.document(
                .object(
                    [
                        number("pushed", summary.pushed),
                        number("pulled", summary.pulled),
                        number("merged", summary.merged),
                        number("conflicts_opened", opened),
                        number("conflicts_open", outcome.questions.conflicts),
                        number("needs_correction", outcome.questions.corrections),
                        number("waiting", 0),
                        number("repaired", summary.repaired),
                        number("bytes_sent", client.bytesSent),
                        number("bytes_received", client.bytesReceived),
                        number("round_trips", client.roundTrips),
                        .init(key: "digest", value: .string(outcome.digest.text)),
                    ] + (handedOver ?? [])
                )
            )
            return
        }
        outcome.handedOver?.show(console)
        console.line(
            console.say(
                en: "sent \(summary.pushed), received \(summary.pulled), merged \(summary.merged)",
                vi: "đã gửi \(summary.pushed), đã nhận \(summary.pulled), đã gộp \(summary.merged)"
            )
                + console.dim(
                    "  (\(client.bytesSent) ↑ \(client.bytesReceived) ↓ B, "
                        + console.say(
                            en:
                                "\(client.roundTrips) round trip\(client.roundTrips == 1 ? "" : "s"))",
                            vi: "\(client.roundTrips) lượt)"
                        )
                )
        )
        if summary.pulled > 0 {
            let changed = summary.pulled - summary.created
            console.line(
                console.say(
                    en: "news: \(summary.created) new, \(changed) changed (caunoi digest)",
                    vi: "tin mới: \(summary.created) mới, \(changed) thay đổi (caunoi digest)"
                )
            )
        }
        outcome.questions.show(console)
    }

    /// Tells of a clock that is more than two minutes off; nothing depends on it.
    private func warnOfClock(_ workspace: Workspace, _ console: Console) {
        let ahead = workspace.settings.clockAhead
        guard abs(ahead) > 120_000 else { return }
        let amount = ClockSkew(milliseconds: ahead).text(console.language)
        console.warn(
            console.say(
                en: "this device's clock is \(amount) the server's; nothing is lost by it",
                vi: "đồng hồ máy này \(amount) máy chủ; dữ liệu không bị ảnh hưởng"
            )
        )
    }
}

/// How far a clock is off, for people.
struct ClockSkew {
    let milliseconds: Int64

    func text(_ language: DisplayLanguage) -> String {
        let seconds = Int64(clamping: milliseconds.magnitude / 1000)
        let (number, unit): (Int64, (en: String, vi: String)) =
            switch seconds {
            case 172_000...: ((seconds + 43_200) / 86_400, ("days", "ngày"))
            case 7100...: ((seconds + 1800) / 3600, ("hours", "giờ"))
            default: ((seconds + 30) / 60, ("minutes", "phút"))
            }
        return language == .vi
            ? (milliseconds > 0
                ? "nhanh hơn \(number) \(unit.vi) so với"
                : "chậm hơn \(number) \(unit.vi) so với")
            : "\(number) \(unit.en) \(milliseconds > 0 ? "ahead of" : "behind")"
    }
}

/// What a sync would do.
struct SyncPlan {
    private let workspace: Workspace
    private let client: ServiceClient

    init(_ workspace: Workspace, _ client: ServiceClient) {
        self.workspace = workspace
        self.client = client
    }

    /// Asks the server where it stands, and changes nothing on either side.
    func show(_ console: Console) throws -> ExitStatus {
        var request: [HelloRequest.Scope] = []
        var pending = 0
        var bytes = 0
        var bases: [ScopeID: ServerSequence] = [:]
        try workspace.store.read { transaction in
            for scope in try transaction.scopes() {
                let standing = try transaction.standing(in: scope)
                let changes = try transaction.ownChanges(
                    in: scope,
                    beyond: standing.acknowledged,
                    bytesMax: .max
                )
                pending += changes.count
                bytes += changes.reduce(0) { $0 + $1.sealed.bytes.count }
                bases[scope] = standing.base
                request.append(
                    HelloRequest.Scope(
                        scope: scope,
                        epoch: standing.epoch,
                        cursor: standing.cursor,
                        own: []
                    )
                )
            }
        }
        let hello = HelloRequest(
            schemaVersion: UInt64(workspace.schema.version),
            directoryVersion: workspace.people.version,
            scopes: request
        )
        guard case .hello(let answer) = try client.exchange(.hello(hello)) else {
            throw ProtocolError("no answer to the hello")
        }
        let steps = answer.scopes.reduce(UInt64(0)) { sum, scope in
            let base = bases[scope.scope] ?? 0
            return sum + (scope.last > base ? scope.last - base : 0)
        }
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "to_push", value: .integer(Int64(pending))),
                    .init(key: "to_push_bytes", value: .integer(Int64(bytes))),
                    .init(key: "to_pull_at_most", value: .unsigned(steps)),
                ])
            )
        } else {
            console.line(
                console.say(
                    en: "would send \(pending) changes (about \(bytes) bytes) and receive at most "
                        + "\(steps) records",
                    vi: "sẽ gửi \(pending) thay đổi (khoảng \(bytes) byte) và nhận nhiều nhất "
                        + "\(steps) bản ghi"
                )
            )
        }
        return .done
    }
}
