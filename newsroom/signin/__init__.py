"""How members come in: password, second step, lock, sessions and the letters of invitation."""
