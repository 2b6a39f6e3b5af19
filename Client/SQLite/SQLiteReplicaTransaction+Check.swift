package import ClientCore

extension SQLiteReplicaTransaction {
    /// What SQLite finds wrong with the file's structure; nothing when it is sound.
    ///
    /// Reads the whole database, without comparing indexes with their tables.
    package func quickCheck() throws(ReplicaStoreError) -> [String] {
        try session.all("PRAGMA quick_check(20)") { row in
            String(decoding: row.bytes(0), as: UTF8.self)
        }
        // The first row may have several lines, and a heading.
        .flatMap { $0.split(separator: "\n").map { String($0) } }
        .filter { !$0.utf8.elementsEqual("ok".utf8) && !$0.utf8.starts(with: "***".utf8) }
    }
}
