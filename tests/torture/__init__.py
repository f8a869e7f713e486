"""The torture test: many clients, several processes, and everything that can break breaking.

    make torture SECONDS=300

`__main__.py` runs it, `many_processes.py` holds the processes, `population.py` makes the people, `load_process.py` with
`client.py` and `client_behaviour.py` are the clients, `chaos.py` breaks things, `checker.py` judges. The clients and
the checker know the wire and the tables only: they import nothing of the product.
"""
