//! The command: parse, call, map to an exit code.

use std::process::ExitCode;

use gatepost::command;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic in a rule is caught, told as an internal error and ends in exit code 2; the default
    // hook would print it into the middle of the report's terminal as well.
    std::panic::set_hook(Box::new(|_| {}));
    let cli = command::parse();
    std::panic::catch_unwind(|| command::run(cli)).unwrap_or_else(|_| command::broken())
}
