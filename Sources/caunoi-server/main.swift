import Glibc
import ServerApp

exit(await ServerProgram.start())
