//! One binary: app window, login window or command line.

fn main() {}
