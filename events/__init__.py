"""Events in public: showcases from the call to the result."""
