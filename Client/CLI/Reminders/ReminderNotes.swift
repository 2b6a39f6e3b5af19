import Shared

/// Asks the server what those noted who have moved deadlines: a replica holds values, and no notes.
struct ReminderNotes {
    private let client: ServiceClient

    init(_ client: ServiceClient) { self.client = client }

    /// The same with the notes on the first `count`, as far as the server tells of them.
    func added(to moved: [MovedReminder], first count: Int) -> [MovedReminder] {
        let deadline = client.deadline
        client.deadline = HistoryReader.deadline
        defer { client.deadline = deadline }
        var result = moved
        var known: [RecordID: [HistoryResponse.Item]] = [:]
        for index in result.indices.prefix(count) {
            guard let place = result[index].cause?.place else { continue }
            let request = HistoryRequest(scope: place.scope, record: place.record)
            guard let items = known[place.record] ?? (try? client.history(request))?.items else {
                break
            }
            known[place.record] = items
            let item = items.first { $0.dot == place.dot }
            result[index].cause?.note = item.flatMap { try? Change($0.bytes) }?.note
        }
        return result
    }
}
