import Foundation
import Shared
import Testing

/// The files of a device's folder at one moment.
struct Image: Sendable {
    fileprivate let folder: String
}

/// How an image comes back.
enum Restoring: CaseIterable, Sendable {
    /// As new files, as from a backup of files: the replica can tell by itself.
    case files
    /// Byte for byte into the files that are there, as from an image of the disk: only the server can tell.
    case disk
}

extension Home {
    func image(_ name: String) throws -> Image {
        let image = Image(folder: "\(folder)-image-\(name)")
        try shell("rm -rf '\(image.folder)' && cp -a '\(folder)' '\(image.folder)'")
        return image
    }

    func restore(_ image: Image, as restoring: Restoring) throws {
        switch restoring {
        case .files: try shell("rm -rf '\(folder)' && cp -a '\(image.folder)' '\(folder)'")
        case .disk:
            try shell(
                """
                cd '\(folder)' && for f in *; do [ -e "\(image.folder)/$f" ] || rm "$f"; done
                for f in '\(image.folder)'/*; do cat "$f" > "\(folder)/$(basename "$f")"; done
                """
            )
        }
    }

    /// The same device's folder on a second machine.
    func clone(_ name: String) throws -> Home {
        let copy = Home(name: name, folder: folder + "-" + name)
        try shell("cp -a '\(folder)' '\(copy.folder)'")
        return copy
    }

    /// The names of all partners, in order.
    func partnerNames() async throws -> [String] {
        let list = try await json("list", "partners")
        let records = try #require(list["records"]?.array)
        return records.compactMap { $0["fields"]?["name"]?["en"]?.string }.sorted()
    }

    func replica() async throws -> String {
        try #require(try await json("status")["replica"]?.string)
    }
}

func shell(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "set -e\n" + script]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
}
