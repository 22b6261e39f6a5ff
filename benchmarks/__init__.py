"""Commands that print figures. None of them is a test, none runs in `make test`, none leaves the loopback interface."""
