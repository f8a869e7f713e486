"""Writes of the room. Import the module that owns the verb: showcases, entries, checking, jury, sheets, results …"""
