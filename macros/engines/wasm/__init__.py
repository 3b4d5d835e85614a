"""Reading and writing WebAssembly files."""
