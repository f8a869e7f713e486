"""cocare.embedded.many_processes with socket processes that are back at once after kill -9 and may be faulty."""

from cocare.embedded import many_processes
from cocare.embedded.child_processes import free_port
from tests.servers import Lives


class TortureProcesses(many_processes.ManyProcesses):
    lives: Lives | None = None

    def load_program(self) -> None:
        """The program of all socket processes, loaded once."""
        self.lives = Lives(self.log_file("sockets"), self.environment)
        self.stack.callback(self.lives.end)

    def start_socket_processes(self, count: int, fault: str = "-") -> list[int]:
        assert self.lives is not None
        ports = [free_port() for _ in range(count)]
        for port in ports:
            self.lives.begin(port, fault)
        return ports
