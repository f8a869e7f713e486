"""The services that the program brings along: started by the demo and by the tests, stopped with them."""
