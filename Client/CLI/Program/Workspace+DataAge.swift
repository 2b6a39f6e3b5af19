import Shared

extension Workspace {
    /// Of when the data is, for people: what the server did not have then is not in an answer.
    func dataAge(_ console: Console) -> String {
        settings.lastSync.map { Instant($0).local(console.language) }
            .map { console.say(en: "data as of \($0)", vi: "dữ liệu đến \($0)") }
            ?? console.say(en: "never synchronised", vi: "chưa đồng bộ lần nào")
    }
}
