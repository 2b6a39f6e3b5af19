package import ClientCore
import ClientSQLite
package import Shared

/// A sync as people and programs see it: a session, and what it means for the register.
package struct Synchronization {
    private let workspace: Workspace
    private let client: ServiceClient
    private let console: Console

    package init(_ workspace: Workspace, _ client: ServiceClient, _ console: Console) {
        self.workspace = workspace
        self.client = client
        self.console = console
    }

    /// What came of it.
    package struct Outcome {
        package let summary: SyncSummary
        package let ending: SyncSession.Ending
        package let records: Int
        package let conflictsBefore: Int
        package let conflictsOpen: Int
        package let digest: Hash256
        package let waiting: Int
    }

    package func run() throws -> Outcome {
        let before = try conflicts()
        var runner = SyncRunner(workspace, client)
        if console.showsProgress {
            runner.onProgress = { [console] summary in
                console.message("  ↑ \(summary.pushed)  ↓ \(summary.pulled)")
            }
        }
        let (ending, memory) = try runner.run()
        try workspace.update { settings in
            if ending == .complete { settings.lastSync = Workspace.now }
            settings.corrections += memory.summary.refused
            if let hello = memory.hello { settings.actor = hello.actor }
        }
        let after = try Workspace.open(console.options(of: workspace))
        let register = try Register(after, language: console.language)
        let digest = try after.store.read { try $0.digest(of: .common).hash }
        return Outcome(
            summary: memory.summary,
            ending: ending,
            records: register.recordCount,
            conflictsBefore: before,
            conflictsOpen: register.conflictCount,
            digest: digest,
            waiting: try after.pendingCount()
        )
    }

    private func conflicts() throws -> Int {
        try Register(workspace, language: console.language).conflictCount
    }
}

extension Console {
    /// The options that open the same workspace again.
    func options(of workspace: Workspace) -> GlobalOptions {
        var options = GlobalOptions()
        options.home = workspace.folder
        options.lang = language.code
        return options
    }
}

extension Register {
    /// How many disagreements are open.
    package var conflictCount: Int {
        allRecords.reduce(0) { $0 + (view($1)?.conflicts.count ?? 0) }
    }
}

extension Workspace {
    /// How many own changes have no receipt.
    package func pendingCount() throws -> Int {
        try store.read { transaction in
            try transaction.scopes().reduce(0) { count, scope in
                let standing = try transaction.standing(in: scope)
                return try count
                    + transaction.ownChanges(
                        in: scope,
                        beyond: standing.acknowledged,
                        bytesMax: .max
                    ).count
            }
        }
    }
}
