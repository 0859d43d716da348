//! `cxplan`: plans for customer experience, from a text file to the page.

mod args;
mod commands;
mod emit;
mod guests;
mod starters;
mod table;
mod terminal;

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    let args = args::Args::parse();
    args.global.color.write_global();
    std::process::ExitCode::from(commands::run(&args) as u8)
}
