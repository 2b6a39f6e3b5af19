import ClientCore
import Shared

/// What a session did, for people and for programs.
struct SyncReport {
    let outcome: Synchronization.Outcome
    let client: ServiceClient
    let workspace: Workspace

    /// Shows what a session did; JSON as one line where `isOneOfMany`.
    func show(_ console: Console, isOneOfMany: Bool = false) {
        let summary = outcome.summary
        warnOfClock(console)
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
            let text = ReminderText(workspace.schema, console)
            let reminders = outcome.reminders.map { text.json($0) }
            let document = JSONValue.object(
                [
                    number("pushed", summary.pushed),
                    number("pulled", summary.pulled),
                    number("merged", summary.merged),
                    number("conflicts_opened", outcome.conflictsOpened),
                    number("conflicts_open", outcome.questions.conflicts),
                    number("needs_correction", outcome.questions.corrections),
                    number("waiting", 0),
                    number("repaired", summary.repaired),
                    number("bytes_sent", client.bytesSent),
                    number("bytes_received", client.bytesReceived),
                    number("round_trips", client.roundTrips),
                    .init(key: "digest", value: .string(outcome.digest.text)),
                    .init(key: "reminders", value: .array(reminders)),
                ] + (handedOver ?? [])
            )
            if isOneOfMany {
                console.line(JSONWriter.string(document))
            } else {
                console.document(document)
            }
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
        MovedReminder.show(outcome.reminders, of: workspace, console)
        outcome.questions.show(console)
    }

    /// Tells of a clock that is more than two minutes off; nothing depends on it.
    private func warnOfClock(_ console: Console) {
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

extension Synchronization.Outcome {
    /// Whether the session moved anything.
    var isEventful: Bool { summary.pushed + summary.pulled + summary.repaired > 0 }

    /// Throws when the session could not come to its end.
    func check() throws {
        switch ending {
        case .held:
            throw CommandFailure.revoked(isHeld: true)
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
    }
}
