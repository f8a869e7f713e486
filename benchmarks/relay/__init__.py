"""A room that stores nothing: what the hub and the bus cost by themselves, without a database behind them."""
