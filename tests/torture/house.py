"""The house of cocare.embedded.house, with socket processes that are back at once after kill -9 and may be faulty."""

from cocare.embedded import house
from cocare.embedded.programs import free_port
from tests.servers import Lives


class House(house.House):
    lives: Lives | None = None

    def load_program(self) -> None:
        """The program of all socket processes, loaded once."""
        self.lives = Lives(self.log("sockets"), self.environment)
        self.stack.callback(self.lives.end)

    def open_sockets(self, number: int, fault: str = "-") -> list[int]:
        assert self.lives is not None
        ports = [free_port() for _ in range(number)]
        for port in ports:
            self.lives.begin(port, fault)
        return ports
