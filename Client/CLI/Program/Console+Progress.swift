import Foundation

extension Console {
    /// Shows how far something has come, in a line that the next one replaces; on a terminal only.
    func showProgress(_ text: String) {
        if showsProgress { progress("\r\u{1B}[K" + text) }
    }

    /// Shows how much of something is done; the line is gone when all of it is.
    func showProgress(_ what: String, _ done: Int, of total: Int) {
        let width = 24
        let part = total > 0 ? min(max(done, 0), total) * width / total : width
        let bar = String(repeating: "█", count: part) + String(repeating: "░", count: width - part)
        showProgress("  \(what) \(bar) \(total > 0 ? done * 100 / total : 100) %")
        if done >= total { clearProgress() }
    }

    /// Takes the line away.
    func clearProgress() {
        if showsProgress { progress("\r\u{1B}[K") }
    }

    private func progress(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
