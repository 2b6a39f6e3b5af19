import ArgumentParser
import Benchmark
import Glibc

// A server that was started for measuring does not outlive this program.
for number in [SIGTERM, SIGINT] {
    signal(number) { number in
        RunningServers.stopAll()
        _exit(128 + number)
    }
}
signal(SIGPIPE, SIG_IGN)
BenchmarkCommand.main()
