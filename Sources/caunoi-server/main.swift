import Glibc
import ServerApp

exit(await ServerProgram.run(Array(CommandLine.arguments.dropFirst())))
