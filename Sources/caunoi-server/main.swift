import CMalloc
import Glibc
import ServerApp

// All threads share two heaps: with one for each, a few megabytes lie idle in most of them.
_ = mallopt(M_ARENA_MAX, 2)

exit(await ServerProgram.start())
