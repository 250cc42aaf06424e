"""What `./bench` runs; see performance in docs and the head of `bench`."""
